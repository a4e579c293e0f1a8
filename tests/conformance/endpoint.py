"""An endpoint under test: where it listens, and requests exactly as they are written here."""

import contextlib
import http.client
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from email.message import Message
from typing import Final
from urllib.parse import urlencode, urlsplit

TIMEOUT_SECONDS: Final = 30
Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Request:
    """A request; ``to`` is the endpoint, its graph store, or an address on the same host."""

    method: str = "GET"
    params: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    to: str = "query"
    raw_query: str | None = None


@dataclass(frozen=True)
class Response:
    """Status, headers and the whole body."""

    status: int
    headers: Message
    body: bytes

    @property
    def media_type(self) -> str:
        """Give the type of the body, without parameters."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True)
class Endpoint:
    """The addresses of one service, and the token that writes take."""

    query: str
    update: str = ""
    store: str = ""
    token: str = ""
    _open: threading.local = field(default_factory=threading.local, repr=False, compare=False)

    def send(self, request: Request) -> Response:
        """Send the request as it is: no header that it does not have but Host and a length."""
        address = {"query": self.query, "update": self.update, "store": self.store}.get(
            request.to, request.to
        )
        parts = urlsplit(address)
        query = urlencode(request.params) if request.raw_query is None else request.raw_query
        query = "&".join(each for each in (parts.query, query) if each)
        target = (parts.path or "/") + ("?" if query else "") + query
        for attempt in range(2):
            connection = self._connection(parts.netloc, fresh=attempt > 0)
            try:
                return self._exchange(connection, request, target)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                # A connection that was kept may have been closed by now, which says nothing.
                kept = isinstance(error, ConnectionError | http.client.BadStatusLine)
                if attempt or not kept:
                    raise
        raise AssertionError("unreachable")

    def _connection(self, netloc: str, *, fresh: bool) -> http.client.HTTPConnection:
        found: http.client.HTTPConnection | None = getattr(self._open, "connection", None)
        if found is None or fresh or found.host + f":{found.port}" != netloc:
            if found is not None:
                found.close()
            found = http.client.HTTPConnection(netloc, timeout=TIMEOUT_SECONDS)
            self._open.connection = found
        return found

    def close(self) -> None:
        """Close the connection of this thread."""
        found: http.client.HTTPConnection | None = getattr(self._open, "connection", None)
        if found is not None:
            found.close()
            self._open.connection = None

    def _exchange(
        self, connection: http.client.HTTPConnection, request: Request, target: str
    ) -> Response:
        connection.putrequest(request.method, target, skip_accept_encoding=True)
        for name, value in request.headers:
            connection.putheader(name, value)
        if self.token and (request.to in ("update", "store")):
            connection.putheader("Authorization", f"Bearer {self.token}")
        if request.body or request.method in ("POST", "PUT", "PATCH", "QUERY"):
            connection.putheader("Content-Length", str(len(request.body)))
        # A server that refuses a body may close before it has read it all; its answer still counts.
        with contextlib.suppress(BrokenPipeError):
            connection.endheaders(request.body or None)
        response = connection.getresponse()
        body = response.read()
        return Response(response.status, response.headers, body)
