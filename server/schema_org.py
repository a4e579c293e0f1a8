"""Things and the dataset in the words of schema.org, for search engines: JSON-LD in each page.

Only what search engines know. A claim goes by its label, which begins with who says it and how
surely, so that what is imputed, doubted or denied never reads there as plain fact.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any, Final

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import DCTERMS, SKOS

from kg.vocab import STAND
from server.bibliography import AUTHOR, TITLE
from server.reading import MAX_LABEL, Reader, shortened
from server.signposting import LICENCE

SCHEMA: Final = "https://schema.org/"
Json = dict[str, Any]

# The first that fits; the words of `ontology/alignments/schema-org.ttl`, close matches too.
_KINDS: Final[tuple[tuple[URIRef, str], ...]] = (
    (STAND.Claim, "Claim"),
    (STAND.Article, "Article"),
    (STAND.Document, "CreativeWork"),
    (STAND.Agreement, "CreativeWork"),
    (STAND.Person, "Person"),
    (STAND.GovernmentBody, "GovernmentOrganization"),
    (STAND.MediaOutlet, "NewsMediaOrganization"),
    # No Country, which is a place there: a state acts, a territory lies somewhere.
    (STAND.State, "Organization"),
    (STAND.Organization, "Organization"),
    (STAND.Territory, "Place"),
    (STAND.Event, "Event"),
)
_OTHERWISE: Final = "Thing"
_CONCEPT: Final = "DefinedTerm"
_DATE: Final = re.compile(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?")
MAX_NAMES: Final = 30
MOST_SOURCES: Final = 100


def kind_of(kinds: Collection[str], reader: Reader) -> str:
    """Return what schema.org calls a thing of these classes."""
    if str(SKOS.Concept) in kinds:
        return _CONCEPT
    return next(
        (name for kind, name in _KINDS if reader.snapshot.iri(str(kind)).value in kinds), _OTHERWISE
    )


def about_page(
    reader: Reader, node: ox.NamedNode, kinds: Collection[str], *, url: str, dataset: str
) -> Json:
    """Describe the page of a thing, at its address, and the thing itself."""
    return {
        "@context": SCHEMA,
        "@type": "AboutPage",
        "url": url,
        "license": LICENCE,
        "isPartOf": {"@type": "Dataset", "@id": dataset},
        "mainEntity": _thing(reader, node, kinds),
    }


def _thing(reader: Reader, node: ox.NamedNode, kinds: Collection[str]) -> Json:
    kind = kind_of(kinds, reader)
    label = reader.label(node)
    literals = _literals(reader, node, SKOS.prefLabel, SKOS.altLabel)
    names = {shortened(literal.value, MAX_LABEL) for literal in literals} - {label}
    found: Json = {"@type": kind, "@id": node.value, "name": label, "identifier": node.value}
    if names:
        found["alternateName"] = sorted(names)[:MAX_NAMES]
    if definition := reader.text(node, SKOS.definition):
        found["description"] = definition
    if same := [match.value for match in reader.resources(node, SKOS.exactMatch)]:
        found["sameAs"] = sorted(same)
    match kind:
        case "Claim":
            found |= _claim(reader, node, label)
        case "Article" | "CreativeWork":
            found |= _work(reader, node)
        case "Event":
            found |= _dated(reader, node, "startDate")
    return found


def _claim(reader: Reader, node: ox.NamedNode, label: str) -> Json:
    found: Json = {"text": label, "author": _references(reader, node, STAND.assertedBy)}
    if documents := _references(reader, node, STAND.reportedIn):
        found["appearance"] = documents
    return found | _dated(reader, node, "dateCreated")


def _work(reader: Reader, node: ox.NamedNode) -> Json:
    found: Json = {}
    if title := reader.text(node, DCTERMS.title):
        found["headline"] = title
    if authors := _references(reader, node, STAND.writtenBy):
        found["author"] = authors
    if publishers := _references(reader, node, STAND.publishedBy):
        found["publisher"] = publishers
    return found | _dated(reader, node, "datePublished")


def _dated(reader: Reader, node: ox.NamedNode, name: str) -> Json:
    """Give the date where it is one of ISO 8601; EDTF says more than schema.org can."""
    date = reader.text(node, STAND.date)
    return {name: date} if _DATE.fullmatch(date) else {}


def _references(reader: Reader, node: ox.NamedNode, predicate: str) -> list[Json]:
    return [
        {"@id": found.value, "name": reader.label(found)}
        for found in sorted(reader.resources(node, predicate), key=str)
    ]


def _literals(reader: Reader, node: ox.NamedNode, *predicates: str) -> list[ox.Literal]:
    found = (value for name in predicates for value in reader.values(node, name))
    return [value for value in found if isinstance(value, ox.Literal)]


def dataset_page(
    reader: Reader,
    *,
    root: str,
    dataset: str,
    published: str,
    dumps: Mapping[str, str],
) -> Json:
    """Describe the dataset, its dumps and its endpoint as they are found under an address.

    ``dumps`` are the media types of those there are, by name.
    """
    version, node = reader.snapshot.version, ox.NamedNode(dataset)
    files = version.manifest["files"]
    publisher = {"@type": "Organization", "name": AUTHOR, "url": root}
    return {
        "@context": SCHEMA,
        "@type": "Dataset",
        "@id": dataset,
        "identifier": dataset,
        "url": root,
        "name": reader.text(node, DCTERMS.title) or TITLE,
        "description": reader.text(node, DCTERMS.description) or TITLE,
        "license": LICENCE,
        "version": version.id,
        "datePublished": published,
        "dateModified": published,
        "inLanguage": ["en", "ru", "ja"],
        "isAccessibleForFree": True,
        "isBasedOn": [node.value for node in reader.instances(STAND.Article)[:MOST_SOURCES]],
        "keywords": ["claims", "security dispute", "stand-off annotation", "knowledge graph"],
        "creator": publisher,
        "publisher": publisher,
        "includedInDataCatalog": {"@type": "DataCatalog", "name": "Standoff", "url": root},
        "distribution": [
            *(
                _download(dump, f"{root}dump/{dump}", media_type)
                | {"contentSize": f"{files[dump]['bytes']} B", "sha256": files[dump]["sha256"]}
                for dump, media_type in dumps.items()
                if dump in files
            ),
            _download("SPARQL endpoint", f"{root}sparql", "application/sparql-results+json"),
        ],
    }


def _download(name: str, address: str, media_type: str) -> Json:
    return {
        "@type": "DataDownload",
        "name": name,
        "contentUrl": address,
        "encodingFormat": media_type,
    }
