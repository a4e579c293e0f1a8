"""What a version says of itself whose default graph is its own: made of any files, not built."""

from collections.abc import Mapping
from typing import Any, Final

import pyoxigraph as ox

from kg import __version__
from kg.published import OWN

_COUNTS: Final = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


def own_manifest(
    version_id: str, base: str, counts: Mapping[str, int], quads: int
) -> dict[str, Any]:
    """Describe a version whose default graph is its own; it has no dumps, and owes no shapes."""
    return {
        "id": version_id,
        "base": base,
        "default_graph": OWN,
        "ontology_version": "",
        "standoff_version": __version__,
        "graphs": dict(sorted(counts.items())),
        "triples": quads,
        "store_quads": quads,
        "shapes_sha256": "",
        "articles": {},
        "files": {},
    }


def graph_counts(store: ox.Store) -> dict[str, int]:
    """Count the quads of each named graph, by its IRI or blank node; sorted."""
    counts = dict.fromkeys(map(_name, store.named_graphs()), 0)
    rows = store.query(_COUNTS)
    counts.update({_name(row["g"]): int(row["n"].value) for row in rows})  # type: ignore[union-attr]
    return dict(sorted(counts.items()))


def _name(graph: ox.NamedNode | ox.BlankNode) -> str:
    return graph.value if isinstance(graph, ox.NamedNode) else str(graph)
