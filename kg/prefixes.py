"""Prefixes for people: in the dumps, in tables and in messages."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

COMMON: Final[Mapping[str, str]] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def ours(base: str) -> dict[str, str]:
    """Return our namespaces under this base, by prefix."""
    return {
        "graph": f"{base}graph/",
        "id": f"{base}id/",
        "shape": f"{base}shape/",
        "stand": f"{base}ontology#",
        "vocab": f"{base}vocab/",
    }


def prefixes(base: str) -> dict[str, str]:
    """Return our namespaces under this base, and the common ones; by prefix."""
    return {**COMMON, **ours(base)}


def kind_prefixes(iris: Iterable[str], base: str) -> dict[str, str]:
    """Give each kind of thing and each scheme among the IRIs a prefix: ``claim:``, ``polarity:``.

    With these, Turtle says ``actor:russia``; with ``id:`` alone it has to escape every slash.
    """
    kind = re.compile(rf"({re.escape(base)}(?:id|vocab)/([a-z][a-z-]*)/)")
    found = (match for iri in iris if (match := kind.match(iri)))
    return {match[2]: match[1] for match in found}


def compact(iri: str, base: str) -> str:
    """Shorten an IRI for reading, such as ``id:claim/x/c07``; anything else stays as it is."""
    for prefix, namespace in prefixes(base).items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def compact_all(text: str, base: str) -> str:
    """Shorten our IRIs wherever they stand in a text."""
    for prefix, namespace in ours(base).items():
        text = text.replace(namespace, f"{prefix}:")
    return text
