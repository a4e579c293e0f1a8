"""Bounds on query text that keep the engine's parser from taking the process down.

A stop-gap: deep nesting and long chains overflow the engine's stack, which ends the process and
not only the request. Once queries run in worker processes with a deadline, a worker's death is
an ordinary event and these bounds can be wide. Nothing here bounds how long a query runs.
"""

from typing import Final

from server.errors import RequestError
from server.keywords import tokens

MAX_QUERY_BYTES: Final = 100_000
MAX_DEPTH: Final = 200
MAX_OPERATORS: Final = 500
"""Far below the 800 steps of one property path that were seen to overflow a stack of 2 MiB."""

_OPENING, _CLOSING = frozenset("({["), frozenset(")}]")
_OPERATORS = frozenset("!+-*/|&^=<>{")


def check_limits(text: str) -> None:
    """Raise a 400 fault where a query is longer, deeper or more chained than we dare to parse."""
    if len(text.encode()) > MAX_QUERY_BYTES:
        raise RequestError(400, f"The query is longer than {MAX_QUERY_BYTES:,} bytes; split it.")
    depth = operators = 0
    for token in tokens(text):
        if token.kind != "symbol":
            continue
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        operators += token.text in _OPERATORS
        if depth > MAX_DEPTH:
            raise RequestError(
                400, f"The query nests brackets deeper than {MAX_DEPTH}; flatten it."
            )
        if operators > MAX_OPERATORS:
            raise RequestError(
                400,
                f"The query has more than {MAX_OPERATORS} operators and groups (such as ! + / |); "
                "split it, or list values with VALUES or IN.",
            )
