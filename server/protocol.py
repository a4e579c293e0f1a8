"""Reading a request of the SPARQL 1.1 Protocol: what is asked, and of which graphs."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

import pyoxigraph as ox
from werkzeug.wrappers import Request

from server.errors import RequestError
from server.keywords import is_update

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"

_READ_ONLY = "This endpoint is read-only: it answers queries and takes no updates."
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True)
class QueryRequest:
    """A query with the dataset the request names; without any graph, the store's own dataset.

    ``text`` is None where no query was sent. ``formats`` are the values of ``?format=``, of which
    SPARQLWrapper sends several for one format.
    """

    text: str | None
    default_graphs: tuple[ox.NamedNode, ...] = ()
    named_graphs: tuple[ox.NamedNode, ...] = ()
    formats: tuple[str, ...] = ()


def read_request(request: Request) -> QueryRequest:
    """Read a GET, a form POST or a direct POST; raise a fault where it is none of these."""
    pairs = _pairs(request.query_string)
    if request.method == "POST":
        pairs += _posted_pairs(request)
    if any(name == "update" for name, _ in pairs):
        raise RequestError(403, f"{_READ_ONLY} Send a query as the parameter 'query'.")
    text = _at_most_one(pairs, "query")
    if request.method == "POST" and text is None:
        raise RequestError(400, "The parameter 'query' is missing; it must be set exactly once.")
    if text is not None and not text.strip():
        raise RequestError(400, "The query is empty; try SELECT * WHERE { ?s ?p ?o } LIMIT 10.")
    if text is not None and is_update(text):
        raise RequestError(403, f"{_READ_ONLY} It takes SELECT, ASK, CONSTRUCT and DESCRIBE.")
    return QueryRequest(
        text,
        _graphs(pairs, "default-graph-uri"),
        _graphs(pairs, "named-graph-uri"),
        tuple(value for name, value in pairs if name == "format" and value),
    )


def _posted_pairs(request: Request) -> list[tuple[str, str]]:
    kind = request.mimetype
    if kind == UPDATE:
        raise RequestError(403, f"{_READ_ONLY} Send a query as {DIRECT}.")
    if kind not in (FORM, DIRECT):
        raise RequestError(
            415,
            f"A query can be posted as {DIRECT} or {FORM}, not as {kind or 'an unnamed type'}.",
            headers={"Accept-Post": f"{DIRECT}, {FORM}"},
        )
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8"):
        raise RequestError(415, f"A query must be sent as UTF-8, not as {charset}.")
    body = request.get_data(cache=False)
    return _pairs(body) if kind == FORM else [("query", _decode(body))]


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    """Decode names and values once; parameters nobody knows are let through."""
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise RequestError(
            400, "The parameters are not percent-encoded UTF-8; encode the query as UTF-8."
        ) from None


def _decode(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RequestError(
            400, f"The query is not UTF-8: byte {error.start} cannot be read; encode it as UTF-8."
        ) from None


def _at_most_one(pairs: list[tuple[str, str]], name: str) -> str | None:
    values = [value for key, value in pairs if key == name]
    if len(values) > 1:
        raise RequestError(400, f"The parameter '{name}' is set {len(values)} times; set it once.")
    return values[0] if values else None


def _graphs(pairs: list[tuple[str, str]], name: str) -> tuple[ox.NamedNode, ...]:
    return tuple(_graph(value, name) for key, value in pairs if key == name)


def _graph(value: str, name: str) -> ox.NamedNode:
    try:
        if _ABSOLUTE.match(value):
            return ox.NamedNode(value)
    except ValueError:
        pass
    raise RequestError(400, f"The parameter '{name}' must be an absolute IRI; {value!r} is none.")
