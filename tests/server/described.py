"""The small version with a catalog, as a build makes it."""

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox

from kg.base import BASE
from kg.catalog import catalog_triples
from kg.dataset import Dataset
from kg.published import Version
from tests.server.small import QUESTIONS, TRIG, publish_small


def publish_described(root: Path) -> Version:
    graphs: dict[ox.NamedNode, set[ox.Triple]] = defaultdict(set)
    terms = set()
    for quad in ox.parse(TRIG, ox.RdfFormat.TRIG):
        if isinstance(quad.object, ox.Triple):
            terms.add(quad)
        else:
            graphs[quad.graph_name].add(quad.triple)
    dataset = Dataset(BASE, {n: frozenset(g) for n, g in graphs.items()}, frozenset(terms))
    graph = ox.NamedNode(f"{BASE}graph/catalog")
    quads = [ox.Quad(*triple, graph) for triple in catalog_triples(dataset, QUESTIONS)]
    return publish_small(root, extra=ox.serialize(quads, format=ox.RdfFormat.TRIG).decode())
