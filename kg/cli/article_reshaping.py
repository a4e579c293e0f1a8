"""``standoff article add``, ``split``, ``merge`` and ``undo``: what no rule has proposed so."""

from pathlib import Path
from typing import Final

import click

from kg.cli.article_review import drafts_option, parsed_settings
from kg.cli.messages import say
from kg.extraction.changes import undo as undo_step
from kg.extraction.decisions import KINDS, Kind
from kg.extraction.draft_text import draft_text
from kg.extraction.reshaping import add as add_candidate
from kg.extraction.reshaping import merge as merge_candidates
from kg.extraction.reshaping import split as split_candidate

text_option = click.option(
    "--text",
    type=click.Path(exists=True, path_type=Path),
    envvar="STANDOFF_TEXT",
    required=True,
    help="The text that the draft was made from, or a folder with it.  [default: $STANDOFF_TEXT]",
)


@click.command("add")
@click.argument("slug")
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("start", type=click.IntRange(0))
@click.argument("end", type=click.IntRange(1))
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="What it says, such as entity=actor/japan; may be repeated.",
)
@click.option("--note", help="Why, kept with the candidates.")
@text_option
@drafts_option
def add(
    slug: str,
    kind: Kind,
    start: int,
    end: int,
    settings: tuple[str, ...],
    note: str | None,
    text: Path,
    drafts: Path,
) -> None:
    """Add a candidate that no rule has found, accepted: code points from START up to END."""
    folder = drafts / slug
    values = parsed_settings(settings)
    words = draft_text(folder, text)
    click.echo(add_candidate(folder, kind, words, (start, end), values=values, note=note))


@click.command("split")
@click.argument("slug")
@click.argument("id_", metavar="ID")
@click.option("--at", type=click.IntRange(1), help="Before this code point of the text.")
@click.option("--before", metavar="WORDS", help="Before these words.")
@text_option
@drafts_option
def split(
    slug: str, id_: str, at: int | None, before: str | None, text: Path, drafts: Path
) -> None:
    """Split a candidate in two, which are proposed anew; it is rejected, and stays."""
    if (at is None) == (not before):
        raise click.UsageError("Say where to split by one of --at and --before.")
    folder = drafts / slug
    words = draft_text(folder, text)
    for new in split_candidate(folder, id_, before or at or 0, words):
        click.echo(new)


@click.command("merge")
@click.argument("slug")
@click.argument("ids", nargs=2)
@text_option
@drafts_option
def merge(slug: str, ids: tuple[str, str], text: Path, drafts: Path) -> None:
    """Merge two candidates of a kind without a word between them; they are rejected, and stay."""
    folder = drafts / slug
    click.echo(merge_candidates(folder, ids, draft_text(folder, text)))


@click.command("undo")
@click.argument("slug")
@drafts_option
def undo(slug: str, drafts: Path) -> None:
    """Take back the last decision on a draft's candidates, made here or in the browser."""
    step = undo_step(drafts / slug)
    number = f"{len(step.ids)} candidates" if len(step.ids) > 12 else " ".join(step.ids)
    say(f"undone: {step.what} {number}")


RESHAPING: Final = (add, split, merge, undo)
