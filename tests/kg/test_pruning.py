import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyoxigraph as ox

from kg.ingest import ingest
from kg.pruning import held, prune
from kg.published import Version, current_version, published_ids, rollback
from kg.revision.edits import DeleteGraph, Document, PutGraph
from kg.revision.own import revise_unchecked

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
GRAPH = "https://example.org/g"


def versions_of(root: Path, count: int) -> list[Version]:
    """Publish versions, a second apart from noon on."""
    made = [ingest([], root, moved_at=NOON)]
    for place in range(1, count):
        text = f"<a:s> <a:p> {place} .".encode()
        edit = PutGraph(GRAPH, (Document(text, "text/turtle"),))
        moved_at = NOON + timedelta(seconds=place)
        made.append(revise_unchecked(root, edit, moved_at=moved_at).version)
    return made


def test_the_versions_that_were_current_last_are_kept(tmp_path: Path):
    made = versions_of(tmp_path, 5)
    before = current_version(tmp_path)

    removed = prune(tmp_path, keep=2, now=NOON + timedelta(hours=1))

    assert removed == tuple(sorted(version.id for version in made[:3]))
    assert published_ids(tmp_path) == {made[3].id, made[4].id}
    assert current_version(tmp_path) == before
    assert len(ox.Store.read_only(str(before.path / "store"))) == 1
    assert {path.name for path in (tmp_path / "versions").iterdir()} == published_ids(tmp_path)


def test_the_current_version_is_kept_however_old_it_is(tmp_path: Path):
    made = versions_of(tmp_path, 3)
    rollback(tmp_path, made[0].id)

    prune(tmp_path, keep=0, now=datetime.now(UTC) + timedelta(hours=1))

    assert published_ids(tmp_path) == {made[0].id}


def test_what_was_current_within_the_last_minute_is_kept(tmp_path: Path):
    made = versions_of(tmp_path, 4)

    removed = prune(tmp_path, keep=1, now=NOON + timedelta(seconds=62))

    assert removed == tuple(sorted(version.id for version in made[:2]))


def test_what_another_process_holds_is_kept_until_it_ends(tmp_path: Path):
    made = versions_of(tmp_path, 3)
    later = NOON + timedelta(hours=1)
    script = (
        "import sys; from pathlib import Path\n"
        "from kg.published import find_version; from kg.pruning import held\n"
        "with held(find_version(Path(sys.argv[1]), sys.argv[2])):\n"
        "    print('holding', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path), made[0].id],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "holding\n"
        assert prune(tmp_path, keep=1, now=later) == (made[1].id,)
        other.communicate("")

    assert prune(tmp_path, keep=1, now=later) == (made[0].id,)


def test_what_is_held_here_is_kept(tmp_path: Path):
    first, second = versions_of(tmp_path, 2)
    revise_unchecked(tmp_path, DeleteGraph(GRAPH), moved_at=NOON + timedelta(seconds=9))

    with held(second):
        assert prune(tmp_path, keep=1, now=NOON + timedelta(hours=1)) == (first.id,)
