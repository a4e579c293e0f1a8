import json
import os
import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyoxigraph as ox
import pytest
from small_version import BASE, iri, publish_small

from kg.errors import InputError, NotPublishedError
from kg.history import Move, moves, record_move
from kg.published import (
    current_version,
    damaged_files,
    find_version,
    move_current,
    open_store,
    point_current,
    published_times,
    rollback,
    version_at,
    versions,
)

MORE = 'id:claim/a/c1 rdfs:label "another label"@en .'


def select(store: ox.Store, query: str) -> list[list[str]]:
    prefix = f"PREFIX id: <{BASE}id/> PREFIX stand: <{BASE}ontology#> "
    return sorted([str(term) for term in row] for row in store.query(prefix + query))


def test_the_current_version_is_the_last_published(tmp_path: Path):
    first = publish_small(tmp_path)
    second = publish_small(tmp_path, MORE)

    assert current_version(tmp_path) == second
    assert versions(tmp_path) == (second, first)
    assert (first.base, second.manifest["ontology_version"]) == (BASE, "0.1.0")


def test_what_is_published_again_comes_first(tmp_path: Path):
    first = publish_small(tmp_path)
    second = publish_small(tmp_path, MORE)
    publish_small(tmp_path)

    assert versions(tmp_path) == (first, second)


def test_the_default_graph_is_the_union_and_from_and_graph_narrow_it(tmp_path: Path):
    store = open_store(publish_small(tmp_path))
    asserted = "SELECT ?o {} WHERE {{ ?s stand:assertedBy ?o }}"
    info = "SELECT ?o {} WHERE {{ ?s <http://www.w3.org/2002/07/owl#versionInfo> ?o }}"

    assert select(store, asserted.format("")) == [[f"<{BASE}id/actor/one>"]]
    assert select(store, info.format("")) == [['"0.1.0"']]
    assert select(store, info.format(f"FROM <{BASE}graph/article/a>")) == []
    assert select(store, "SELECT ?g { GRAPH ?g { ?s stand:assertedBy ?o } }") == [
        [f"<{BASE}graph/article/a>"]
    ]


def test_triple_terms_can_be_asked_for_in_their_graphs_and_are_not_met_by_default(tmp_path: Path):
    store = open_store(publish_small(tmp_path))
    reifies = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies>"
    pattern = f"?c {reifies} <<( ?s stand:threatens ?o )>>"

    assert select(store, f"SELECT ?c ?o {{ GRAPH ?g {{ {pattern} }} }}") == [
        [f"<{BASE}id/claim/a/c1>", f"<{BASE}id/actor/one>"]
    ]
    assert select(store, f"SELECT ?c ?o {{ {pattern} }}") == []


def test_the_store_on_disk_holds_what_the_store_in_memory_holds(tmp_path: Path):
    version = publish_small(tmp_path)

    on_disk = ox.Store.read_only(str(version.path / "store"))

    assert set(on_disk) == set(open_store(version))


def test_with_nothing_published_the_error_says_to_build(tmp_path: Path):
    with pytest.raises(NotPublishedError, match="run `standoff build`"):
        current_version(tmp_path / "nowhere")
    assert versions(tmp_path / "nowhere") == ()


def test_an_unknown_version_is_answered_with_the_known_ones(tmp_path: Path):
    known = publish_small(tmp_path)

    with pytest.raises(NotPublishedError) as caught:
        find_version(tmp_path, "../versions")

    assert caught.value.fix == f"take one of these: {known.id}"


def test_a_current_that_points_to_nothing_is_not_published(tmp_path: Path):
    version = publish_small(tmp_path)
    shutil.rmtree(version.path)

    with pytest.raises(NotPublishedError, match=version.id):
        current_version(tmp_path)


def test_a_current_that_is_a_folder_is_an_error(tmp_path: Path):
    (tmp_path / "current").mkdir()

    with pytest.raises(InputError, match="not a link to a version"):
        current_version(tmp_path)


@pytest.mark.parametrize("content", [None, "{", "[]", '{"id": "other"}'])
def test_a_version_whose_manifest_is_damaged_is_an_error(tmp_path: Path, content: str | None):
    version = publish_small(tmp_path)
    manifest = version.path / "manifest.json"
    manifest.unlink() if content is None else manifest.write_text(content)

    with pytest.raises(InputError, match=r"damaged: manifest\.json"):
        current_version(tmp_path)


def test_a_store_is_not_opened_from_quads_that_differ_from_the_manifest(tmp_path: Path):
    version = publish_small(tmp_path)
    with (version.path / "standoff.nq").open("a") as file:
        file.write("<http://x/s> <http://x/p> <http://x/o> .\n")

    with pytest.raises(InputError, match=r"standoff\.nq differs from the manifest"):
        open_store(version)

    (version.path / "standoff.nq").unlink()
    with pytest.raises(InputError, match=r"standoff\.nq cannot be read"):
        open_store(version)


def test_damage_is_found_in_every_file_and_in_the_store(tmp_path: Path):
    version = publish_small(tmp_path)
    assert damaged_files(version) == ()

    (version.path / "report.ttl").write_text("other")
    (version.path / "standoff.ttl").unlink()
    shutil.rmtree(version.path / "store")

    assert damaged_files(version) == ("report.ttl", "standoff.ttl", "store")


