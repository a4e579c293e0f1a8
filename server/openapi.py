"""``/openapi.json``: what can be asked of this server over HTTP, as OpenAPI 3.1 has it.

For people's tools, and for the machines that try out whether it is true. The method ``QUERY`` has
no place in OpenAPI 3.1; it takes what ``POST`` takes, and changes nothing.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from flask import Blueprint, Response, current_app, jsonify

from kg import __version__
from kg.questions import Question
from server.asking import questions_of
from server.asking_described import parameters_of
from server.browse import described as browsed
from server.citation import NAMES as CITATIONS
from server.downloads import MEDIA_TYPES as DUMPS
from server.explanation import FORMATS as EXPLANATIONS
from server.formats import GRAPHS, NAMES, ROWS
from server.language import VERSIONS
from server.ontology import EXTENSIONS, FORMATS
from server.openapi_faults import PROBLEM, content, faults
from server.owner import is_writable
from server.protocol import DIRECT, FORM, UPDATE
from server.replies import FORMATS as TABLES

THINGS: Final = tuple(name for found in GRAPHS for name in found.names)

bp = Blueprint("openapi", __name__)

Json = dict[str, Any]

SELECT: Final = "SELECT * WHERE { ?s ?p ?o } LIMIT 10"
_ROWS: Final = tuple(dict.fromkeys(name for found in ROWS for name in found.media_types))
_GRAPHS: Final = tuple(dict.fromkeys(name for found in GRAPHS for name in found.media_types))
_ANSWERS: Final = tuple(dict.fromkeys((*_ROWS, *_GRAPHS)))


@bp.get("/openapi.json")
def openapi() -> Response:
    """Describe the interface; what only the owner may do is there if anything may be written."""
    response = jsonify(describe(writable=is_writable(), questions=questions_of(current_app)))
    response.cache_control.no_cache = True
    return response


def describe(*, writable: bool, questions: Sequence[Question] = ()) -> Json:
    """Return the description, in which each question that has parameters has a path of its own."""
    paths = {
        **_sparql(writable=writable),
        **_store(writable=writable),
        **_asking(questions),
        **_others(),
    }
    security = {"owner": {"type": "http", "scheme": "bearer"}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Standoff",
            "version": __version__,
            "summary": "A SPARQL endpoint: who claims what in a security dispute.",
            "description": "The SPARQL 1.1 and 1.2 Protocol, the Graph Store HTTP Protocol and "
            "Memento. QUERY at /sparql takes what POST takes, and changes nothing.",
        },
        "servers": [{"url": ".", "description": "where this description is"}],
        "paths": paths,
        "components": {
            "schemas": {"Problem": PROBLEM},
            **({"securitySchemes": security} if writable else {}),
        },
    }


def _sparql(*, writable: bool) -> Json:
    query = _parameter("query", "A query in SPARQL.", example=SELECT)
    asking = [query, *_WISHES, _parameter("format", "A short name.", one_of=NAMES), *_HEADERS]
    found = {"description": "the answer, whole", "content": content(_ANSWERS)}
    answers = {
        "200": found,
        "304": {"description": "the client has this answer"},
        **faults("400", "403", "404", "406", "429", "502", "503", "504"),
    }
    form = {
        "type": "object",
        "properties": {p["name"]: p["schema"] for p in asking if p["in"] == "query"},
        "required": ["query"],
    }
    text = {"schema": {"type": "string"}, "example": SELECT}
    body: Json = {"required": True, "content": {FORM: {"schema": form}, DIRECT: text}}
    post: Json = {
        "summary": "Ask a query",
        "operationId": "postQuery",
        "parameters": [*_WISHES, *_HEADERS],
        "requestBody": body,
        "responses": {**answers, **faults("413", "415")},
    }
    if writable:
        body["content"][UPDATE] = {"schema": {"type": "string"}}
        post["summary"] = "Ask a query, or make an update"
        post["security"] = [{}, {"owner": []}]
        post["responses"] |= {**_CHANGED, **faults("401", "409", "411", "412", "422")}
    get = {
        "summary": "Ask a query; without one, what the service offers",
        "operationId": "getQuery",
        "parameters": asking,
        "responses": {
            **answers,
            "303": {"description": "a browser is sent to the form"},
        },
    }
    named = {
        **get,
        "operationId": "getQueryAs",
        "summary": "Ask a query, for an answer in this format",
        "parameters": [_in_path("extension", NAMES), query, *_WISHES, *_HEADERS],
        "responses": answers,
    }
    timemap = _get(
        "timemap",
        "List the answers to a query, one for each snapshot (RFC 7089)",
        ("application/link-format",),
        [_required(query), *_WISHES],
    )
    return {
        "/sparql": {"get": get, "post": post},
        "/sparql.{extension}": {"get": named},
        "/sparql/timemap": {"get": timemap},
        "/cite": {
            "get": _get(
                "cite",
                "Say how to cite an answer, and whether it is still the same",
                dict.fromkeys(CITATIONS.values()),
                [_required(query), *_WISHES, _parameter("format", "A name.", one_of=CITATIONS)],
                "406",
                "502",
                "504",
                "429",
            )
        },
    }


def _store(*, writable: bool) -> Json:
    graph = _parameter("graph", "The IRI of a named graph.", example="http://example.org/g")
    default = _parameter("default", "The default graph, without a value.")
    default["allowEmptyValue"] = True
    which = [graph, default]
    read = _get(
        "getGraph",
        "Read a graph (SPARQL 1.1 Graph Store HTTP Protocol)",
        _GRAPHS,
        [*which, _parameter("format", "A short name.", one_of=NAMES), _SNAPSHOT],
        "406",
        "429",
        "504",
    )
    if not writable:
        return {"/store": {"get": read}}
    body = {
        "required": True,
        "content": {f.media_types[0]: {"schema": {"type": "string"}} for f in GRAPHS},
    }
    wrong = faults("400", "401", "404", "409", "411", "412", "413", "415", "422", "503", "504")
    written: Json = {
        method: {
            "operationId": f"{method}Graph",
            "summary": summary,
            "parameters": which,
            "security": [{"owner": []}],
            "responses": {
                **_CHANGED,
                "201": {"description": "the graph is new", "headers": _SNAPSHOT_HEADER},
                **wrong,
            },
            **({"requestBody": body} if method != "delete" else {}),
        }
        for method, summary in (
            ("put", "Replace a graph"),
            ("post", "Add to a graph, or make one where none is named"),
            ("delete", "Remove a graph"),
        )
    }
    return {"/store": {"get": read, **written}}


def _others() -> Json:
    json = ("application/json",)
    dumps = dict.fromkeys(DUMPS.values())
    parameters = [
        _in_path("name", DUMPS),
        _SNAPSHOT,
        _parameter("Range", "A part.", place="header"),
    ]
    dump = _get(
        "dump", "Take a version as a whole, or a part of the file", dumps, parameters, "416"
    )
    dump["responses"]["206"] = {"description": "the part", "content": content(dumps)}
    return {
        **_ontology(),
        **_tables(),
        **_things(),
        "/dump/{name}": {"get": dump},
        "/snapshots": {"get": _get("snapshots", "List the snapshots there are", json)},
        "/.well-known/void": {
            "get": _get(
                "void",
                "Describe the dataset, in VoID and DCAT",
                _GRAPHS,
                [_parameter("format", "A short name.", one_of=NAMES), _SNAPSHOT],
                "406",
            )
        },
        "/.well-known/sparql-examples": {
            "get": _get(
                "examples",
                "Give example queries",
                _GRAPHS,
                [_parameter("format", "A short name.", one_of=NAMES), _SNAPSHOT],
                "406",
            )
        },
        "/explain": {
            "get": _get(
                "explain",
                "Say why a statement holds, or why it does not; without s, p and o, a form",
                dict.fromkeys(EXPLANATIONS.values()),
                [
                    _parameter("s", "Its subject, an IRI or a prefixed name."),
                    _parameter("p", "Its predicate, likewise."),
                    _parameter("o", "Its object, likewise, or a literal."),
                    _parameter("format", "A short name.", one_of=EXPLANATIONS),
                    _SNAPSHOT,
                ],
                "406",
                "429",
                "504",
            )
        },
        "/vocabulary.json": {
            "get": _get("vocabulary", "Give what a query can name", json, [_SNAPSHOT])
        },
        "/livez": {"get": _get("livez", "Say that the process answers", json)},
        "/readyz": {"get": _get("readyz", "Say that queries are answered", json)},
        "/healthz": {"get": _get("healthz", "Say which version is served", json)},
        "/openapi.json": {"get": _get("openapi", "This description", json)},
    }


def _tables() -> Json:
    """Describe what people browse: the table of claims, and the search."""
    narrow, find = "Narrow the claims down by facets", "Find things by their names and glosses"
    types, extension = tuple(TABLES.values()), _in_path("extension", tuple(TABLES))
    wish = _parameter("format", "A short name.", one_of=tuple(TABLES))
    opensearch = ("application/opensearchdescription+xml",)
    return {
        "/claims": {"get": _get("claims", narrow, types, [wish, *browsed.CLAIMS], "406")},
        "/claims.{extension}": {
            "get": _get("claimsAs", narrow, types, [extension, *browsed.CLAIMS])
        },
        "/search": {"get": _get("search", find, types, [wish, *browsed.SEARCH], "406", "501")},
        "/search.{extension}": {
            "get": _get("searchAs", find, types, [extension, *browsed.SEARCH], "501")
        },
        "/opensearch.xml": {"get": _get("opensearch", "Tell browsers of the search", opensearch)},
    }


def _asking(questions: Sequence[Question]) -> Json:
    """Describe the addresses of the questions."""
    form = _parameter("format", "A short name.", one_of=NAMES)
    extension, types = _in_path("extension", NAMES), ("text/html", *_ANSWERS)
    named = _in_path("name", [question.name for question in questions])
    plain = [named, form, *_WISHES]
    more = ("406", "429", "502", "504")
    found = {
        "/question/{name}": _get("question", "Ask a question, for a page", types, plain, *more),
        "/question/{name}.{extension}": _get(
            "questionAs", "Ask a question", _ANSWERS, [named, extension, *_WISHES], *more
        ),
    }
    for question in questions:
        if own := parameters_of(question):
            found[f"/question/{question.name}"] = _get(
                question.name, question.summary, types, [*own, form, *_WISHES], *more
            )
    return {path: {"get": operation} for path, operation in found.items()}


def _ontology() -> Json:
    """Describe the addresses of the ontology; with an extension it needs no negotiation."""
    wishes = [_parameter("format", "A short name.", one_of=(*EXTENSIONS, "html")), _SNAPSHOT]
    types = (*(f.media_types[0] for f in FORMATS), "text/html")
    extension = _in_path("extension", (*EXTENSIONS, "html"))
    found = {
        "/ontology": _get("ontology", "Take the ontology, or its documentation", types, wishes),
        "/ontology.{extension}": _get(
            "ontologyAs", "Take the ontology in this format", types, [extension, _SNAPSHOT]
        ),
        "/ontology/{name}": _get(
            "term",
            "Take a term or its documentation, a module, the release or an alignment",
            types,
            [_in_path("name", ("Claim", "world", "alignments/prov-o")), *wishes],
        ),
    }
    sent = {"description": "a module, or the release: the ontology has it"}
    found["/ontology/{name}"]["responses"]["303"] = sent
    return {path: {"get": _or_406(operation)} for path, operation in found.items()}


def _things() -> Json:
    """Describe the addresses of things: each a page or RDF, by ``Accept`` or by its ending."""
    wishes = [_parameter("format", "A short name.", one_of=(*THINGS, "html")), _SNAPSHOT]
    types = ("text/html", *(found.media_types[0] for found in GRAPHS))
    what, found = "Take what is said of a thing", {}
    for space, name in (("id", "actor/russia"), ("vocab", "polarity.ttl"), ("graph", "facts")):
        parameters = [_in_path("name", (name,)), *wishes]
        found[f"/{space}/{{name}}"] = _get(space, f"{what} of /{space}/", types, parameters)
    for name in ("dataset", "catalog"):
        found[f"/{name}"] = _get(name, what, types, wishes)
        extension = [_in_path("extension", THINGS), _SNAPSHOT]
        found[f"/{name}.{{extension}}"] = _get(f"{name}As", what, types, extension)
    return {path: {"get": _or_406(operation)} for path, operation in found.items()}


def _or_406(operation: Json) -> Json:
    operation["responses"] |= faults("406")
    return operation


def _get(
    name: str,
    summary: str,
    types: Iterable[str],
    parameters: Iterable[Json] = (),
    *more: str,
) -> Json:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": list(parameters),
        "responses": {
            "200": {"description": "as asked", "content": content(types)},
            "304": {"description": "the client has it"},
            **faults("400", "404", "503", *more),
        },
    }


def _parameter(
    name: str, text: str, *, example: str = "", one_of: Iterable[str] = (), place: str = "query"
) -> Json:
    schema: Json = {"type": "string"} | ({"enum": list(one_of)} if one_of else {})
    found = {"name": name, "in": place, "description": text, "schema": schema}
    return found | ({"example": example} if example else {})


def _in_path(name: str, one_of: Iterable[str]) -> Json:
    return _parameter(name, "A name.", one_of=one_of, place="path") | {"required": True}


def _required(parameter: Json) -> Json:
    return parameter | {"required": True}


def _graphs(name: str, text: str) -> Json:
    schema = {"type": "array", "items": {"type": "string", "format": "iri"}}
    return {"name": name, "in": "query", "description": text, "schema": schema}


_SNAPSHOT: Final = _parameter("snapshot", "The id of an earlier version of the data.")
_WISHES: Final = (
    _graphs("default-graph-uri", "Graphs that make up the default graph."),
    _graphs("named-graph-uri", "Graphs that GRAPH finds."),
    _SNAPSHOT,
    _parameter("version", "The version of SPARQL that the query is in.", one_of=VERSIONS),
    {
        "name": "timeout",
        "in": "query",
        "description": "Seconds that the query may take, if fewer than the server gives.",
        "schema": {"type": "number", "exclusiveMinimum": 0},
    },
)
_HEADERS: Final = (
    _parameter("Accept-Datetime", "A time, for the data as they were then.", place="header"),
    _parameter("If-None-Match", "The tag of an answer that the client has.", place="header"),
)
_SNAPSHOT_HEADER: Final = {
    "Standoff-Snapshot": {"description": "the new version's id", "schema": {"type": "string"}}
}
_CHANGED: Final = {"204": {"description": "it is changed", "headers": _SNAPSHOT_HEADER}}
