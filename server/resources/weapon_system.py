"""The page of a weapon system: where it is or might be deployed, and what is claimed about it."""

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import SKOS

from kg.vocab import STAND
from server.reading import Reader
from server.resources.actor import names
from server.resources.any_resource import own, pointing
from server.resources.claims_about import claims_about
from server.resources.silences import silences_on
from server.resources.stationed import deployments_of

KINDS: Final = (
    *(STAND.WeaponSystem, STAND.MissileDefenseSystem, STAND.MissileSystem),
    *(STAND.BallisticMissile, STAND.StrategicForce),
)
TEMPLATE: Final = "weapon_system.html"


def values(reader: Reader, node: ox.NamedNode) -> Mapping[str, object]:
    """Return what the page of a weapon system shows."""
    return {
        "gloss": reader.text(node, SKOS.definition),
        "note": reader.text(node, SKOS.note),
        "names": names(reader, node),
        "stationed": deployments_of(reader, node),
        "about": claims_about(reader, node),
        "silences": silences_on(reader, node),
        "own": own(reader, node, is_brief=True),
        "pointing": pointing(reader, node, is_brief=True),
    }
