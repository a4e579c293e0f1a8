"""Several processes answer HTTP as one server: what one does, all know, and none is missed."""

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from prometheus_client import CollectorRegistry, Gauge

from kg.settings import Settings
from server.latest import Latest
from server.monitoring.gathering import added_up, gather, tell
from tests.server.monitoring.test_health import ENDLESS
from tests.server.monitoring.test_metrics import samples
from tests.server.raw import ask, send
from tests.server.served import Served, alive, children, eventually, served
from tests.server.small import publish_small
from tests.server.test_shutdown import answers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells who runs")

WORKERS = 3
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ONE = "ASK { ?s ?p ?o }"
FACTS = "https://w3id.org/standoff/graph/facts"
TOKEN = "a-token-for-tests-only"  # noqa: S105 -- made up


class Connection:
    """A connection that is kept: one worker answers all that is asked on it."""

    def __init__(self, address: str) -> None:
        self._http = HTTPConnection(urlsplit(address).netloc, timeout=20)

    def get(self, path: str) -> tuple[int, bytes]:
        """Ask, and return status and body."""
        self._http.request("GET", path, headers={"Accept": "application/json"})
        response = self._http.getresponse()
        return response.status, response.read()

    def close(self) -> None:
        """End it."""
        self._http.close()


@contextmanager
def connected(server: Served) -> Iterator[list[Connection]]:
    """Give connections enough that every worker has some."""
    found = [Connection(server.address) for _ in range(4 * WORKERS)]
    try:
        yield found
    finally:
        for connection in found:
            connection.close()


@pytest.fixture
def server(build_root: Path) -> Iterator[Served]:
    with served(build_root, "--workers", str(WORKERS), "--timeout", "15") as found:
        assert eventually(found.all_take_connections)
        assert ask(found.address, ONE).status == 200
        yield found


def query(text: str) -> str:
    return f"/sparql?query={quote(text)}"


def scraped(server: Served, name: str) -> dict[tuple[str, ...], float]:
    return samples(send(server.address, "GET", "/metrics").text, name)


def in_memory(server: Served) -> bool:
    return b'"in_memory":true' in send(server.address, "GET", "/readyz").body


def test_there_are_as_many_as_were_asked_for_and_one_that_runs_queries(server: Served):
    assert len(server.workers()) == WORKERS
    assert server.broker() not in server.workers()


def test_each_answers_the_same(server: Served):
    asked = [ONE, COUNT, "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o", "SELECT", ENDLESS]
    with connected(server) as connections:
        found: dict[str, set[tuple[int, bytes]]] = {
            text: {connection.get(f"{query(text)}&timeout=0.3") for connection in connections}
            for text in asked
        }

    assert {text: len(answers) for text, answers in found.items()} == dict.fromkeys(asked, 1)
    assert [status for text in asked for status, _ in found[text]] == [200, 200, 200, 400, 504]


def test_the_metrics_are_those_of_the_whole_server_whoever_is_asked(server: Served):
    with connected(server) as connections:
        for number, connection in enumerate(connections):
            assert connection.get(f"{query(COUNT)}&n={number}")[0] == 200
        texts = [connection.get("/metrics")[1].decode() for connection in connections]

    requests = [samples(text, "standoff_requests_total") for text in texts]
    asked = [found["GET", "/sparql", "200"] for found in requests]
    assert asked == [4 * WORKERS + 1] * len(texts)
    # Each worker asked the engine once at most, and gave what it was told to the others it met.
    queries = samples(texts[0], "standoff_queries_total")[("answered",)]
    assert 2 <= queries <= WORKERS + 1
    assert samples(texts[0], "standoff_query_duration_seconds_count") == {(): queries}
    assert samples(texts[0], "standoff_open_snapshots") == {(): 1}
    # One process alone would have been counted; those that started earlier tell the start.
    assert samples(texts[0], "process_start_time_seconds")[()] > 1.7e9


def test_large_answers_come_whole(server: Served):
    text = f"SELECT * {{ VALUES ?x {{ {'1 ' * 1000} }} VALUES ?y {{ {'2 ' * 1000} }} }}"

    found = ask(server.address, text, "text/csv")

    assert found.status == 200
    assert found.headers["standoff-rows"] == "1000000"
    assert len(found.body) == int(found.headers["content-length"]) == len("1,2\r\n") * 1_000_001


def test_the_bounds_hold_for_all_together(build_root: Path):
    bounds = ("--short-queries", "1", "--long-queries", "1", "--waiting", "2", "--timeout", "3")
    with served(build_root, "--workers", str(WORKERS), *bounds) as server:
        statuses: list[int] = []
        threads = [
            threading.Thread(
                target=lambda n: statuses.append(
                    send(server.address, "GET", f"{query(ENDLESS)}&n={n}").status
                ),
                args=(number,),
            )
            for number in range(9)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

        # One runs at a time and two wait, whichever workers they came to.
        assert set(statuses) <= {429, 503, 504}
        assert statuses.count(429) >= 5
        assert scraped(server, "standoff_queries_total")[("refused",)] == statuses.count(429)


def test_what_was_written_by_one_is_seen_by_all_at_once(tmp_path: Path):
    token = tmp_path / "token"
    token.write_text(TOKEN)
    options = ("--workers", str(WORKERS), "--data", "--writable", "--token-file", str(token))
    with served(tmp_path / "root", *options) as server, connected(server) as connections:
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "text/turtle"}
        for number in range(1, 6):
            body = "".join(f"<x:{n}> <x:p> <x:o> .\n" for n in range(number)).encode()
            put = send(server.address, "PUT", "/store?default", headers=headers, body=body)
            assert put.status in (201, 204)
            found = [connection.get(query(COUNT)) for connection in connections]
            assert {(status, f'"value":"{number}"' in body.decode()) for status, body in found} == {
                (200, True)
            }


