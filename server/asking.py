"""Asking one of the questions: the values of its parameters, and the form that takes them."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pyoxigraph as ox
from flask import Flask, abort, current_app, request

from kg.errors import InputError
from kg.parameters import MAX_CHOICES, Parameter, choices_query, read_value
from kg.prefixes import compact
from kg.questions import Question, query_of
from server.answer_rows import WISHES as OF_ROWS
from server.current import Snapshot
from server.fault import RequestError
from server.kept import Kept
from server.protocol import Incoming, QueryRequest, UpdateRequest, read_parameters, read_request
from server.questioning import Asker
from server.reading import Reader, Word

CHOICES_S = 0.15
"""What finding the choices of a parameter may take; a field to write in does without."""
AGAIN_S: Final = 60.0
"""How long choices that took too long are not looked for again."""

WISHES: Final = frozenset(
    {"default-graph-uri", "format", "named-graph-uri", "snapshot", "timeout", "version"}
)
"""Parameters of the protocol, which every question takes beside its own."""

_QUESTIONS, _CHOICES, _SLOW = "standoff-questions", "standoff-choices", "standoff-slow-choices"
_TYPES: Final = {"date": "date", "integer": "number"}


@dataclass(frozen=True)
class Field:
    """A field of the form: ``choices`` are values with their labels, the given one among them."""

    name: str
    label: str
    kind: str
    value: str
    hint: str
    choices: tuple[tuple[str, Word], ...]


def init_app(app: Flask, *, questions: Sequence[Question]) -> None:
    """Let these questions be asked."""
    app.extensions[_QUESTIONS] = tuple(questions)
    app.extensions[_CHOICES] = Kept[tuple[ox.NamedNode | ox.Literal, ...]](256)
    app.extensions[_SLOW] = {}


def questions_of(app: Flask) -> tuple[Question, ...]:
    """Return the questions that can be asked."""
    found: tuple[Question, ...] = app.extensions[_QUESTIONS]
    return found


def question_named(name: str) -> Question:
    """Return the question of this name; there is no page where there is none."""
    found = next((q for q in questions_of(current_app) if q.name == name), None)
    if found is None:
        abort(404)
    return found


def read_asked(question: Question) -> tuple[QueryRequest, dict[str, str]]:
    """Read the request: what the protocol knows, and the values of the question's parameters."""
    incoming = Incoming.of(request.environ)
    given: dict[str, str] = {}
    for name, values in read_parameters(incoming).items():
        if name in WISHES or name in OF_ROWS:
            continue
        if len(values) > 1:
            raise RequestError(
                400, f"The parameter {name!r} is set {len(values)} times; set it once."
            )
        given[name] = values[0]
    _refuse_unknown(question, given)
    asked = read_request(incoming)
    if isinstance(asked, UpdateRequest):
        raise TypeError("a GET is no update")
    return asked, given


def query_for(question: Question, given: Mapping[str, str], base: str) -> str:
    """Return the query with these values in it; a 400 names the parameter that is wrong."""
    try:
        return query_of(question, given, base)
    except InputError as error:
        cause = f" ({error.cause})" if error.cause else ""
        raise RequestError(
            400, f"The parameter {error.where!r}: {error.message}{cause}; {error.fix}."
        ) from None


def asked_in_words(question: Question, given: Mapping[str, str], reader: Reader) -> str:
    """Return the question as it is asked with these values, which have labels."""
    if not any(given.get(p.name, "") not in ("", p.default) for p in question.parameters):
        return question.summary
    text = question.asks
    for parameter in question.parameters:
        value = given.get(parameter.name) or parameter.default
        text = text.replace(f"{{{parameter.name}}}", _label(parameter, value, reader) or "…")
    return text


def fields_of(question: Question, given: Mapping[str, str], reader: Reader) -> list[Field]:
    """Return the fields of the form, with what the data offers to choose from."""
    return [_field(question, parameter, given, reader) for parameter in question.parameters]


def _field(
    question: Question, parameter: Parameter, given: Mapping[str, str], reader: Reader
) -> Field:
    base = reader.snapshot.version.base
    value = given.get(parameter.name) or parameter.default
    choices = [(choice, Word(choice)) for choice in parameter.choices]
    if parameter.is_enumerated:
        terms = _choices(question, parameter, reader.snapshot)
        choices = [_choice(term, reader) for term in terms]
    if choices:
        full = _full(parameter, value, base)
        value = next((v for v, _ in choices if _full(parameter, v, base) == full), value)
        if value not in dict(choices):
            choices.append((value, Word(_label(parameter, value, reader))))
        choices.sort(key=lambda choice: (choice[1].text.casefold(), choice[0]))
        if not parameter.is_required:
            choices = [("", Word("any")), *(choice for choice in choices if choice[0])]
    name = parameter.kind.rpartition("#")[2]
    return Field(
        name=parameter.name,
        label=parameter.name[0].upper() + parameter.name[1:],
        kind=_TYPES.get(name, "text"),
        value=value,
        hint=parameter.expected + ("" if parameter.is_required else "; may be left out"),
        choices=tuple(choices),
    )


def _choice(term: ox.NamedNode | ox.Literal, reader: Reader) -> tuple[str, Word]:
    if isinstance(term, ox.Literal):
        return term.value, Word(term.value)
    return compact(term.value, reader.snapshot.version.base), reader.name(term)


def _choices(
    question: Question, parameter: Parameter, snapshot: Snapshot
) -> tuple[ox.NamedNode | ox.Literal, ...]:
    """Return the values with which the question has an answer, the other parameters as they are.

    None where they are many, take long to find, or cannot be found now.
    """
    kept: Kept[tuple[ox.NamedNode | ox.Literal, ...]] = current_app.extensions[_CHOICES]
    slow: dict[str, float] = current_app.extensions[_SLOW]
    key = f"{snapshot.version.id} {question.name} {parameter.name}"
    if time.monotonic() < slow.get(key, 0.0):
        return ()
    try:
        return kept.get(key, lambda: _found(question, parameter, snapshot))
    except RequestError:
        slow[key] = time.monotonic() + AGAIN_S
        return ()


def _found(
    question: Question, parameter: Parameter, snapshot: Snapshot
) -> tuple[ox.NamedNode | ox.Literal, ...]:
    base = snapshot.version.base
    others = tuple(p for p in question.parameters if p != parameter)
    query = query_of(replace(question, parameters=others), {}, base)
    asker = Asker(snapshot, limit_s=CHOICES_S)
    rows = asker.rows(choices_query(query, parameter.variable))
    values = [row.get(parameter.variable) for row in rows]
    if len(values) > MAX_CHOICES:
        return ()
    return tuple(v for v in values if isinstance(v, ox.NamedNode | ox.Literal))


def _full(parameter: Parameter, value: str, base: str) -> object:
    try:
        return read_value(parameter, value, base)
    except InputError:
        return value


def _label(parameter: Parameter, value: str, reader: Reader) -> str:
    term = _full(parameter, value, reader.snapshot.version.base) if value else None
    return reader.label(term) if isinstance(term, ox.NamedNode) else value


def _refuse_unknown(question: Question, given: Mapping[str, str]) -> None:
    known = [parameter.name for parameter in question.parameters]
    if unknown := sorted(given.keys() - set(known)):
        takes = f"it takes {', '.join(known)}" if known else "it takes none of its own"
        raise RequestError(
            400,
            f"This question has no parameter {unknown[0]!r}: {takes}, and "
            f"{', '.join(sorted(WISHES))}.",
        )
