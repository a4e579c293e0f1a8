"""Clients that are slow hold some threads, and leave enough for everybody else."""

import socket
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from server.exchange import Environ, StartResponse
from server.fault import RequestError
from server.intake import PER_CLIENT
from server.transfers import SMALL_BYTES, Transfers
from tests.server.raw import ask, post, send
from tests.server.served import eventually, served

ONE = "ASK { ?s ?p ?o }"


def refuse(fault: RequestError, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    start_response(f"{fault.status} refused", [])
    return [fault.detail.encode()]


class Pieces:
    """A body that is sent in pieces, and says whether it was closed."""

    def __init__(self) -> None:
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        return iter([b"one", b"two"])

    def close(self) -> None:
        """Note that."""
        self.is_closed = True


def sending(length: int | None, bodies: list[Pieces], limit: int) -> Transfers:
    """Make an application that answers with a body of this length, or so it says."""

    def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        headers = [] if length is None else [("Content-Length", str(length))]
        start_response("200 OK", headers)
        bodies.append(Pieces())
        return bodies[-1]

    return Transfers(application, refuse, limit=limit)


def get(application: Transfers, method: str = "GET") -> tuple[str, Iterable[bytes]]:
    said: list[str] = []
    body = application({"REQUEST_METHOD": method}, lambda status, *_: said.append(status))
    return said[-1], body


def test_of_large_bodies_only_so_many_go_out_at_once():
    bodies: list[Pieces] = []
    application = sending(SMALL_BYTES + 1, bodies, 2)
    first, second, third = (get(application) for _ in range(3))

    assert [status for status, _ in (first, second, third)] == ["200 OK", "200 OK", "503 refused"]
    assert third[1] == [
        b"2 large bodies are on their way already, the most that may be; try again in a moment."
    ]
    assert [body.is_closed for body in bodies] == [False, False, True]
    assert list(first[1]) == [b"one", b"two"]  # at its end
    second[1].close()  # type: ignore[attr-defined]  # given up
    assert bodies[1].is_closed
    assert [get(application)[0] for _ in range(3)] == ["200 OK", "200 OK", "503 refused"]


def test_small_bodies_are_handed_over_whole_whatever_is_on_its_way():
    bodies: list[Pieces] = []

    assert get(sending(6, bodies, 0)) == ("200 OK", [b"onetwo"])
    assert bodies[0].is_closed
    assert get(sending(None, bodies, 0))[0] == "503 refused"
    assert get(sending(SMALL_BYTES + 1, bodies, 0), "HEAD") == ("200 OK", [b"onetwo"])


class Slow(BytesIO):
    """A body that comes when it is let."""

    def __init__(self) -> None:
        super().__init__(b"text")
        self.begun = threading.Event()
        self.go_on = threading.Event()

    def read(self, size: int | None = -1) -> bytes:
        """Wait to be let."""
        self.begun.set()
        assert self.go_on.wait(20)
        return super().read(size)


@pytest.mark.parametrize("workers", [1, 2])
def test_hundreds_of_slow_clients_keep_nobody_from_an_answer(build_root: Path, workers: int):
    half = (
        b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 1000\r\n\r\nASK"
    )
    few = ("--waiting", "1", "--short-queries", "1", "--long-queries", "1")
    with served(build_root, *few, "--workers", str(workers)) as server, ExitStack() as connections:
        assert eventually(server.all_take_connections)
        for number in range(500 * workers):
            # Some send half of a query, some nothing at all.
            one = connections.enter_context(socket.create_connection(to(server.address)))
            one.sendall(half if number % 2 else b"")
        # As many wait as may, of one client, in each worker.
        assert eventually(lambda: refused(server.address) == (250 - PER_CLIENT) * workers)
        statuses = [send(server.address, "GET", path).status for path in ("/livez", "/readyz", "/")]
        statuses.append(ask(server.address, ONE).status)
        posted = post(server.address, ONE.encode(), "application/sparql-query")

    assert statuses == [200] * 4
    assert posted.status == 503
    assert posted.text == (
        "503 Service Unavailable\nToo many requests with a body are being received; try again "
        "later, or ask by GET.\n"
    )


def to(address: str) -> tuple[str, int]:
    found = urlsplit(address)
    assert found.hostname is not None
    assert found.port is not None
    return found.hostname, found.port


def refused(address: str) -> float:
    name = 'standoff_requests_total{method="POST",route="/sparql",status="503"} '
    text = send(address, "GET", "/metrics").text
    return sum(float(line.split()[-1]) for line in text.splitlines() if line.startswith(name))
