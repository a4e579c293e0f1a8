"""Whole graphs, in a form in which they compare equal whatever their blank nodes are called."""

import pyoxigraph as ox
from rdflib import Graph


def canonical(graph: Graph) -> set[ox.Quad]:
    """Return what a graph of rdflib holds, with canonical blank nodes."""
    written = graph.serialize(format="nt", encoding="utf-8")
    dataset = ox.Dataset(ox.parse(written, ox.RdfFormat.N_TRIPLES))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def default_graph(store: ox.Store) -> set[ox.Quad]:
    """Return the default graph of a store, as rdflib reads and writes it."""
    triples = (quad.triple for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    return canonical(Graph().parse(data=written, format="nt"))
