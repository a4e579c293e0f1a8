"""The WSGI applications in front of Flask: what is asked most, with the least in between."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Final

from server.accepted_languages import languages_in
from server.cache import CACHEABLE, BoundedCache, size_of
from server.endpoint import Endpoint, matches
from server.exchange import (
    CACHE,
    LOOKUP,
    ROUTE,
    Application,
    Environ,
    Listener,
    StartResponse,
    Tally,
    close,
)
from server.protocol import host_of

FAULT: Final = "standoff.fault"
"""Where a fault waits in the environment for Flask to spell it."""

HEADER_BYTES: Final = 3000
"""What the headers of an answer take, but for the query, which stands in two of them."""

READING: Final = ("GET", "HEAD")

MARKS: Final = 10_000
"""Lookups that are remembered as asked, each by a number."""

HeaderList = list[tuple[str, str]]


class Plain:
    """Answers plain queries without Flask; all else, faults included, is left to Flask."""

    def __init__(
        self, application: Application, endpoint: Endpoint, *, headers: Iterable[tuple[str, str]]
    ) -> None:
        self._application = application
        self._endpoint = endpoint
        self._headers = tuple(headers)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if environ["PATH_INFO"] == "/sparql" and environ["REQUEST_METHOD"] in READING:
            try:
                reply = self._endpoint.reply(environ)
            except Exception as fault:  # one of ours, too, is spelled and logged there
                environ[FAULT] = fault
            else:
                if reply is not None:
                    start_response(reply.status, [*reply.headers, *self._headers])
                    return reply.body
        return self._application(environ, start_response)


@dataclass(slots=True, eq=False)
class _Kept:
    """An answer to be given again; ``tally`` counts how often it was, once that is known.

    ``route`` is the one that the request took, where Flask has said it.
    """

    headers: HeaderList
    body: list[bytes]
    route: str | None
    tally: Tally | None = field(default=None)


class Front:
    """Repeats answers that were given before; ``version`` gives the id of the current version.

    ``tally`` gives what counts exchanges of one kind. It and the listeners are told of what is
    repeated alone: what the application answers is its own to tell.
    """

    def __init__(
        self,
        application: Application,
        version: Callable[[], str],
        *,
        limit: int,
        tally: Callable[[Environ, str], Tally],
        listeners: Iterable[Listener] = (),
    ) -> None:
        self._application = application
        self._version = version
        self._tally = tally
        self._listeners = tuple(listeners)
        self._marks: set[int] = set()
        self._kept: BoundedCache[tuple[Any, ...], _Kept] = BoundedCache(limit)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request.

        What is repeated is answered within some microseconds, of which each line here takes a part.
        """
        method = environ["REQUEST_METHOD"]
        if method not in READING:
            return self._behind(environ, start_response)
        get, path = environ.get, environ["PATH_INFO"]
        key = (
            self._version(),
            get("SCRIPT_NAME"),
            path,
            get("QUERY_STRING"),
            get("HTTP_ACCEPT"),
            get("HTTP_ACCEPT_ENCODING"),
            get("HTTP_ACCEPT_DATETIME"),
            get("HTTP_HOST"),
            get("wsgi.url_scheme"),
            # Visitors are told apart whose pages differ; answers of queries never do.
            () if path == "/sparql" else languages_in(get("HTTP_ACCEPT_LANGUAGE") or ""),
        )
        kept = self._kept.get(key)
        if kept is None:
            return self._ask(key, environ, start_response)
        tally = kept.tally
        if tally is None or method == "HEAD" or "HTTP_IF_NONE_MATCH" in environ or self._listeners:
            return self._repeat(kept, environ, start_response)
        tally.number += 1
        start_response("200 OK", kept.headers)
        return kept.body

    def _repeat(
        self, kept: _Kept, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        began = perf_counter()
        status, headers, body = "200 OK", kept.headers, kept.body
        if environ["REQUEST_METHOD"] == "HEAD":
            body = []
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked and matches(asked, _value(headers, "ETag")):
            status, headers, body = "304 NOT MODIFIED", _without_content(headers), []
        start_response(status, headers)
        environ[CACHE] = "responses"
        if kept.route is not None:
            environ[ROUTE] = kept.route
        tally = self._tally(environ, status)
        tally.number += 1
        if body:
            kept.tally = tally
        sent = sum(map(len, body))
        for listener in self._listeners:
            listener(environ, status, headers, sent, perf_counter() - began)
        return body

    def _behind(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        # Nothing behind this line sees a host that is none.
        environ["HTTP_HOST"] = host_of(environ)
        return self._application(environ, start_response)

    def _ask(
        self, key: tuple[Any, ...], environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        said: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            said[:] = [status, headers]
            return start_response(status, headers, *more)

        body = self._behind(environ, start)
        if not environ.get(CACHEABLE) or environ["REQUEST_METHOD"] != "GET":
            return body
        if LOOKUP in environ and not self._comes_again(key):
            return body
        try:
            whole = b"".join(body)
        finally:
            close(body)
        status, headers = said
        # The version may have moved since the key was made; it may also move back.
        if status.startswith("200") and _value(headers, "Standoff-Snapshot") == key[0]:
            kept = _Kept(headers, [whole], environ.get(ROUTE))
            self._kept.put(key, kept, size_of(key, key, key, whole) + HEADER_BYTES)
        return [whole]

    def _comes_again(self, key: tuple[Any, ...]) -> bool:
        """Tell whether this was asked before: what is easily answered is kept if it comes again.

        Whoever goes through all subjects leaves the cache to those who repeat themselves.
        """
        mark = hash(key)
        if mark in self._marks:
            return True
        if len(self._marks) >= MARKS:
            self._marks.clear()
        self._marks.add(mark)
        return False


def _value(headers: HeaderList, name: str) -> str:
    return next((value for key, value in headers if key == name), "")


def _without_content(headers: HeaderList) -> list[tuple[str, str]]:
    content = ("content-type", "content-length", "content-encoding", "content-digest")
    return [(name, value) for name, value in headers if name.lower() not in content]
