"""The page of an agreement: its parties, who invokes it as a reason and for what, what is said."""

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import SKOS

from kg.vocab import STAND
from server.dates_in_words import date_in_words
from server.reading import Reader
from server.resources.actor import names
from server.resources.any_resource import own, pointing
from server.resources.claim_list import claim_list
from server.resources.claims_about import claims_about
from server.resources.claims_address import claims_address
from server.resources.silences import silences_on
from server.resources.stationed import links

KINDS: Final = (
    *(STAND.Agreement, STAND.Treaty, STAND.Alliance),
    *(STAND.DialogueFormat, STAND.Partnership),
)
MAX_INVOKED: Final = 20
TEMPLATE: Final = "agreement.html"


def values(reader: Reader, node: ox.NamedNode) -> Mapping[str, object]:
    """Return what the page of an agreement shows."""
    return {
        "gloss": reader.text(node, SKOS.definition),
        "names": names(reader, node),
        "parties": links(reader, node, STAND.party),
        "when": date_in_words(reader.text(node, STAND.date)),
        "invoked": claim_list(
            reader,
            reader.subjects(STAND.invokes, node),
            claims_address(reader, invokes=[node]),
            shown=MAX_INVOKED,
        ),
        "about": claims_about(reader, node),
        "silences": silences_on(reader, node),
        "own": own(reader, node, is_brief=True),
        "pointing": pointing(reader, node, is_brief=True),
    }
