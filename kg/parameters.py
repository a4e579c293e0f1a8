"""What a question leaves open: its parameters, named as grlc names them, and their values.

``?_party_iri`` is the parameter ``party``, an IRI; ``?_name`` is a string, ``?_name_en`` one in
English, ``?_count_integer`` a number and ``?_since_date`` a day; ``?__since_date`` may be left out.
A value is read as a term of that kind, and the term's own spelling stands in the place of the
variable: whatever somebody sends, it can be nothing but a value.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import pyoxigraph as ox

from kg.errors import InputError
from kg.prebinding import Term, prebind, variables
from kg.prefixes import COMMON
from kg.reasoning.terms import read_iri

MAX_CHARS: Final = 2_000
"""Of a value; no IRI and no name is longer."""
MAX_CHOICES: Final = 200
RESERVED: Final = frozenset(
    {"build", "format", "help", "query", "snapshot", "timeout", "update", "version"}
)
"""What a request or a command line calls something else."""

_VARIABLE: Final = re.compile(r"(__?)([a-z][A-Za-z0-9]*)(?:_(\w+))?")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_STRING_KINDS: Final = frozenset({"", "literal", "string"})
_XSD: Final = COMMON["xsd"]
_LEXICAL: Final[Mapping[str, tuple[str, str]]] = {
    "boolean": (r"true|false|0|1", "true or false"),
    "integer": (r"[+-]?[0-9]+", "a whole number, such as 12"),
    "decimal": (r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", "a number, such as 0.5"),
    "double": (r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?", "a number, as 2e3"),
    "gYear": (r"-?[0-9]{4,}", "a year, such as 2017"),
    "date": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a day, such as 2017-06-15"),
    "dateTime": (
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?"
        r"(?:Z|[+-][0-9]{2}:[0-9]{2})?",
        "a time, such as 2017-06-15T00:00:00Z",
    ),
}
_LEX: Final = re.compile(
    r"<[^<>\"{}|^`\\\s]*>"
    r'|"""(?:[^"\\]|\\.|"(?!""))*"""|' + r"'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"|' + r"'(?:[^'\\\n\r]|\\.)*'"
    r"|#[^\n\r]*|(?P<form>\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b)|(?P<brace>[{}])",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Parameter:
    """A variable of a question that whoever asks it gives a value.

    ``kind`` is ``iri``, ``literal``, a language tag, ``number``, or a datatype as an IRI.
    ``default`` is the value, as people write it, where none is given; ``choices`` are values to
    take, where the question lists them, and ``is_enumerated`` says that the data has them.
    """

    name: str
    variable: str
    kind: str
    is_required: bool
    default: str = ""
    choices: tuple[str, ...] = ()
    is_enumerated: bool = False

    @property
    def expected(self) -> str:
        """Say what a value looks like."""
        if self.kind == "iri":
            return "an IRI, or a prefixed name such as id:actor/russia"
        if self.kind == "number":
            return _LEXICAL["decimal"][1]
        if (local := self.kind.removeprefix(_XSD)) in _LEXICAL:
            return _LEXICAL[local][1]
        return "words"


def find_parameters(text: str) -> tuple[Parameter, ...]:
    """Return the parameters of a query, by name; raises `InputError` where one is none."""
    found: dict[str, Parameter] = {}
    for variable in sorted(variables(text)):
        if not variable.startswith("_"):
            continue
        parameter = _parameter(variable)
        if parameter.name in found:
            raise InputError(
                f"the parameter {parameter.name!r} is written as two variables",
                where=f"?{variable}",
                fix=f"write ?{found[parameter.name].variable} everywhere",
            )
        # Any value does for trying out whether one can be given.
        if variable in variables(prebind(text, {variable: ox.Literal("")})):
            raise InputError(
                "no value can be given to this parameter",
                where=f"?{variable}",
                cause="it stands in the SELECT line, or there is a query within the query",
                fix="leave it out there",
            )
        found[parameter.name] = parameter
    return tuple(found[name] for name in sorted(found))


def read_value(parameter: Parameter, text: str, base: str) -> Term:
    """Read a value as a term; raises `InputError`, with the parameter's name as the place."""
    if len(text) > MAX_CHARS:
        raise _wrong(parameter, f"a value has at most {MAX_CHARS} characters; this has {len(text)}")
    kind = parameter.kind
    if kind == "iri":
        try:
            return read_iri(text, parameter.name, base)
        except InputError as error:
            raise _wrong(parameter, error.message, error.cause) from None
    if kind == "literal":
        return ox.Literal(text)
    if kind == "number":
        is_whole = re.fullmatch(_LEXICAL["integer"][0], text) is not None
        kind = f"{_XSD}integer" if is_whole else f"{_XSD}decimal"
    if not kind.startswith("http"):
        return ox.Literal(text, language=kind)
    lexical, _ = _LEXICAL.get(kind.removeprefix(_XSD), ("(?s:.*)", ""))
    if not re.fullmatch(lexical, text) or not _is_in_calendar(kind.removeprefix(_XSD), text):
        raise _wrong(parameter, f"{text!r} is not {parameter.expected}")
    return ox.Literal(text, datatype=ox.NamedNode(kind))


def bind(
    template: str, parameters: tuple[Parameter, ...], given: Mapping[str, str], base: str
) -> str:
    """Return the query with these values in it, and the defaults of those that have none.

    An empty value is none. Raises `InputError` where a parameter is unknown or a value is none of
    its kind.
    """
    known = {parameter.name: parameter for parameter in parameters}
    if unknown := sorted(given.keys() - known.keys()):
        has = f"it has {', '.join(known)}" if known else "it has none"
        raise InputError(
            "this question has no such parameter", where=unknown[0], fix=f"leave it out; {has}"
        )
    terms = {
        parameter.variable: read_value(parameter, value, base)
        for parameter in parameters
        if (value := given.get(parameter.name) or parameter.default)
    }
    return prebind(template, terms) if terms else template


def choices_query(query: str, variable: str) -> str:
    """Return the query for the values of a variable with which this query has an answer.

    All other parameters have their values already.
    """
    start = opened = ended = -1
    depth = 0
    for token in _LEX.finditer(query):
        if token["form"] and start < 0:
            start = token.start()
        if token["brace"] == "{":
            opened = token.start() if opened < 0 else opened
            depth += 1
        elif token["brace"] == "}":
            depth -= 1
            ended = token.end()
            if not depth:
                break
    head = f"SELECT DISTINCT ?{variable} WHERE"
    return f"{query[:start]}{head} {query[opened:ended]}\nLIMIT {MAX_CHOICES + 1}"


def _parameter(variable: str) -> Parameter:
    match = _VARIABLE.fullmatch(variable)
    kind = _kind(match[3] or "") if match else None
    if match is None or kind is None:
        raise InputError(
            "a parameter has no such name",
            where=f"?{variable}",
            fix="write ?_name, ?_name_iri, ?_name_en, ?_name_integer or the like; and ?__name, "
            "with two strokes, for one that may be left out",
        )
    if match[2] in RESERVED:
        raise InputError(
            f"a parameter cannot be called {match[2]!r}",
            where=f"?{variable}",
            cause="in a request that means something else",
            fix="give it another name",
        )
    return Parameter(match[2], variable, kind, is_required=match[1] == "_")


def _kind(suffix: str) -> str | None:
    """Return what the end of a variable's name says of its values, None where that is nothing."""
    if suffix in _STRING_KINDS:
        return "literal"
    if suffix in ("iri", "number"):
        return suffix
    if suffix in _LEXICAL:
        return f"{_XSD}{suffix}"
    prefix, has_both, local = suffix.partition("_")
    if has_both and prefix in COMMON:
        return f"{COMMON[prefix]}{local}"
    return suffix if _LANGUAGE.fullmatch(suffix) else None


def _is_in_calendar(datatype: str, text: str) -> bool:
    try:
        if datatype == "date":
            date.fromisoformat(text)
        elif datatype == "dateTime":
            datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _wrong(parameter: Parameter, message: str, cause: str = "") -> InputError:
    return InputError(message, where=parameter.name, cause=cause, fix=f"write {parameter.expected}")
