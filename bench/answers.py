"""Whether the peers answer alike: before anything is timed, and loudly where they do not."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bench.asking import Server, ask
from bench.queries import Query

NUMBERS: Final = "http://www.w3.org/2001/XMLSchema#"
ANSWER_S: Final = 600.0

Rows = list[tuple[str, ...]]


class WrongAnswerError(Exception):
    """A peer failed, or two answered differently: nothing can be compared."""


def check_answers(
    query: Query, texts: Sequence[str], servers: Sequence[Server]
) -> dict[str, list[float]]:
    """Ask each text of each server, twice, and return how long the first time took, by server.

    Raises `WrongAnswerError` where one does not answer, or not as the first one does.
    """
    seconds: dict[str, list[float]] = {server.name: [] for server in servers}
    for text in texts:
        expected: Rows | None = None
        for server in servers:
            rows, taken = _rows(server, text)
            seconds[server.name].append(taken)
            again, _ = _rows(server, text) if taken < 1 else (rows, 0.0)
            expected = rows if expected is None else expected
            for found in (rows, again):
                _require_same(query, text, expected, found, servers[0].name, server.name)
    return seconds


def _rows(server: Server, text: str) -> tuple[Rows, float]:
    reply = ask(server.port, server.path, text, timeout_s=ANSWER_S)
    if reply.status != 200:
        said = reply.body[:500].decode(errors="replace")
        raise WrongAnswerError(f"{server.name} answers {reply.status} to\n{text}\n{said}")
    return read_rows(json.loads(reply.body)), reply.seconds


def read_rows(answer: Mapping[str, Any]) -> Rows:
    """Return the rows of an answer in SPARQL's JSON; a truth is one row."""
    if "boolean" in answer:
        return [(str(answer["boolean"]),)]
    names = answer["head"]["vars"]
    return [tuple(_term(row.get(name)) for name in names) for row in answer["results"]["bindings"]]


def _term(value: Mapping[str, str] | None) -> str:
    """Spell a term, without what engines choose: kinds of integers, blank nodes, ``Z``."""
    if value is None:
        return ""
    if value["type"] == "bnode":
        return "_:"
    datatype = value.get("datatype", "")
    if "integer" in datatype.lower() or datatype == f"{NUMBERS}string":
        datatype = ""
    text = (
        value["value"].replace("+00:00", "Z") if datatype.endswith("#dateTime") else value["value"]
    )
    return f"{value['type']} {text} {value.get('xml:lang', '').lower()} {datatype}"


def _require_same(
    query: Query, text: str, expected: Rows, found: Rows, one: str, other: str
) -> None:
    if len(expected) != len(found):
        raise WrongAnswerError(
            f"{one} gives {len(expected):,} rows and {other} {len(found):,} to\n{text}"
        )
    if not query.exact:
        return
    in_order = "ORDER BY" in text
    pairs = zip(
        expected if in_order else sorted(expected),
        found if in_order else sorted(found),
        strict=True,
    )
    for place, (row, another) in enumerate(pairs):
        if row != another:
            raise WrongAnswerError(
                f"row {place} differs: {one} gives {row}, {other} {another} to\n{text}"
            )
