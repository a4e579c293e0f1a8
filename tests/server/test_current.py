"""What is served while versions come and go; `serving` is the real server, without a restart."""

import json
import logging
import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.errors import NotPublishedError
from kg.published import Version, current_version, point_current, rollback
from kg.settings import Settings
from server import current
from server.current import KEPT_OPEN, Current, snapshot_of
from server.engine.engine import Engine
from server.engine.job import Job
from server.fault import RequestError
from tests.server.conftest import MakeApp, serving
from tests.server.raw import ask, send
from tests.server.small import iri, publish_small

MakeCurrent = Callable[..., Current]

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


def wait_for(address: str, version: Version) -> None:
    """Wait until the server has seen that this version is current."""
    deadline = time.monotonic() + 10
    while f'"{version.id}"' not in send(address, "GET", "/healthz").text:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def envoys(found: Current) -> list[object]:
    rows = found.look().store.query(ENVOYS)
    return [row[0] for row in rows]


def test_versions_come_and_go_without_a_restart(tmp_path: Path):
    with serving(tmp_path) as address:
        before = health(address)
        page = send(address, "GET", "/", headers={"Accept": "text/html"})

        first = publish_small(tmp_path)
        wait_for(address, first)
        old = ask(address, ENVOYS, "text/csv")
        second = publish_small(tmp_path, MORE)
        wait_for(address, second)
        new = ask(address, ENVOYS, "text/csv")
        rollback(tmp_path, first.id)
        wait_for(address, first)
        back = ask(address, ENVOYS, "text/csv")

        assert before == (
            503,
            "503 Service Unavailable\nNo version is published yet: run `standoff build` on the "
            "server, then reload; a restart is not needed.\n",
        )
        assert (page.status, page.headers["retry-after"]) == (503, "10")
        assert page.kind == "text/html; charset=utf-8"
        assert (old.text, old.headers["standoff-snapshot"]) == ("s\r\n", first.id)
        assert (new.text, new.headers["standoff-snapshot"]) == (
            "s\r\nhttps://w3id.org/standoff/id/actor/envoy\r\n",
            second.id,
        )
        assert old.headers["etag"] != new.headers["etag"]
        assert (back.text, back.headers["etag"]) == (old.text, old.headers["etag"])
        assert health(address) == (200, {"status": "ok", "triples": 77, "version": first.id})


def test_without_a_version_there_is_no_snapshot(tmp_path: Path, make_current: MakeCurrent):
    with pytest.raises(NotPublishedError):
        make_current(tmp_path).snapshot()


def test_the_same_version_is_opened_once(tmp_path: Path, make_current: MakeCurrent):
    publish_small(tmp_path)
    found = make_current(tmp_path)

    assert found.look() is found.look() is found.snapshot()


def test_a_manifest_is_read_again_only_when_it_has_changed(
    tmp_path: Path, make_current: MakeCurrent, monkeypatch: pytest.MonkeyPatch
):
    read: list[Path] = []
    real = current.current_version

    def noted(root: Path) -> Version:
        read.append(root)
        return real(root)

    monkeypatch.setattr(current, "current_version", noted)
    first = publish_small(tmp_path)
    found = make_current(tmp_path)
    ids = [found.look().version.id for _ in range(3)]
    second = publish_small(tmp_path, MORE)
    ids += [found.look().version.id for _ in range(3)]
    rollback(tmp_path, first.id)
    ids += [found.look().version.id for _ in range(3)]

    assert ids == [first.id] * 3 + [second.id] * 3 + [first.id] * 3
    assert read.count(tmp_path) == 3  # another test's thread may look, too


@pytest.mark.parametrize("damage", ["manifest.json", "all"])
def test_damage_to_what_is_served_is_logged(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture, make_current: MakeCurrent
):
    version = publish_small(tmp_path)
    found = make_current(tmp_path)
    found.look()
    spoil(version, damage)

    with caplog.at_level(logging.ERROR):
        assert found.look().version.id == version.id
    assert [r.getMessage().split(":")[0] for r in caplog.records] == [
        f"still serving version {version.id}"
    ]


def test_whoever_holds_the_old_version_finishes_on_it(tmp_path: Path, make_current: MakeCurrent):
    publish_small(tmp_path)
    found = make_current(tmp_path)
    old = found.snapshot()
    rows = old.store.query(ENVOYS)

    second = publish_small(tmp_path, MORE)

    assert found.look().version.id == second.id
    assert list(rows) == []
    assert envoys(found) == [iri("id/actor/envoy")]


def test_a_new_version_is_found_without_a_request(tmp_path: Path, make_current: MakeCurrent):
    publish_small(tmp_path)
    found = make_current(tmp_path)
    found.look()
    found.watch()

    second = publish_small(tmp_path, MORE)

    deadline = time.monotonic() + 10
    while found.version_id() != second.id and time.monotonic() < deadline:
        time.sleep(0.02)
    assert found.version_id() == second.id


def test_whatever_goes_wrong_while_it_looks_the_thread_looks_again(
    tmp_path: Path, make_current: MakeCurrent, monkeypatch: pytest.MonkeyPatch
):
    first = publish_small(tmp_path)
    found = make_current(tmp_path)
    failed = []

    def fail(_root: Path) -> Version:
        failed.append(1)
        monkeypatch.undo()
        raise KeyError("default_graph")

    monkeypatch.setattr(current, "current_version", fail)
    found.watch()

    deadline = time.monotonic() + 10
    while found.version_id() != first.id and time.monotonic() < deadline:
        time.sleep(0.02)
    assert (failed, found.version_id()) == ([1], first.id)