def test_a_version_that_is_published_is_taken_up_by_all(tmp_path: Path):
    publish_small(tmp_path)
    with served(tmp_path, "--workers", str(WORKERS)) as server, connected(server) as connections:
        assert eventually(lambda: in_memory(server))
        before = {connection.get("/healthz") for connection in connections}
        version = publish_small(
            tmp_path, "<https://w3id.org/standoff/graph/facts> { <x:s> <x:p> <x:o> }"
        )

        def seen() -> set[bool]:
            return {version.id in c.get("/healthz")[1].decode() for c in connections}

        assert len(before) == 1
        assert eventually(lambda: True in seen())
        # Once one has moved, all have.
        assert seen() == {True}
        # No process holds the old data once nobody serves it: one opens stores, which the first
        # query that memory cannot answer starts, and one holds the new.
        assert eventually(lambda: in_memory(server))
        assert ask(server.address, "ASK { GRAPH ?g { ?s ?p ?o } }").status == 200
        settled = eventually(lambda: scraped(server, "standoff_processes")[("data",)] == 2)
        assert settled, scraped(server, "standoff_processes")


def test_where_one_worker_is_killed_the_others_go_on_and_another_takes_its_place(server: Served):
    before, broker = server.workers(), server.broker()
    os.kill(before[0], signal.SIGKILL)

    assert eventually(lambda: not alive([before[0]]))
    assert eventually(lambda: answers(server.address))  # its last thread may still be ending
    assert eventually(lambda: len(server.workers()) == WORKERS)
    assert server.broker() == broker
    assert eventually(lambda: answers(server.address))
    # Whoever is gone tells nothing any more, and is in nobody's way.
    assert scraped(server, "standoff_requests_total")


def test_where_the_broker_is_killed_what_was_asked_is_answered_by_the_next(server: Served):
    assert eventually(lambda: in_memory(server))
    broker = server.broker()
    below = [pid for child in children()[broker] for pid in (child, *children()[child])]
    statuses: list[int] = []
    asking = threading.Thread(
        target=lambda: statuses.append(ask(server.address, ENDLESS, more="&timeout=2").status)
    )
    asking.start()
    assert eventually(lambda: sum(scraped(server, "standoff_queries_running").values()) == 1)

    os.kill(broker, signal.SIGKILL)

    assert ask(server.address, COUNT).status == 200
    asking.join(20)
    assert statuses == [504]
    assert server.broker() != broker
    assert eventually(lambda: not alive([broker, *below]))
    assert eventually(lambda: in_memory(server))
    assert any("the broker, which runs the queries, ended" in line for line in server.errors)


def test_where_no_broker_can_be_had_the_fault_says_so(server: Served):
    broker = server.broker()
    os.kill(broker, signal.SIGSTOP)
    try:
        found = send(server.address, "GET", "/readyz")
        assert found.status == 503
        assert send(server.address, "GET", "/livez").status == 200
        assert send(server.address, "GET", "/metrics").status == 200
    finally:
        os.kill(broker, signal.SIGCONT)
    assert eventually(lambda: send(server.address, "GET", "/readyz").status == 200)


def test_who_has_ended_tells_nothing_and_is_in_nobodys_way(tmp_path: Path):
    for number in (1, os.getpid()):
        with socket.socket(socket.AF_UNIX) as ended:
            ended.bind(str(tmp_path / f"{number}.metrics"))
    registry = CollectorRegistry()
    Gauge("standoff_test", "For this test.", registry=registry).set(7)

    tell(tmp_path, registry)

    assert list(gather(tmp_path)) == []
    assert [place.name for place in tmp_path.iterdir()] == [f"{os.getpid()}.metrics"]
    with socket.socket(socket.AF_UNIX) as asking:
        asking.connect(str(tmp_path / f"{os.getpid()}.metrics"))
        assert b"standoff_test 7.0" in asking.recv(1 << 16)


def test_metrics_are_added_up_but_the_earliest_start_is_told():
    def text(number: int) -> bytes:
        return (
            "# HELP a_total What.\n# TYPE a_total counter\n"
            f'a_total{{x="1"}} {number}\na_total{{x="{number}"}} 5\n'
            "# HELP process_start_time_seconds Start.\n# TYPE process_start_time_seconds gauge\n"
            f"process_start_time_seconds {number}\n"
        ).encode()

    found = {
        (sample.name, *sample.labels.values()): sample.value
        for metric in added_up([text(3), text(2)])
        for sample in metric.samples
    }

    assert found == {
        ("a_total", "1"): 5,
        ("a_total", "2"): 5,
        ("a_total", "3"): 5,
        ("process_start_time_seconds",): 2,
    }


def test_a_note_is_read_by_all_who_share_the_folder(tmp_path: Path):
    one, other, alone = Latest(tmp_path), Latest(tmp_path), Latest(None)

    noted = one.write("0123456789abcdef")

    assert [each.note[0] for each in (one, other, alone)] == [noted, noted, 0]
    assert one.write("0123456789abcdee") != noted


def test_the_cache_is_shared_out_among_the_workers(tmp_path: Path):
    settings = Settings(workers=4, cache_bytes=400)

    assert settings.cache_share == 400  # one process, however many there could be
    assert Settings(workers=4, cache_bytes=400, run=tmp_path).cache_share == 100
