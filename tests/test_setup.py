"""`make run` in a fresh copy of the project: the first time, the second, and after a broken one.

It makes a virtual environment from the package registry, so it runs in CI and where
STANDOFF_TEST_SETUP is set.
"""

import json
import os
import re
import shutil
import signal
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.base import BASE

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(
    not (os.environ.get("CI") or os.environ.get("STANDOFF_TEST_SETUP")),
    reason="sets up an environment from the package registry: set STANDOFF_TEST_SETUP=1 to run it",
)


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what git knows of the project, and of what it does not ignore."""
    copy = tmp_path_factory.mktemp("fresh") / "standoff"
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    return copy


def environment() -> dict[str, str]:
    """Give the environment without what would hide a missing step of the set-up."""
    hidden = {
        "STANDOFF_BUILD",
        "STANDOFF_TEXT",
        "VIRTUAL_ENV",
        "PYTHONPATH",
        "MAKEFLAGS",
        "MAKELEVEL",
    }
    return {name: value for name, value in os.environ.items() if name not in hidden}


@contextmanager
def running(project: Path) -> Iterator[tuple[str, list[str]]]:
    """Run `make run`; give the address that it prints and the lines up to there."""
    process = subprocess.Popen(
        ["make", "run", "PORT=0"], cwd=project, env=environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
    )  # fmt: skip
    lines: list[str] = []
    try:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                yield found.group(), lines
                break
        else:
            pytest.fail("make run ended without an address:\n" + "".join(lines))
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)
        if process.stdout is not None:
            process.stdout.close()


def ask(address: str) -> bool:
    asked = {"query": f"ASK {{ ?claim <{BASE}ontology#attacks> ?other }}", "format": "json"}
    url = f"{address}/sparql?{urllib.parse.urlencode(asked)}"
    with urllib.request.urlopen(url, timeout=30) as got:
        return bool(json.load(got)["boolean"])


def test_make_run_serves_on_the_first_try_and_at_once_on_the_second(fresh: Path) -> None:
    with running(fresh) as (address, first):
        assert ask(address)
    with running(fresh) as (address, second):
        assert ask(address)

    assert (fresh / "server/static/editor/yasqe.min.js").is_file()
    assert any("installing" in line for line in first)
    assert not any("installing" in line or "fetching" in line for line in second)


def test_make_ontology_brings_what_protege_users_need_and_checks_the_ontology(fresh: Path) -> None:
    first, second = (
        subprocess.run(
            ["make", "ontology"], cwd=fresh, env=environment(), text=True, capture_output=True,
            check=True,
        )
        for _ in range(2)
    )  # fmt: skip

    assert "installing" in first.stdout
    assert second.stdout == ""
    assert second.stderr.endswith("opening, reasoning\n")


def test_make_run_mends_a_set_up_that_was_cut_off(fresh: Path) -> None:
    for stamp in (fresh / ".venv").glob(".setup-*"):
        stamp.unlink()
    for pip in (fresh / ".venv").glob("lib/python*/site-packages/pip"):
        shutil.rmtree(pip)
    with running(fresh) as (address, _):
        assert ask(address)
