"""The catalog of a version, as the server reads it: once, and only by patterns."""

from typing import Final

import pyoxigraph as ox

from kg.vocab import CATALOG_GRAPH, DATASET
from server.current import Snapshot

KEPT: Final = 4
"""Catalogs that are kept: those of the versions asked for last."""

_kept: dict[str, tuple[ox.Triple, ...]] = {}


def read_catalog(snapshot: Snapshot) -> tuple[ox.Triple, ...]:
    """Return the triples in which the version describes itself; none where it has no catalog."""
    key = snapshot.version.id
    if (known := _kept.get(key)) is not None:
        return known
    quads = snapshot.store.quads_for_pattern(None, None, None, snapshot.iri(str(CATALOG_GRAPH)))
    found = tuple(quad.triple for quad in quads)
    _kept[key] = found
    for old in list(_kept)[:-KEPT]:
        _kept.pop(old, None)
    return found


def is_described(snapshot: Snapshot, node: ox.NamedNode) -> bool:
    """Tell whether the catalog says anything of a node, without reading the whole of it."""
    graph = snapshot.iri(str(CATALOG_GRAPH))
    return any(snapshot.store.quads_for_pattern(node, None, None, graph))


def dataset_of(snapshot: Snapshot, endpoint: str) -> str:
    """Return the IRI of the dataset: ours, or one under the endpoint for data that is not."""
    graph = snapshot.iri(str(CATALOG_GRAPH))
    has_catalog = any(snapshot.store.quads_for_pattern(None, None, None, graph))
    return snapshot.iri(str(DATASET)).value if has_catalog else f"{endpoint}#dataset"


def graph_iri(name: str, base: str) -> str:
    """Return the IRI of a graph from its name in a manifest, which leaves out ``…/graph/``."""
    return name if ":" in name else f"{base}graph/{name}"
