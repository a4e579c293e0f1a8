"""Mappings to other data sets, with the names that things have there."""

from collections.abc import Iterable

from rdflib import URIRef

from kg.graph.triples import Triples, label
from kg.mappings import Mapping


def link_triples(mappings: Iterable[Mapping]) -> Triples:
    """Yield a SKOS match for each mapping, and one label for each thing mapped to."""
    labelled: set[str] = set()
    for mapping in mappings:
        yield URIRef(mapping.subject), URIRef(mapping.predicate), URIRef(mapping.object)
        if mapping.object not in labelled:
            labelled.add(mapping.object)
            yield label(URIRef(mapping.object), mapping.label)
