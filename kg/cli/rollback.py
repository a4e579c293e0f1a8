"""``standoff rollback``: go back to an earlier version."""

from pathlib import Path

import click

from kg.cli import options
from kg.cli.messages import say
from kg.published import rollback


@click.command("rollback")
@click.argument("version_id", metavar="ID")
@options.build_root
def command(version_id: str, *, root: Path) -> None:
    """Make the version ID current again, once its files are checked; print its id."""
    version = rollback(root, version_id)
    say(f"current is now {version.path}")
    click.echo(version.id)
