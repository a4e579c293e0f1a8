"""The ``SERVICE`` clauses of a query: where they stand, and which endpoint each of them names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph as ox

from kg.keyword_check import keyword_places, parse_query
from server.fault import RequestError
from server.keywords import tokens

KEYWORD: Final = "SERVICE"

_BASE_CHARS: Final = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
)
_NAME_CHARS: Final = rf"{_BASE_CHARS}_\-0-9\u00b7\u0300-\u036f\u203f-\u2040"
_ESCAPED: Final = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX: Final = rf"(?:[{_BASE_CHARS}][{_NAME_CHARS}]*+(?:\.++[{_NAME_CHARS}]++)*+)?+:"
_LOCAL: Final = (
    rf"(?:[{_NAME_CHARS}:]|{_ESCAPED})(?:[{_NAME_CHARS}:]|{_ESCAPED})*+"
    rf"(?:\.++(?:[{_NAME_CHARS}:]|{_ESCAPED})++)?+"
)
_SKIP: Final = r"(?:[ \t\r\n]|\#[^\r\n]*+)*+"
_IRI: Final = r"<[^>]*+>"
_CLAUSE: Final = rf"""(?ai:SERVICE){_SKIP}
    (?:(?P<silent>(?ai:SILENT))(?=[\s<?$\#]){_SKIP} | (?!(?ai:SILENT)))
    (?P<name>{_IRI} | (?P<variable>[?$][{_NAME_CHARS}]++) | {_PREFIX}(?:{_LOCAL})?+)
    {_SKIP}\{{"""
_PROLOGUE: Final = rf"""{_SKIP}(?:(?:
    (?ai:BASE){_SKIP}{_IRI} | (?ai:PREFIX){_SKIP}{_PREFIX}{_SKIP}{_IRI}
    | (?ai:VERSION){_SKIP}(?:'(?:[^'\\\r\n]|\\.)*+'|"(?:[^"\\\r\n]|\\.)*+")){_SKIP})*+"""


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # When it is needed: letters of all scripts take 20 ms, and few queries call other endpoints.
    return re.compile(pattern, re.VERBOSE)


@dataclass(frozen=True)
class Clause:
    """``SERVICE``, ``SILENT`` or not, and a name; ``block`` is where its ``{`` stands."""

    start: int
    name_start: int
    name: str
    block: int
    is_silent: bool
    is_variable: bool


def service_places(text: str, base: str | None) -> list[int]:
    """Return where the engine would read the keyword; raises `SyntaxError` where it cannot tell."""
    return keyword_places(text, KEYWORD, parse=lambda other: parse_query(other, base))


def read_clause(text: str, start: int) -> Clause:
    """Read the clause whose keyword stands here, or raise a 403 fault."""
    match = _compiled(_CLAUSE).match(text, start)
    if match is None:
        raise refusal(
            text,
            start,
            "this SERVICE clause cannot be made out; write SERVICE <https://…> { … }, with spaces "
            "between the words, and not more than 30 of them.",
        )
    return Clause(
        start=start,
        name_start=match.start("name"),
        name=match["name"],
        block=match.end() - 1,
        is_silent=match["silent"] is not None,
        is_variable=match["variable"] is not None,
    )


def enclosing(text: str, clauses: Sequence[Clause]) -> dict[Clause, Clause]:
    """Return the clauses that stand in the block of another one, each with that other one."""
    inside: dict[Clause, Clause] = {}
    for outer in clauses:
        end = _block_end(text, outer.block)
        inside |= {inner: outer for inner in clauses if outer.block < inner.start < end}
    return inside


def endpoint_iris(text: str, clauses: Sequence[Clause], base: str | None) -> list[str]:
    """Return what each name stands for: the engine reads them as it would read them in the query.

    Prefixes, ``BASE``, relative IRIs and escapes are therefore its business and not ours.
    """
    prologue = _compiled(_PROLOGUE).match(text)
    names = " ".join(f"({clause.name} AS ?n{i})" for i, clause in enumerate(clauses))
    question = f"{prologue[0] if prologue else ''} SELECT {names} {{}}"
    if service_places(question, base):
        raise refusal(text, clauses[0].start, "this SERVICE clause cannot be made out.")
    try:
        (row,) = ox.Store().query(question, base_iri=base)  # type: ignore[misc]
        values = [row[f"n{i}"] for i in range(len(clauses))]
    except (SyntaxError, RuntimeError):
        values = []
    if not values or not all(isinstance(value, ox.NamedNode) for value in values):
        raise refusal(text, clauses[0].start, "the endpoint that SERVICE names cannot be made out.")
    return [value.value for value in values]


def refusal(text: str, offset: int, detail: str) -> RequestError:
    """Make the 403 fault for what stands here in a query."""
    return RequestError.at(403, text, offset, detail)


def _block_end(text: str, block: int) -> int:
    depth = 0
    for token in tokens(text[block:]):
        if token.kind == "symbol" and token.text in "{}":
            depth += 1 if token.text == "{" else -1
            if depth == 0:
                return block + token.start
    return len(text)
