"""Saying where a query goes wrong, and in words for the person who wrote it.

The engine's own position lies past the fault by up to the length of a keyword that it tried
there, and what it says it expected is then that keyword. So the fault is searched for: the first
token with which the text so far can no longer begin a query.
"""

import re
import time
from typing import Final

from kg.keyword_check import parse_query
from kg.prefixes import prefixes
from server.expectation import PADDING, expected_after
from server.fault import RequestError
from server.keywords import Token, tokens, undeclared_prefix

SEARCH_S: Final = 0.5
MAX_SEARCHED: Final = 20_000
"""Code points; in a longer text the engine's position has to do."""

_BASE: Final = "http://localhost/"
_BRACKETS: Final = frozenset("{}()[],;")
_POSITION: Final = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_BAD_IRI: Final = "IRI parsing failed"
_NOT_GROUPED: Final = "The SELECT contains a variable that is unbound"


def syntax_error(text: str, message: str, *, base: str) -> RequestError:
    """Make a 400 of the engine's message on a query, with the place and the line it stands in."""
    if (name := undeclared_prefix(text)) is not None:
        prefix = name.text.partition(":")[0]
        known = prefixes(base).get(prefix, "…")
        detail = f"the prefix {prefix}: is not declared; put PREFIX {prefix}: <{known}> in front."
        return RequestError.at(400, text, name.start, detail)
    if (again := _repeated_variable(text)) is not None:
        return RequestError.at(
            400, text, again.start, "a variable stands twice in the SELECT line."
        )
    if _BAD_IRI in message:
        return RequestError.at(
            400, text, _iri_before(text, _engine_offset(text, message)), "this is not a valid IRI."
        )
    if _NOT_GROUPED in message:
        selects = [token.start for token in tokens(text) if token.text.upper() == "SELECT"]
        place = selects[0] if len(selects) == 1 else _engine_offset(text, message)
        detail = "the SELECT line has a variable that is neither grouped by nor aggregated."
        return RequestError.at(400, text, place, detail)
    if fault := find_fault(text):
        shown = fault.text.split("\n")[0]
        if fault.kind == "unclosed":
            return RequestError.at(
                400, text, fault.start, "the string that begins here is not closed."
            )
        detail = f"the query cannot be read from '{shown[:40]}' on."
        return RequestError.at(
            400, text, fault.start, detail, expected_after(text[: fault.start], _BASE)
        )
    offset = _engine_offset(text, message)
    if offset >= len(text.rstrip()):
        detail, expected = "the query ends before it is complete.", expected_after(text, _BASE)
        return RequestError.at(400, text, len(text.rstrip()), detail, expected)
    return RequestError.at(400, text, offset, "the query cannot be read here.")


def find_fault(text: str) -> Token | None:
    """Return the first token that cannot stand where it does, None where none can be named."""
    if len(text) > MAX_SEARCHED:
        return None
    found = list(tokens(text))
    unclosed = found[-1] if found and found[-1].kind == "unclosed" else None
    ends = [*(i for i in range(1, len(found)) if _is_boundary(found[i - 1], found[i])), len(found)]
    deadline = time.monotonic() + SEARCH_S
    low, high = 0, len(ends) - 1
    if not found or _can_begin(text, found[-1]):
        return unclosed
    while low < high:
        middle = (low + high) // 2
        if time.monotonic() > deadline:
            return unclosed
        if _can_begin(text, found[ends[middle] - 1]):
            low = middle + 1
        else:
            high = middle
    return found[ends[low - 1] if low else 0]


def _is_boundary(before: Token, after: Token) -> bool:
    """Tell whether the text may be cut between two tokens: not within ``^^`` or ``@en``."""
    is_apart = before.start + len(before.text) < after.start
    return is_apart or before.text in _BRACKETS or after.text in _BRACKETS


def _can_begin(text: str, last: Token) -> bool:
    """Tell whether the text up to and with this token can be the beginning of a query."""
    start = text[: last.start + len(last.text)]
    try:
        parse_query(start + PADDING, _BASE)
    except SyntaxError as error:
        return _engine_offset(start + PADDING, str(error)) >= len(start + PADDING)
    except RuntimeError:
        return True
    return True


def _repeated_variable(text: str) -> Token | None:
    """Return the variable that a SELECT line names a second time."""
    named: set[str] | None = None
    depth, previous = 0, ""
    for token in tokens(text):
        word = token.text.upper()
        if word == "SELECT":
            named, depth = set(), 0
        elif word in {"WHERE", "FROM", "{"}:
            named = None
        elif token.kind == "symbol":
            depth += (word == "(") - (word == ")")
        elif token.kind == "variable" and named is not None and (not depth or previous == "AS"):
            if token.text[1:] in named:
                return token
            named.add(token.text[1:])
        previous = word
    return None


def _iri_before(text: str, end: int) -> int:
    """Return where the IRI begins after which the engine gave up; else that place itself."""
    return text.rindex("<", 0, end) if re.search(r"<[^<>\n]*>\Z", text[:end]) else end


def _engine_offset(text: str, message: str) -> int:
    match = _POSITION.match(message)
    if not match:
        return len(text)
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: int(match[1]) - 1])
    return min(before + int(match[2]) - 1, len(text))
