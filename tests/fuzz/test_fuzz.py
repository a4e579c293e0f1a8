"""The same odd requests each time; for others, and more of them: ``python -m tests.fuzz``."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial

import pytest

from kg.settings import BODIES, Settings
from tests.fuzz.campaign import Make, run
from tests.fuzz.exchange import HANG_S, exchange
from tests.fuzz.messages import Message, message
from tests.fuzz.serving import Server
from tests.fuzz.writes import write

SEED = 1
ASK = Message(target="/sparql?query=ASK%7B%7D").raw()
SETTLE_S = 30.0


def faults_of(server: Server, make: Make, count: int) -> list[str]:
    found = run(server, make, seed=SEED, first=0, count=count, threads=4, within_s=HANG_S)
    assert found.statuses.total() == count
    return found.wrong


def assert_at_rest(server: Server) -> None:
    """Wait until the server answers, no query runs on, and no file is left open."""
    asked = exchange(server.address, ASK, method="GET")
    assert asked is not None
    assert asked.status == 200
    # Those that hold the data in memory, those that read from disk, and one that queries share.
    idle = 2 * Settings().short_queries + 1
    until = time.monotonic() + SETTLE_S
    while time.monotonic() < until:
        held = server.holds()
        # Beside the web process: its parent, a zygote or two, and processes that wait for queries.
        if held["processes"] <= 5 + idle and held["files"] < 60 + 8 * idle:
            return
        time.sleep(0.5)
    raise AssertionError(f"it does not come to rest: {held}")


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as found:
        yield found


def test_whatever_is_asked_is_answered_in_the_ways_that_are_documented(asked: Server):
    assert faults_of(asked, message, 3000) == []
    assert_at_rest(asked)
    assert "Traceback" not in asked.log.read_text(encoding="utf-8")


def test_whatever_is_written_is_taken_or_refused_and_nothing_is_fetched(
    changed: Server, listener: socket.socket
):
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"

    assert faults_of(changed, partial(write, listener=address), 50) == []
    assert_at_rest(changed)
    listener.settimeout(0)
    with pytest.raises(BlockingIOError):
        listener.accept()


def test_who_sends_a_body_slowly_keeps_nobody_from_asking(asked: Server):
    head = Message("POST", headers=(("Content-Type", "application/sparql-query"),)).raw()
    begun = head.replace(b"Content-Length: 0", b"Content-Length: 100") + b"A"
    assert begun != head + b"A"
    with ExitStack() as stack:
        for _ in range(Settings().threads + BODIES):
            slow = stack.enter_context(socket.create_connection(asked.address))
            slow.sendall(begun)
        answer = exchange(asked.address, ASK, method="GET")

        assert answer is not None
        assert answer.status == 200
    assert_at_rest(asked)


def test_requests_in_a_row_on_one_connection_are_answered_in_order(asked: Server):
    kept = Message(target="/sparql?query=ASK%7B%7D", headers=(("Connection", "keep-alive"),)).raw()
    wrong = Message(target="/sparql?query=x", headers=(("Connection", "keep-alive"),)).raw()
    with socket.create_connection(asked.address, timeout=HANG_S) as sock:
        sock.sendall(kept + wrong + kept + ASK)
        got = b""
        while more := sock.recv(1 << 16):
            got += more

    assert [part[:3] for part in got.split(b"HTTP/1.1 ")[1:]] == [b"200", b"400", b"200", b"200"]
