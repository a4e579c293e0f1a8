"""Why a query has no rows: the first part of its pattern with which nothing matches any more.

The engine is asked which beginnings of the pattern still match; to add to one that does not never
helps. Where a beginning is no query, or there is no time, nothing is said.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from server.fault import RequestError
from server.patterns import BEGINNINGS, Cut, Group, Part, UnclearError, inner_of

MAX_ASKS: Final = 16
SHOWN_CHARS: Final = 160

Ask = Callable[[str], bool]


@dataclass(frozen=True)
class Dead:
    """The part with which nothing matches: its line, from 1, and its text.

    ``alone`` tells whether it matches by itself, None where that was not found out. Where the
    pattern does match, and what stands behind it leaves nothing, ``line`` is 0.
    """

    line: int = 0
    text: str = ""
    alone: bool | None = None


def why_empty(query: str, ask: Ask) -> Dead | None:
    """Return the part of a SELECT at which its rows end; None where that cannot be said.

    ``ask`` puts an ASK query to the engine.
    """
    try:
        cut = Cut(query)
        if any(cut.word(index) == "SERVICE" for index in range(len(cut.tokens))):
            return None
        return _Search(cut, ask).run()
    except (UnclearError, RequestError):
        return None


class _Search:
    def __init__(self, cut: Cut, ask: Ask) -> None:
        self._cut = cut
        self._ask_engine = ask
        self._asked = 0
        self._head = f"{cut.prologue}ASK {cut.dataset}{{"

    def run(self) -> Dead | None:
        group = self._cut.group(self._cut.opened + 1, self._cut.closed)
        if self._holds("", group, len(group.parts), len(group.filters), depth=1):
            return Dead()
        return self._within("", group, depth=1)

    def _within(self, before: str, group: Group, *, depth: int) -> Dead | None:
        """Find the part of a group that ends the rows, behind what stands before the group."""
        most = len(group.parts)
        count = _fewest(most, lambda n: not self._holds(before, group, n, 0, depth=depth))
        if count is None:
            tests = len(group.filters)
            last = _fewest(tests, lambda m: not self._holds(before, group, most, m, depth=depth))
            return self._dead(group.filters[last - 1], alone=None) if last else None
        part = group.parts[count - 1]
        opened = inner_of(self._cut, part)
        if opened is not None:
            earlier = "".join(found.text for found in group.parts[: count - 1])
            opening = f" {self._cut.between(part.first, opened)}"
            inner = self._cut.group(opened + 1, part.last)
            return self._within(before + earlier + opening, inner, depth=depth + 1)
        return self._dead(part, alone=self._alone(part) if depth == 1 else None)

    def _holds(self, before: str, group: Group, parts: int, filters: int, *, depth: int) -> bool:
        """Tell whether anything matches the first parts of a group, with the first filters."""
        chosen = [*group.parts[:parts], *group.filters[:filters]]
        return self._ask(before + "".join(part.text for part in chosen), depth=depth)

    def _alone(self, part: Part) -> bool | None:
        if self._cut.word(part.first) in BEGINNINGS - {"GRAPH"} or part.link == ",":
            return None
        if part.link == ";" and not part.subject:
            return None
        subject = f"{part.subject} " if part.link == ";" else ""
        return self._ask(f" {subject}{part.shown}", depth=1)

    def _ask(self, body: str, *, depth: int) -> bool:
        self._asked += 1
        if self._asked > MAX_ASKS:
            raise UnclearError
        return self._ask_engine(f"{self._head}{body} {'}' * depth}")

    def _dead(self, part: Part, *, alone: bool | None) -> Dead:
        text = " ".join(part.shown.split())
        if len(text) > SHOWN_CHARS:
            text = f"{text[: SHOWN_CHARS - 1]}…"
        return Dead(self._cut.line(part.first), text, alone)


def _fewest(most: int, fails: Callable[[int], bool]) -> int | None:
    """Return the fewest with which it fails, None where it does not even with all."""
    if not most or not fails(most):
        return None
    low, high = 1, most
    while low < high:
        middle = (low + high) // 2
        if fails(middle):
            high = middle
        else:
            low = middle + 1
    return low