@pytest.mark.parametrize("damage", ["manifest.json", "store", "all"])
def test_a_damaged_new_version_leaves_the_old_one_serving(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture, make_current: MakeCurrent
):
    first = publish_small(tmp_path)
    found = make_current(tmp_path)
    found.snapshot()
    second = publish_small(tmp_path, MORE)
    spoil(second, damage)

    with caplog.at_level(logging.ERROR):
        served = [found.look().version.id for _ in range(3)]

    assert served == [first.id] * 3
    assert [r.getMessage().split(":")[0] for r in caplog.records] == [
        f"still serving version {first.id}"
    ]


def spoil(version: Version, damage: str) -> None:
    if damage == "all":
        shutil.rmtree(version.path)
    elif damage == "store":
        (version.path / "store" / "CURRENT").write_text("nothing", encoding="utf-8")
    else:
        (version.path / damage).write_text("{}", encoding="utf-8")


def test_a_version_that_is_damaged_from_the_start_is_503(tmp_path: Path, make_app: MakeApp):
    spoil(publish_small(tmp_path), "store")
    client = make_app(tmp_path).test_client()

    answer = client.get("/sparql?query=ASK%7B%7D")

    assert (answer.status_code, answer.text) == (
        503,
        "503 Service Unavailable\nThe published version cannot be opened: run `standoff build` "
        "on the server, or `standoff rollback` to an earlier one; its log says more.\n",
    )


def test_a_restored_version_is_taken_up_again(tmp_path: Path, make_current: MakeCurrent):
    first = publish_small(tmp_path)
    found = make_current(tmp_path)
    found.snapshot()
    second = publish_small(tmp_path, MORE)
    spoil(second, "store")

    damaged = found.look().version.id
    publish_small(tmp_path, MORE)

    assert damaged == first.id
    assert found.look().version.id == second.id


def test_an_earlier_version_is_opened_once_and_only_so_many_stay_open(
    tmp_path: Path, make_current: MakeCurrent
):
    extra = "<https://w3id.org/standoff/graph/entities> {{ <x:s> <x:p> {} . }}"
    ids = [publish_small(tmp_path, extra.format(i)).id for i in range(KEPT_OPEN + 2)]
    found = make_current(tmp_path)

    snapshots = [found.earlier(name) for name in ids]

    assert [s.version.id for s in snapshots] == ids
    assert found.earlier(ids[-1]) is found.snapshot() is snapshots[-1]
    assert found.earlier(ids[1]) is snapshots[1]
    assert found.earlier(ids[0]) is not snapshots[0]


def test_a_version_that_was_let_go_still_answers_whoever_holds_it(
    tmp_path: Path, make_current: MakeCurrent
):
    publish_small(tmp_path)
    found = make_current(tmp_path)
    old = found.snapshot()
    publish_small(tmp_path, MORE)
    found.look()
    job = Job(ENVOYS, "http://e/sparql", old.version.base, formats=("csv",))

    answer = old.engine.ask(job, client="here")

    assert answer.body == b"s\r\n"


@pytest.mark.parametrize("asked", ["0" * 16, "../current", "x", "\n"])
def test_a_snapshot_that_is_not_there_is_404(tmp_path: Path, make_current: MakeCurrent, asked: str):
    publish_small(tmp_path)

    with pytest.raises(RequestError) as caught:
        snapshot_of(make_current(tmp_path), asked)

    assert caught.value.status == 404


def test_while_versions_change_no_request_fails_and_no_answer_is_mixed(tmp_path: Path):
    counting = "SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o . FILTER({0} = {0}) }}"
    versions = [publish_small(tmp_path), publish_small(tmp_path, MORE)]
    expected = {versions[0].id: "76", versions[1].id: "77"}
    moves = 6
    stop = threading.Event()

    def keep_asking(number: int) -> list[tuple[int, str, str]]:
        found = []
        while not stop.is_set():
            # Every other query is new: it is answered by a process, not from what was kept.
            query = counting.format(number * 100_000 + len(found) if len(found) % 2 else 0)
            answer = ask(address, query, "text/csv")
            snapshot = answer.headers.get("standoff-snapshot", "")
            found.append((answer.status, snapshot, answer.text))
        return found

    with serving(tmp_path) as address, ThreadPoolExecutor(8) as pool:
        asking = [pool.submit(keep_asking, number) for number in range(8)]
        try:
            for move in range(moves):
                point_current(tmp_path, versions[move % 2].id)
                wait_for(address, versions[move % 2])
                time.sleep(0.1)
        finally:
            stop.set()
        answers = [answer for each in asking for answer in each.result()]

    assert {snapshot for _, snapshot, _ in answers} == set(expected)
    assert [a for a in answers if a != (200, a[1], f"n\r\n{expected[a[1]]}\r\n")] == []


@pytest.mark.parametrize(("spare", "fits"), [(0, True), (-1, False)])
def test_what_fits_memory_counts_what_query_processes_copy(
    build_root: Path, spare: int, fits: bool
):
    triples = current_version(build_root).manifest["triples"]
    # Half of the data for each of the three queries that may run at once.
    room = int(triples * current.BYTES_A_TRIPLE * (1 + 3 * 0.5))
    found = Current(
        Settings(build=build_root, short_queries=2, long_queries=1, store_memory=room + spare)
    )

    try:
        engine = found.look().engine
        assert eventually_in_memory(engine) is fits
    finally:
        found.close()


def eventually_in_memory(engine: Engine) -> bool:
    deadline = time.monotonic() + 3
    while not engine.is_in_memory and time.monotonic() < deadline:
        time.sleep(0.02)
    return engine.is_in_memory
