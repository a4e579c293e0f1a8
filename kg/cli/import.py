"""``standoff import``: a coding that comes back from another annotation tool."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter

from kg.cli.messages import say
from kg.cli.options import article_folder
from kg.interchange.coding_yaml import coding_yaml
from kg.interchange.formats import FORMATS
from kg.interchange.restoring import restore
from kg.interchange.writing import write_files
from kg.located_yaml import load_yaml, shown
from kg.model.article import ArticleFile
from kg.model.coding import CodingFile
from kg.model.reading import read_coded


@click.command("import")
@click.argument("name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("output", metavar="OUT", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--article", required=True, metavar="SLUG|FOLDER", help="The article: its sentences and digest."
)
@click.option(
    "--onto",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A coding.yaml whose other sections are kept: what the format cannot hold.",
)
@click.option(
    "--text",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The article's text; webanno needs it, brat where it is not beside the .ann file.",
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
def command(
    name: str,
    file: Path,
    output: Path,
    *,
    article: str,
    onto: Path | None,
    text: Path | None,
    force: bool,
) -> None:
    """Read a tool's FILE and write OUT/coding.yaml, and incomplete.yaml for what lacks something.

    What is marked in the file replaces the marked part of a coding: passages, mentions,
    emendations, claims and the sentences without one. The rest comes from --onto.
    """
    meta = read_coded(article_folder(article) / "article.yaml", TypeAdapter(ArticleFile))
    given = FORMATS[name].read(file, meta.value.sha256, text)
    kept = _kept(onto) if onto else {"activity": _activity(name)}
    restored = restore(given.records, meta, given.text, kept=kept, file=shown(file))
    files = {"coding.yaml": coding_yaml(restored.coding)}
    if restored.candidates:
        files["incomplete.yaml"] = coding_yaml({"candidates": list(restored.candidates)})
    write_files(files, output, replace=force)
    for written in files:
        click.echo(output / written)
    if restored.candidates:
        say(f"{len(restored.candidates)} lack something: incomplete.yaml says what")


def _kept(onto: Path) -> dict[str, Any]:
    read_coded(onto, TypeAdapter(CodingFile))
    content = load_yaml(onto).value
    return content if isinstance(content, dict) else {}


def _activity(name: str) -> dict[str, Any]:
    day = datetime.now(tz=UTC).date().isoformat()
    return {"id": f"{name}-import", "label": f"coding imported from {name}", "date": day}
