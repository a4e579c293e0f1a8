"""``standoff ontology``: what an editor of the ontology needs, from Protégé and back."""

import importlib
from pathlib import Path
from typing import Final

import click

from kg.cli.messages import say
from kg.errors import InputError
from kg.located_yaml import shown
from kg.ontology.folder import OntologyFolder
from kg.ontology.format import format_file
from kg.paths import project_data

DIFFERENT: Final = 1
NOT_CONFORMING: Final = 3
FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group("ontology")
def command() -> None:
    """Check, format and compare the ontology, as edited in Protégé or by hand."""


@command.command("format")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=FILE)
@click.option("--check", is_flag=True, help="Write nothing; say which files would change, exit 3.")
@click.pass_context
def format_(ctx: click.Context, files: tuple[Path, ...], *, check: bool) -> None:
    """Write FILE, as Protégé saves it in any syntax, in the one form that the repository keeps.

    Without FILE, all of the ontology. A file whose name ends in .ttl keeps its place; any other is
    left alone, and its Turtle goes to the file of the ontology it holds.
    """
    chosen = files or tuple(OntologyFolder(project_data().ontology).files)
    # All are read before one is written: a fault in the last leaves the first as it is.
    changed = [found for found in map(format_file, chosen) if found.changes]
    for found in changed:
        if not check:
            found.write()
        click.echo(shown(found.target))
    if check and changed:
        say("these files are not in our form; standoff ontology format writes it")
        ctx.exit(NOT_CONFORMING)


@command.command("docs")
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option("--folder", type=FOLDER, help="The ontology's folder; without it, the project's own.")
@click.option("--base", default="", help="What the addresses of the pages begin with.")
def docs(out: Path, *, folder: Path | None, base: str) -> None:
    """Write the ontology's documentation as HTML pages into the folder OUT."""
    try:
        documentation = importlib.import_module("kg.ontology.documentation")
    except ModuleNotFoundError as error:
        raise InputError("this version writes no documentation") from error
    documentation.document(folder or project_data().ontology, out, base)
