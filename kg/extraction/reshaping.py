"""Candidates that a person adds, splits or merges; what was proposed stays, and is rejected."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Final

import yaml

from kg.errors import InputError
from kg.extraction.candidates import PERSON, Candidate, written_yaml
from kg.extraction.changes import Change, Opened, change
from kg.extraction.decisions import (
    MODELS,
    Choice,
    Kind,
    Placed,
    chosen,
    edited,
    every,
    item_of,
    words_at,
)
from kg.extraction.draft_article import read_draft_article
from kg.extraction.yaml_edits import Edit, appending, setting
from kg.spans import digest

_LETTERS: Final[Mapping[Kind, str]] = {"mentions": "m", "dates": "d", "claims": "k"}
_CLAIM: Final = {
    "mode": "own-voice",
    "act": "assertion",
    "certainty": "certain",
    "polarity": "positive",
}
_CARRIED: Final = frozenset({"id", "start", "end", "rule", "score", "state", "note", "replaces"})
_OF_THE_WORDS: Final = frozenset({"surface", "sentence"})


@dataclass(frozen=True)
class New:
    """A candidate that is to be added, and who or what found it."""

    kind: Kind
    start: int
    end: int
    values: Mapping[str, Any]
    replaces: tuple[str, ...] = ()
    rule: str = PERSON
    score: float = 1.0


def add(
    folder: Path,
    kind: Kind,
    text: str,
    span: tuple[int, int],
    *,
    values: Mapping[str, str] | None = None,
    note: str | None = None,
    seen: str | None = None,
) -> str:
    """Add a candidate that no rule has found, accepted; return its id. Space at its ends is left.

    Raises:
        InputError: the span does not lie in the text or has a candidate of that kind already, or
            a value does not fit; nothing is written.

    """
    start, end = _trimmed(text, *span)

    def make(found: Opened) -> Change:
        require_text(found, text)
        for each in every(found.value):
            one = each.candidate
            if each.kind == kind and (one.start, one.end) == (start, end):
                raise InputError(
                    f"{one.id} has just this span", fix=f"accept or correct {one.id} instead"
                )
        given = (_CLAIM if kind == "claims" else {}) | dict(edited(values or {}, kind))
        new = New(kind, start, end, given)
        [id_], edits = added(folder, found, text, [new], state="accepted", note=note)
        return Change("added", (id_,), tuple(edits))

    return change(folder, make, seen=seen).ids[0]


def split(
    folder: Path, id_: str, at: int | str, text: str, *, seen: str | None = None
) -> tuple[str, ...]:
    """Split a candidate in two at a code point, or before words; return the ids of the two.

    They are proposed anew, with what it says.

    Raises:
        InputError: there is no such candidate, or nothing would be left at one side.

    """

    def make(found: Opened) -> Change:
        require_text(found, text)
        [placed] = chosen(found.value, Choice((id_,)))
        one = placed.candidate
        place = text.find(at, one.start + 1, one.end) if isinstance(at, str) else at
        halves = [_trimmed(text, one.start, place), _trimmed(text, place, one.end)]
        if not one.start < place < one.end or any(start >= end for start, end in halves):
            raise InputError(
                f"{id_} cannot be split at {at!r}",
                fix=f"name words in it, or a code point between {one.start} and {one.end}",
            )
        new = [New(placed.kind, *half, _values(one), (id_,)) for half in halves]
        ids, edits = added(folder, found, text, new)
        note = f"split into {ids[0]} and {ids[1]}"
        return Change("split", (id_, *ids), (*_rejected(found, [placed], note), *edits))

    return change(folder, make, seen=seen).ids[1:]


def merge(folder: Path, ids: Sequence[str], text: str, *, seen: str | None = None) -> str:
    """Merge two candidates of a kind into one, which is proposed anew; return its id.

    Its values are those of the first of the ids.

    Raises:
        InputError: they are not two of a kind that overlap or have no word between them.

    """

    def make(found: Opened) -> Change:
        require_text(found, text)
        meant = {each.candidate.id: each for each in chosen(found.value, Choice(tuple(ids)))}
        if len(meant) != 2:
            raise InputError("two candidates are merged", fix="name two")
        first, other = (meant[each] for each in dict.fromkeys(ids))
        if not are_neighbours(first, other, text):
            raise InputError(
                f"{' and '.join(ids)} are not two of a kind without a word between them",
                fix="correct start and end of one instead, and reject the other",
            )
        start = min(first.candidate.start, other.candidate.start)
        end = max(first.candidate.end, other.candidate.end)
        new = New(first.kind, start, end, _values(first.candidate), tuple(meant))
        [id_], edits = added(folder, found, text, [new])
        note = f"merged into {id_}"
        edits = [*_rejected(found, [first, other], note), *edits]
        return Change("merged", (*ids, id_), tuple(edits))

    return change(folder, make, seen=seen).ids[-1]


def are_neighbours(one: Placed, other: Placed, text: str) -> bool:
    """Tell whether two candidates can be merged: of a kind, and no word or line end between."""
    if one.kind != other.kind or one.candidate.id == other.candidate.id:
        return False
    start = min(one.candidate.end, other.candidate.end)
    end = max(one.candidate.start, other.candidate.start)
    between = text[start:end]
    return not any(each.isalnum() or each == "\n" for each in between)


def require_text(found: Opened, text: str) -> None:
    """Raise `InputError` where a text is not the one that candidates were found in."""
    if digest(text) != found.value.sha256:
        raise InputError(
            "the text is not the one that the candidates were found in",
            where=found.source.file,
            fix="give the text that the draft was made from",
        )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    if end > len(text):
        return start, end  # which is refused later, as it was given
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _values(one: Candidate) -> dict[str, Any]:
    held = one.model_dump(mode="json", exclude_none=True)
    return {key: value for key, value in held.items() if key not in _CARRIED | _OF_THE_WORDS}


def _rejected(found: Opened, placed: Iterable[Placed], note: str) -> list[Edit]:
    given = {"state": "rejected", "note": note}
    return [edit for each in placed for edit in setting(found.text, item_of(found, each), given)]


def added(
    folder: Path,
    found: Opened,
    text: str,
    new: Sequence[New],
    *,
    state: str = "proposed",
    note: str | None = None,
) -> tuple[list[str], list[Edit]]:
    """Return the ids of new candidates of one kind, and the edit that adds them to their list."""
    kind = new[0].kind
    letter = _LETTERS[kind]
    taken = {each.candidate.id for each in every(found.value)}
    numbers = [int(name[1:]) for name in taken if name[0] == letter and name[1:].isdecimal()]
    free = count(max(numbers, default=0) + 1)
    ids, items = [], []
    for each in new:
        words = words_at(text, each.start, each.end, kind)
        id_ = f"{letter}{next(free):03}"
        held: dict[str, Any] = {
            "id": id_,
            "start": each.start,
            "end": each.end,
            "rule": each.rule,
            "score": each.score,
            "state": state,
        }
        if note:
            held["note"] = note
        if each.replaces:
            held["replaces"] = list(each.replaces)
        held |= _located(folder, each, words)
        held |= {key: value for key, value in each.values.items() if value not in (None, [])}
        ids.append(id_)
        items.append(written_yaml(_in_order(kind, held)).rstrip("\n"))
    assert isinstance(found.source.root, yaml.MappingNode)  # noqa: S101 -- the model read it
    try:
        return ids, [appending(found.text, found.source.root, kind, items)]
    except ValueError as error:
        raise InputError(
            f"{error}, to which nothing can be added",
            where=found.source.file,
            fix=f"write each of the {kind} on a line of its own that starts with -",
        ) from error


def _located(folder: Path, new: New, words: str) -> dict[str, str]:
    if new.kind != "claims":
        return {"surface": words}
    sentence = read_draft_article(folder).sentence_at(new.start)
    if sentence is None:
        raise InputError(
            f"no sentence of article.yaml has code point {new.start}",
            fix="correct the cut into sentences there",
        )
    return {"sentence": sentence.id}


def _in_order(kind: Kind, held: Mapping[str, Any]) -> dict[str, Any]:
    return {key: held[key] for key in MODELS[kind].model_fields if key in held}
