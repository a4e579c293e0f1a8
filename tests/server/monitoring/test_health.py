import json
import os
import signal
import threading
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from kg.settings import Settings
from server.app import create_app
from tests.server.raw import send
from tests.server.served import eventually, served
from tests.server.small import QUESTIONS

# No query ever answers this one: it is stopped at its deadline.
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . "
    "FILTER(STR(?a) != STR(?o)) }"
)


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/healthz", "/metrics"])
def test_nothing_keeps_an_old_state_of_health(client: FlaskClient, path: str):
    answer = client.get(path)

    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_the_state_of_health_names_the_version(client: FlaskClient, version_id: str):
    assert client.get("/livez").get_json() == {"status": "alive"}
    assert client.get("/healthz").get_json() == {
        "status": "ok",
        "version": version_id,
        "triples": 77,
    }


def test_it_is_ready_once_a_query_is_answered_and_later_in_memory(
    client: FlaskClient, version_id: str
):
    ready = {"status": "ready", "version": version_id, "in_memory": True}

    assert client.get("/readyz").get_json() | {"in_memory": True} == ready
    assert eventually(lambda: client.get("/readyz").get_json() == ready)


def test_it_is_alive_without_a_version_but_not_ready(tmp_path: Path):
    client = create_app(Settings(build=tmp_path), questions=QUESTIONS).test_client()

    assert client.get("/livez").status_code == 200
    found = [client.get(path) for path in ("/readyz", "/healthz")]
    assert [(answer.status_code, answer.headers["Cache-Control"]) for answer in found] == [
        (503, "no-store")
    ] * 2


def test_it_is_not_ready_where_no_query_process_answers(build_root: Path):
    app = create_app(Settings(build=build_root, store_memory=1), questions=QUESTIONS)
    client = app.test_client()
    assert client.get("/readyz").status_code == 200
    zygote = app.extensions["standoff-current"].engines._disk.get()._process.pid

    os.kill(zygote, signal.SIGSTOP)
    try:
        with_idle = [w.pid for w in app.extensions["standoff-current"].engines._disk.get()._idle]
        for pid in with_idle:
            os.kill(pid, signal.SIGSTOP)
        assert eventually(lambda: client.get("/readyz").status_code == 503)
        answer = client.get("/readyz", headers={"Accept": "application/problem+json"})
    finally:
        os.kill(zygote, signal.SIGCONT)

    assert answer.get_json()["detail"] == (
        "A trivial query was not answered within 1 second; the log may say why."
    )
    assert eventually(lambda: client.get("/readyz").status_code == 200)


def test_health_and_metrics_answer_while_the_queue_is_full(build_root: Path, version_id: str):
    """Threads are kept free of queries, however many wait."""
    bounds = ("--short-queries", "1", "--long-queries", "1", "--waiting", "3", "--timeout", "4")
    with served(build_root, *bounds) as server:
        path = f"/sparql?query={quote(ENDLESS)}"
        statuses: list[int] = []

        def ask(number: int) -> None:
            # Texts that differ, for else they would be known to be long.
            answer = send(server.address, "GET", f"{path}%23{number}")
            statuses.append(answer.status)

        threads = [threading.Thread(target=ask, args=(number,)) for number in range(40)]
        for thread in threads:
            thread.start()
        assert eventually(lambda: statuses.count(429) > 0)
        found = {name: send(server.address, "GET", f"/{name}") for name in ("livez", "readyz")}
        runs_long = 'standoff_queries_running{lane="long"} 1.0'
        is_seen = eventually(lambda: runs_long in send(server.address, "GET", "/metrics").text)
        are_waiting = len(statuses) < len(threads)
        for thread in threads:
            thread.join()

    assert is_seen
    assert are_waiting
    assert set(statuses) == {429, 503, 504}
    assert [answer.status for answer in found.values()] == [200, 200]
    assert json.loads(found["readyz"].body)["version"] == version_id
