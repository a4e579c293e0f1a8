"""The service description: what clients find when they ask the endpoint nothing.

SPARQL 1.1 Service Description, with the terms that the draft of 1.2 adds for language versions.
Every node has an IRI. What is said of the data comes from the version's catalog and manifest, what
is said of the service from the facts that the caller gives.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import quote

import pyoxigraph as ox
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SDO, VOID, XSD
from rdflib.term import URIRef

from kg.prefixes import COMMON
from kg.vocab import SD
from server.catalog import graph_iri
from server.formats import GRAPHS, ROWS, Format

FORMATS: Final = "http://www.w3.org/ns/formats/"
DQV: Final = "http://www.w3.org/ns/dqv#"
GEOF: Final = "http://www.opengis.net/def/function/geosparql/"
SPARQL: Final = "http://www.w3.org/ns/sparql#"
PREFIXES: Final = {
    **{prefix: COMMON[prefix] for prefix in ("dcat", "dcterms", "foaf", "rdf", "rdfs")},
    **{prefix: COMMON[prefix] for prefix in ("schema", "sd", "void", "xsd")},
    "dqv": DQV,
    "formats": FORMATS,
    "geof": GEOF,
    "sparql": SPARQL,
}
VERSIONS: Final = ("version-1.1", "version-1.2-basic", "version-1.2")
LATERAL: Final = "https://github.com/w3c/sparql-dev/blob/main/SEP/SEP-0006/sep-0006.md"
SIMPLE_ENTAILMENT: Final = "http://www.w3.org/ns/entailment/Simple"

# What the engine has beyond the standard; a test asks it for each.
GEOSPARQL: Final = (
    *("area", "asGeoJSON", "centroid", "convexHull", "coordinateDimension", "difference"),
    *("dimension", "distance", "ehContains", "ehCoveredBy", "ehCovers", "ehDisjoint", "ehEquals"),
    *("ehInside", "ehMeet", "ehOverlap", "envelope", "getSRID", "intersection", "isEmpty"),
    *("isSimple", "length", "perimeter", "rcc8dc", "rcc8ec", "rcc8eq", "rcc8ntpp", "rcc8ntppi"),
    *("rcc8po", "rcc8tpp", "rcc8tppi", "relate", "sfContains", "sfCrosses", "sfDisjoint"),
    *("sfEquals", "sfIntersects", "sfOverlaps", "sfTouches", "sfWithin", "spatialDimension"),
    *("symDifference", "union"),
)
CASTS: Final = (
    *("date", "dayTimeDuration", "duration", "gDay", "gMonth", "gMonthDay", "gYear"),
    *("gYearMonth", "time", "yearMonthDuration"),
)
FUNCTIONS: Final = (*(GEOF + name for name in GEOSPARQL), *(f"{XSD}{name}" for name in CASTS))

_FORMAT_NAMES: Final = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
    "nq": "N-Quads",
    "trig": "TriG",
    "n3": "N3",
}
# By unit: its code in UN/CEFACT's Recommendation 20, which schema.org asks for.
UNITS: Final = {"s": "SEC", "byte": "AD", "": "C62"}
_TERMS_OF_USE: Final = frozenset(
    str(term)
    for term in (
        *(DCTERMS.title, DCTERMS.description, DCTERMS.license, DCTERMS.creator),
        *(DCTERMS.publisher, DCTERMS.conformsTo),
    )
)
_COUNTS: Final = frozenset(
    str(term)
    for term in (
        *(VOID.entities, VOID.distinctSubjects, VOID.distinctObjects),
        *(VOID.classes, VOID.properties, VOID.propertyPartition),
    )
)


@dataclass(frozen=True)
class Limit:
    """A bound of the service: its name, what it bounds in words, how much, in which unit.

    The unit is ``s`` for seconds, ``byte``, or nothing for a number of things.
    """

    name: str
    title: str
    value: float
    unit: str = ""


@dataclass(frozen=True)
class ServiceFacts:
    """All that is told of the endpoint.

    ``endpoint`` is the address it was asked at, ``dataset`` the IRI of what it serves, ``catalog``
    the version's description of itself. ``updated`` is when this version became the current one.
    ``services`` are the endpoints that SERVICE may call; none where federation is off. The
    addresses are those of further documents, where there are any.
    """

    endpoint: str
    dataset: str
    base: str
    version_id: str
    manifest: Mapping[str, Any]
    catalog: Sequence[ox.Triple] = ()
    updated: datetime | None = None
    limits: Sequence[Limit] = ()
    services: Sequence[str] = ()
    has_federation: bool = False
    has_updates: bool = False
    has_union_default_graph: bool = True
    formats: Sequence[Format] = (*ROWS, *GRAPHS)
    input_formats: Sequence[Format] = ()
    void_address: str | None = None
    examples_address: str | None = None
    report_address: str | None = None


def describe_service(facts: ServiceFacts) -> list[ox.Triple]:
    """Describe the endpoint: its languages, formats, limits, and graphs with their sizes."""
    service, dataset = ox.NamedNode(facts.endpoint), ox.NamedNode(facts.dataset)
    return [
        *_service(service, facts),
        *_functions(service),
        *_formats(service, SD.resultFormat, facts.formats),
        *_formats(service, SD.inputFormat, facts.input_formats),
        *_limits(service, facts),
        *_documents(service, dataset, facts),
        *_dataset(dataset, facts),
        *_graphs(dataset, facts),
        *_modified((service, dataset), facts.updated),
    ]


def _service(service: ox.NamedNode, facts: ServiceFacts) -> Iterator[ox.Triple]:
    yield _triple(service, RDF.type, SD.Service)
    yield _triple(service, RDF.type, DCAT.DataService)
    yield _triple(service, SD.endpoint, facts.endpoint)
    yield _triple(service, DCAT.endpointURL, facts.endpoint)
    yield _triple(service, DCAT.servesDataset, facts.dataset)
    yield _triple(service, SD.defaultDataset, facts.dataset)
    yield _triple(service, SD.defaultEntailmentRegime, SIMPLE_ENTAILMENT)
    languages = [SD.SPARQL11Query, SD.SPARQLQuery]
    if facts.has_updates:
        languages += [SD.SPARQL11Update, SD.SPARQLUpdate]
    for language in languages:
        yield _triple(service, SD.supportedLanguage, language)
    for version in VERSIONS:
        yield _triple(service, SD.supportedVersion, SPARQL + version)
    if facts.has_union_default_graph:
        yield _triple(service, SD.feature, SD.UnionDefaultGraph)
    if facts.has_federation:
        yield _triple(service, SD.feature, SD.BasicFederatedQuery)
    yield _triple(service, SD.languageExtension, LATERAL)
    yield _said(ox.NamedNode(LATERAL), RDFS.label, "LATERAL joins")
    for triple in facts.catalog:
        terms = {str(DCTERMS.license), str(DCTERMS.publisher)}
        if triple.subject == ox.NamedNode(facts.dataset) and triple.predicate.value in terms:
            yield ox.Triple(service, triple.predicate, triple.object)


def _functions(service: ox.NamedNode) -> Iterator[ox.Triple]:
    for function in FUNCTIONS:
        yield _triple(service, SD.extensionFunction, function)
        yield _triple(ox.NamedNode(function), RDF.type, SD.Function)


def _formats(
    service: ox.NamedNode, relation: URIRef, formats: Iterable[Format]
) -> Iterator[ox.Triple]:
    for found in formats:
        node = ox.NamedNode(FORMATS + _FORMAT_NAMES[found.name])
        yield _triple(service, relation, node.value)
        yield _triple(node, RDF.type, f"{FORMATS}Format")
        yield _said(node, URIRef(f"{FORMATS}media_type"), found.media_types[0])


def _limits(service: ox.NamedNode, facts: ServiceFacts) -> Iterator[ox.Triple]:
    for limit in facts.limits:
        node = ox.NamedNode(f"{facts.endpoint}#limit/{limit.name}")
        yield _triple(service, SDO.additionalProperty, node.value)
        yield _triple(node, RDF.type, SDO.PropertyValue)
        yield _said(node, SDO.propertyID, limit.name)
        yield _said(node, SDO.name, limit.title, language="en")
        yield ox.Triple(node, _node(SDO.maxValue), ox.Literal(limit.value))
        yield _said(node, SDO.unitCode, UNITS[limit.unit])
        if limit.unit:
            yield _said(node, SDO.unitText, limit.unit)
    for address in facts.services if facts.has_federation else ():
        node = ox.NamedNode(f"{facts.endpoint}#service/{quote(address, safe='')}")
        yield _triple(service, SDO.additionalProperty, node.value)
        yield _triple(node, RDF.type, SDO.PropertyValue)
        yield _said(node, SDO.propertyID, "allowed-service")
        yield _said(node, SDO.name, "an endpoint that SERVICE may call", language="en")
        yield _triple(node, SDO.valueReference, address)


def _documents(
    service: ox.NamedNode, dataset: ox.NamedNode, facts: ServiceFacts
) -> Iterator[ox.Triple]:
    if facts.void_address is not None:
        document = ox.NamedNode(facts.void_address)
        yield _triple(service, RDFS.seeAlso, document.value)
        yield _triple(document, RDF.type, VOID.DatasetDescription)
        yield _triple(document, FOAF.primaryTopic, dataset.value)
    if facts.examples_address is not None:
        document = ox.NamedNode(facts.examples_address)
        yield _triple(service, RDFS.seeAlso, document.value)
        yield _said(document, DCTERMS.title, "example queries", language="en")
    if facts.report_address is not None:
        document = ox.NamedNode(facts.report_address)
        yield _triple(dataset, URIRef(f"{DQV}hasQualityMetadata"), document.value)
        yield _triple(document, RDF.type, f"{DQV}QualityMetadata")
        yield _triple(document, DCTERMS.conformsTo, "http://www.w3.org/ns/shacl#")
        title = f"SHACL validation report of version {facts.version_id}"
        yield _said(document, DCTERMS.title, title, language="en")


def _dataset(dataset: ox.NamedNode, facts: ServiceFacts) -> Iterator[ox.Triple]:
    default = ox.NamedNode(f"{facts.dataset}-default" if "#" in facts.dataset
                           else f"{facts.dataset}#default-graph")  # fmt: skip
    yield _triple(dataset, RDF.type, SD.Dataset)
    yield _triple(dataset, RDF.type, DCAT.Dataset)
    yield _said(dataset, URIRef(f"{DCAT}version"), facts.version_id)
    yield _triple(dataset, SD.defaultGraph, default.value)
    yield _triple(default, RDF.type, SD.Graph)
    yield _size(default, facts.manifest["triples"])
    for triple in facts.catalog:
        if triple.subject == dataset and triple.predicate.value in _TERMS_OF_USE:
            yield triple


def _graphs(dataset: ox.NamedNode, facts: ServiceFacts) -> Iterator[ox.Triple]:
    """Yield the named graphs with their sizes and, from the catalog, their counts by property.

    A client takes a property that a counted graph does not list for one that it lacks; hence all
    or none. What would say the same of classes and of IRIs is left to VoID.
    """
    said = _by_subject(facts.catalog)
    for name, triples in facts.manifest["graphs"].items():
        if name.startswith("_:"):  # no query can name it
            continue
        graph = ox.NamedNode(graph_iri(name, facts.base))
        separator = "/" if "#" in facts.dataset else "#"
        contents = ox.NamedNode(f"{facts.dataset}{separator}graph/{quote(name, safe='')}")
        yield _triple(dataset, SD.namedGraph, graph.value)
        yield _triple(graph, RDF.type, SD.NamedGraph)
        yield _triple(graph, SD.name, graph.value)
        yield _triple(graph, SD.graph, contents.value)
        yield _triple(contents, RDF.type, SD.Graph)
        yield _size(contents, triples)
        for triple in said.get(contents, ()):
            if triple.predicate.value in _COUNTS:
                yield triple
                yield from said.get(triple.object, ())


def _by_subject(triples: Iterable[ox.Triple]) -> Mapping[object, list[ox.Triple]]:
    found: dict[object, list[ox.Triple]] = {}
    for triple in triples:
        found.setdefault(triple.subject, []).append(triple)
    return found


def _modified(nodes: Iterable[ox.NamedNode], updated: datetime | None) -> Iterator[ox.Triple]:
    if updated is not None:
        moment = updated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        value = ox.Literal(moment, datatype=_node(XSD.dateTime))
        yield from (ox.Triple(node, _node(DCTERMS.modified), value) for node in nodes)


def _size(graph: ox.NamedNode, triples: int) -> ox.Triple:
    return ox.Triple(graph, _node(VOID.triples), ox.Literal(triples))


def _triple(subject: ox.NamedNode, predicate: URIRef, value: str) -> ox.Triple:
    return ox.Triple(subject, _node(predicate), ox.NamedNode(value))


def _said(
    subject: ox.NamedNode, predicate: URIRef, words: str, *, language: str | None = None
) -> ox.Triple:
    return ox.Triple(subject, _node(predicate), ox.Literal(words, language=language))


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)
