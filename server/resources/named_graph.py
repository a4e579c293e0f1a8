"""The page of a named graph: how much it holds, and where to get what it holds."""

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox
from rdflib import URIRef

from kg.vocab import SD
from server.catalog import graph_iri
from server.formats import GRAPHS
from server.reading import Reader
from server.resources.any_resource import own, pointing

KINDS: Final[tuple[URIRef, ...]] = (SD.NamedGraph,)
TEMPLATE: Final = "named_graph.html"


def values(reader: Reader, node: ox.NamedNode) -> Mapping[str, object]:
    """Return what the page of a named graph shows."""
    version = reader.snapshot.version
    sizes = {graph_iri(n, version.base): size for n, size in version.manifest["graphs"].items()}
    return {
        "size": sizes.get(node.value),
        "contents": GRAPHS,
        "own": own(reader, node),
        "pointing": pointing(reader, node),
    }
