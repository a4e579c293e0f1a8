"""What the review page shows of a draft: the text, one candidate, how far the review has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, get_args

from kg.extraction.candidates import Candidate, MentionCandidate
from kg.extraction.changes import Opened, Step
from kg.extraction.decisions import Kind, Placed, every
from kg.extraction.draft_article import DraftArticle
from kg.extraction.progress import Progress
from kg.extraction.reshaping import are_neighbours
from kg.model.values import Certainty, DamageCause, Polarity, ReportingMode, SpeechAct
from server.review.entities import Choosable
from server.review.marked_text import ONE_OF, SIGNS, Line, lines

_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "mode": get_args(ReportingMode),
    "act": get_args(SpeechAct),
    "certainty": get_args(Certainty),
    "polarity": get_args(Polarity),
    "cause": ("", *get_args(DamageCause)),
}
MAIN: Final[Mapping[Kind, tuple[str, ...]]] = {
    "mentions": ("entity", "suggests"),
    "dates": ("edtf", "inferred"),
    "claims": ("speaker", "mode", "act", "certainty", "polarity"),
}
"""What is decided on every candidate of a kind."""
MORE: Final[Mapping[Kind, tuple[str, ...]]] = {
    "mentions": ("name", "reading", "cause", "reason", "start", "end"),
    "dates": ("start", "end"),
    "claims": ("speaker_words", "cue", "start", "end"),
}
"""What seldom is."""
_LABELS: Final = {
    "suggests": "Class of a new entity",
    "edtf": "Date (EDTF)",
    "inferred": "Why this date",
    "name": "Designation used",
    "reading": "Should read",
    "cause": "How it was damaged",
    "reason": "Why it is read so",
    "speaker": "Speaker, or to whom it is imputed",
    "speaker_words": "Words that name the speaker",
    "start": "First code point",
    "end": "Code point after the last",
}
_MAX_WORD_CUTS: Final = 120


@dataclass(frozen=True)
class Field:
    """A value of a candidate that can be corrected."""

    name: str
    label: str
    value: str
    choices: tuple[str, ...]
    references: str
    """What it may refer to: "entity", "actor", or nothing."""
    says: str = ""
    """The label of the entity that is referred to."""

    @property
    def is_number(self) -> bool:
        """Whether it is an offset."""
        return self.name in ("start", "end")


@dataclass(frozen=True)
class Focus:
    """The candidate that is looked at."""

    placed: Placed
    kind: str
    sign: str
    words: str
    main: tuple[Field, ...]
    more: tuple[Field, ...]
    others: tuple[str, ...]
    cuts: tuple[tuple[int, str], ...]
    """Where it can be split: before which code point, and how the two parts begin there."""
    neighbours: tuple[tuple[str, str], ...]
    """What it can be merged with, and its words."""

    @property
    def candidate(self) -> Candidate:
        """The candidate itself."""
        return self.placed.candidate


@dataclass(frozen=True)
class Page:
    """All that the page shows."""

    slug: str
    title: str
    language: str
    seen: str
    lines: tuple[Line, ...]
    focus: Focus | None
    previous: str
    next: str
    progress: Progress
    undo: Step | None
    steps: int
    first_of: Mapping[str, str]
    """For each sentence that is not accounted for: the candidate to look at, if it has one."""
    entities: tuple[Choosable, ...]
    adding: Mapping[str, tuple[Field, ...]]


def in_reading_order(found: Opened, article: DraftArticle, kind: str) -> list[Placed]:
    """Return candidates sentence by sentence, what a sentence names before what it claims."""

    def place(each: Placed) -> tuple[int, bool, int, int]:
        one = each.candidate
        sentence = article.sentence_at(one.start)
        begins = sentence.start if sentence else one.start
        return begins, each.kind == "claims", one.start, one.end

    return sorted((each for each in every(found.value) if kind in ("", each.kind)), key=place)


def following(order: Sequence[Placed], after: str) -> str:
    """Return the next candidate that nobody has decided on, from the start again at the end."""
    ids = [each.candidate.id for each in order]
    place = ids.index(after) + 1 if after in ids else 0
    turned = [*order[place:], *order[:place]]
    return next((e.candidate.id for e in turned if e.candidate.state == "proposed"), "")


def page_of(
    found: Opened,
    article: DraftArticle,
    text: str,
    *,
    at: str,
    kind: str,
    progress: Progress,
    steps: Sequence[Step],
    entities: tuple[Choosable, ...],
    posted: Mapping[str, str],
) -> Page:
    """Make the page; without ``at`` it shows the first candidate that is not decided on.

    ``posted`` are values that could not be written, and are not to be typed again.
    """
    order = in_reading_order(found, article, kind)
    everything = in_reading_order(found, article, "")
    ids = [each.candidate.id for each in order]
    known = {each.candidate.id: each for each in everything}
    here = at if at in known else following(order, "") or (ids[0] if ids else "")
    number = ids.index(here) if here in ids else 0
    named = {each.ref: each for each in entities}
    first_of: dict[str, str] = {}
    for each in everything:
        sentence = article.sentence_at(each.candidate.start)
        if sentence and (each.kind == "claims" or sentence.id not in first_of):
            first_of[sentence.id] = each.candidate.id
    return Page(
        slug=found.value.slug,
        title=article.title or found.value.slug,
        language=article.language,
        seen=found.sha256,
        lines=tuple(lines(text, everything, here)),
        focus=_focus(known[here], everything, text, named, posted) if here else None,
        previous=ids[number - 1] if ids else "",
        next=ids[(number + 1) % len(ids)] if ids else "",
        progress=progress,
        undo=steps[-1] if steps else None,
        steps=len(steps),
        first_of=first_of,
        entities=entities,
        adding={
            each: tuple(_field(name, {}, named) for name in MAIN[each] if name != "suggests")
            for each in MAIN
        },
    )


def _focus(
    placed: Placed,
    order: Sequence[Placed],
    text: str,
    named: Mapping[str, Choosable],
    posted: Mapping[str, str],
) -> Focus:
    one = placed.candidate
    held: dict[str, Any] = one.model_dump(mode="json", exclude_none=True) | dict(posted)
    words = text[one.start : one.end]
    main, more = MAIN[placed.kind], MORE[placed.kind]
    if held.get("entity"):
        # Then nobody asks for the class of a new one.
        main, more = ("entity",), ("suggests", *more)
    if held.get("speaker_words") and not held.get("speaker"):
        main, more = ("speaker_words", *main), tuple(e for e in more if e != "speaker_words")
    return Focus(
        placed,
        ONE_OF[placed.kind],
        SIGNS[one.state],
        words,
        tuple(_field(name, held, named) for name in main),
        tuple(_field(name, held, named) for name in more),
        one.others if isinstance(one, MentionCandidate) else (),
        tuple(_cuts(words, one.start)),
        tuple(
            (each.candidate.id, _short(text[each.candidate.start : each.candidate.end]))
            for each in order
            if each.candidate.state != "rejected" and are_neighbours(placed, each, text)
        ),
    )


def _field(name: str, held: Mapping[str, Any], named: Mapping[str, Choosable]) -> Field:
    value = str(held.get(name, ""))
    references = {"entity": "entity", "speaker": "actor"}.get(name, "")
    entity = named.get(value) if references else None
    label = _LABELS.get(name, name.capitalize())
    says = f"{entity.label} ({entity.class_})" if entity else ""
    return Field(name, label, value, _CHOICES.get(name, ()), references, says)


def _cuts(words: str, start: int) -> list[tuple[int, str]]:
    places = [n for n in range(1, len(words)) if words[n - 1].isspace() and not words[n].isspace()]
    # Japanese has no spaces to split at.
    if not places and len(words) <= _MAX_WORD_CUTS:
        places = list(range(1, len(words)))
    return [
        (start + n, f"{_short(words[:n].rstrip(), last=True)} | {_short(words[n:])}")
        for n in places[:_MAX_WORD_CUTS]
    ]


def _short(words: str, *, last: bool = False) -> str:
    if len(words) <= 24:
        return words
    return f"…{words[-22:]}" if last else f"{words[:22]}…"
