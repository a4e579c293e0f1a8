"""The seam through which explanations read a version: a SELECT query in, rows out.

The command line asks a store in its own process, the server asks the processes of its engine.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import pyoxigraph as ox

from kg.reasoning.schema import KINDS, RDF_TYPE, RDFS, RELATIONS

BATCH: Final = 500
DEFAULT_GRAPH: Final = "the default graph"

Row = Mapping[str, Any]
Ask = Callable[[str], Sequence[Row]]


def ask_of(store: ox.Store) -> Ask:
    """Ask a store in this process."""

    def ask(query: str) -> Sequence[Row]:
        found = store.query(query)
        if not isinstance(found, ox.QuerySolutions):
            raise TypeError("the query is a SELECT")
        names = [variable.value for variable in found.variables]
        return [
            {name: value for name in names if (value := row[name]) is not None} for row in found
        ]

    return ask


def schema_query(most: int | None = None) -> str:
    """Ask for all axioms of a version; where ``most`` is given, for one more than that at most."""
    relations = " ".join(f"<{iri}>" for iri in sorted(RELATIONS))
    kinds = " ".join(f"<{iri}>" for iri in sorted(KINDS))
    return (
        f"SELECT DISTINCT ?s ?p ?o WHERE {{ {{ VALUES ?p {{ {relations} }} ?s ?p ?o }} UNION "
        f"{{ VALUES ?o {{ {kinds} }} ?s a ?o BIND({RDF_TYPE} AS ?p) }} }}"
        + (f" LIMIT {most + 1}" if most is not None else "")
    )


def labels_query(terms: Iterable[ox.NamedNode]) -> str:
    """Ask for the labels of these terms."""
    values = " ".join(sorted(map(str, terms)))
    label = f"<{RDFS}label>"
    return f"SELECT ?s ?o WHERE {{ VALUES ?s {{ {values} }} ?s {label} ?o }}"


def places_of(
    ask: Ask, triples: Iterable[ox.Triple], *, has_own_default: bool
) -> dict[ox.Triple, tuple[str, ...]]:
    """Find the graphs in which these triples stand; one without a name is the default graph.

    Where that is a copy of the others, it is left out.
    """
    # No query can mean a blank node.
    askable = [t for t in triples if not isinstance(t.subject, ox.BlankNode)]
    askable = [t for t in askable if not isinstance(t.object, ox.BlankNode)]
    found: dict[ox.Triple, set[str]] = {}
    for start in range(0, len(askable), BATCH):
        values = " ".join(f"({s} {p} {o})" for s, p, o in askable[start : start + BATCH])
        where = "{ GRAPH ?g { ?s ?p ?o } }"
        if has_own_default:
            where += " UNION { ?s ?p ?o }"
        for row in ask(f"SELECT * WHERE {{ VALUES (?s ?p ?o) {{ {values} }} {where} }}"):
            name = row["g"].value if "g" in row else DEFAULT_GRAPH
            found.setdefault(ox.Triple(row["s"], row["p"], row["o"]), set()).add(name)
    return {triple: tuple(sorted(names)) for triple, names in found.items()}
