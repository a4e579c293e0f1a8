"""A server that runs, and one question put to it."""

import http.client
import time
from dataclasses import dataclass
from urllib.parse import quote

from bench.queries import JSON


@dataclass
class Server:
    """A running peer: where it listens, how long it took to answer, and its most memory."""

    name: str
    port: int
    path: str
    pid: int
    first_answer_s: float
    peak_bytes: int = 0


@dataclass(frozen=True)
class Reply:
    """A status, the body, and how long it took."""

    status: int
    body: bytes
    seconds: float


def ask(port: int, path: str, text: str, *, timeout_s: float, source: str = "127.0.0.1") -> Reply:
    """Send a query by GET on a connection of its own, from the loopback address ``source``.

    Raises `OSError` or `http.client.HTTPException` where there is no whole answer.
    """
    start = time.perf_counter()
    connection = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=timeout_s, source_address=(source, 0)
    )
    try:
        connection.request("GET", f"{path}?query={quote(text, safe='')}", headers={"Accept": JSON})
        response = connection.getresponse()
        return Reply(response.status, response.read(), time.perf_counter() - start)
    finally:
        connection.close()
