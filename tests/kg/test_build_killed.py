import signal
import subprocess
import sys
from pathlib import Path

import pytest
import small_build

from kg.build import STAGES
from kg.published import current_version, damaged_files, open_store, versions


def build_in_a_process(project: Path, root: Path, killed_at: str) -> int:
    script = [sys.executable, small_build.__file__, str(project), str(root), killed_at]
    path = str(Path(__file__).parents[2])
    return subprocess.run(script, check=False, env={"PYTHONPATH": path}).returncode


@pytest.fixture
def turtle_as_coding(monkeypatch: pytest.MonkeyPatch) -> None:
    small_build.use_turtle_as_coding(monkeypatch)


@pytest.mark.usefixtures("turtle_as_coding")
@pytest.mark.parametrize("stage", STAGES)
def test_a_build_killed_at_any_stage_loses_nothing(tmp_path: Path, stage: str):
    root = tmp_path / "build"
    data = small_build.write_project(tmp_path)
    first = small_build.build.build(data, root, hermit=False)
    served = open_store(current_version(root))
    small_build.write_project(tmp_path, small_build.MORE_CODING)

    assert build_in_a_process(tmp_path, root, stage) == -signal.SIGKILL

    version = current_version(root)
    assert version.id == first.version
    assert damaged_files(version) == ()
    assert set(open_store(version)) == set(served)

    second = small_build.build.build(data, root, hermit=False)

    assert current_version(root).id == second.version != first.version
    assert damaged_files(current_version(root)) == ()
    assert [known.id for known in versions(root)] == [second.version, first.version]
    assert sorted(path.name for path in root.iterdir()) == [
        ".lock",
        "checks.jsonl",
        "current",
        "history.jsonl",
        "versions",
    ]
    assert {path.name for path in (root / "versions").iterdir()} == {first.version, second.version}


@pytest.mark.usefixtures("turtle_as_coding")
@pytest.mark.parametrize("stage", STAGES)
def test_a_first_build_killed_at_any_stage_publishes_nothing_and_can_be_run_again(
    tmp_path: Path, stage: str
):
    root = tmp_path / "build"
    data = small_build.write_project(tmp_path)

    assert build_in_a_process(tmp_path, root, stage) == -signal.SIGKILL
    assert not (root / "current").exists()

    small_build.build.build(data, root, hermit=False)
    assert damaged_files(current_version(root)) == ()
