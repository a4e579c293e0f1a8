"""What a person decides on candidates, written into the file that holds them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import yaml

from kg.errors import Fault, InputError, input_error
from kg.extraction.candidates import (
    CANDIDATE_FILE,
    FILE_NAME,
    Candidate,
    CandidateFile,
    ClaimCandidate,
    DateCandidate,
    MentionCandidate,
    State,
)
from kg.extraction.yaml_edits import Edit, Scalar, applied, child, setting
from kg.located_yaml import parse_yaml
from kg.model.reading import CodedFile, coded, nearest, read_coded
from kg.whole_file import write_whole

Kind = Literal["mentions", "dates", "claims"]
KINDS: Final[tuple[Kind, ...]] = ("mentions", "dates", "claims")
_MODELS: Final[Mapping[Kind, type[Candidate]]] = {
    "mentions": MentionCandidate,
    "dates": DateCandidate,
    "claims": ClaimCandidate,
}
_NUMBERS: Final = ("start", "end")
_NOT_EDITED: Final = frozenset({"id", "rule", "score", "state", "others", "conditions", "sentence"})


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


def candidates_of(folder: Path) -> CodedFile[CandidateFile]:
    """Read the candidates of a draft.

    Raises:
        InputError: there is no such draft, or its file does not follow its schema.

    """
    file = folder / FILE_NAME
    if not file.is_file():
        drafts = sorted(each.parent.name for each in folder.parent.glob(f"*/{FILE_NAME}"))
        raise InputError(
            f"there is no draft {folder.name!r} in {folder.parent}",
            fix=nearest(folder.name, drafts)
            if drafts
            else "make one with: standoff article new, or name its folder with --drafts",
        )
    return read_coded(file, CANDIDATE_FILE)


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
    values: Mapping[str, str] | None = None,
) -> list[Placed]:
    """Give candidates a state, and with ``edited`` other values; return them as they were.

    The file keeps its comments and all else, and is replaced whole.

    Raises:
        InputError: nothing says which candidates, an id or key is not there, or the file would
            not follow its schema; nothing is written.

    """
    if choice.is_empty:
        raise InputError(
            "nothing says which candidates",
            fix="give ids, or --rule, --min-score, --kind, --surface",
        )
    read = candidates_of(folder)
    meant = chosen(read.value, choice)
    if not meant:
        return []
    given: dict[str, Scalar] = {"state": state, **_values(values or {}, meant)}
    if note is not None:
        given["note"] = note
    write_values(folder, read.source.file, [(each, given) for each in meant])
    return meant


def write_values(
    folder: Path, shown_as: str, given: Iterable[tuple[Placed, Mapping[str, Scalar]]]
) -> None:
    """Give candidates of a draft these values; comments and all else stay.

    Raises:
        InputError: the file would not follow its schema; nothing is written.

    """
    path = folder / FILE_NAME
    text = path.read_bytes().decode("utf-8")
    root = yaml.compose(text, yaml.CSafeLoader)
    edits = [edit for each, values in given for edit in _edits(text, root, each, values)]
    after = applied(text, edits)
    coded(parse_yaml(after.encode(), shown_as), CANDIDATE_FILE)
    write_whole(path, after)


def _edits(
    text: str, root: yaml.Node | None, placed: Placed, given: Mapping[str, Scalar]
) -> Iterator[Edit]:
    listed = child(root, placed.kind)
    assert listed is not None  # noqa: S101 -- the model read it there
    item = listed.value[placed.number]
    yield from setting(text, item, given)


def _values(values: Mapping[str, str], meant: list[Placed]) -> dict[str, Scalar]:
    """Return edited values as the file holds them, where all that are meant have such keys."""
    for kind in {each.kind for each in meant}:
        keys = sorted(set(_MODELS[kind].model_fields) - _NOT_EDITED)
        for key in values:
            if key not in keys:
                raise InputError(
                    f"{kind} have no {key!r} that can be edited", fix=nearest(key, keys)
                )
    wrong = [key for key in _NUMBERS if not values.get(key, "0").isdecimal()]
    if wrong:
        raise InputError(f"{wrong[0]} must be a whole number", fix="count code points from 0")
    return {key: int(value) if key in _NUMBERS else value for key, value in values.items()}
