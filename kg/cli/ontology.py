"""``standoff ontology``: what an editor of the ontology needs, from Protégé and back."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from kg.cli import options
from kg.cli.messages import say
from kg.located_yaml import shown
from kg.ontology.check import check
from kg.ontology.difference_report import report
from kg.ontology.differences import Difference, read_state
from kg.ontology.documentation import document
from kg.ontology.folder import OntologyFolder
from kg.ontology.format import format_file
from kg.ontology.individuals.bring_back import bring_back
from kg.ontology.individuals.entity_files import read_entity_files
from kg.ontology.individuals.export import export
from kg.ontology.revisions import state
from kg.ontology.uses import uses
from kg.paths import DataPaths, project_data

DIFFERENT: Final = 1
NOT_CONFORMING: Final = 3
FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)

folder = click.option(
    "--folder", type=FOLDER, help="The ontology's folder; without it, the project's own."
)


@click.group("ontology")
def command() -> None:
    """Check, format and compare the ontology, as edited in Protégé or by hand."""


@command.command("check")
@click.argument("folder", metavar="[FOLDER]", required=False, type=FOLDER)
@click.option(
    "--since",
    metavar="REV|FOLDER",
    help="Compare with this earlier state; without it, with the last release, else HEAD.",
)
@click.option("--skip-jvm", is_flag=True, help="Leave out what needs the OWL API (saves seconds).")
@click.pass_context
def check_(ctx: click.Context, folder: Path | None, *, since: str | None, skip_jvm: bool) -> None:
    """Check the ontology in FOLDER, or the project's own, before a change is sent back.

    Prints each fault with its file, line and mend. Exits with 0 if there is none, else with 3.
    """
    verdict = check(_data(folder), since=since, jvm=not skip_jvm)
    for name, fault in verdict.listed():
        click.echo(f"{fault} ({name})")
    for what, why in verdict.unchecked.items():
        say(f"not checked: {what}: {why}")
    count = sum(map(len, verdict.faults.values()))
    say(f"{count or 'no'} fault{'' if count == 1 else 's'}; checked: {', '.join(verdict.faults)}")
    if not verdict.passed:
        ctx.exit(NOT_CONFORMING)


@command.command("format")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=FILE)
@click.option(
    "--check",
    "only_check",
    is_flag=True,
    help="Write nothing; say which files would change, exit 3.",
)
@click.pass_context
def format_(ctx: click.Context, files: tuple[Path, ...], *, only_check: bool) -> None:
    """Write FILE, as Protégé saves it in any syntax, in the one form that the repository keeps.

    Without FILE, all of the ontology. A file whose name ends in .ttl keeps its place; any other is
    left alone, and its Turtle goes to the file of the ontology it holds.
    """
    chosen = files or tuple(OntologyFolder(project_data().ontology).files)
    # All are read before one is written: a fault in the last leaves the first as it is.
    changed = [found for found in map(format_file, chosen) if found.changes]
    for found in changed:
        if not only_check:
            found.write()
        click.echo(shown(found.target))
    if only_check and changed:
        say("these files are not in our form; standoff ontology format writes it")
        ctx.exit(NOT_CONFORMING)


@command.command("diff")
@click.argument("old", default="HEAD")
@click.argument("new", default="")
@folder
@click.pass_context
def diff(ctx: click.Context, old: str, new: str, *, folder: Path | None) -> None:
    """Tell in words what changed from OLD to NEW, and which files that touches; exit 1 if anything.

    Each is a file, a folder or a git revision such as HEAD~1; without them, HEAD is compared with
    the working folder. Exits with 0 where both state the same.
    """
    data = _data(folder)
    with (
        state(old, data.ontology) as before,
        state(new or str(data.ontology), data.ontology) as now,
    ):
        difference = Difference(read_state(before), read_state(now))
        lines = list(report(difference, uses(data)))
    click.echo("\n".join(lines), nl=bool(lines))
    if difference.changes:
        ctx.exit(DIFFERENT)


@command.command("docs")
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--folder", type=FOLDER, help="The ontology's folder; without it, the project's own.")
@options.base
def docs(out: Path, *, folder: Path | None, base: str) -> None:
    """Write the ontology's documentation as HTML pages into the folder OUT."""
    document(folder or project_data().ontology, out, base)


@command.group("individuals")
def individuals() -> None:
    """Edit the project's entities as OWL individuals, and bring the edits back."""


@individuals.command("export")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def export_(out: Path) -> None:
    """Write the entities as individuals to OUT (.ttl or .owl), and beside it a catalogue."""
    data = project_data()
    for written in export(read_entity_files(data.entities), OntologyFolder(data.ontology), out):
        click.echo(shown(written))


@individuals.command("import")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Write nothing; only say what would change.")
def import_(file: Path, *, dry_run: bool) -> None:
    """Take the edits in FILE, an export saved in any syntax, over into the entity files.

    Comments, order and layout of what was not edited stay as they are.
    """
    data = project_data()
    changes = bring_back(file, data, OntologyFolder(data.ontology))
    if not dry_run:
        changes.write()
    told = (("added", changes.added), ("removed", changes.removed), ("changed", changes.changed))
    for word, references in told:
        for reference in references:
            click.echo(f"{word}: {reference}")
    files = ", ".join(sorted(map(shown, changes.texts)))
    say(f"{'would change' if dry_run else 'changed'}: {files or 'nothing'}")


def _data(folder: Path | None) -> DataPaths:
    """Return the project's folders, with another ontology's in the place of its own."""
    return replace(project_data(), ontology=folder) if folder else project_data()
