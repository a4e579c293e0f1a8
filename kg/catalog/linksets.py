"""The links to other datasets as VoID: for each of them and each property, how many there are."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

import pyoxigraph as ox
from rdflib import DCTERMS, FOAF, OWL, RDF, SKOS, VOID, XSD, Literal, URIRef

from kg.catalog.nodes import dataset_node, part_of
from kg.graph.triples import Triples, english
from kg.prefixes import compact

LINKS: Final = frozenset(
    str(link)
    for link in (
        *(SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch),
        OWL.sameAs,
    )
)
# By the start of its IRIs: the name of a dataset, its title, and where to read about it.
TARGETS: Final = {
    "http://www.wikidata.org/entity/": ("wikidata", "Wikidata", "https://www.wikidata.org/"),
    "https://sws.geonames.org/": ("geonames", "GeoNames", "https://www.geonames.org/"),
    "http://dbpedia.org/resource/": ("dbpedia", "DBpedia", "https://www.dbpedia.org/"),
}


def linkset_triples(triples: Iterable[ox.Triple], base: str) -> Triples:
    """Yield a linkset for each property by which our instances are mapped to another dataset."""
    dataset = dataset_node(base)
    counts = Counter(
        (_uri_space(triple.object.value), triple.predicate.value)
        for triple in triples
        if triple.predicate.value in LINKS
        and _is_ours(triple.subject, base)
        and isinstance(triple.object, ox.NamedNode)
        and not triple.object.value.startswith(base)
    )
    for (space, link), number in counts.items():
        name, title, page = TARGETS.get(space, (space, space, space))
        target = part_of(dataset, "linked", name)
        node = part_of(target, "by", compact(link, base))
        yield dataset, VOID.subset, node
        yield node, RDF.type, VOID.Linkset
        yield node, VOID.linkPredicate, URIRef(link)
        yield node, VOID.subjectsTarget, dataset
        yield node, VOID.objectsTarget, target
        yield node, VOID.triples, Literal(str(number), datatype=XSD.integer, normalize=False)
        yield target, RDF.type, VOID.Dataset
        yield target, DCTERMS.title, english(title)
        yield target, VOID.uriSpace, Literal(space)
        yield target, FOAF.homepage, URIRef(page)


def _is_ours(subject: object, base: str) -> bool:
    return isinstance(subject, ox.NamedNode) and subject.value.startswith(f"{base}id/")


def _uri_space(iri: str) -> str:
    known = (space for space in TARGETS if iri.startswith(space))
    return next(known, iri[: max(iri.rfind("#"), iri.rfind("/")) + 1])
