"""``standoff schema``: the JSON Schemas by which an editor completes the coding files."""

from pathlib import Path

import click

from kg.schemas import SCHEMA_FOLDER, schemas, write_schemas


@click.command("schema")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=SCHEMA_FOLDER,
    show_default="kg/schema",
    help="Write into this folder.",
)
def command(output: Path) -> None:
    """Write the JSON Schemas of the coding files; print their paths."""
    write_schemas(output)
    for name in schemas():
        click.echo(output / name)
