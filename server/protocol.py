"""Reading a request of the SPARQL Protocol: what is asked, of which graphs, and in which form."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address
from typing import Final, Self
from urllib.parse import parse_qsl, quote

import pyoxigraph as ox
from werkzeug.http import parse_options_header

from server.exchange import Environ
from server.fault import RequestError
from server.keywords import is_update
from server.language import VERSIONS

FORM: Final = "application/x-www-form-urlencoded"
DIRECT: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
QUERY_TYPES: Final = f"{DIRECT}, {FORM}"
ACCEPTS: Final = {"Accept-Query": QUERY_TYPES, "Accept-Post": f"{QUERY_TYPES}, {UPDATE}"}
BODY_METHODS: Final = frozenset({"POST", "QUERY"})

Pairs = list[tuple[str, str]]

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LABEL = "[A-Za-z0-9_~-]{1,63}"
_HOST = re.compile(rf"(?:{_LABEL}(?:\.{_LABEL})*\.?|\[([0-9A-Fa-f:.]+)\])(:[0-9]{{1,5}})?")


@dataclass(frozen=True)
class Incoming:
    """What a request brings: its method and parameters, its body where it has one, its wishes.

    ``address`` is the one it was sent to, without parameters.
    """

    method: str
    address: str
    parameters: bytes
    content_type: str
    body: Callable[[], bytes]
    accept: str | None
    accept_encoding: str | None
    accept_datetime: str | None
    if_none_match: str | None

    @classmethod
    def of(cls, environ: Environ, body: Callable[[], bytes] = bytes) -> Self:
        """Read the environment of a WSGI request."""
        # The path is given as bytes in the guise of Latin-1 (PEP 3333).
        given = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        path = quote(given, encoding="latin-1", errors="replace")
        return cls(
            method=environ["REQUEST_METHOD"],
            address=f"{environ['wsgi.url_scheme']}://{host_of(environ)}{path}",
            parameters=environ.get("QUERY_STRING", "").encode("latin-1", "replace"),
            content_type=environ.get("CONTENT_TYPE", ""),
            body=body,
            accept=environ.get("HTTP_ACCEPT"),
            accept_encoding=environ.get("HTTP_ACCEPT_ENCODING"),
            accept_datetime=environ.get("HTTP_ACCEPT_DATETIME"),
            if_none_match=environ.get("HTTP_IF_NONE_MATCH"),
        )


def client_of(environ: Environ) -> str:
    """Return the address that a request came from."""
    return environ.get("REMOTE_ADDR") or ""


@lru_cache(maxsize=100)
def is_host(named: str) -> bool:
    """Tell whether this can be a host, with or without a port."""
    match = _HOST.fullmatch(named)
    if match is None or match[1] is None:
        return match is not None
    try:
        IPv6Address(match[1])
    except ValueError:
        return False
    return True


def host_of(environ: Environ) -> str:
    """Return host and port as the client named them, if that is a name at all."""
    named: str = environ.get("HTTP_HOST", "")
    if is_host(named):
        return named
    return f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"


@dataclass(frozen=True)
class QueryRequest:
    """A query with the dataset the request names; without any graph, the store's own dataset.

    ``text`` is None where no query was sent. ``formats`` are the values of ``?format=``, of which
    SPARQLWrapper sends several for one format. ``snapshot`` is the id of an earlier version,
    ``language`` the version of SPARQL that is announced, ``timeout_s`` the time asked for.
    """

    text: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    snapshot: str = ""
    language: str = ""
    timeout_s: float | None = None


@dataclass(frozen=True)
class UpdateRequest:
    """An update, with the graphs that the request lets its patterns see."""

    text: str
    using_graphs: tuple[str, ...] = ()
    using_named_graphs: tuple[str, ...] = ()


def read_request(request: Incoming) -> QueryRequest | UpdateRequest:
    """Read a GET, a QUERY or a POST, as form or direct; raise a fault where it is none of these.

    Names and values are decoded once, and parameters that nobody knows are let through.
    """
    pairs = _pairs(request.parameters)
    if any(name == "update" for name, _ in pairs):
        raise RequestError(400, "An update stands in the body of a POST and in no address.")
    if request.method in BODY_METHODS:
        pairs += _posted_pairs(request)
    update, text = _at_most_one(pairs, "update"), _at_most_one(pairs, "query")
    if update is not None:
        if text is not None:
            raise RequestError(400, "A request is a query or an update, not both; leave one out.")
        return _update(request, update, pairs)
    if request.method in BODY_METHODS and text is None:
        raise RequestError(400, "The parameter 'query' is missing; it must be set exactly once.")
    if text is not None and not text.strip():
        raise RequestError(400, "The query is empty; try SELECT * WHERE { ?s ?p ?o } LIMIT 10.")
    if text is not None and is_update(text):
        raise RequestError(
            400,
            "This is an update and was sent as a query, which is SELECT, ASK, CONSTRUCT or "
            f"DESCRIBE; an update is posted as {UPDATE}, or as the parameter 'update'.",
        )
    return QueryRequest(
        text,
        _graphs(pairs, "default-graph-uri"),
        _graphs(pairs, "named-graph-uri"),
        tuple(value for name, value in pairs if name == "format" and value),
        _at_most_one(pairs, "snapshot") or "",
        _language(request, pairs),
        _timeout(pairs),
    )


def read_parameters(request: Incoming) -> dict[str, list[str]]:
    """Return the parameters in the address, each with its values."""
    found: dict[str, list[str]] = {}
    for name, value in _pairs(request.parameters):
        found.setdefault(name, []).append(value)
    return found


def _update(request: Incoming, text: str, pairs: Pairs) -> UpdateRequest:
    if request.method != "POST":
        raise RequestError(
            405, "An update must be sent by POST.", headers={"Allow": "POST, OPTIONS"}
        )
    _language(request, pairs)
    if not text.strip():
        raise RequestError(400, "The update is empty; try INSERT DATA { GRAPH <…> { … } }.")
    return UpdateRequest(
        text, _graphs(pairs, "using-graph-uri"), _graphs(pairs, "using-named-graph-uri")
    )


def _posted_pairs(request: Incoming) -> Pairs:
    kind, options = parse_options_header(request.content_type)
    kind = kind.lower()
    accepts = ACCEPTS if request.method == "POST" else {"Accept-Query": QUERY_TYPES}
    if kind not in (FORM, DIRECT) and (kind, request.method) != (UPDATE, "POST"):
        raise RequestError(
            415,
            f"A query can be sent as {DIRECT} or {FORM}, not as {kind or 'an unnamed type'}; "
            "set the header Content-Type.",
            headers=accepts,
        )
    charset = options.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8"):
        raise RequestError(
            415, f"A query must be sent as UTF-8, not as {charset}.", headers=accepts
        )
    body = request.body()
    if kind == FORM:
        return _pairs(body)
    return [("update" if kind == UPDATE else "query", _decode(body))]


def _pairs(encoded: bytes) -> Pairs:
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


def _at_most_one(pairs: Pairs, name: str) -> str | None:
    values = [value for key, value in pairs if key == name]
    if len(values) > 1:
        raise RequestError(400, f"The parameter '{name}' is set {len(values)} times; set it once.")
    return values[0] if values else None


def _graphs(pairs: Pairs, name: str) -> tuple[str, ...]:
    return tuple(absolute_iri(value, name) for key, value in pairs if key == name)


def absolute_iri(value: str, name: str) -> str:
    """Return an IRI as it is; raise a 400 fault where it is none, or relative."""
    try:
        if _ABSOLUTE.match(value):
            return ox.NamedNode(value).value
    except ValueError:
        pass
    raise RequestError(400, f"The parameter '{name}' must be an absolute IRI; {value!r} is none.")


def _language(request: Incoming, pairs: Pairs) -> str:
    """Return the version of SPARQL that the request announces, as the 1.2 Protocol has it."""
    given = _at_most_one(pairs, "version")
    if given is None and request.content_type.lower().startswith(DIRECT):
        given = parse_options_header(request.content_type)[1].get("version")
    if given is None:
        return ""
    if given not in VERSIONS:
        raise RequestError(
            400,
            f"The parameter 'version' is that of the language: {', '.join(VERSIONS)}, not "
            f"{given!r}; a version of the data is chosen by 'snapshot'.",
        )
    return given


def _timeout(pairs: Pairs) -> float | None:
    given = _at_most_one(pairs, "timeout")
    if given is None:
        return None
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise RequestError(
            400, f"The parameter 'timeout' is a number of seconds above 0, not {given!r}."
        )
    return seconds
