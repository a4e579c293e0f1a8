"""The text as pieces between which candidates begin and end, line by line, in code points."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from markupsafe import Markup, escape

from kg.extraction.candidates import Candidate
from kg.extraction.decisions import Kind, Placed

SIGNS: Final = {"proposed": "?", "accepted": "✓", "edited": "✎", "rejected": "✗"}
"""Each state by a sign, so that colour is not all that tells it."""
ONE_OF: Final[dict[Kind, str]] = {"mentions": "mention", "dates": "date", "claims": "claim"}


@dataclass(frozen=True)
class Mark:
    """The place where a candidate's sign stands: behind a name or date, before a claim."""

    id: str
    kind: str
    state: str
    sign: str
    is_here: bool

    @property
    def name(self) -> str:
        """What it is in words."""
        return f"{self.id}, {self.kind}, {self.state}"


@dataclass
class Piece:
    """A run of a line that the same candidates cover."""

    start: int
    words: Markup
    id: str = ""
    """The innermost name or date that covers it."""
    looks: tuple[str, ...] = ()
    before: list[Mark] = field(default_factory=list)
    after: list[Mark] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """A line of the text, and the sentences that begin in it."""

    pieces: tuple[Piece, ...]


def lines(text: str, placed: Sequence[Placed], here: str) -> Iterator[Line]:
    """Cut the text into lines and pieces; ``here`` is the candidate that is looked at."""
    ordered = sorted(placed, key=lambda each: each.candidate.start)
    open_, number, start = list[Placed](), 0, 0
    for line in text.split("\n"):
        end = start + len(line)
        while number < len(ordered) and ordered[number].candidate.start < end:
            open_.append(ordered[number])
            number += 1
        open_ = [each for each in open_ if each.candidate.end > start]
        if line.strip():
            # A carriage return at its end is no part of what is shown.
            last = start + len(line.rstrip("\r"))
            yield Line(tuple(_pieces(text, (start, last), open_, here)))
        start = end + 1


def _pieces(
    text: str, span: tuple[int, int], placed: Sequence[Placed], here: str
) -> Iterator[Piece]:
    start, end = span
    cuts = {start, end}
    for each in placed:
        cuts |= {each.candidate.start, each.candidate.end}
    places = sorted(cut for cut in cuts if start <= cut <= end)
    for one, other in pairwise(places):
        yield _piece(text, one, other, placed, here)


def _piece(text: str, start: int, end: int, placed: Sequence[Placed], here: str) -> Piece:
    over = [e for e in placed if e.candidate.start <= start and end <= e.candidate.end]
    names = sorted(
        (each for each in over if each.kind != "claims"),
        key=lambda each: each.candidate.end - each.candidate.start,
    )
    looks = []
    if names:
        looks = ["said", ONE_OF[names[0].kind], names[0].candidate.state]
        if len(names) > 1:
            looks.append("nested")
    if any(each.candidate.id == here for each in over):
        looks.append("here")
    return Piece(
        start,
        shown(text[start:end]),
        names[0].candidate.id if names else "",
        tuple(looks),
        [
            _mark(each.kind, each.candidate, here)
            for each in placed
            if each.kind == "claims" and each.candidate.start == start
        ],
        [_mark(e.kind, e.candidate, here) for e in _ending(names, end)],
    )


def _ending(names: Iterable[Placed], end: int) -> Iterator[Placed]:
    return (each for each in names if each.candidate.end == end)


def _mark(kind: Kind, one: Candidate, here: str) -> Mark:
    return Mark(one.id, ONE_OF[kind], one.state, SIGNS[one.state], one.id == here)


def shown(words: str) -> Markup:
    """Return words as HTML that a parser reads back code point for code point."""
    return escape(words.replace("\0", "\ufffd")).replace("\r", Markup("&#13;"))
