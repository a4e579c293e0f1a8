"""``standoff article list``, ``accept`` and the rest: what a person decides on candidates."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, get_args

import click

from kg.cli.figures import form, print_figures
from kg.cli.messages import say
from kg.cli.options import text as text_option
from kg.cli.table import print_unbroken
from kg.corpus import load_corpus
from kg.errors import InputError
from kg.evaluation.decided import Decided, decided
from kg.evaluation.scores import Measure
from kg.extraction.candidates import ClaimCandidate, DateCandidate, MentionCandidate, State
from kg.extraction.changes import candidates_of
from kg.extraction.decisions import KINDS, Choice, Placed, decide, every
from kg.extraction.draft_check import check_draft
from kg.extraction.first_coding import take_over
from kg.extraction.linking import link
from kg.extraction.locating import locate
from kg.paths import project_data

NOT_CONFORMING: Final = 3

drafts_option = click.option(
    "--drafts",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("drafts"),
    show_default=True,
    help="The folder that the drafts are in.",
)
_Command = Callable[..., Any]


def choosing(command: _Command) -> _Command:
    """Add the options that say which candidates are meant."""
    for option in reversed(
        (
            click.option("--kind", type=click.Choice(KINDS), help="Only of this list."),
            click.option("--rule", help="Only those that this rule found."),
            click.option(
                "--min-score", type=click.FloatRange(0, 1), help="Only those that score so much."
            ),
            click.option("--surface", help="Only those of these very words."),
            click.option(
                "--linked/--unlinked",
                default=None,
                help="Only those that do, or don't, name an entity there is.",
            ),
        )
    ):
        command = option(command)
    return command


@click.command("list")
@click.argument("slug")
@choosing
@click.option("--state", type=click.Choice(get_args(State)), help="Only those in this state.")
@drafts_option
def list_candidates(slug: str, drafts: Path, state: State | None, **common: Any) -> None:
    """List a draft's candidates: id, state, score, rule, and what is proposed."""
    choice = Choice(**common)
    for each in every(candidates_of(drafts / slug).value):
        if choice.fits(each.kind, each.candidate) and state in {None, each.candidate.state}:
            click.echo(_line(each))


def _line(placed: Placed) -> str:
    one = placed.candidate
    head = f"{one.id}  {one.state:8}  {one.score:.2f}  {one.rule}"
    if isinstance(one, MentionCandidate):
        what = one.entity or f"new {one.suggests or 'entity'}"
        read = f", read as {one.reading!r}" if one.reading else ""
        return f"{head}: {one.surface!r} {what}{read}"
    if isinstance(one, DateCandidate):
        return f"{head}: {one.surface!r} {one.edtf}"
    assert isinstance(one, ClaimCandidate)  # noqa: S101 -- there are three lists
    speaker = one.speaker or one.speaker_words or "the author"
    manner = ", ".join((one.mode, one.act, one.certainty, one.polarity))
    return f"{head}: {one.sentence} {speaker}: {manner}"


def _deciding(name: str, state: State, summary: str) -> click.Command:
    @click.command(name, help=summary)
    @click.argument("slug")
    @click.argument("ids", nargs=-1)
    @choosing
    @click.option("--note", help="Why, kept with the candidates.")
    @drafts_option
    def command(
        slug: str, ids: tuple[str, ...], drafts: Path, note: str | None, **common: Any
    ) -> None:
        meant = decide(drafts / slug, Choice(ids, **common), state, note=note)
        _say_decided(meant, state)

    return command


accept = _deciding(
    "accept",
    "accepted",
    "Accept candidates: those of these IDS, or all undecided ones that the options describe.",
)
reject = _deciding(
    "reject",
    "rejected",
    "Reject candidates; they stay in the file, since a rule's precision is counted from them.",
)


@click.command("edit")
@click.argument("slug")
@click.argument("ids", nargs=-1)
@choosing
@click.option(
    "--set",
    "settings",
    multiple=True,
    required=True,
    metavar="KEY=VALUE",
    help="What it should say, such as entity=actor/japan; may be repeated.",
)
@click.option("--note", help="Why, kept with the candidates.")
@drafts_option
def edit(
    slug: str,
    ids: tuple[str, ...],
    settings: tuple[str, ...],
    drafts: Path,
    note: str | None,
    **common: Any,
) -> None:
    """Correct candidates and accept them so; which, as for accept."""
    values = parsed_settings(settings)
    meant = decide(drafts / slug, Choice(ids, **common), "edited", note=note, values=values)
    _say_decided(meant, "edited")


def parsed_settings(settings: tuple[str, ...]) -> dict[str, str]:
    """Return the values of ``--set KEY=VALUE`` by key.

    Raises:
        InputError: one has no value.

    """
    values = {}
    for each in settings:
        key, equals, value = each.partition("=")
        if not equals or not value:
            raise InputError(f"--set {each!r} gives no value", fix="write KEY=VALUE")
        values[key.replace("-", "_")] = value
    return values