def test_rolling_back_makes_an_earlier_version_current(tmp_path: Path):
    first = publish_small(tmp_path)
    second = publish_small(tmp_path, MORE)

    assert rollback(tmp_path, first.id) == first
    assert current_version(tmp_path) == first
    assert versions(tmp_path) == (second, first)


def test_a_reader_finds_a_current_version_at_every_moment(tmp_path: Path):
    known = [publish_small(tmp_path).id, publish_small(tmp_path, MORE).id]
    done = threading.Event()

    def move_to_and_fro() -> None:
        for turn in range(400):
            point_current(tmp_path, known[turn % 2])
        done.set()

    mover = threading.Thread(target=move_to_and_fro)
    mover.start()
    try:
        while not done.is_set():
            assert current_version(tmp_path).id in known
    finally:
        mover.join()


def test_nothing_rolls_back_to_a_damaged_version(tmp_path: Path):
    first = publish_small(tmp_path)
    second = publish_small(tmp_path, MORE)
    (first.path / "standoff.trig").write_text("")

    with pytest.raises(InputError, match=r"standoff\.trig differ from the manifest"):
        rollback(tmp_path, first.id)

    assert current_version(tmp_path) == second


def test_blank_nodes_have_the_same_names_in_every_worker(tmp_path: Path):
    version = publish_small(tmp_path, 'id:claim/a/c1 stand:note [ rdfs:label "nameless" ] .')

    assert set(open_store(version)) == set(open_store(version))


def test_an_open_store_outlives_a_change_of_version(tmp_path: Path):
    store = open_store(publish_small(tmp_path))
    publish_small(tmp_path, MORE)

    assert select(store, "SELECT ?o { ?s stand:sha256 ?o }") == [['"00ff"']]
    assert iri("graph/article/a") in set(store.named_graphs())


def test_each_move_of_current_is_recorded_and_standing_still_is_not(tmp_path: Path):
    first = publish_small(tmp_path)
    second = publish_small(tmp_path, MORE)
    publish_small(tmp_path, MORE)
    rollback(tmp_path, first.id)

    assert [move.version for move in moves(tmp_path)] == [first.id, second.id, first.id]
    assert published_times(tmp_path) == moves(tmp_path)


def test_the_version_of_a_time_is_the_one_that_was_current_then(tmp_path: Path):
    first, second = publish_small(tmp_path), publish_small(tmp_path, MORE)
    (tmp_path / "history.jsonl").unlink()
    noon = datetime(2026, 1, 2, 12, tzinfo=UTC)
    hour = timedelta(hours=1)
    for place, version in enumerate([first, second, first]):
        point_current(tmp_path, version.id)
        record_move(tmp_path, version.id, noon + place * hour)

    asked = [noon + place * hour / 2 for place in (-9, 0, 1, 2, 3, 4, 99)]

    expected = [first, first, first, second, second, first, first]
    assert [version_at(tmp_path, time) for time in asked] == expected


def test_a_move_that_was_not_recorded_is_as_old_as_the_link(tmp_path: Path):
    first = publish_small(tmp_path)
    second = publish_small(tmp_path, MORE)
    lines = (tmp_path / "history.jsonl").read_text().splitlines(keepends=True)
    (tmp_path / "history.jsonl").write_text(lines[0])
    [recorded] = moves(tmp_path)

    linked = datetime.fromtimestamp((tmp_path / "current").lstat().st_mtime, UTC)

    assert published_times(tmp_path) == (recorded, Move(linked, second.id))
    assert recorded.version == first.id


def test_a_version_whose_writer_was_killed_before_it_moved_was_never_current(tmp_path: Path):
    first = publish_small(tmp_path)
    publish_small(tmp_path, MORE)
    lines = (tmp_path / "history.jsonl").read_text().splitlines(keepends=True)
    (tmp_path / "history.jsonl").write_text(lines[0])
    point_current(tmp_path, first.id)

    assert published_times(tmp_path) == moves(tmp_path)
    assert [move.version for move in moves(tmp_path)] == [first.id]


def test_without_records_a_version_is_as_old_as_its_folder(tmp_path: Path):
    first, second = publish_small(tmp_path), publish_small(tmp_path, MORE)
    (tmp_path / "history.jsonl").unlink()
    for version, day in ((first, 1), (second, 2)):
        os.utime(version.path, (day * 86400, day * 86400))

    assert published_times(tmp_path) == (
        Move(datetime(1970, 1, 2, tzinfo=UTC), first.id),
        Move(datetime(1970, 1, 3, tzinfo=UTC), second.id),
    )
    with pytest.raises(NotPublishedError, match="nothing is published"):
        version_at(tmp_path / "nowhere", datetime.now(UTC))


def test_a_version_without_a_kind_is_a_union(tmp_path: Path):
    version = publish_small(tmp_path)
    manifest = json.loads((version.path / "manifest.json").read_text())
    del manifest["default_graph"]
    (version.path / "manifest.json").write_text(json.dumps(manifest))

    assert find_version(tmp_path, version.id).default_graph == "union"
    move_current(tmp_path, version.id)
    assert len(moves(tmp_path)) == 1
