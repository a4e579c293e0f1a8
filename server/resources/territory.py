"""The page of a territory: its names and whose they are, who has it, what is deployed there."""

from collections.abc import Mapping
from itertools import islice
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import SKOS

from kg.vocab import STAND
from server.reading import Reader
from server.resources.actor import names
from server.resources.any_resource import own, pointing
from server.resources.claim_summary import in_order
from server.resources.claims_about import claims_about
from server.resources.names_of_sides import holdings_of, names_of
from server.resources.points_of_view import views_of
from server.resources.silences import silences_on
from server.resources.stationed import links, stationed_at
from server.tables import link_to

KINDS: Final = (STAND.Territory, STAND.Island, STAND.IslandGroup, STAND.Region, STAND.Place)
TEMPLATE: Final = "territory.html"
MAX_PARTS: Final = 30


def values(reader: Reader, node: ox.NamedNode) -> Mapping[str, object]:
    """Return what the page of a territory shows."""
    designations, holdings = names_of(reader, node), holdings_of(reader, node)
    stationed = stationed_at(reader, [node])
    disputes = in_order(islice(reader.subjects(STAND.disputedTerritory, node), MAX_PARTS))
    parts = in_order(islice(reader.subjects(STAND.partOf, node), MAX_PARTS))
    return {
        "gloss": reader.text(node, SKOS.definition),
        "names": names(reader, node),
        "designations": designations,
        "holdings": holdings,
        "stationed": stationed,
        "views": views_of(reader, node, designations, holdings, stationed),
        "parts": [link_to(part, reader) for part in parts],
        "wholes": links(reader, node, STAND.partOf),
        "disputes": [link_to(dispute, reader) for dispute in disputes],
        "about": claims_about(reader, node),
        "silences": silences_on(reader, node),
        "own": own(reader, node, is_brief=True),
        "pointing": pointing(reader, node, is_brief=True),
    }
