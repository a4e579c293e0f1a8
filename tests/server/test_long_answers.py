"""A long answer is kept in a file, and given again as it was, to many at once."""

import gc
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask

from kg.settings import MIB
from server.engine.engine import Engine
from server.engine.job import Answer
from server.engine.spool import INLINE_BYTES, NO_ROOM
from server.fault import RequestError
from tests.server.conftest import MakeApp
from tests.server.monitoring.test_metrics import samples
from tests.server.processes import files_in_hand
from tests.server.served import whole

TIMES = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r"
LIMIT = 5000


def address(name: str) -> str:
    """Return that of an answer of 5 MB in JSON."""
    query = f"SELECT ('{'x' * 1000}' AS ?line_{name}) {{ {TIMES} }} LIMIT {LIMIT}"
    return f"/sparql?query={quote(query)}"


def hits_and_queries(app: Flask) -> tuple[float, float]:
    text = app.test_client().get("/metrics").text
    hits = samples(text, "standoff_cache_hits_total").get(("answers",), 0)
    return hits, samples(text, "standoff_query_duration_seconds_count")[()]


def long_files() -> int:
    """How many answers this process has open in files."""
    found = 0
    for number, target in files_in_hand():
        if "deleted" in target:
            with suppress(OSError):
                found += os.fstat(int(number)).st_size > INLINE_BYTES
    return found


def test_it_is_kept_and_given_again_with_all_that_is_said_of_it(
    build_root: Path, make_app: MakeApp
):
    app = make_app(build_root)
    found = [whole(app.test_client(), address("a")) for _ in range(3)]

    assert len(found[0].data) > INLINE_BYTES
    assert [one.data == found[0].data for one in found] == [True] * 3
    assert [one.headers for one in found] == [found[0].headers] * 3
    assert found[0].headers["standoff-rows"] == str(LIMIT)
    assert hits_and_queries(app) == (2, 1)
    head = whole(app.test_client(), address("a"), method="HEAD")
    assert (head.headers["content-length"], head.data) == (str(len(found[0].data)), b"")
    tag = {"If-None-Match": found[0].headers["etag"]}
    assert whole(app.test_client(), address("a"), headers=tag).status_code == 304
    assert hits_and_queries(app) == (4, 1)


def test_many_read_it_at_once_each_from_its_beginning(build_root: Path, make_app: MakeApp):
    app = make_app(build_root)
    first = whole(app.test_client(), address("a")).data
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: whole(app.test_client(), address("a")).data, range(24)))

    assert all(data == first for data in found)
    assert hits_and_queries(app) == (24, 1)


def test_those_used_least_lately_make_room_and_no_file_is_left_open(
    build_root: Path, make_app: MakeApp
):
    gc.collect()  # other applications, with theirs
    before = long_files()
    app = make_app(build_root, cache_bytes=12 * MIB)
    client = app.test_client()
    for name in "abca":  # of these two find room
        assert whole(client, address(name)).status_code == 200

    assert hits_and_queries(app) == (0, 4)
    whole(client, address("c"))
    assert hits_and_queries(app) == (1, 4)
    assert long_files() == before + 2


def test_one_that_would_take_most_of_the_room_is_not_kept(build_root: Path, make_app: MakeApp):
    app = make_app(build_root, cache_bytes=9 * MIB)
    for _ in range(2):
        whole(app.test_client(), address("a"))

    assert hits_and_queries(app) == (0, 2)


def test_those_kept_make_way_where_the_disk_is_full(
    build_root: Path, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
):
    app = make_app(build_root)
    client = app.test_client()
    whole(client, address("a"))

    def full(*_: object, **__: object) -> Answer:
        raise RequestError(503, "no room", bound=NO_ROOM)

    with monkeypatch.context() as patch:
        patch.setattr(Engine, "ask", full)
        assert whole(client, address("a")).status_code == 200
        assert whole(client, address("b")).status_code == 503
        assert whole(client, address("a")).status_code == 503
    assert whole(client, address("a")).status_code == 200
