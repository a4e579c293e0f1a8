"""docs/protege.md, step by step: every command in it is run, in its order, between saves."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest
from protege_saves import saves

from kg.cli import run
from kg.cli.ontology import command
from kg.ontology.folder import OntologyFolder
from kg.ontology.owl_api import OwlApi
from kg.ontology.reading import OWL_XML, TURTLE
from kg.paths import PACKAGE, project_data

ROOT = PACKAGE.parent
NEW = "\nstand:Deployment owl:disjointWith stand:Agreement .\n"


def documented() -> list[str]:
    """List the commands of the shell blocks."""
    text = (ROOT / "docs" / "protege.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", text, flags=re.MULTILINE | re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines()]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a copy of the project's data, committed twice, as the working folder."""
    own = project_data()
    folders = {
        "ontology": own.ontology, "shapes": own.shapes, "queries": own.queries,
        "kg/entities": own.entities, "kg/links": own.links, "kg/articles": own.articles,
    }  # fmt: skip
    for name, source in folders.items():
        shutil.copytree(source, tmp_path / name)
    data = replace(own, **{Path(name).name: tmp_path / name for name in folders})
    monkeypatch.setattr("kg.cli.ontology.project_data", lambda: data)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "build").mkdir()
    git("init", "--quiet")
    for message in ("first", "second"):
        git("add", "--all")
        git("commit", "--quiet", "--allow-empty", "--message", message)
    return tmp_path


def git(*arguments: str) -> str:
    identity = ("-c", "user.name=Editor", "-c", "user.email=editor@example.org")
    command = ["git", *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def standoff(line: str) -> int:
    program, *arguments = shlex.split(line)
    assert program == "standoff"
    return run(arguments)


def test_the_round_of_the_guide(
    project: Path, api: OwlApi, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = OntologyFolder(project / "ontology")
    world = folder.path / "world.ttl"
    left = documented()

    def do(line: str, *, code: int = 0) -> str:
        """Run the next command of the guide, which must be this one."""
        assert left.pop(0) == line
        capsys.readouterr()
        assert standoff(line) == code, capsys.readouterr()
        return capsys.readouterr().out

    assert left.pop(0) == "make ontology"
    assert (
        "kg ontology check"
        in subprocess.run(
            ["make", "-n", "ontology"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout
    )

    # Saved over itself without a change, then with one, under another syntax beside it.
    world.write_text(saves(world, api, folder, (TURTLE,))[TURTLE], encoding="utf-8")
    assert git("diff", "--stat") != ""
    do("standoff ontology format")
    assert git("diff") == ""
    ours = world.read_text(encoding="utf-8")
    world.write_text(ours + NEW, encoding="utf-8")
    other = world.with_suffix(".owx")
    other.write_text(saves(world, api, folder, (OWL_XML,))[OWL_XML], encoding="utf-8")
    world.write_text(ours, encoding="utf-8")
    do("standoff ontology format ontology/world.owx")
    other.unlink()
    changed = [line for line in git("diff", "-U0").splitlines() if re.match(r"[+-][^+-]", line)]
    assert changed == ["+    owl:disjointWith stand:Deployment ;"]

    words = do("standoff ontology diff", code=1)
    shown = (ROOT / "docs" / "protege.md").read_text(encoding="utf-8")
    assert words.splitlines()[:2] == [
        "Class Agreement “agreement” (world.ttl)",
        "  now disjoint with Deployment",
    ]
    for line in words.splitlines()[:2]:
        assert line in shown
    assert do("standoff ontology diff HEAD~1 HEAD") == ""
    assert do("standoff ontology check") == ""
    do("standoff ontology format --check")
    do("standoff ontology check --since HEAD~1")

    do("standoff ontology individuals export build/entities.ttl")
    entities = project / "build" / "entities.ttl"
    text = entities.read_text(encoding="utf-8").replace('"Russia"@en', '"Russia, the state"@en')
    entities.write_text(text, encoding="utf-8")
    saved = saves(entities, api, OntologyFolder(entities.parent), (TURTLE,))[TURTLE]
    entities.write_text(saved, encoding="utf-8")
    do("standoff ontology individuals import --dry-run build/entities.ttl")
    assert git("diff", "--stat", "kg/entities") == ""
    do("standoff ontology individuals import build/entities.ttl")
    assert git("diff", "--stat", "kg/entities").splitlines()[-1] == (
        " 1 file changed, 1 insertion(+), 1 deletion(-)"
    )
    assert left == []


def commands(group: click.Group) -> Iterator[click.Command]:
    for each in group.commands.values():
        yield each
        if isinstance(each, click.Group):
            yield from commands(each)


def test_every_command_and_every_option_has_help() -> None:
    found = list(commands(command))

    assert {each.name for each in found} == {
        *("check", "format", "diff", "docs", "individuals", "export", "import"),
    }
    for each in found:
        assert each.help, each.name
        for parameter in each.params:
            assert not isinstance(parameter, click.Option) or parameter.help, parameter.name
