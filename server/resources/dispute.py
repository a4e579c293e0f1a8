"""The page of a territorial dispute: events and positions in time, who says what, side by side."""

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox
from flask import url_for

from kg.vocab import STAND
from server.reading import Reader
from server.resources.any_resource import own, pointing
from server.resources.claim_list import claim_list, claims_query
from server.resources.dispute_network import network_of
from server.resources.dispute_scope import scope_of
from server.resources.dispute_timeline import timeline_of
from server.resources.sides import sides_of
from server.resources.silences import silences_on
from server.resources.stationed import links
from server.tables import link_to

KINDS: Final = (STAND.TerritorialDispute,)
TEMPLATE: Final = "dispute.html"

_CLAIMS: Final = """{{ SELECT DISTINCT ?claim {{
    {{ <{dispute}> stand:disputedTerritory/^stand:partOf?/^stand:about ?proposition .
      ?claim stand:hasProposition ?proposition }}
    UNION
    {{ <{dispute}> stand:disputant/(^stand:actsFor)*/^stand:heldBy/stand:expressedBy ?claim }}
  }} }}"""
"""Claims about the territory and its parts, and those of the positions of the disputants."""


def values(reader: Reader, node: ox.NamedNode) -> Mapping[str, object]:
    """Return what the page of a dispute shows."""
    scope = scope_of(reader, node)
    things = [*scope.territories, *(party.node for party in scope.parties)]
    return {
        "disputants": links(reader, node, STAND.disputant),
        "territories": links(reader, node, STAND.disputedTerritory),
        "timeline": timeline_of(reader, scope),
        "network": network_of(reader, scope),
        "sides": sides_of(reader, scope),
        "is_cut": scope.is_cut,
        "rests": claim_list(
            reader,
            reader.resources(node, STAND.restsOn),
            url_for(
                "pages.query", query=claims_query(reader, f"<{node.value}> stand:restsOn ?claim .")
            ),
        ),
        "silences": [(link_to(thing, reader), silences_on(reader, thing)) for thing in things],
        "claims_query": claims_query(reader, _CLAIMS.format(dispute=node.value)),
        "own": own(reader, node, is_brief=True),
        "pointing": pointing(reader, node, is_brief=True),
    }
