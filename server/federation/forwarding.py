"""One call to another endpoint: to the address that was checked, within its bounds, or a failure.

The standard library's client does: it takes no proxy from the environment, follows no redirect,
and lets us connect to an address while naming and verifying the host.
"""

import http.client
import socket
import ssl
import time
from dataclasses import dataclass
from http import HTTPStatus
from threading import Timer
from typing import Final

import pyoxigraph as ox

from server.federation.allowed import Endpoint, ServicePolicy

ACCEPT: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.9"

_CHUNK: Final = 1 << 16
_QUOTED: Final = 200


class CallError(Exception):
    """Why there is no answer, to be read after the name of the endpoint."""

    def __init__(self, reason: str, status: int = HTTPStatus.BAD_GATEWAY) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


@dataclass(frozen=True)
class Results:
    """Solutions in a format that the engine reads."""

    content_type: str
    body: bytes


def forward(
    endpoint: Endpoint, address: str | None, query: bytes, policy: ServicePolicy
) -> Results:
    """Put a query to an endpoint at this IP address; raises `CallError`."""
    if address is None:
        raise CallError("could not be reached: its name does not resolve")
    deadline = time.monotonic() + policy.timeout_s
    connection = _PinnedConnection(endpoint, address, policy.timeout_s)
    # A socket's own time-out begins anew with every byte that comes.
    alarm = Timer(policy.timeout_s, connection.abort)
    alarm.daemon = True
    alarm.start()
    try:
        return _exchange(connection, endpoint, query, policy)
    except (OSError, http.client.HTTPException) as error:
        if time.monotonic() >= deadline:
            raise CallError(
                f"took longer than {policy.timeout_s:g} s", HTTPStatus.GATEWAY_TIMEOUT
            ) from None
        raise CallError(f"could not be reached: {_reason(error)}") from None
    finally:
        alarm.cancel()
        connection.close()


class _PinnedConnection(http.client.HTTPConnection):
    """A connection to one IP address that names, and with TLS verifies, the endpoint's host."""

    def __init__(self, endpoint: Endpoint, address: str, timeout_s: float) -> None:
        super().__init__(endpoint.host, endpoint.port, timeout=timeout_s)
        self._endpoint = endpoint
        self._address = address
        self.aborted = False
        # Leaves the port out of the Host header where it is the usual one.
        self.default_port = 443 if endpoint.scheme == "https" else 80

    def connect(self) -> None:
        """Connect to the address, whatever the host's name leads to by now."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._endpoint.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)
        if self.aborted:
            raise TimeoutError

    def abort(self) -> None:
        """End the exchange from another thread."""
        self.aborted = True
        if self.sock is not None:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return


def _exchange(
    connection: _PinnedConnection, endpoint: Endpoint, query: bytes, policy: ServicePolicy
) -> Results:
    headers = {
        "Accept": ACCEPT,
        "Accept-Encoding": "identity",
        "Content-Type": "application/sparql-query",
        "User-Agent": "Standoff",
        "Connection": "close",
    }
    connection.request("POST", endpoint.target, body=query, headers=headers)
    response = connection.getresponse()
    if 300 <= response.status < 400:
        raise CallError(
            f"redirects to {_quoted(response.headers.get('Location', 'nowhere'))}, which is not "
            "followed; name that address"
        )
    if not 200 <= response.status < 300:
        said = ""
        if response.headers.get_content_type() == "text/plain":
            said = ": " + _quoted(response.read(_QUOTED).decode("utf-8", "replace"))
        raise CallError(f"answered {response.status} {_quoted(response.reason)}{said}")
    body = _read(response, policy.max_bytes)
    if connection.aborted:
        raise TimeoutError
    content_type = response.headers.get("Content-Type", "")
    _check(content_type, response.headers.get("Content-Encoding", "identity"), body)
    return Results(content_type, body)


def _read(response: http.client.HTTPResponse, max_bytes: int) -> bytes:
    """Read the whole body, in pieces, so that an endless one is never held."""
    pieces, size = [], 0
    while piece := response.read(_CHUNK):
        size += len(piece)
        if size > max_bytes:
            raise CallError(f"answered with more than {max_bytes:,} bytes")
        pieces.append(piece)
    if response.length:
        raise http.client.IncompleteRead(b"")
    return b"".join(pieces)


def _check(content_type: str, encoding: str, body: bytes) -> None:
    """See that the engine will read all of it: it reads while it evaluates, when it is too late."""
    results_format = ox.QueryResultsFormat.from_media_type(content_type)
    if results_format is None or encoding.lower() != "identity":
        raise CallError(
            f"answered in {_quoted(content_type) or 'no stated format'}, "
            "not with SPARQL results in JSON or XML"
        )
    try:
        results = ox.parse_query_results(body, format=results_format)
        if isinstance(results, ox.QueryBoolean):
            raise CallError("answered with true or false, not with solutions")
        for _ in results:
            pass
    except (SyntaxError, ValueError, OSError):
        raise CallError("answered with results that cannot be read") from None


def _reason(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate does not hold ({error.verify_message})"
    if isinstance(error, http.client.HTTPException | ConnectionResetError):
        return "it broke off or does not speak HTTP"
    if isinstance(error, TimeoutError):
        return "no connection came about"
    return (error.strerror if isinstance(error, OSError) else "") or "the connection broke"


def _quoted(text: str) -> str:
    """Return the first line of what an endpoint said, short and printable."""
    line = next(iter(text.strip().splitlines()), "")[:_QUOTED]
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)
