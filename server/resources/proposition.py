"""The page of a proposition: who says it, who denies it, who says what excludes it."""

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from kg.vocab import STAND
from server.reading import Reader
from server.resources.any_resource import own, pointing
from server.resources.claim import fact
from server.resources.claim_summary import in_order
from server.resources.claims_address import claims_address
from server.resources.stances import stances
from server.tables import link_to

KINDS: Final = (STAND.Proposition,)
TEMPLATE: Final = "proposition.html"


def values(reader: Reader, node: ox.NamedNode) -> Mapping[str, object]:
    """Return what the page of a proposition shows."""
    return {
        "says": reader.text(node, STAND.propositionText) or reader.label(node),
        "about": [link_to(v, reader) for v in in_order(reader.resources(node, STAND.about))],
        "stances": stances(reader, node),
        "fact": fact(reader, node),
        "claims_href": claims_address(reader, proposition=[node]),
        "own": own(reader, node, is_brief=True),
        "pointing": pointing(reader, node, is_brief=True),
    }
