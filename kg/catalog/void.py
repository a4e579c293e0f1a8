"""The statistics as VoID, with each named graph as the service description wants it.

Every graph is a subset with its property partitions. Its class partitions say which properties
instances have, and what these lead to: editors complete a query from them. Those of the ontology
are left out, since nobody completes ``rdfs:subClassOf``. A named graph leads to the description
of its contents by ``sd:graph``; that path is the one the editors ask for.
"""

from collections.abc import Iterable

from rdflib import DCTERMS, RDF, RDFS, VOID, XSD, Literal, URIRef

from kg.base import rebase
from kg.catalog.nodes import dataset_node, graph_description, partition
from kg.catalog.statistics import ClassCounts, ClassPropertyCounts, GraphCounts, Statistics
from kg.graph.triples import Triples, english
from kg.prefixes import COMMON
from kg.vocab import CATALOG_GRAPH, ONTOLOGY_GRAPH, SD, VOID_EXT

OWN_VOCABULARIES = ("dcat", "dcterms", "foaf", "prov", "rdf", "rdfs", "schema", "sd", "sh", "void")
"""What the catalog itself is written in; a client may take what is not listed as not there."""


def void_triples(statistics: Statistics, base: str) -> Triples:
    """Yield the counts of the dataset and of each named graph in it."""
    node = dataset_node(base)
    yield from _counts(node, statistics.union, base)
    for cls, entities in statistics.union.types.items():
        part = partition(node, "class", cls, base)
        yield node, VOID.classPartition, part
        yield part, VOID["class"], URIRef(cls)
        yield part, VOID.entities, _number(entities)
    yield from _literals(node, statistics.union, base)
    for vocabulary in _vocabularies(statistics.union):
        yield node, VOID.vocabulary, URIRef(vocabulary)
    for graph, counts in statistics.graphs.items():
        yield from _name(node, graph.value, base)
        yield from _graph(node, graph.value, counts, base)
    yield from _name(node, rebase(CATALOG_GRAPH, base), base)


def _name(dataset: URIRef, graph: str, base: str) -> Triples:
    yield dataset, SD.namedGraph, URIRef(graph)
    yield URIRef(graph), RDF.type, SD.NamedGraph
    yield URIRef(graph), RDFS.label, english(f"graph {graph.removeprefix(f'{base}graph/')}")
    yield URIRef(graph), SD.name, URIRef(graph)


def _graph(dataset: URIRef, graph: str, counts: GraphCounts, base: str) -> Triples:
    node, name = graph_description(graph, base), graph.removeprefix(f"{base}graph/")
    yield URIRef(graph), SD.graph, node
    yield dataset, VOID.subset, node
    yield node, RDF.type, SD.Graph
    yield node, RDF.type, VOID.Dataset
    yield node, DCTERMS.title, english(f"Standoff: graph {name}")
    yield from _counts(node, counts, base)
    if graph != rebase(ONTOLOGY_GRAPH, base):
        for cls, found in counts.classes.items():
            yield from _class(node, cls, found, base)


def _counts(node: URIRef, counts: GraphCounts, base: str) -> Triples:
    yield node, VOID.triples, _number(counts.triples)
    yield node, VOID.entities, _number(counts.entities)
    yield node, VOID.distinctSubjects, _number(counts.subjects)
    yield node, VOID.distinctObjects, _number(counts.objects)
    yield node, VOID.classes, _number(len(counts.types))
    yield node, VOID.properties, _number(len(counts.properties))
    for name, found in counts.properties.items():
        part = partition(node, "property", name, base)
        yield node, VOID.propertyPartition, part
        yield part, VOID.property, URIRef(name)
        yield part, VOID.triples, _number(found.triples)
        yield part, VOID.distinctSubjects, _number(found.subjects)
        yield part, VOID.distinctObjects, _number(found.objects)


def _class(graph: URIRef, cls: str, found: ClassCounts, base: str) -> Triples:
    node = partition(graph, "class", cls, base)
    yield graph, VOID.classPartition, node
    yield node, VOID["class"], URIRef(cls)
    yield node, VOID.entities, _number(found.entities)
    for name, said in found.properties.items():
        part = partition(node, "property", name, base)
        yield node, VOID.propertyPartition, part
        yield part, VOID.property, URIRef(name)
        yield part, VOID.triples, _number(said.triples)
        yield from _objects(part, said, base)


def _objects(node: URIRef, said: ClassPropertyCounts, base: str) -> Triples:
    for cls in said.classes:
        part = partition(node, "class", cls, base)
        yield node, VOID.classPartition, part
        yield part, VOID["class"], URIRef(cls)
    for datatype in said.datatypes:
        part = partition(node, "datatype", datatype, base)
        yield node, VOID_EXT.datatypePartition, part
        yield part, VOID_EXT.datatype, URIRef(datatype)


def _literals(node: URIRef, counts: GraphCounts, base: str) -> Triples:
    for datatype, triples in counts.datatypes.items():
        part = partition(node, "datatype", datatype, base)
        yield node, VOID_EXT.datatypePartition, part
        yield part, VOID_EXT.datatype, URIRef(datatype)
        yield part, VOID.triples, _number(triples)
    for language, triples in counts.languages.items():
        part = partition(node, "language", language, base)
        yield node, VOID_EXT.languagePartition, part
        yield part, VOID_EXT.language, Literal(language)
        yield part, VOID.triples, _number(triples)


def _vocabularies(counts: GraphCounts) -> Iterable[str]:
    used = (*counts.properties, *counts.types)
    own = {COMMON[prefix] for prefix in (*OWN_VOCABULARIES, "void-ext")}
    # An IRI such as urn:x has no namespace to speak of.
    return own | {iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in used} - {""}


def _number(count: int) -> Literal:
    return Literal(str(count), datatype=XSD.integer, normalize=False)