@click.command("link")
@click.argument("slug")
@drafts_option
def link_new(slug: str, drafts: Path) -> None:
    """Link undecided candidates to entities that were defined after the draft was made."""
    data = project_data()
    corpus = load_corpus(data.entities, data.links, data.articles)
    linked = link(drafts / slug, (each.entity for each in corpus.entities.defined))
    number = "1 candidate names" if len(linked) == 1 else f"{len(linked)} candidates name"
    say(f"{number} an entity now{f': {_ids(linked)}' if linked else ''}")


def _say_decided(meant: list[Placed], state: State) -> None:
    if not meant:
        say("no undecided candidate is of this kind; nothing was changed")
        return
    number = "1 candidate is" if len(meant) == 1 else f"{len(meant)} candidates are"
    say(f"{number} {state}: {_ids(meant)}")


def _ids(meant: list[Placed]) -> str:
    ids = [each.candidate.id for each in meant]
    return " ".join(ids) if len(ids) <= 12 else f"{ids[0]} … {ids[-1]}"


@click.command("status")
@click.argument("slugs", nargs=-1, required=True)
@form
@drafts_option
def status(slugs: tuple[str, ...], form: str, drafts: Path) -> None:
    """Tell what is decided, and how often each rule was right, over one draft or several."""
    found = decided(candidates_of(drafts / slug).value for slug in slugs)
    names = ("list", "rule", "proposed", "accepted", "edited", "rejected", "precision")
    rows = [_row(each, _with_interval) for each in found]
    plain = [_row(each, lambda measure: f"{measure.value:.4f}") for each in found]
    content = [asdict(each) | {"precision": _figures(each.precision)} for each in found]
    print_figures(form, names, rows, content, plain=plain, as_table=print_unbroken)
    if form == "table":
        say("precision: accepted as proposed, of those decided; in brackets Wilson's 95 % interval")


def _figures(measure: Measure | None) -> dict[str, float] | None:
    return None if measure is None else asdict(measure)


def _with_interval(measure: Measure) -> str:
    return f"{measure.value:.2f} [{measure.low:.2f}, {measure.high:.2f}]"


def _row(each: Decided, shown: Callable[[Measure], str]) -> tuple[str, ...]:
    counts = (each.proposed, each.accepted, each.edited, each.rejected)
    return (
        each.kind,
        each.rule,
        *map(str, counts),
        shown(each.precision) if each.precision else "",
    )


@click.command("code")
@click.argument("slug")
@drafts_option
def code(slug: str, drafts: Path) -> None:
    """Write what was accepted or edited into the draft's coding.yaml, and leave what is there.

    Mentions are written whole; of claims what rules can say, the rest is left empty, and
    "standoff article check" names each place with its line.
    """
    taken = take_over(drafts / slug)
    click.echo(taken.file)
    made = "made" if taken.is_new else "added to"
    say(
        f"coding {made}: {taken.mentions} mentions and {taken.claims} claims are new,"
        f" {taken.there} were there"
    )


@click.command("check")
@click.argument("slug")
@text_option
@drafts_option
@click.pass_context
def check(ctx: click.Context, slug: str, text: Path | None, drafts: Path) -> None:
    """Read a draft as a build would, beside all articles; say what is missing, with file and line.

    Then print each sentence with neither a claim nor a reason for having none; and once there is
    no such sentence, what breaks a shape. The exit code is 3 if there is anything of either.
    """
    folder = drafts / slug
    found = check_draft(folder, text)
    for sentence in found.uncovered:
        click.echo(f"{slug}/{sentence}")
    for violation in found.violations:
        click.echo(violation)
    say(f"{slug}: {len(found.uncovered)} of {found.sentences} sentences uncovered")
    if found.complete:
        say(f"it can be built: move {folder} to {project_data().articles}")
    else:
        ctx.exit(NOT_CONFORMING)


@click.command("locate")
@click.argument("slug")
@click.argument("words")
@click.option(
    "--text",
    "file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The text that the draft was made of.",
)
@click.option("--to", "last", metavar="WORDS", help="From WORDS to these, in the same sentence.")
@drafts_option
def locate_words(slug: str, words: str, file: Path, last: str | None, drafts: Path) -> None:
    """Print where WORDS stand in a draft's text, as a passage and a mention to be pasted."""
    for place in locate(drafts / slug, file, words, last):
        click.echo(place.passage)
        if place.mention:
            click.echo(place.mention)


REVIEWING: Final = (
    list_candidates,
    link_new,
    locate_words,
    accept,
    edit,
    reject,
    status,
    code,
    check,
)
