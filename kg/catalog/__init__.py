"""The graph in which a version describes itself: VoID, DCAT, its prefixes and its questions.

It stands in the dataset because that is where editors look: by plain SELECT, not at well-known
addresses. Its numbers are about the other graphs, not about itself. It names places as they are
under the base of our IRIs; the server puts its own address there when it sends the description.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

import pyoxigraph as ox

from kg.base import rebase
from kg.catalog.dcat import dcat_triples
from kg.catalog.examples import example_triples, prefix_triples
from kg.catalog.linksets import linkset_triples
from kg.catalog.statistics import measure
from kg.catalog.void import void_triples
from kg.dataset import Dataset, from_rdflib
from kg.questions import Question
from kg.vocab import CATALOG_GRAPH, INFERRED_GRAPH


def catalog_triples(dataset: Dataset, questions: Sequence[Question]) -> frozenset[ox.Triple]:
    """Describe the dataset; a catalog that is in it already has no part in that.

    Raises `InputError` where a question is not a SELECT, an ASK or a CONSTRUCT.
    """
    base = dataset.base
    graphs = dict(_graphs(dataset))
    inferred = ox.NamedNode(rebase(INFERRED_GRAPH, base))
    statistics = measure(graphs, base=base, inferred=inferred)
    union = dataset.union() - dataset.graphs.get(_catalog(base), frozenset())
    return from_rdflib(
        chain(
            dcat_triples(union, base),
            void_triples(statistics, base),
            linkset_triples(union, base),
            prefix_triples(union, questions, base),
            example_triples(questions, base),
        )
    )


def _graphs(dataset: Dataset) -> Iterator[tuple[ox.NamedNode, list[ox.Triple]]]:
    """Yield the graphs other than the catalog, the statements on triple terms included."""
    for name, graph in dataset.graphs.items():
        if name != _catalog(dataset.base):
            terms = (quad.triple for quad in dataset.reifications if quad.graph_name == name)
            yield name, [*graph, *terms]


def _catalog(base: str) -> ox.NamedNode:
    return ox.NamedNode(rebase(CATALOG_GRAPH, base))
