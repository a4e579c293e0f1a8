"""``standoff export``: a coding for another annotation tool."""

from pathlib import Path

import click

from kg.article_folder import read_coding
from kg.cli.messages import say
from kg.cli.options import article_folder
from kg.interchange.formats import FORMATS, export
from kg.interchange.writing import write_files


@click.command("export")
@click.argument("article", metavar="SLUG|FOLDER")
@click.argument("output", metavar="OUT", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--format",
    "name",
    required=True,
    type=click.Choice(list(FORMATS)),
    help="The tool to write for.",
)
@click.option(
    "--text",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The article's text; it goes into the files, and nowhere else.",
)
@click.option(
    "--empty",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="For dna: your own new .dna file; a copy of it is filled, and it stays as it is.",
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
def command(
    article: str, output: Path, *, name: str, text: Path, empty: Path | None, force: bool
) -> None:
    """Write the coding of an article into the folder OUT, and say what the format cannot hold."""
    exported = export(read_coding(article_folder(article)), text, name, empty=empty)
    write_files(exported.files, output, replace=force)
    for file in exported.files:
        click.echo(output / file)
    for lost in exported.lost:
        say(f"not held by {name}: {lost}")
