"""The load generator sends what it says, counts what it got, and tells its latencies straight."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from bench.load import WRK, percentile, run_load, uncorrected
from bench.queries import MODES, Mode, Query, queries, requests

IRIS = ("https://example.org/a?b=1&c", "https://example.org/д")


class Endpoint(BaseHTTPRequestHandler):
    """Answers every other request in chunks, and fails those that ask for it."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        """Note the query and answer it."""
        text = parse_qs(urlsplit(self.path).query)["query"][0]
        self.seen.append(text)
        body = b"x" * 70_000
        self.send_response(500 if "FAIL" in text else 200)
        if len(self.seen) % 2:
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            return
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for start in range(0, len(body), 9_999):
            part = body[start : start + 9_999]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    Endpoint.seen.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


GENERATORS = [
    False,
    pytest.param(True, marks=pytest.mark.skipif(not WRK, reason="wrk is not installed")),
]


@pytest.mark.parametrize("fast", GENERATORS)
def test_first_seen_requests_are_all_different_and_repeated_ones_all_alike(
    port: int, fast: bool
) -> None:
    query = Query("entity", "one entity", "SELECT * { <{iri}> ?p '\\\\ %' } LIMIT {n}")
    counts = {}
    for run, mode in enumerate(MODES):
        Endpoint.seen.clear()
        sent = requests(query, mode, port=port, path="/sparql", iris=IRIS, run=run)
        load = run_load(sent, connections=3, seconds=0.3, fast=fast, timeout_s=10)
        assert load.failed == 0
        assert load.requests > 3
        counts[mode] = max(Counter(Endpoint.seen).values()), len(Endpoint.seen)
        whole = {
            query.at(iri, int(text.rpartition(" ")[2])) for text in Endpoint.seen for iri in IRIS
        }
        assert set(Endpoint.seen) <= whole

    assert counts["first seen"][0] == 1
    assert counts["repeated"][0] == counts["repeated"][1]


@pytest.mark.parametrize("fast", GENERATORS)
def test_an_answer_that_is_an_error_is_counted_as_failed(port: int, fast: bool) -> None:
    query = Query("ask", "failing", "FAIL {n}")
    sent = requests(query, "repeated", port=port, path="/sparql", iris=IRIS, run=1)
    load = run_load(sent, connections=2, seconds=0.2, fast=fast, timeout_s=10)

    assert load.failed > 0


def test_our_own_generator_waits_for_the_answers_that_are_under_way(port: int) -> None:
    query = Query("ask", "short", "ASK {n}")
    sent = requests(query, "first seen", port=port, path="/sparql", iris=IRIS, run=1)
    load = run_load(sent, connections=4, seconds=0.2, fast=False, timeout_s=10)

    assert load.requests == len(Endpoint.seen)


@pytest.mark.parametrize("mode", MODES)
def test_no_two_runs_share_a_first_seen_request(mode: Mode) -> None:
    for query in queries(("a", "b")):
        starts = [
            requests(query, mode, port=1, path="/", iris=IRIS, run=run).start for run in (1, 2)
        ]
        parts = requests(query, "first seen", port=1, path="/", iris=IRIS, run=1).parts

        assert starts[1] - starts[0] == 10_000_000
        assert "{n}" in parts


def test_a_percentile_is_the_least_value_that_so_many_do_not_pass() -> None:
    counts = [(10, 50), (20, 49), (500, 1)]

    assert [percentile(counts, share) for share in (0.5, 0.51, 0.99, 1.0)] == [10, 20, 20, 500]


def test_what_wrk_supposes_of_requests_that_were_not_sent_is_taken_back() -> None:
    true = {100: 990, 150: 4, 1_000: 5, 3_777: 1}
    interval, found = 110, Counter(true)
    for value, count in true.items():  # as wrk's stats_correct does
        if value >= 2 * interval:
            supposed = value - interval
            while supposed > interval:
                found[supposed] += count
                supposed -= interval
    counts = json.loads(json.dumps(sorted(found.items())))

    assert found != true
    assert uncorrected(counts, microseconds=110 * 125, requests=1_000, connections=8) == sorted(
        true.items()
    )
