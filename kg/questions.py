"""The questions of ``queries/``: one a file, with a YAML header in its ``#+`` lines."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from kg.errors import Fault, InputError

HEADER_MARK: Final = "#+"
HEADER_KEYS: Final = frozenset({"summary", "description", "tags"})


@dataclass(frozen=True)
class Question:
    """A query with what its header says: the question in one line, and what to know about it."""

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    text: str


def load_questions(folder: Path) -> tuple[Question, ...]:
    """Read every ``.rq`` file of the folder, sorted by name.

    Raises `InputError` where a header does not parse or lacks its summary.
    """
    return tuple(_read(file) for file in sorted(folder.glob("*.rq")))


def find_question(questions: Sequence[Question], name: str) -> Question:
    """Return the question of this name, or raise `InputError` with the nearest names."""
    by_name = {question.name: question for question in questions}
    if name in by_name:
        return by_name[name]
    near = difflib.get_close_matches(name, by_name, n=5, cutoff=0.5)
    raise InputError(
        f"no question is named {name!r}",
        fix="take one of these, or the path of a file",
        faults=[Fault("", f"{known}: {by_name[known].summary}") for known in near or by_name],
    )


def _read(file: Path) -> Question:
    try:
        text = file.read_text(encoding="utf-8")
        header = yaml.safe_load(_header(text))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _bad_header(file, " ".join(str(error).split())) from error
    if not isinstance(header, dict):
        raise _bad_header(file, "it has no '#+ summary: …' line")
    if unknown := sorted(str(key) for key in set(header) - HEADER_KEYS):
        raise _bad_header(file, f"it has unknown keys: {', '.join(unknown)}")
    return Question(
        name=file.stem,
        summary=_text(file, header, "summary", required=True),
        description=_text(file, header, "description", required=False),
        tags=_tags(file, header),
        text=text,
    )


def _header(text: str) -> str:
    marked = [line for line in text.splitlines() if line.startswith(HEADER_MARK)]
    return "\n".join(line.removeprefix(HEADER_MARK).removeprefix(" ") for line in marked)


def _text(file: Path, header: dict[str, object], key: str, *, required: bool) -> str:
    value = header.get(key) or ""
    if not isinstance(value, str) or (required and not value.strip()):
        raise _bad_header(file, f"its {key} is not a text")
    return " ".join(value.split())


def _tags(file: Path, header: dict[str, object]) -> tuple[str, ...]:
    tags = header.get("tags") or []
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise _bad_header(file, "its tags are not a list of words")
    return tuple(tags)


def _bad_header(file: Path, cause: str) -> InputError:
    return InputError(
        "the header of this question does not hold",
        where=str(file),
        cause=cause,
        fix='write "#+ summary: the question in one line?", quoted if it contains ": "',
    )
