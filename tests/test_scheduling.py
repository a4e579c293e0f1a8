"""Tests that need quiet run last, alone, in one process; those that take longest come first."""

import subprocess
import sys
from pathlib import Path

import pytest

from kg.paths import python_path
from tests.scheduling import LONGEST, QUIET

CONFTEST = "from tests.scheduling import pytest_xdist_make_scheduler\n"
TEST = """
import os
import time
from pathlib import Path

import pytest

@pytest.mark.parametrize("number", range(6))
def test_it(number):
    began = time.monotonic()
    time.sleep(0.05)
    with Path(os.environ["TIMES"]).open("a") as file:
        file.write(f"{began} {time.monotonic()} {os.getpid()} {os.path.relpath(__file__)}\\n")
"""
OPTIONS = ["--dist", "loadscope", "-n", "2", "--import-mode", "importlib", "-p", "no:cacheprovider"]
LONG = LONGEST[0]
LOUD = ("tests/kg/test_a.py", "tests/server/test_engine.py", LONG)
IN_QUIET = ("tests/server/engine/test_engine.py", "tests/server/test_workers.py")


@pytest.mark.parametrize("path", [*QUIET, *LONGEST])
def test_what_is_told_by_its_path_is_there(path: str):
    assert (Path(__file__).parents[1] / path).exists()


def test_the_longest_comes_first_and_what_needs_quiet_last_and_alone(tmp_path: Path):
    for name in (*IN_QUIET, *LOUD):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TEST)
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "pytest.ini").touch()
    times = tmp_path / "times"

    run = subprocess.run(
        [sys.executable, "-m", "pytest", *OPTIONS],
        cwd=tmp_path,
        env={"PATH": "", "PYTHONPATH": python_path(), "TIMES": str(times)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    rows = [line.split() for line in times.read_text().splitlines()]
    quiet = [row for row in rows if row[3] in IN_QUIET]
    loud = [row for row in rows if row[3] in LOUD]
    assert (len(quiet), len(loud)) == (12, 18)
    assert max(float(row[1]) for row in loud) <= min(float(row[0]) for row in quiet)
    [process] = {row[2] for row in loud if row[3] == LONG}
    assert next(row[3] for row in rows if row[2] == process) == LONG
    assert len({row[2] for row in quiet}) == 1
    assert len({row[2] for row in loud}) > 1
