"""The RDF 1.2 dataset of a version: named graphs, and the triple terms beside them.

Terms are pyoxigraph's. The RDF 1.1 triples and the statements on triple terms are kept apart,
because reasoner and validator know nothing of the latter.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import rdflib

from kg.base import rebase
from kg.errors import InputError
from kg.graph import GraphSet, Reification
from kg.vocab import CATALOG_GRAPH, INFERRED_GRAPH, ONTOLOGY_GRAPH

XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
RDF_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
RDF_REIFIES: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")


@dataclass(frozen=True)
class Dataset:
    """The graphs by IRI (RDF 1.1), the quads on triple terms, and the base of our IRIs."""

    base: str
    graphs: Mapping[ox.NamedNode, frozenset[ox.Triple]]
    reifications: frozenset[ox.Quad]

    def union(self) -> frozenset[ox.Triple]:
        """All RDF 1.1 triples, in whichever graph."""
        return frozenset().union(*self.graphs.values())

    def quads(self) -> list[ox.Quad]:
        """Everything, the statements on triple terms included; in no order."""
        plain = [ox.Quad(s, p, o, name) for name, graph in self.graphs.items() for s, p, o in graph]
        return [*plain, *self.reifications]

    def counts(self) -> dict[str, int]:
        """Count the quads by graph, named by what follows ``graph/``; sorted."""
        prefix = f"{self.base}graph/"
        terms = Counter(quad.graph_name for quad in self.reifications)
        totals = {
            name.value.removeprefix(prefix): len(graph) + terms[name]
            for name, graph in self.graphs.items()
        }
        return dict(sorted(totals.items()))


def assemble(graphs: GraphSet, ontology: Iterable[ox.Triple], base: str) -> Dataset:
    """Put the coded graphs and the ontology together; nothing is inferred yet."""
    named = {ox.NamedNode(str(name)): from_rdflib(graph) for name, graph in graphs.graphs.items()}
    named[ox.NamedNode(rebase(ONTOLOGY_GRAPH, base))] = frozenset(ontology)
    return Dataset(base, named, frozenset(map(_reification_quad, graphs.reifications)))


def with_inferred(dataset: Dataset, inferred: frozenset[ox.Triple]) -> Dataset:
    """Add the graph of what follows from the others."""
    name = ox.NamedNode(rebase(INFERRED_GRAPH, dataset.base))
    return replace(dataset, graphs={**dataset.graphs, name: inferred})


def with_catalog(dataset: Dataset, catalog: frozenset[ox.Triple]) -> Dataset:
    """Add the graph that describes the others, in the place of an earlier one."""
    name = ox.NamedNode(rebase(CATALOG_GRAPH, dataset.base))
    return replace(dataset, graphs={**dataset.graphs, name: catalog})


def load_ontology(folder: Path, base: str) -> frozenset[ox.Triple]:
    """Read the Turtle files of the folder (not of those below), with canonical blank nodes.

    Raises `InputError` where there is none or one does not parse, with its line.
    """
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise InputError(
            "there is no ontology", where=str(folder), fix="put its Turtle files there"
        )
    dataset = ox.Dataset()
    for file in files:
        for triple in parse_turtle(file, base):
            dataset.add(ox.Quad(*triple))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(quad.triple for quad in dataset)


def parse_turtle(file: Path, base: str) -> list[ox.Triple]:
    """Read one Turtle file of the project and give its IRIs the base wanted."""
    try:
        text = rebase(file.read_text(encoding="utf-8"), base)
        parsed = ox.parse(text, ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        return [quad.triple for quad in parsed]
    except (SyntaxError, UnicodeDecodeError) as error:
        line = f":{error.lineno}" if isinstance(error, SyntaxError) else ""
        raise InputError(
            "this is not Turtle", where=f"{file}{line}", cause=str(error), fix="mend its syntax"
        ) from error


def from_rdflib(
    graph: Iterable[tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]],
) -> frozenset[ox.Triple]:
    """Turn the triples of an rdflib graph, or rdflib triples from elsewhere, into pyoxigraph's."""
    return frozenset(ox.Triple(_resource(s), _iri(p), to_pyoxigraph(o)) for s, p, o in graph)


def to_rdflib(triples: Iterable[ox.Triple]) -> rdflib.Graph:
    """Make an rdflib graph of pyoxigraph triples; lexical forms stay as they are."""
    graph = rdflib.Graph(bind_namespaces="none")
    add_to(graph, triples)
    return graph


def add_to(graph: rdflib.Graph, triples: Iterable[ox.Triple]) -> None:
    """Add pyoxigraph triples to an rdflib graph."""
    for triple in triples:
        subject, predicate, value = map(to_rdflib_node, triple)
        graph.add((subject, predicate, value))


def _reification_quad(found: Reification) -> ox.Quad:
    content = ox.Triple(_iri(found.subject), _iri(found.predicate), to_pyoxigraph(found.object))
    return ox.Quad(_iri(found.claim), RDF_REIFIES, content, _iri(found.graph))


@lru_cache(maxsize=1 << 16)
def _iri(node: rdflib.term.Node) -> ox.NamedNode:
    return ox.NamedNode(str(node))


def _resource(node: rdflib.term.Node) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(str(node)) if isinstance(node, rdflib.BNode) else _iri(node)


def to_pyoxigraph(node: rdflib.term.Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Turn an rdflib term into pyoxigraph's."""
    if not isinstance(node, rdflib.Literal):
        return _resource(node)
    if node.language:
        return ox.Literal(str(node), language=node.language)
    if node.datatype:
        return ox.Literal(str(node), datatype=_iri(node.datatype))
    return ox.Literal(str(node))


@lru_cache(maxsize=1 << 16)
def to_rdflib_node(term: object) -> rdflib.term.Identifier:
    """Turn a pyoxigraph term into rdflib's."""
    match term:
        case ox.NamedNode():
            return rdflib.URIRef(term.value)
        case ox.BlankNode():
            return rdflib.BNode(term.value)
        case ox.Literal():
            if term.language:
                return rdflib.Literal(term.value, lang=term.language)
            if term.datatype.value == XSD_STRING:
                return rdflib.Literal(term.value)
            datatype = rdflib.URIRef(term.datatype.value)
            return rdflib.Literal(term.value, datatype=datatype, normalize=False)
        case _:
            raise TypeError(f"RDF 1.1 has no such term: {term}")
