"""Which rows of an answer a page shows, in the order of the query or of a column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import ceil
from typing import Final
from urllib.parse import urlencode

import pyoxigraph as ox
from flask import request

from server.fault import RequestError
from server.replies import cut, number_of

ROWS: Final = 100
"""Of an answer on a page; a download has them all."""
MOST_PAGES: Final = 1_000_000
MOST_SORTED: Final = 50_000
"""Rows that are put in order here; a query can order any number itself."""
WISHES: Final = frozenset({"page", "sort"})
"""The parameters that say which rows are shown."""
_NUMBERS: Final = frozenset({"integer", "decimal", "double", "float"})

Row = tuple[object, ...]


@dataclass(frozen=True)
class Turning:
    """Where the other rows are: the pages by their relation, and each column with its order.

    ``sorts`` has for each column the address that orders by it, and how it is ordered now
    (``ascending``, ``descending`` or nothing).
    """

    page: int
    pages: int
    links: Mapping[str, str]
    sorts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class RowsWanted:
    """The page that is wanted, from 1 on, and the variable that it is sorted by.

    A ``-`` before the variable sorts downwards.

    Raises `RequestError` where there is no such page or variable, or too many rows to sort.
    """

    page: int = 1
    sort: str = ""

    @classmethod
    def of_request(cls) -> "RowsWanted":
        """Read what the address of the page says."""
        return cls(number_of("page", 1, most=MOST_PAGES), request.args.get("sort", ""))

    def pick(self, solutions: ox.QuerySolutions, total: int) -> list[Row]:
        """Return the rows to show, of that many."""
        first = (self.page - 1) * ROWS
        if first and first >= total:
            raise RequestError(
                404, f"There is no page {self.page:,}; the last is {_pages(total):,}."
            )
        if not self.sort:
            return [tuple(row) for row in islice(solutions, first, first + ROWS)]
        names = [variable.value for variable in solutions.variables]
        name = self.sort.removeprefix("-")
        if name not in names:
            raise RequestError(
                400, f"sort={cut(self.sort)} names no column: take one of {', '.join(names)}."
            )
        if total > MOST_SORTED:
            raise RequestError(
                400,
                f"An answer of {total:,} rows is too long to be sorted here, where"
                f" {MOST_SORTED:,} can be; write ORDER BY ?{name} into the query.",
            )
        column = names.index(name)
        rows = [tuple(row) for row in solutions]
        rows.sort(key=lambda row: _rank(row[column]), reverse=self.sort.startswith("-"))
        return rows[first : first + ROWS]

    def turning(self, variables: Sequence[str], total: int) -> Turning:
        """Return where the other rows of the answer to this request are."""
        pages = _pages(total)
        turns = {"prev": self.page - 1, "next": self.page + 1}
        links = {
            rel: _address(page=number, sort=self.sort)
            for rel, number in turns.items()
            if 1 <= number <= pages
        }
        return Turning(
            self.page, pages, links, tuple(map(self._sort, variables)) if total > 1 else ()
        )

    def _sort(self, name: str) -> tuple[str, str]:
        other = f"-{name}" if self.sort == name else name
        state = {name: "ascending", f"-{name}": "descending"}.get(self.sort, "")
        return _address(page=1, sort=other), state


FIRST: Final = RowsWanted()


def _pages(total: int) -> int:
    return max(1, ceil(total / ROWS))


def _address(*, page: int, sort: str) -> str:
    """Return the address of this very request with another page and order."""
    kept = [
        (name, value)
        for name, value in request.args.items(multi=True)
        if name not in {*WISHES, "part", "why"}
    ]
    kept += [("sort", sort)] if sort else []
    kept += [("page", str(page))] if page > 1 else []
    path = f"{request.script_root}{request.path}"
    return f"{path}?{urlencode(kept)}" if kept else path


def _rank(term: object) -> tuple[int, float, str]:
    """Order what is unbound first, then numbers by value, then all else by its text."""
    if term is None:
        return 0, 0, ""
    if isinstance(term, ox.Literal):
        if term.datatype.value.rpartition("#")[2] in _NUMBERS:
            try:
                return 1, float(term.value), ""
            except ValueError:
                pass
        return 2, 0, term.value.casefold()
    return 2, 0, term.value if isinstance(term, ox.NamedNode) else str(term)
