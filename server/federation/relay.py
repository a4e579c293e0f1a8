"""A relay on the loopback: the only address that the engine is given, and what it may do there.

The engine resolves names itself, follows whatever they lead to and waits for ever. So it is sent
here instead, each clause of the query to an address of its own with an unguessable path, and the
relay makes the call. It runs as threads of the process that evaluates: the engine lets others run.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hmac import compare_digest
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer
from threading import Lock, Thread
from typing import Final

from server.fault import RequestError
from server.federation.allowed import Endpoint, ServicePolicy
from server.federation.forwarding import CallError, Results, forward

_POLL_S: Final = 0.01


@dataclass(frozen=True)
class Route:
    """Where the calls of one clause go: an endpoint, and the IP address that its name led to."""

    endpoint: Endpoint
    address: str | None
    is_silent: bool


class Relay:
    """Takes the engine's calls while the ``with`` block lasts."""

    def __init__(self, routes: Sequence[Route], policy: ServicePolicy) -> None:
        self._routes = tuple(routes)
        self._policy = policy
        self._secret = secrets.token_urlsafe(32)
        self._lock = Lock()
        self._answered: dict[tuple[str, bytes], Results] = {}
        self._calls = self._bytes = 0
        self.refusal: RequestError | None = None
        self.failure: RequestError | None = None
        self._server = _Server(self)

    def __enter__(self) -> "Relay":
        """Begin to listen."""
        Thread(target=self._server.serve_forever, args=(_POLL_S,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Hear nobody any more."""
        self._server.shutdown()
        self.close()

    def close(self) -> None:
        """Give the port back."""
        self._server.server_close()

    def address(self, clause: int) -> str:
        """Return the address that stands for the endpoint of the clause of this number."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/{self._secret}/{clause}"

    def route(self, path: str) -> Route | None:
        """Return the route of a path, for those who know it."""
        secret, _, clause = path.removeprefix("/").partition("/")
        if not compare_digest(secret.encode(), self._secret.encode()) or not clause.isdecimal():
            return None
        return self._routes[int(clause)] if int(clause) < len(self._routes) else None

    def answer(self, route: Route, query: bytes) -> Results | None:
        """Call the endpoint, or remember why not; the same question is not asked twice."""
        with self._lock:
            question = (route.endpoint.iri, query)
            if question in self._answered:
                return self._answered[question]
            if self._is_refused(query):
                return None
            self._calls += 1
            try:
                results = forward(route.endpoint, route.address, query, self._policy)
            except CallError as failed:
                if not route.is_silent and self.failure is None:
                    self.failure = RequestError(
                        failed.status, f"the endpoint <{route.endpoint.iri}> {failed.reason}."
                    )
                return None
            self._remember(question, results)
            return results

    def _is_refused(self, query: bytes) -> bool:
        if self._secret.encode() in query:
            self.refusal = RequestError(403, NESTED)
        elif self._calls >= self._policy.max_calls:
            self.refusal = RequestError(
                503,
                f"the query calls other endpoints more than {self._policy.max_calls} times; ask "
                "each of them once, outside FILTER EXISTS and LATERAL.",
            )
        return self.refusal is not None

    def _remember(self, question: tuple[str, bytes], results: Results) -> None:
        """Keep the answer as long as all of them together are no more than one may be."""
        self._bytes += len(results.body)
        if self._bytes <= self._policy.max_bytes:
            self._answered[question] = results


NESTED: Final = (
    "a SERVICE within the block of another SERVICE is not allowed here, because the other endpoint "
    "would call it; write them side by side."
)


class _Server(ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, relay: Relay) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.relay = relay

    def handle_error(self, *_: object) -> None:
        """Say nothing: the engine went away, and it was told to."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_POST(self) -> None:
        """Answer the engine: with results, or with a status that makes it give up."""
        length = self.headers.get("Content-Length", "")
        route = self.server.relay.route(self.path)
        if route is None or not length.isdecimal():
            self._reply(HTTPStatus.NOT_FOUND, Results("text/plain", b""))
            return
        results = self.server.relay.answer(route, self.rfile.read(int(length)))
        if results is None:
            self._reply(HTTPStatus.BAD_GATEWAY, Results("text/plain", b""))
        else:
            self._reply(HTTPStatus.OK, results)

    def log_message(self, *_: object) -> None:
        """Log nothing: the paths are secret."""

    def _reply(self, status: HTTPStatus, results: Results) -> None:
        self.send_response_only(status)
        self.send_header("Content-Type", results.content_type)
        self.send_header("Content-Length", str(len(results.body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(results.body)
