"""The questions of ``queries/``: one a file, with a YAML header in its ``#+`` lines."""

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import yaml

from kg.base import BASE, rebase
from kg.errors import Fault, InputError
from kg.parameters import Parameter, bind, find_parameters

HEADER_MARK: Final = "#+"
HEADER_KEYS: Final = frozenset({"asks", "defaults", "description", "enumerate", "summary", "tags"})


@dataclass(frozen=True)
class Question:
    """A query with what its header says: the question in one line, and what to know about it.

    ``text`` is the query with the defaults of its parameters, which are open in ``template``.
    ``asks`` is the question with ``{party}`` in the place of the parameter ``party``.
    """

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    text: str
    parameters: tuple[Parameter, ...] = ()
    template: str = ""
    asks: str = ""


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


def query_of(question: Question, given: Mapping[str, str], base: str) -> str:
    """Return the query of a question with these values of its parameters, by name.

    Raises `InputError` where a parameter is unknown or its value is not of its kind.
    """
    template = question.template or question.text
    return bind(rebase(template, base), question.parameters, given, base)


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
    question = Question(
        name=file.stem,
        summary=_text(file, header, "summary", required=True),
        description=_text(file, header, "description", required=False),
        tags=_tags(file, header),
        text=text,
    )
    try:
        parameters = _parameters(text, header)
        asks = _text(file, header, "asks", required=bool(parameters))
        question = replace(question, parameters=parameters, template=text, asks=asks)
        return replace(question, text=query_of(question, {}, BASE)) if parameters else question
    except InputError as error:
        if error.where == str(file):
            raise
        raise _bad_header(file, f"{error.where}: {error.message}", error.fix) from error


def _parameters(text: str, header: dict[str, object]) -> tuple[Parameter, ...]:
    """Return the parameters with what the header says of them, as grlc has it."""
    found = {parameter.name: parameter for parameter in find_parameters(text)}
    defaults = _by_name(header, "defaults", found.keys())
    enumerated = _by_name(header, "enumerate", found.keys())
    for name, parameter in found.items():
        default = defaults.get(name, "")
        if isinstance(default, list):
            raise InputError("a default is one value", where="defaults", fix="write - name: value")
        if parameter.is_required and not default:
            raise InputError(
                f"the parameter {name!r} has no default",
                where="defaults",
                fix="give it one, so that the question has an answer to be tested",
            )
        listed = enumerated.get(name, ())
        found[name] = replace(
            parameter,
            default=default,
            choices=tuple(listed),
            is_enumerated=name in enumerated and not listed,
        )
    return tuple(found.values())


def _by_name(
    header: dict[str, object], key: str, known: Collection[str]
) -> dict[str, str | list[str]]:
    """Read a list of names, each of which may have a value or a list of values."""
    said = header.get(key) or []
    fix = f"write '#+ {key}:' and below it '#+   - name: value'"
    if not isinstance(said, list):
        raise InputError("it is not a list", where=key, fix=fix)
    found: dict[str, str | list[str]] = {}
    for item in said:
        pair = item if isinstance(item, dict) else {item: []}
        for name, value in pair.items():
            if name not in known:
                raise InputError(f"the query has no parameter {name!r}", where=key, fix=fix)
            found[name] = list(map(str, value)) if isinstance(value, list) else str(value)
    return found


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


def _bad_header(file: Path, cause: str, fix: str = "") -> InputError:
    return InputError(
        "the header of this question does not hold",
        where=str(file),
        cause=cause,
        fix=fix or 'write "#+ summary: the question in one line?", quoted if it contains ": "',
    )
