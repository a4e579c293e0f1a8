"""The SPARQL 1.1 service description: what clients find when they ask the endpoint nothing."""

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from server.current import Snapshot
from server.results import GRAPHS, ROWS

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
VOID: Final = "http://rdfs.org/ns/void#"
PREFIXES: Final = {
    "formats": "http://www.w3.org/ns/formats/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sd": SD,
    "void": VOID,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_TYPE = ox.NamedNode(f"{PREFIXES['rdf']}type")
_FORMATS: Final = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
}


def describe_service(snapshot: Snapshot, endpoint: str) -> list[ox.Triple]:
    """Describe the endpoint at this address: its language, formats, and graphs with their sizes."""
    return list(_describe(snapshot, endpoint))


def _describe(snapshot: Snapshot, endpoint: str) -> Iterator[ox.Triple]:
    service = ox.NamedNode(endpoint)
    dataset = ox.NamedNode(f"{endpoint}#dataset")
    default = ox.NamedNode(f"{endpoint}#default-graph")
    yield ox.Triple(service, _TYPE, _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), service)
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    yield ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for found in (*ROWS, *GRAPHS):
        name = ox.NamedNode(PREFIXES["formats"] + _FORMATS[found.name])
        yield ox.Triple(service, _sd("resultFormat"), name)
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, _TYPE, _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield ox.Triple(default, _TYPE, _sd("Graph"))
    yield _size(default, snapshot.version.manifest["triples"])
    for name, triples in snapshot.version.manifest["graphs"].items():
        named = ox.NamedNode(f"{endpoint}#graph/{name}")
        yield ox.Triple(dataset, _sd("namedGraph"), named)
        yield ox.Triple(named, _TYPE, _sd("NamedGraph"))
        yield ox.Triple(named, _sd("name"), ox.NamedNode(f"{snapshot.version.base}graph/{name}"))
        yield ox.Triple(named, _sd("graph"), ox.NamedNode(f"{endpoint}#contents/{name}"))
        yield ox.Triple(ox.NamedNode(f"{endpoint}#contents/{name}"), _TYPE, _sd("Graph"))
        yield _size(ox.NamedNode(f"{endpoint}#contents/{name}"), triples)


def _size(graph: ox.NamedNode, triples: int) -> ox.Triple:
    return ox.Triple(graph, ox.NamedNode(f"{VOID}triples"), ox.Literal(triples))


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(SD + name)
