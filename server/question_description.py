"""What a question is, as RDF, under its own IRI: its words, its query, the endpoint it is for."""

import hashlib
from typing import Final

import pyoxigraph as ox
from flask import Response, request
from rdflib.namespace import DCTERMS, FOAF, RDF

from kg import __version__
from kg.prefixes import COMMON
from kg.questions import Question
from kg.vocab import QUESTION
from server.addresses import local_path
from server.cache import CACHEABLE
from server.catalog import dataset_of, is_described
from server.current import Snapshot
from server.engine.evaluation import write_graph
from server.fault import RequestError
from server.formats import GRAPHS, ROWS, Format, choose_format
from server.keywords import tokens
from server.negotiation import choose
from server.schema_org import SCHEMA
from server.signposting import LICENCE, PAGE_TYPE, Link, header, links_of_thing
from server.visitor_languages import vary
from server.well_known import describe_examples

_ROW_NAMES: Final = frozenset(name for found in ROWS for name in found.names)
_GRAPH_NAMES: Final = frozenset(name for found in GRAPHS for name in found.names)
_ROW_TYPES: Final = tuple(kind for found in ROWS for kind in found.media_types)
_GRAPH_TYPES: Final = tuple(kind for found in GRAPHS for kind in found.media_types)
_FORMS: Final = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_PAGE: Final = "text/html"


def is_description(question: Question, names: tuple[str, ...]) -> bool:
    """Tell whether a client wants to know what a question is, and not its answer or its page.

    ``names`` are formats asked for by name. An answer that is a graph has these formats.
    """
    if _has_graph(question):
        return False
    if names:
        return not _ROW_NAMES.intersection(names) and bool(_GRAPH_NAMES.intersection(names))
    offered = [_PAGE, *_ROW_TYPES, *(kind for kind in _GRAPH_TYPES if kind not in _ROW_TYPES)]
    found = choose(request.headers.get("Accept"), offered)
    return found in _GRAPH_TYPES and found not in _ROW_TYPES


def describe_question(question: Question, snapshot: Snapshot, names: tuple[str, ...]) -> Response:
    """Describe a question in the format asked for, unless the client has it already."""
    chosen, media_type = choose_format(
        GRAPHS, accept=request.headers.get("Accept"), names=list(names)
    )
    address = _address(question, snapshot)
    triples = [
        *_triples(question, snapshot),
        *_about(question, snapshot, f"{address}.{chosen.name}"),
    ]
    body = write_graph(triples, chosen, COMMON)
    response = Response(body, mimetype=media_type)
    parts = (snapshot.version.id, __version__, media_type)
    response.set_etag(hashlib.sha256(repr(parts).encode() + body).hexdigest()[:32])
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Standoff-Snapshot"] = snapshot.version.id
    response.headers["Content-Location"] = f"{address}.{chosen.name}"
    response.headers["Link"] = header(_links(question, snapshot, ()))
    vary(response)
    response.make_conditional(request)
    request.environ[CACHEABLE] = True
    return response


def page_links(question: Question, snapshot: Snapshot) -> str:
    """Return the links of the page of a question, as a header."""
    return header(_links(question, snapshot, (PAGE_TYPE, f"{SCHEMA}Question")))


def formats_of(question: Question, snapshot: Snapshot) -> tuple[Format, ...]:
    """Return the formats of its description, which has no address where the answer has it."""
    node = ox.NamedNode(iri_of(question, snapshot))
    return GRAPHS if is_described(snapshot, node) and not _has_graph(question) else ()


def iri_of(question: Question, snapshot: Snapshot) -> str:
    """Return the IRI of a question, which the catalog and the example queries name it by."""
    return snapshot.iri(str(QUESTION[question.name])).value


def _has_graph(question: Question) -> bool:
    """Tell whether the answer of a question is a graph."""
    words = (t.text.upper() for t in tokens(question.text) if t.kind == "word")
    return next((w for w in words if w in _FORMS), "") in ("CONSTRUCT", "DESCRIBE")


def _address(question: Question, snapshot: Snapshot) -> str:
    path = local_path(iri_of(question, snapshot), snapshot.version.base)
    return f"{request.script_root}{path}"


def _links(question: Question, snapshot: Snapshot, kinds: tuple[str, ...]) -> list[Link]:
    formats = formats_of(question, snapshot)
    dataset = dataset_of(snapshot, f"{request.url_root}sparql")
    address = _address(question, snapshot)
    found = links_of_thing(
        iri_of(question, snapshot), address, formats, kinds=kinds, dataset=dataset
    )
    # The address that ends in .html is that of things alone.
    return [link for link in found if not link.target.endswith(".html")]


def _triples(question: Question, snapshot: Snapshot) -> list[ox.Triple]:
    node = ox.NamedNode(iri_of(question, snapshot))
    examples = describe_examples(snapshot, request.url_root)
    found = [triple for triple in examples if triple.subject == node]
    if not found:
        raise RequestError(
            404, f"This version of the data does not describe {node}; its page has the query."
        )
    return found


def _about(question: Question, snapshot: Snapshot, path: str) -> list[ox.Triple]:
    document = ox.NamedNode(f"{request.host_url.removesuffix('/')}{path}")
    dataset = ox.NamedNode(dataset_of(snapshot, f"{request.url_root}sparql"))
    said = (
        (RDF.type, ox.NamedNode(str(FOAF.Document))),
        (FOAF.primaryTopic, ox.NamedNode(iri_of(question, snapshot))),
        (DCTERMS.license, ox.NamedNode(LICENCE)),
        (DCTERMS.isPartOf, dataset),
    )
    return [ox.Triple(document, ox.NamedNode(str(name)), value) for name, value in said]
