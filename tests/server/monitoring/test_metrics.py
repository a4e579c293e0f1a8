import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from kg.settings import Settings
from server.app import create_app
from server.current import Current
from server.monitoring.metrics import Metrics
from tests.server.monitoring.test_health import ENDLESS
from tests.server.raw import ask, send
from tests.server.served import eventually, served, whole
from tests.server.small import QUESTIONS

ONE = "ASK { ?s ?p ?o }"


@pytest.fixture
def fresh(build_root: Path) -> Flask:
    """Give an application that nobody has asked anything."""
    return create_app(Settings(build=build_root, timeout_s=1.5), questions=QUESTIONS)


def samples(text: str, name: str) -> dict[tuple[str, ...], float]:
    """Return the values of a metric by those of its labels, in the order of the labels' names."""
    return {
        tuple(value for _, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name == name
    }


def scraped(app: Flask, name: str) -> dict[tuple[str, ...], float]:
    return samples(app.test_client().get("/metrics").text, name)


def test_whatever_clients_make_up_is_counted_in_one_place(
    make_current: Callable[..., Current], build_root: Path
):
    metrics = Metrics(make_current(build_root))
    made_up = [
        metrics.tally({"REQUEST_METHOD": f"BREW{n}", "PATH_INFO": f"/{n}"}, "405 NO")
        for n in range(3)
    ]

    assert made_up[0] is made_up[1] is made_up[2]
    assert made_up[0] is not metrics.tally({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, "404 NO")


def test_requests_are_counted_by_route_method_and_status(fresh: Flask):
    client = fresh.test_client()
    for _ in range(3):
        whole(client, f"/sparql?query={quote(ONE)}")
    whole(client, f"/sparql?query={quote(ONE)}", method="HEAD")
    whole(client, "/sparql?query=nonsense")
    whole(client, f"/sparql.csv?query={quote(ONE)}", headers={"Accept": "text/csv"})
    whole(client, "/.well-known/void")
    whole(client, "/.well-known/void")
    whole(client, "/question/is-there-a-claim")
    for _ in range(3):  # the second and the third come from the cache
        whole(client, "/id/claim/harbour/c01")
    whole(client, "/question/what")
    whole(client, "/nowhere/at/all")
    whole(client, "/sparql", method="BREW")

    assert scraped(fresh, "standoff_requests_total") == {
        ("GET", "/sparql", "200"): 3,
        ("HEAD", "/sparql", "200"): 1,
        ("GET", "/sparql", "400"): 1,
        ("GET", "/sparql.<extension>", "200"): 1,
        ("GET", "/.well-known/void", "200"): 2,
        ("GET", "/question/<name>", "200"): 1,
        ("GET", "/id/<path:name>", "200"): 3,
        ("GET", "/question/<name>", "404"): 1,
        ("GET", "other", "404"): 1,
        ("other", "other", "405"): 1,
    }


def test_hits_are_counted_by_cache_and_answers_by_what_they_took(fresh: Flask):
    client = fresh.test_client()
    address = f"/sparql?query={quote(ONE)}"
    whole(client, address)
    whole(client, address)
    whole(client, address)
    whole(client, f"{address}&nothing=")

    text = whole(client, "/metrics").text
    assert samples(text, "standoff_cache_hits_total") == {("responses",): 2, ("answers",): 1}
    assert samples(text, "standoff_query_duration_seconds_count") == {(): 1}
    assert 0 < samples(text, "standoff_query_duration_seconds_sum")[()] < 30


def test_what_became_of_queries_is_counted(fresh: Flask):
    client = fresh.test_client()
    assert whole(client, f"/sparql?query={quote(ONE)}").status_code == 200
    assert whole(client, f"/sparql?query={quote(ENDLESS)}").status_code == 504

    assert scraped(fresh, "standoff_queries_total") == {
        ("answered",): 1,
        ("timed_out",): 1,
        ("out_of_memory",): 0,
        ("died",): 0,
        ("replaced",): 0,
        ("refused",): 0,
    }
    idle = {("short",): 0, ("long",): 0}
    assert scraped(fresh, "standoff_queries_running") == idle
    assert scraped(fresh, "standoff_queries_waiting") == idle


def test_the_version_served_is_told(fresh: Flask, version_id: str):
    assert eventually(lambda: scraped(fresh, "standoff_in_memory") == {(): 1})
    assert scraped(fresh, "standoff_snapshot_info") == {(version_id,): 1}
    assert scraped(fresh, "standoff_triples") == {(): 77}
    assert scraped(fresh, "standoff_open_snapshots") == {(): 1}


def test_without_a_version_there_is_none_to_tell_of(tmp_path: Path):
    app = create_app(Settings(build=tmp_path), questions=QUESTIONS)

    assert scraped(app, "standoff_open_snapshots") == {(): 0}
    assert scraped(app, "standoff_snapshot_info") == {}


def test_two_applications_count_apart(fresh: Flask, build_root: Path):
    whole(fresh.test_client(), "/livez")
    other = create_app(Settings(build=build_root), questions=QUESTIONS)

    assert scraped(fresh, "standoff_requests_total") == {("GET", "/livez", "200"): 1}
    assert scraped(other, "standoff_requests_total") == {}


@pytest.mark.parametrize("workers", [1, 2])
def test_the_memory_of_all_processes_is_told_by_their_kind(build_root: Path, workers: int):
    kinds = {("main",), ("server",), ("data",), ("query",)}
    kinds |= {("broker",)} if workers > 1 else set()
    with served(build_root, "--workers", str(workers)) as server:
        assert ask(server.address, ONE).status == 200
        # What opens stores on disk is started by the first query that memory cannot answer.
        assert ask(server.address, "ASK { GRAPH ?g { ?s ?p ?o } }").status == 200
        told = []

        def settled() -> bool:
            told.append(send(server.address, "GET", "/metrics").text)
            number = samples(told[-1], "standoff_processes")
            # Of data, one that opens stores on disk, one that holds this one.
            return number.keys() == kinds and number[("data",)] == 2

        assert eventually(settled)
        # Both from one answer: a process that is just made is of no kind yet.
        number = samples(told[-1], "standoff_processes")
        memory = samples(told[-1], "standoff_memory_bytes")

    assert number[("main",)] == 1
    assert number[("server",)] == workers
    assert number.keys() == memory.keys()
    assert all(1 << 20 < taken < 1 << 30 for taken in memory.values())


def scrape(address: str, name: str) -> dict[tuple[str, ...], float]:
    return samples(send(address, "GET", "/metrics").text, name)


def test_every_metric_has_a_unit_or_a_kind_in_its_name_and_is_explained(fresh: Flask):
    ours = [
        family
        for family in text_string_to_metric_families(fresh.test_client().get("/metrics").text)
        if family.name.startswith("standoff_")
    ]

    assert all(family.documentation.endswith(".") for family in ours)
    assert all(re.fullmatch(r"standoff(_[a-z]+)+", family.name) for family in ours)
