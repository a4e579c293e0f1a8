"""``standoff article``: from a text to a coding of it, rules proposing, a person deciding."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from kg.cli.article_reshaping import RESHAPING
from kg.cli.article_review import REVIEWING
from kg.cli.article_suggest import suggest
from kg.cli.messages import say
from kg.cli.recognising import ner
from kg.dates import parse_date
from kg.errors import Fault, InputError, input_error
from kg.extraction.drafting import Outcome, Task, make_drafts, processors
from kg.extraction.drafts import slug_of

TEXTS = "*.txt"


@click.group("article")
def command() -> None:
    """Make the draft of a coding from an article's text, and decide on what rules propose."""


@command.command("new")
@click.argument("texts", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("drafts"),
    show_default=True,
    help="Make the drafts in this folder, each in one of its slug.",
)
@click.option("--slug", help="The article's id; by default from the file's name.")
@click.option(
    "--published",
    metavar="EDTF",
    help="The day the text was published, from which its dates count; by default today.",
)
@click.option("--language", default="en", show_default=True, help="The text's language (BCP 47).")
@ner
@click.option(
    "--jobs",
    type=click.IntRange(1),
    default=processors,
    show_default="one a processor",
    help="Make so many drafts at once, each in a process of its own.",
)
def new(
    texts: tuple[Path, ...],
    output: Path,
    slug: str | None,
    published: str | None,
    language: str,
    jobs: int,
    *,
    recognises: bool,
) -> None:
    """Make a draft of each text, or of each *.txt in a folder: sentences, and candidates.

    Rules propose mentions, dates and claims in candidates.yaml; nothing of them is in the graph.
    A draft that is there already is left as it is, so that a run that was cut off goes on.
    """
    files = _files(texts)
    if slug and len(files) > 1:
        raise InputError("--slug names one article", fix="give one text with it")
    anchor = published or date.today().isoformat()
    parse_date(anchor)
    tasks = [
        Task(each, slug or slug_of(each), output, anchor, language, recognises) for each in files
    ]
    _require_each_once(tasks)
    faults: list[Fault] = []
    with _bar(len(tasks)) as advance:
        for outcome in make_drafts(tasks, jobs=jobs, on_done=lambda *_: advance()):
            if isinstance(outcome, Fault):
                faults.append(outcome)
            else:
                _tell(outcome, one=len(tasks) == 1)
    if len(tasks) > 1:
        say(f"{len(tasks) - len(faults)} of {len(tasks)} texts have a draft in {output}")
    if faults:
        raise input_error("the texts", faults)


def _tell(outcome: Outcome, *, one: bool) -> None:
    if isinstance(outcome, Fault):
        return
    click.echo(outcome.folder)
    if one and not outcome.is_new:
        say("the draft was there already, and is left as it is")
    elif one:
        say(
            f"draft made: {outcome.sentences} sentences, {outcome.mentions} mentions,"
            f" {outcome.claims} claims proposed"
        )


def _files(texts: tuple[Path, ...]) -> list[Path]:
    files: list[Path] = []
    for each in texts:
        if not each.is_dir():
            files.append(each)
            continue
        found = sorted({*each.glob(TEXTS), *each.glob(f"*/{TEXTS}")})
        if not found:
            raise InputError("the folder holds no text", where=str(each), fix="put *.txt in it")
        files += found
    return list(dict.fromkeys(files))


def _require_each_once(tasks: list[Task]) -> None:
    first: dict[str, Path] = {}
    faults = []
    for task in tasks:
        if task.slug in first:
            faults.append(
                Fault(
                    str(task.file),
                    f"its slug {task.slug} is that of {first[task.slug]} too",
                    fix="rename one of the two files",
                )
            )
        first.setdefault(task.slug, task.file)
    if faults:
        raise input_error("the texts", faults)


@contextmanager
def _bar(total: int) -> Iterator[Callable[[], None]]:
    """Show a progress bar on a terminal, where there are many texts."""
    shown = total > 1 and sys.stderr.isatty()
    with Progress(console=Console(stderr=True), disable=not shown) as progress:
        task = progress.add_task("making drafts", total=total)
        yield lambda: progress.advance(task)


for each_command in (*REVIEWING, *RESHAPING, suggest):
    command.add_command(each_command)
