"""The index of a version: made once for all who wait for it, and never in anybody's way."""

import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event, Thread

import pytest

from kg.base import BASE
from kg.published import Version, current_version, open_store
from server.fault import RequestError
from server.index import index_file, indexes
from server.index.index import Index, UnreadableError
from server.index.indexes import Indexes
from server.index.words import Asked
from tests.server.claims_version import publish_claims

Writer = Callable[[Version, Path], None]


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Version:
    root = tmp_path_factory.mktemp("indexed")
    publish_claims(root)
    return current_version(root)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Note each file that is written."""
    made: list[Path] = []
    write = indexes._write

    def noted(version: Version, file: Path) -> None:
        made.append(file)
        write(version, file)

    monkeypatch.setattr(indexes, "_write", noted)
    return made


def all_at_once(tasks: list[Callable[[], object]]) -> list[object]:
    found: list[object] = [None] * len(tasks)

    def run(number: int) -> None:
        found[number] = tasks[number]()

    threads = [Thread(target=run, args=(number,)) for number in range(len(tasks))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_whoever_comes_at_once_gets_the_one_index_of_a_process(version: Version, written):
    found = Indexes(None)
    given = all_at_once([lambda: found.of(version)] * 6)

    assert len(written) == 1
    assert [index is given[0] for index in given] == [True] * 6
    assert not written[0].exists()  # open without a name: nothing is ever left behind


def test_processes_of_one_server_write_one_file(version: Version, written, tmp_path: Path):
    ours = [Indexes(tmp_path) for _ in range(4)]
    given = all_at_once([partial(each.of, version) for each in ours])

    assert written == [tmp_path / f"index-{version.id}.sqlite"]
    assert [index.total for index in given] == [4] * 4


def test_a_file_that_is_no_index_is_written_anew(version: Version, written, tmp_path: Path):
    (tmp_path / f"index-{version.id}.sqlite").write_bytes(b"what is this?")

    assert Indexes(tmp_path).of(version).total == 4
    assert len(written) == 1


def test_the_index_not_asked_for_the_longest_is_let_go_and_read_to_the_end(
    version: Version, tmp_path: Path
):
    other = publish_claims(tmp_path / "other", "<https://x/g> { <https://x/a> <https://x/b> 1 }")
    run = tmp_path / "run"
    run.mkdir()
    found = Indexes(run, most=1)
    old = found.of(version)
    found.of(other)

    assert [file.name for file in run.glob("*.sqlite")] == [f"index-{other.id}.sqlite"]
    assert [claim.text for claim in old.claims([0])] == ["guns stand in the harbour"]
    assert found.of(version) is not old


def refusal(found: Indexes, version: Version) -> tuple[int, str, str]:
    with pytest.raises(RequestError) as raised:
        found.of(version)
    return raised.value.status, raised.value.detail, raised.value.headers["Retry-After"]


def test_no_more_wait_than_there_are_seats(version: Version, monkeypatch: pytest.MonkeyPatch):
    go, write = Event(), indexes._write

    def slow(version: Version, file: Path) -> None:
        go.wait(20)
        write(version, file)

    monkeypatch.setattr(indexes, "_write", slow)
    found = Indexes(None)
    given: list[Index] = []
    seated = [
        Thread(target=lambda: given.append(found.of(version))) for _ in range(indexes.WAITING)
    ]
    for thread in seated:
        thread.start()
    while found._seats._value:
        go.wait(0.01)
    refused = refusal(found, version)
    go.set()
    for thread in seated:
        thread.join()

    assert refused == (
        503,
        "The index that search and browse read is still being made; please come again.",
        "5",
    )
    assert given == [found.of(version)] * indexes.WAITING


def test_after_a_failure_nothing_is_tried_for_a_while(
    version: Version, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    tried = []

    def fail(version: Version, file: Path) -> None:
        tried.append(file)
        raise subprocess.CalledProcessError(1, "write")

    found = Indexes(None)
    with monkeypatch.context() as broken:
        broken.setattr(indexes, "_write", fail)
        refused = {refusal(found, version) for _ in range(3)}
    monkeypatch.setattr(indexes.time, "monotonic", lambda: float("inf"))

    assert refused == {
        (
            503,
            "The index that search and browse read could not be made; the server's log says why; "
            "please come again.",
            "5",
        )
    }
    assert len(tried) == 1
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert found.of(version).total == 4


def test_the_same_version_gives_the_same_file(version: Version, tmp_path: Path):
    one, other = tmp_path / "one", tmp_path / "other"
    for file in (one, other):
        indexes._write(version, file)

    assert one.read_bytes() == other.read_bytes()


def test_an_index_of_another_form_is_not_read(
    version: Version, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    indexes._write(version, tmp_path / "file")
    monkeypatch.setattr("server.index.index.FORM", index_file.FORM + 1)

    with pytest.raises(UnreadableError, match="another form"):
        Index(tmp_path / "file")


def test_without_fts5_claims_are_browsed_all_the_same(
    version: Version, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(index_file, "FULL_TEXT", "not_there")
    index_file.write_index(open_store(version), version.base, tmp_path / "file")
    index = Index(tmp_path / "file")

    assert (index.has_words, index.total) == (False, 4)


NAMES = f"""
<{BASE}graph/entities> {{
  <{BASE}id/territory/kara> a <{BASE}ontology#Territory> ;
    <http://www.w3.org/2000/01/rdf-schema#label> "Kara" , "a strait", "a gulf between islands" .
  <{BASE}id/territory/other> a <{BASE}ontology#Territory> ;
    <http://www.w3.org/2000/01/rdf-schema#label> "Kara Kara" .
}}
"""


def test_things_of_that_very_name_come_first(tmp_path: Path):
    version = publish_claims(tmp_path, NAMES)
    indexes._write(version, tmp_path / "file")
    index = Index(tmp_path / "file")
    found = index.find(Asked.of("kara"), limit=5)
    [numbers] = found.things.values()
    named = index.named(numbers)

    assert found.kinds == {"territory": 2}
    assert [named[number].iri.rpartition("/")[2] for number in numbers] == ["kara", "other"]
