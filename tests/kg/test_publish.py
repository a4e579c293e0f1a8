import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from small_version import BASE, candidate, publish_small

from kg import __version__
from kg.checks import Check, read_checks
from kg.errors import InputError
from kg.placing import LOCK, exclusive
from kg.publish import publish
from kg.published import current_version, damaged_files, digest, versions

MORE = 'id:claim/a/c1 rdfs:label "another label"@en .'
WRITING = ["write-store", "write-dumps", "write-manifest", "rename", "record", "move-current"]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.parent.name != "store"
    }


def test_a_version_is_its_store_its_dumps_its_report_and_its_manifest(tmp_path: Path):
    version = publish_small(tmp_path)

    names = sorted(path.name for path in version.path.iterdir())
    nquads = (version.path / "standoff.nq").read_bytes()
    assert names == [
        "manifest.json",
        "report.ttl",
        "standoff.nq",
        "standoff.trig",
        "standoff.ttl",
        "store",
    ]
    assert version.id == digest(nquads + b"ab")[:16]
    assert json.loads((version.path / "manifest.json").read_text()) == {
        "id": version.id,
        "base": BASE,
        "default_graph": "union",
        "ontology_version": "0.1.0",
        "standoff_version": __version__,
        "graphs": {"article/a": 6, "ontology": 2},
        "triples": 8,
        "store_quads": 15,
        "shapes_sha256": "ab",
        "articles": {"a": {"code_points": "12", "sha256": "00ff"}},
        "files": {
            name: {"bytes": len(data), "sha256": digest(data)}
            for name, data in tree(version.path).items()
            if name != "manifest.json"
        },
    }


def test_the_union_dump_has_no_triple_terms_and_the_others_have(tmp_path: Path):
    version = publish_small(tmp_path)

    assert "<<(" not in (version.path / "standoff.ttl").read_text()
    assert (
        "<<( actor:two stand:threatens actor:one )>>"
        in (version.path / "standoff.trig").read_text()
    )


def test_the_same_data_is_the_same_version_and_is_not_written_again(tmp_path: Path):
    version = publish_small(tmp_path)
    before = [path.stat().st_mtime_ns for path in sorted(version.path.rglob("*"))]
    stages: list[str] = []

    with exclusive(tmp_path):
        again = publish(tmp_path, candidate(hermit="consistent"), stages.append)

    assert again == version
    assert stages == ["record", "move-current"]
    assert [path.stat().st_mtime_ns for path in sorted(version.path.rglob("*"))] == before
    assert [check.hermit for check in read_checks(tmp_path)] == ["skipped", "consistent"]


def test_publishing_the_same_data_makes_it_current_again(tmp_path: Path):
    first = publish_small(tmp_path)
    publish_small(tmp_path, MORE)
    publish_small(tmp_path)

    assert current_version(tmp_path) == first


def test_other_data_leaves_the_earlier_version_as_it_was(tmp_path: Path):
    first = publish_small(tmp_path)
    before = tree(first.path)
    stages: list[str] = []
    with exclusive(tmp_path):
        second = publish(tmp_path, candidate(MORE), stages.append)

    assert stages == WRITING
    assert second.id != first.id
    assert tree(first.path) == before
    assert len(versions(tmp_path)) == 2


@pytest.mark.parametrize("name", ["standoff.nq", "standoff.ttl", "manifest.json", "store"])
def test_a_damaged_version_is_restored_by_publishing_it_again(tmp_path: Path, name: str):
    version = publish_small(tmp_path)
    before = tree(version.path)
    damaged = version.path / name
    if damaged.is_dir():
        for file in damaged.iterdir():
            file.write_bytes(b"damaged")
    else:
        damaged.write_bytes(b"damaged")

    folder = version.path.stat().st_ino
    publish_small(tmp_path)

    assert version.path.stat().st_ino == folder, "current would have pointed to nothing meanwhile"
    assert tree(version.path) == before
    assert damaged_files(version) == ()
    assert [path.name for path in (tmp_path / "versions").iterdir()] == [version.id]


def test_the_checks_of_a_run_are_recorded_beside_the_versions(tmp_path: Path):
    version = publish_small(tmp_path, hermit="consistent")

    assert read_checks(tmp_path) == (Check(version.id, "consistent", "not given", 0),)


def test_current_is_a_relative_link_so_that_the_folder_can_be_moved(tmp_path: Path):
    version = publish_small(tmp_path / "here")
    (tmp_path / "here").rename(tmp_path / "there")

    assert current_version(tmp_path / "there").id == version.id
    assert (tmp_path / "there" / "current").readlink() == Path("versions") / version.id


def test_two_builds_do_not_run_into_each_other(tmp_path: Path):
    script = (
        "import sys; from pathlib import Path; from kg.placing import exclusive\n"
        "with exclusive(Path(sys.argv[1])): print('holding', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "holding\n"
        with pytest.raises(InputError, match="another build or change is writing"):
            publish_small(tmp_path)
        other.communicate("")

    publish_small(tmp_path)


def test_a_process_that_starts_during_a_build_does_not_hold_up_the_next(tmp_path: Path):
    with exclusive(tmp_path):
        opened = sorted(Path("/proc/self/fd").iterdir())
        [lock] = [fd for fd in opened if fd.is_symlink() and fd.readlink() == tmp_path / LOCK]
        # What a process has between its fork and its exec: the same open file, by another number.
        copy = os.dup(int(lock.name))

    try:
        publish_small(tmp_path)
    finally:
        os.close(copy)


def test_a_failing_disk_leaves_no_partial_folder_and_the_old_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    first = publish_small(tmp_path)

    def fail(stage: str) -> None:
        if stage == "write-manifest":
            raise OSError(28, "No space left on device", "manifest.json")

    with pytest.raises(OSError, match="No space left"), exclusive(tmp_path):
        publish(tmp_path, candidate(MORE), fail)

    assert current_version(tmp_path) == first
    assert [path.name for path in (tmp_path / "versions").iterdir()] == [first.id]


def test_what_dead_builds_left_is_swept_and_the_link_of_a_running_rollback_is_not(tmp_path: Path):
    with subprocess.Popen([sys.executable, "-c", ""]) as finished:
        pass
    folder = tmp_path / "versions"
    folder.mkdir()
    for pid in (finished.pid, os.getppid()):  # a number that is in use again is no living build's
        (folder / f".partial-{'0' * 16}-{pid}" / "store").mkdir(parents=True)
        (tmp_path / f".current-{pid}").symlink_to("versions/none")

    version = publish_small(tmp_path)

    assert [path.name for path in folder.iterdir()] == [version.id]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        f".current-{os.getppid()}",
        ".lock",
        "checks.jsonl",
        "current",
        "history.jsonl",
        "versions",
    ]
