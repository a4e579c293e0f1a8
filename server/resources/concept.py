"""The page of a value of a closed list, or of the list: what it means, and what has it."""

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import SKOS

from server.reading import Reader
from server.resources.any_resource import own, pointing
from server.resources.claim_summary import in_order
from server.tables import link_to

KINDS: Final = (SKOS.Concept, SKOS.ConceptScheme)
TEMPLATE: Final = "concept.html"


def values(reader: Reader, node: ox.NamedNode) -> Mapping[str, object]:
    """Return what the page of a concept shows."""
    vocabulary = f"{reader.snapshot.version.base}vocab/"
    name = node.value.removeprefix(vocabulary)
    is_ours = node.value.startswith(vocabulary)
    return {
        "gloss": reader.text(node, SKOS.definition),
        "scope": reader.text(node, SKOS.scopeNote),
        "schemes": [link_to(s, reader) for s in in_order(reader.resources(node, SKOS.inScheme))],
        # As `server.ontology` names the places on its page.
        "anchor": f"vocab-{name.replace('/', '-')}" if is_ours else "",
        "own": own(reader, node),
        "pointing": pointing(reader, node),
    }
