"""Every command the README shows is run, and what it shows as an answer is what comes."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import run
from kg.paths import project_data
from kg.published import Version
from kg.questions import load_questions

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)
MAKE = [
    shlex.split(line, comments=True)
    for kind, block in BLOCKS
    if kind == "sh"
    for line in block.splitlines()
    if line.startswith("make ")
]
CONSOLE = [
    tuple(entry.split("\n", 1))
    for kind, block in BLOCKS
    if kind == "console"
    for entry in re.split(r"^\$ ", block, flags=re.MULTILINE)
    if entry
]
SPARQL = [block for kind, block in BLOCKS if kind == "sparql"]


def test_the_readme_is_short_and_shows_the_product_first() -> None:
    lines = README.splitlines()

    assert len(lines) < 120
    assert any(line.startswith("$ ") for line in lines[:25])


@pytest.mark.parametrize("command", MAKE, ids=" ".join)
def test_make_knows_the_command(command: list[str]) -> None:
    told = subprocess.run(
        [*command, "--dry-run"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert told.returncode == 0, told.stderr


def test_ci_runs_the_test_command_of_the_readme() -> None:
    gate = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()

    assert ["make", "test"] in MAKE
    assert "make test" in gate


@pytest.mark.parametrize(("command", "shown"), CONSOLE, ids=[entry[0] for entry in CONSOLE])
def test_the_answer_shown_is_the_answer_given(
    command: str, shown: str, project_root: Path, project_version: Version
) -> None:
    program, *arguments = shlex.split(command)
    given = subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        cwd=ROOT,
        env={"STANDOFF_BUILD": str(project_root), "COLUMNS": "100", "PATH": "", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert program == ".venv/bin/standoff"
    for part in re.split(r"^…$\n?", shown, flags=re.MULTILINE):
        assert part.strip() in given.stdout


@pytest.mark.parametrize("query", SPARQL)
def test_the_query_shown_has_an_answer(
    query: str, project_root: Path, project_version: Version, tmp_path: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("STANDOFF_BUILD", str(project_root))
    file = tmp_path / "shown.rq"
    file.write_text(query, encoding="utf-8")
    code = run(["query", str(file), "--format", "csv"])

    assert code == 0
    assert len(capsys.readouterr().out.splitlines()) > 1


def test_the_commands_listed_are_the_commands_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(["--help"])
    listed = set(re.findall(r"^\| `standoff (\w+)", README, flags=re.MULTILINE))
    there = set(re.findall(r"^  (\w+)  ", capsys.readouterr().out, flags=re.MULTILINE))

    assert listed == there


def test_folders_and_files_that_are_named_exist() -> None:
    named = {
        path
        for pair in re.findall(r"\]\(([^)#:]+)\)|`(\w[\w./-]*/[\w./-]*)`", README)
        for path in pair
        if path and not path.startswith((".venv", "build", "path/"))
    }  # fmt: skip

    assert {path for path in named if not (ROOT / path).exists()} == set()


def test_the_question_shown_is_one_of_the_questions() -> None:
    names = {question.name for question in load_questions(project_data().queries)}
    shown = {name for command, _ in CONSOLE for name in re.findall(r"query ([\w-]+)", command)}

    assert shown
    assert shown <= names
