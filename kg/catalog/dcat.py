"""The dataset, its dumps and its endpoint as DCAT 3, with what VoID has no counts for."""

from collections.abc import Collection
from typing import Final

import pyoxigraph as ox
from rdflib import DCAT, DCTERMS, FOAF, OWL, PROV, RDF, VOID, Literal, URIRef

from kg.base import rebase
from kg.catalog.nodes import dataset_node
from kg.catalog.statistics import RDF_TYPE
from kg.graph.triples import Triples, english
from kg.vocab import CATALOG, DUMP, EDITORS, ENDPOINT, ONTOLOGY, SD, STAND

LICENSE: Final = URIRef("https://creativecommons.org/licenses/by/4.0/")
ACCESS: Final = URIRef("http://publications.europa.eu/resource/authority/access-right/PUBLIC")
"""As DCAT-AP says that anybody may have it."""
MOST_SOURCES: Final = 100
MEDIA_TYPES: Final = "https://www.iana.org/assignments/media-types/"
FORMATS: Final = "http://www.w3.org/ns/formats/"

TITLE: Final = "Standoff: who claims what in a security dispute"
DESCRIPTION: Final = (
    "A knowledge graph of who claims what in a security dispute, in which every claim is pinned "
    "to the words that carry it: actors, territories, agreements and events, what is said of them "
    "and by whom, and what is held as fact. The default graph is the union of the named graphs. "
    "The counts given here leave out the graph that gives them, and count statements on triple "
    "terms (RDF 1.2); where a named graph is counted by class, things belong to the classes that "
    "any graph states."
)
# What a dump is, its media type, and the name that W3C gives to its format.
DUMPS: Final = {
    "standoff.nq": ("all named graphs, RDF 1.2", "application/n-quads", "N-Quads"),
    "standoff.trig": ("all named graphs, RDF 1.2", "application/trig", "TriG"),
    "standoff.ttl": ("one graph, RDF 1.1", "text/turtle", "Turtle"),
}
# One instance of each, to begin with.
EXAMPLES: Final = (STAND.Article, STAND.Claim, STAND.Proposition, STAND.State, STAND.Territory)


def dcat_triples(union: Collection[ox.Triple], base: str) -> Triples:
    """Yield the dataset with its licence, publisher and examples, its dumps and its endpoint."""
    dataset, catalog, service = (
        URIRef(rebase(node, base)) for node in (dataset_node(base), CATALOG, ENDPOINT)
    )
    for node, title in ((dataset, TITLE), (catalog, "Standoff: what is published")):
        yield node, DCTERMS.title, english(title)
        yield from _terms_of_use(node, base)
    yield catalog, RDF.type, DCAT.Catalog
    yield catalog, DCTERMS.description, english("The one dataset of Standoff and its endpoint.")
    yield catalog, DCAT.dataset, dataset
    yield catalog, DCAT.service, service
    for kind in (DCAT.Dataset, SD.Dataset, VOID.Dataset):
        yield dataset, RDF.type, kind
    yield dataset, DCTERMS.description, english(DESCRIPTION)
    yield dataset, DCAT.landingPage, URIRef(base)
    yield dataset, FOAF.homepage, URIRef(base)
    yield dataset, VOID.uriSpace, Literal(base)
    yield dataset, VOID.sparqlEndpoint, service
    yield dataset, SD.defaultGraph, URIRef(f"{dataset}#default-graph")
    yield URIRef(f"{dataset}#default-graph"), RDF.type, SD.Graph
    yield from _agent(base)
    yield from _version(dataset, union, base)
    yield from _examples(dataset, union, base)
    yield from _provenance(dataset, union, base)
    yield from _dumps(dataset, base)
    yield from _service(dataset, service, base)


def _terms_of_use(node: URIRef, base: str) -> Triples:
    editors = URIRef(rebase(EDITORS, base))
    yield node, DCTERMS.license, LICENSE
    yield node, DCTERMS.creator, editors
    yield node, DCTERMS.publisher, editors
    yield node, DCTERMS.accessRights, ACCESS


def _agent(base: str) -> Triples:
    editors = URIRef(rebase(EDITORS, base))
    yield editors, RDF.type, FOAF.Agent
    yield editors, FOAF.name, english("The Standoff contributors")


def _version(dataset: URIRef, union: Collection[ox.Triple], base: str) -> Triples:
    """Yield the release; the id of the version is a digest of this graph too, so not in it."""
    ontology = ox.NamedNode(rebase(ONTOLOGY, base))
    yield dataset, DCTERMS.conformsTo, URIRef(ontology.value)
    for triple in union:
        if triple.subject == ontology and triple.predicate.value == str(OWL.versionInfo):
            yield dataset, OWL.versionInfo, Literal(getattr(triple.object, "value", ""))


def _examples(dataset: URIRef, union: Collection[ox.Triple], base: str) -> Triples:
    wanted = {ox.NamedNode(rebase(cls, base)) for cls in EXAMPLES}
    first: dict[object, str] = {}
    for subject, predicate, value in union:
        if predicate == RDF_TYPE and value in wanted and isinstance(subject, ox.NamedNode):
            first[value] = min(subject.value, first.get(value, subject.value))
    for example in first.values():
        yield dataset, VOID.exampleResource, URIRef(example)


def _provenance(dataset: URIRef, union: Collection[ox.Triple], base: str) -> Triples:
    """Yield by whom the dataset was made, and the first of the articles of which it was."""
    yield dataset, PROV.wasAttributedTo, URIRef(rebase(EDITORS, base))
    kind = ox.NamedNode(rebase(STAND.Article, base))
    articles = {
        subject.value
        for subject, predicate, value in union
        if value == kind and predicate == RDF_TYPE and isinstance(subject, ox.NamedNode)
    }
    for article in sorted(articles)[:MOST_SOURCES]:
        yield dataset, PROV.wasDerivedFrom, URIRef(article)


def _dumps(dataset: URIRef, base: str) -> Triples:
    for name, (what, media_type, format_name) in DUMPS.items():
        dump = URIRef(rebase(DUMP[name], base))
        yield dataset, VOID.dataDump, dump
        yield dataset, DCAT.distribution, dump
        yield dataset, VOID.feature, URIRef(f"{FORMATS}{format_name}")
        yield dump, RDF.type, DCAT.Distribution
        yield dump, DCTERMS.title, english(f"{format_name}: {what}")
        yield dump, DCTERMS.license, LICENSE
        yield dump, DCAT.accessURL, dump
        yield dump, DCAT.downloadURL, dump
        yield dump, DCAT.mediaType, URIRef(f"{MEDIA_TYPES}{media_type}")


def _service(dataset: URIRef, service: URIRef, base: str) -> Triples:
    yield service, RDF.type, DCAT.DataService
    yield service, RDF.type, SD.Service
    yield service, DCTERMS.title, english("Standoff: SPARQL endpoint")
    yield from _terms_of_use(service, base)
    yield service, DCTERMS.conformsTo, URIRef("https://www.w3.org/TR/sparql11-protocol/")
    yield service, DCAT.endpointURL, service
    yield service, DCAT.endpointDescription, service
    yield service, DCAT.servesDataset, dataset
    yield service, SD.endpoint, service
    yield service, SD.defaultDataset, dataset
    yield service, SD.feature, SD.UnionDefaultGraph
    yield service, SD.supportedLanguage, SD.SPARQL11Query
