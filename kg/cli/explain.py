"""``standoff explain``: why a statement holds, or why it does not."""

import sys
from pathlib import Path
from typing import Final

import click

from kg.cli import options
from kg.published import OWN, current_version, find_version, open_store
from kg.reasoning.asking import ask_of
from kg.reasoning.explanation import Explainer
from kg.reasoning.report import as_json, as_text, as_turtle
from kg.reasoning.terms import read_statement

NOT_HELD: Final = 3


@click.command("explain")
@click.argument("subject")
@click.argument("predicate")
@click.argument("object_", metavar="OBJECT")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "ttl"]),
    default="text",
    show_default=True,
    help="How to write it; ttl is reified statements with PROV-O.",
)
@click.option("--version", "version_id", metavar="ID", help="Ask this version, not the current.")
@options.build_root
@click.pass_context
def command(
    ctx: click.Context,
    subject: str,
    predicate: str,
    object_: str,
    output_format: str,
    version_id: str | None,
    root: Path,
) -> None:
    """Say where SUBJECT PREDICATE OBJECT is asserted, or how it follows, or why it does not.

    Each is a prefixed name (id:actor/russia, stand:partOf, a) or an IRI, the OBJECT also a literal
    ('"Russia"@en'). The exit code is 3 where the version does not have the statement.
    """
    version = find_version(root, version_id) if version_id else current_version(root)
    goal = read_statement(subject, predicate, object_, version.base)
    ask = ask_of(open_store(version))
    explainer = Explainer(ask, version.base, has_own_default=version.default_graph == OWN)
    found = explainer.explain(goal)
    if output_format == "json":
        click.echo(as_json(found, version.base), nl=False)
    elif output_format == "ttl":
        sys.stdout.buffer.write(as_turtle(found, version.base))
    else:
        click.echo(as_text(found, version.base), nl=False)
    if found.status not in ("asserted", "inferred"):
        ctx.exit(NOT_HELD)
