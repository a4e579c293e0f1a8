"""What a person decides on candidates, written into the file that holds them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import yaml

from kg.errors import Fault, InputError, input_error
from kg.extraction.candidates import (
    Candidate,
    CandidateFile,
    ClaimCandidate,
    DateCandidate,
    MentionCandidate,
    State,
)
from kg.extraction.changes import Change, Opened, change
from kg.extraction.yaml_edits import Edit, Scalar, child, setting
from kg.model.passages import MAX_SURFACE_WORDS, count_words
from kg.model.reading import nearest

Kind = Literal["mentions", "dates", "claims"]
KINDS: Final[tuple[Kind, ...]] = ("mentions", "dates", "claims")
MODELS: Final[Mapping[Kind, type[Candidate]]] = {
    "mentions": MentionCandidate,
    "dates": DateCandidate,
    "claims": ClaimCandidate,
}
_NUMBERS: Final = ("start", "end")
_NOT_EDITED: Final = frozenset(
    {"id", "rule", "score", "state", "others", "conditions", "sentence", "replaces"}
)


@dataclass(frozen=True)
class Choice:
    """The candidates that a person means: by id, or all that have this in common."""

    ids: tuple[str, ...] = ()
    kind: Kind | None = None
    rule: str | None = None
    min_score: float | None = None
    surface: str | None = None
    linked: bool | None = None
    """Whether they name an entity that there is; None where that does not matter."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said by which to choose."""
        return self == Choice()

    def fits(self, kind: Kind, candidate: Candidate) -> bool:
        """Tell whether a candidate is meant."""
        return all(
            (
                not self.ids or candidate.id in self.ids,
                self.kind in {None, kind},
                self.rule in {None, candidate.rule},
                self.min_score is None or candidate.score >= self.min_score,
                self.surface is None or getattr(candidate, "surface", None) == self.surface,
                self.linked is None or self.linked == bool(getattr(candidate, "entity", None)),
            )
        )


@dataclass(frozen=True)
class Placed:
    """A candidate, the list that it is in, and its number there."""

    kind: Kind
    number: int
    candidate: Candidate


def every(file: CandidateFile) -> Iterator[Placed]:
    """Yield all candidates of a file, list by list."""
    for kind in KINDS:
        for number, candidate in enumerate(getattr(file, kind)):
            yield Placed(kind, number, candidate)


def chosen(file: CandidateFile, choice: Choice) -> list[Placed]:
    """Return the candidates that are meant; without ids only those that nobody has decided on.

    Raises:
        InputError: an id is not there.

    """
    there = list(every(file))
    known = [each.candidate.id for each in there]
    unknown = [each for each in choice.ids if each not in known]
    if unknown:
        faults = [Fault("", f"no candidate {id_!r}", fix=nearest(id_, known)) for id_ in unknown]
        raise input_error("the ids", faults)
    return [
        each
        for each in there
        if choice.fits(each.kind, each.candidate)
        and (choice.ids or each.candidate.state == "proposed")
    ]


def decide(
    folder: Path,
    choice: Choice,
    state: State,
    *,
    note: str | None = None,
    values: Mapping[str, str | None] | None = None,
    text: str | None = None,
    seen: str | None = None,
) -> list[Placed]:
    """Give candidates a state, and with ``edited`` other values; return them as they were.

    The file keeps its comments and all else, and is replaced whole. A value of None takes its key
    out. With the article's ``text``, the words of a span that is moved are taken from it; with
    ``seen``, the file's digest, nothing else may have changed it since (`kg.extraction.changes`).

    Raises:
        InputError: nothing says which candidates, an id or key is not there, or the file would
            not follow its schema; nothing is written.

    """
    if choice.is_empty:
        raise InputError(
            "nothing says which candidates",
            fix="give ids, or --rule, --min-score, --kind, --surface",
        )
    meant: list[Placed] = []

    def make(found: Opened) -> Change:
        meant[:] = chosen(found.value, choice)
        edits: list[Edit] = []
        for each in meant:
            given: dict[str, Scalar | None] = {"state": state, **edited(values or {}, each.kind)}
            if text is not None and given.keys() & set(_NUMBERS):
                given |= _moved(each, given, text)
            if note is not None:
                given["note"] = note
            edits += setting(found.text, item_of(found, each), given)
        return Change(state, tuple(each.candidate.id for each in meant), tuple(edits))

    change(folder, make, seen=seen)
    return meant


def item_of(found: Opened, placed: Placed) -> yaml.MappingNode:
    """Return the place of a candidate in its file."""
    listed = child(found.source.root, placed.kind)
    assert listed is not None  # noqa: S101 -- the model read it there
    item = listed.value[placed.number]
    assert isinstance(item, yaml.MappingNode)  # noqa: S101
    return item


def edited(values: Mapping[str, str | None], kind: Kind) -> dict[str, Scalar | None]:
    """Return values of a kind of candidate as the file holds them.

    Raises:
        InputError: candidates of that kind have no such key, or an offset is no number.

    """
    keys = sorted(set(MODELS[kind].model_fields) - _NOT_EDITED)
    for key in values:
        if key not in keys:
            raise InputError(f"{kind} have no {key!r} that can be edited", fix=nearest(key, keys))
    wrong = [key for key in _NUMBERS if not (values.get(key, "0") or "").isdecimal()]
    if wrong:
        raise InputError(f"{wrong[0]} must be a whole number", fix="count code points from 0")
    return {
        key: int(value) if value is not None and key in _NUMBERS else value
        for key, value in values.items()
    }


def words_at(text: str, start: int, end: int, kind: Kind) -> str:
    """Return the words of a span as a candidate may have them.

    Raises:
        InputError: the span is empty, ends outside of the text, or crosses a line; or it is a
            mention's and has more words than a coding may quote.

    """
    if not 0 <= start < end <= len(text):
        raise InputError(
            f"the span {start}-{end} does not lie in the text of {len(text):,} code points",
            fix="start is the first code point, end the one after the last",
        )
    words = text[start:end]
    if kind != "claims" and (words != words.strip() or "\n" in words):
        raise InputError(
            f"the span {start}-{end} starts or ends with a space, or crosses a line",
            fix="leave the space outside",
        )
    if kind == "mentions" and count_words(words) > MAX_SURFACE_WORDS:
        raise InputError(
            f"the span {start}-{end} has {count_words(words)} words, and a mention may have"
            f" {MAX_SURFACE_WORDS}",
            fix="mark the name alone",
        )
    return words


def _moved(
    placed: Placed, given: Mapping[str, Scalar | None], text: str
) -> dict[str, Scalar | None]:
    start = int(given.get("start", placed.candidate.start) or 0)
    end = int(given.get("end", placed.candidate.end) or 0)
    words = words_at(text, start, end, placed.kind)
    return {} if placed.kind == "claims" else {"surface": words}
