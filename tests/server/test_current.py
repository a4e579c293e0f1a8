"""What is served while versions come and go; `serving` is the real server, without a restart."""

import json
import logging
import shutil
import threading
from pathlib import Path

import pytest

from kg.errors import NotPublishedError
from kg.published import current_version, rollback
from server import current
from server.app import create_app
from server.current import Current
from tests.server.conftest import serving
from tests.server.raw import ask, send
from tests.server.small import QUESTIONS, iri, publish_small

MORE = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
<https://w3id.org/standoff/graph/entities> {
  <https://w3id.org/standoff/id/actor/envoy> rdfs:label "envoy"@en .
}
"""
ENVOYS = 'SELECT ?s { ?s <http://www.w3.org/2000/01/rdf-schema#label> "envoy"@en }'


def health(address: str) -> tuple[int, object]:
    answer = send(address, "GET", "/healthz")
    return answer.status, json.loads(answer.body) if answer.status == 200 else answer.text


def test_versions_come_and_go_without_a_restart(tmp_path: Path):
    with serving(tmp_path) as address:
        before = health(address)
        page = send(address, "GET", "/", headers={"Accept": "text/html"})

        first = publish_small(tmp_path)
        old = ask(address, ENVOYS, "text/csv")
        second = publish_small(tmp_path, MORE)
        new = ask(address, ENVOYS, "text/csv")
        rollback(tmp_path, first.id)
        back = ask(address, ENVOYS, "text/csv")

        assert before == (
            503,
            "503 Service Unavailable\nNo version is published yet: run `standoff build` on the "
            "server, then reload; a restart is not needed.\n",
        )
        assert (page.status, page.headers["retry-after"]) == (503, "10")
        assert page.kind == "text/html; charset=utf-8"
        assert (old.text, old.headers["x-standoff-version"]) == ("s\r\n", first.id)
        assert (new.text, new.headers["x-standoff-version"]) == (
            "s\r\nhttps://w3id.org/standoff/id/actor/envoy\r\n",
            second.id,
        )
        assert old.headers["etag"] != new.headers["etag"]
        assert (back.text, back.headers["etag"]) == (old.text, old.headers["etag"])
        assert health(address) == (200, {"status": "ok", "triples": 77, "version": first.id})


def test_without_a_version_there_is_no_snapshot(tmp_path: Path):
    with pytest.raises(NotPublishedError):
        Current(tmp_path).snapshot()


def test_the_same_version_is_opened_once(tmp_path: Path):
    publish_small(tmp_path)
    found = Current(tmp_path)

    assert found.snapshot() is found.snapshot()


def test_whoever_holds_the_old_version_finishes_on_it(tmp_path: Path):
    publish_small(tmp_path)
    found = Current(tmp_path)
    old = found.snapshot()
    rows = old.store.query(ENVOYS)

    second = publish_small(tmp_path, MORE)

    assert found.snapshot().version.id == second.id
    assert list(rows) == []
    assert [row[0] for row in found.snapshot().store.query(ENVOYS)] == [iri("id/actor/envoy")]


def test_others_are_answered_from_the_old_version_while_the_new_one_loads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first = publish_small(tmp_path)
    found = Current(tmp_path)
    found.snapshot()
    second = publish_small(tmp_path, MORE)
    loading, go_on = threading.Event(), threading.Event()
    open_store = current.open_store

    def open_slowly(version):
        loading.set()
        go_on.wait(10)
        return open_store(version)

    monkeypatch.setattr(current, "open_store", open_slowly)
    loader = threading.Thread(target=found.snapshot)
    loader.start()
    loading.wait(10)
    meanwhile = found.snapshot().version.id
    go_on.set()
    loader.join()

    assert meanwhile == first.id
    assert found.snapshot().version.id == second.id


@pytest.mark.parametrize("damage", ["manifest.json", "standoff.nq", "all"])
def test_a_damaged_new_version_leaves_the_old_one_serving(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
):
    first = publish_small(tmp_path)
    found = Current(tmp_path)
    found.snapshot()
    second = publish_small(tmp_path, MORE)
    if damage == "all":
        shutil.rmtree(second.path)
    else:
        (second.path / damage).write_text("{}", encoding="utf-8")

    with caplog.at_level(logging.ERROR):
        served = [found.snapshot().version.id for _ in range(3)]

    assert served == [first.id] * 3
    assert [r.getMessage().split(":")[0] for r in caplog.records] == [
        f"still serving version {first.id}"
    ]


def test_a_version_that_is_damaged_from_the_start_is_503(tmp_path: Path):
    version = publish_small(tmp_path)
    (version.path / "standoff.nq").write_bytes(b"")
    client = create_app(tmp_path, questions=QUESTIONS).test_client()

    answer = client.get("/sparql?query=ASK%7B%7D")

    assert (answer.status_code, answer.text) == (
        503,
        "503 Service Unavailable\nThe published version cannot be opened: run `standoff build` "
        "on the server, or `standoff rollback` to an earlier one; its log says more.\n",
    )


def test_a_restored_version_is_taken_up_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(current, "RETRY_S", 0.0)
    first = publish_small(tmp_path)
    found = Current(tmp_path)
    found.snapshot()
    second = publish_small(tmp_path, MORE)
    (second.path / "standoff.nq").write_bytes(b"")

    damaged = found.snapshot().version.id
    publish_small(tmp_path, MORE)

    assert damaged == first.id
    assert found.snapshot().version == current_version(tmp_path)
