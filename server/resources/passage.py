"""The page of a passage: its words or what they say in ours, and what is claimed there."""

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from kg.vocab import OA, STAND
from server.reading import Reader
from server.resources.any_resource import own, pointing
from server.resources.claim_list import claim_list
from server.resources.claim_summary import in_order
from server.resources.claims_address import claims_address
from server.tables import link_to

KINDS: Final = (STAND.Passage, STAND.Mention)
TEMPLATE: Final = "passage.html"


def values(reader: Reader, node: ox.NamedNode) -> Mapping[str, object]:
    """Return what the page of a passage shows."""
    found = (
        ("in", reader.resources(node, OA.hasSource)),
        ("within", reader.resources(node, STAND.within)),
        ("speaks of", reader.resources(node, STAND.refersTo)),
        ("kind", reader.resources(node, STAND.passageKind)),
    )
    return {
        "passage_at": reader.passage(node),
        "surface": reader.text(node, STAND.surface),
        "corrected": reader.text(node, STAND.correctedReading),
        "no_claim_reason": reader.text(node, STAND.noClaimReason),
        "details": [
            (name, [link_to(value, reader) for value in in_order(nodes)])
            for name, nodes in found
            if nodes
        ],
        "claims": claim_list(
            reader,
            reader.subjects(STAND.evidencedBy, node),
            claims_address(reader, passage=[node]),
            shown=20,
        ),
        "own": own(reader, node, is_brief=True),
        "pointing": pointing(reader, node, is_brief=True),
    }
