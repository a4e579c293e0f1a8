import errno
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest
import small_build
from small_version import publish_small

from kg import __version__
from kg.cli import COMMANDS, run, standoff
from kg.paths import DataPaths
from kg.published import current_version

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataPaths:
    """Put a small project in the place of the real one."""
    small_build.use_turtle_as_coding(monkeypatch)
    data = small_build.write_project(tmp_path)
    for command in ("build", "validate"):
        monkeypatch.setattr(f"kg.cli.{command}.project_data", lambda: data)
    return data


def start(*arguments: str, **options: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "kg", *arguments], cwd=REPOSITORY, text=True, **options
    )


def heed_interrupts() -> None:
    """Undo what a shell does to a job in the background: it has it ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_every_option_has_help(name: str):
    with click.Context(standoff) as context:
        command = standoff.get_command(context, name)

    assert command is not None
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_help_lists_the_commands_and_goes_to_stdout(capsys: pytest.CaptureFixture[str]):
    assert run(["--help"]) == 0

    captured = capsys.readouterr()
    told = re.findall(r"^  ([a-z]+)  +(.+)$", captured.out, flags=re.MULTILINE)
    assert told == list(COMMANDS.items())
    assert captured.err == ""


def test_no_command_is_imported_to_list_them():
    code = "import sys; from kg.cli import run; run(['--help']); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert {f"kg.cli.{name}" for name in COMMANDS} & set(told.stdout.split()) == set()


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"standoff {__version__}\n"
    assert f'version = "{__version__}"' in (REPOSITORY / "pyproject.toml").read_text()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["biuld"], "Did you mean 'build'?"),
        (["build", "--bogus"], "No such option"),
        (["build", "--text", "/nowhere/at/all"], "does not exist"),
        (["build", "--base", "standoff", "--output", "unused"], "is not a base for IRIs"),
        (["query"], "Missing argument"),
        (["query", "x", "--format", "xml"], "is not one of"),
        (["rollback"], "Missing argument"),
        (["serve", "--port", "70000"], "is not in the range"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_is_wrong(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.chdir(tmp_path)

    assert run(arguments) == 2

    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.out == ""


def test_without_a_command_the_help_is_shown_as_an_error(capsys: pytest.CaptureFixture[str]):
    assert run([]) == 2
    assert "Usage: standoff" in capsys.readouterr().err


@pytest.mark.usefixtures("project")
def test_build_prints_the_id_of_what_it_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert run(["build", "--skip-hermit", "--output", str(tmp_path / "out")]) == 0

    version = current_version(tmp_path / "out")
    captured = capsys.readouterr()
    catalog = version.manifest["graphs"]["catalog"]
    assert captured.out == f"{version.id}\n"
    assert captured.err == (
        f"published {version.path}: {15 + catalog} triples "
        f"(article/a 4, catalog {catalog}, inferred 1, ontology 10)\n"
        "shapes: hold, 1 pieces of advice (standoff validate)\n"
        "HermiT: skipped: nothing looked for contradictions\n"
        "text: not given (--text checks it)\n"
    )


def test_build_ends_with_3_where_the_data_does_not_conform(
    project: DataPaths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    small_build.write_project(project.shapes.parent, small_build.BAD_CODING)

    assert run(["build", "--skip-hermit", "--output", str(tmp_path / "out")]) == 3

    captured = capsys.readouterr()
    assert captured.out == ""
    assert (
        "\n  id:c2 stand:assertedBy: A claim has an asserter. (shape:Claim-asserter)"
        in captured.err
    )
    assert not (tmp_path / "out" / "current").exists()


@pytest.mark.parametrize("command", ["build", "validate"])
def test_hermit_is_asked_unless_it_is_skipped(
    project: DataPaths,
    command: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.setenv("STANDOFF_BUILD", str(tmp_path / "out"))
    small_build.write_project(project.shapes.parent, small_build.CONTRADICTORY_CODING)

    assert run([command]) == 3
    assert "contradict each other (HermiT)" in capsys.readouterr().err
    assert run([command, "--skip-hermit"]) == 0
    assert "HermiT: skipped" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("coding", "code", "out"),
    [
        (
            small_build.CODING,
            0,
            "Warning: id:c1 rdfs:label: A claim should have a label. (shape:Claim-label)\n",
        ),
        (
            small_build.BAD_CODING.replace("id:c2 a", "id:c2 rdfs:label 'c2' ; a").replace(
                "id:c1 a", "id:c1 rdfs:label 'c1' ; a"
            ),
            3,
            "Violation: id:c2 stand:assertedBy: A claim has an asserter. (shape:Claim-asserter)\n",
        ),
    ],
)
def test_validate_prints_the_results_and_publishes_nothing(
    project: DataPaths,
    coding: str,
    code: int,
    out: str,
    capsys: pytest.CaptureFixture[str],
):
    small_build.write_project(project.shapes.parent, coding)

    assert run(["validate", "--skip-hermit"]) == code
    assert capsys.readouterr().out == out


def test_versions_are_listed_and_rollback_moves_the_mark(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    options = ["--build", str(tmp_path)]
    assert run(["versions", *options]) == 0
    assert capsys.readouterr() == ("", "nothing is published: run `standoff build`\n")
    first = publish_small(tmp_path, hermit="consistent")
    second = publish_small(tmp_path, "id:x a stand:Actor .")
    line = "{} {}  ontology 0.1.0  {} triples  articles: a  HermiT: {}; text: not given\n"

    assert run(["versions", *options]) == 0
    assert capsys.readouterr().out == (
        line.format("*", second.id, 9, "skipped") + line.format(" ", first.id, 8, "consistent")
    )

    assert run(["rollback", first.id, *options]) == 0
    assert capsys.readouterr().out == f"{first.id}\n"
    assert run(["versions", *options]) == 0
    assert capsys.readouterr().out == (
        line.format(" ", second.id, 9, "skipped") + line.format("*", first.id, 8, "consistent")
    )

    assert run(["rollback", "abc", *options]) == 2
    assert "no version 'abc' is published" in capsys.readouterr().err


@pytest.mark.usefixtures("project")
def test_a_folder_that_cannot_be_written_is_an_error_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "file").write_text("")

    assert run(["build", "--skip-hermit", "--output", str(tmp_path / "file" / "out")]) == 2
    assert capsys.readouterr().err == f"error: {tmp_path}/file/out/versions: Not a directory\n"


@pytest.mark.parametrize("output_format", ["table", "csv"])
def test_a_reader_that_goes_away_ends_the_command_quietly(tmp_path: Path, output_format: str):
    publish_small(tmp_path)
    arguments = ["query", "-", "--build", str(tmp_path), "--format", output_format]
    pipe = subprocess.PIPE

    with start(*arguments, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stdin is not None
        process.stdin.write("SELECT * { ?s ?p ?o }")
        process.stdin.close()
        assert process.stderr is not None
        err = process.stderr.read()

    assert (process.returncode, err) == (141, "")


def test_a_closed_stdout_ends_the_command_quietly(tmp_path: Path):
    publish_small(tmp_path)
    command = f"exec '{sys.executable}' -m kg versions --build '{tmp_path}' >&-"

    done = subprocess.run(["sh", "-c", command], cwd=REPOSITORY, capture_output=True, text=True)

    assert (done.returncode, done.stdout, done.stderr) == (141, "", "")


def test_an_error_of_two_paths_names_the_one_to_be_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def refuse(*_arguments: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "versions/ab", None, "root/new")

    monkeypatch.setattr("kg.cli.rollback.rollback", refuse)

    assert run(["rollback", "ab"]) == 2
    assert capsys.readouterr().err == "error: root/new: Permission denied\n"


def test_an_interrupt_ends_with_130_and_without_a_traceback(tmp_path: Path):
    publish_small(tmp_path)
    with start(
        "query", "-", "--build", str(tmp_path), stdin=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=heed_interrupts,
    ) as process:  # fmt: skip
        time.sleep(3)  # it waits for a query by then
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()

    assert (process.returncode, err) == (130, "interrupted\n")


def test_the_build_root_is_taken_from_the_environment(tmp_path: Path):
    version = publish_small(tmp_path)
    environment = {**os.environ, "STANDOFF_BUILD": str(tmp_path)}

    with start("versions", env=environment, stdout=subprocess.PIPE) as process:
        out, _ = process.communicate()

    assert out.startswith(f"* {version.id}")
