"""The IRIs of what a catalog describes: no blank nodes, and names that can be read."""

from urllib.parse import quote

from rdflib import URIRef

from kg.base import rebase
from kg.prefixes import compact
from kg.vocab import DATASET


def dataset_node(base: str) -> URIRef:
    """Return the IRI of the dataset."""
    return URIRef(rebase(DATASET, base))


def part_of(whole: str, kind: str, name: str) -> URIRef:
    """Return the IRI of a part, such as ``…/dataset#graph/links/property/skos:closeMatch``."""
    mark = "/" if "#" in whole else "#"
    return URIRef(f"{whole}{mark}{kind}/{quote(name, safe=':')}")


def partition(whole: str, kind: str, iri: str, base: str) -> URIRef:
    """Return the IRI of the part that has to do with a class, a property or a datatype."""
    return part_of(whole, kind, compact(iri, base))


def graph_description(graph: str, base: str) -> URIRef:
    """Return the IRI of what a named graph contains; the graph's own IRI names it."""
    return part_of(dataset_node(base), "graph", graph.removeprefix(f"{base}graph/"))
