"""The pattern of a query, cut into its parts by its tokens; nothing is parsed, and nothing run.

A part ends where the query could: behind an object, behind a group, behind a BIND. FILTERs hold for
the whole group, wherever they stand, and are kept apart.
"""

from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from server.keywords import tokens

MAX_TOKENS: Final = 2_000
BEGINNINGS: Final = frozenset({"BIND", "FILTER", "GRAPH", "LATERAL", "MINUS", "OPTIONAL", "VALUES"})

_OPEN: Final = frozenset("([{")
_CLOSE: Final = frozenset(")]}")
_STOPS: Final = frozenset(".;,")
_TERMS: Final = frozenset({"iri", "name", "variable"})


class UnclearError(Exception):
    """The query is of a form that is not cut."""


@dataclass(frozen=True)
class Part:
    """A part: ``text`` adds it to those before it, ``shown`` is the part by itself.

    ``first`` is the index of its first token, ``subject`` what its triples are about, where that
    is a single term; ``link`` is the ``.``, ``;`` or ``,`` that it follows.
    """

    text: str
    shown: str
    first: int
    last: int
    subject: str = ""
    link: str = ""


@dataclass
class Group:
    """The parts of a group in their order, and its filters."""

    parts: list[Part] = field(default_factory=list)
    filters: list[Part] = field(default_factory=list)


class Cut:
    """A SELECT query and where to cut it; raises `UnclearError` where it is of another form."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.tokens = tuple(islice(tokens(query), MAX_TOKENS + 1))
        if len(self.tokens) > MAX_TOKENS:
            raise UnclearError
        select = self._find("SELECT", 0, len(self.tokens))
        opened = self._next_open(select, len(self.tokens))
        while self.tokens[opened].text != "{":  # an expression of the SELECT line
            opened = self._next_open(self.closing(opened) + 1, len(self.tokens))
        self.prologue = query[: self.tokens[select].start]
        self.select = select
        self.opened = opened
        self.closed = self.closing(opened)

    @property
    def dataset(self) -> str:
        """The clauses that name graphs, in front of the pattern."""
        try:
            begin = self._find("FROM", self.select, self.opened)
        except UnclearError:
            return ""
        words = range(begin, self.opened)
        end = next((i for i in words if self.word(i) == "WHERE"), self.opened)
        return self.query[self.tokens[begin].start : self.tokens[end].start]

    def line(self, index: int) -> int:
        """Return the line, from 1, that a token stands in."""
        return self.query.count("\n", 0, self.tokens[index].start) + 1

    def word(self, index: int) -> str:
        """Return the token in capitals where it is a word, else nothing."""
        is_there = 0 <= index < len(self.tokens) and self.tokens[index].kind == "word"
        return self.tokens[index].text.upper() if is_there else ""

    def text(self, index: int) -> str:
        """Return the text of a token, nothing where there is none."""
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def between(self, first: int, last: int) -> str:
        """Return the query from a token to the end of another."""
        end = self.tokens[last]
        return self.query[self.tokens[first].start : end.start + len(end.text)]

    def closing(self, opened: int) -> int:
        """Return where the bracket closes that opens here."""
        depth = 0
        for index in range(opened, len(self.tokens)):
            text = self.tokens[index].text
            depth += (text in _OPEN) - (text in _CLOSE)
            if not depth:
                return index
        raise UnclearError

    def group(self, start: int, end: int) -> Group:
        """Cut what stands from a token up to another, which closes the group."""
        if start >= end or self.word(start) == "SELECT":
            raise UnclearError
        return _Cutter(self, start, end).run()

    def _find(self, word: str, start: int, end: int) -> int:
        for index in range(start, end):
            if self.word(index) == word:
                return index
        raise UnclearError

    def _next_open(self, start: int, end: int) -> int:
        for index in range(start, end):
            if self.text(index) in _OPEN:
                return index
        raise UnclearError

    def filter_end(self, start: int, end: int) -> int:
        """Return the last token of the FILTER that begins here."""
        return self.closing(self._next_open(start, end))


class _Cutter:
    """Goes through the tokens of one group."""

    def __init__(self, cut: Cut, start: int, end: int) -> None:
        self._cut = cut
        self._index = start
        self._end = end
        self._first: int | None = None
        self._link = ""
        self._subject = ""
        self._found = Group()

    def run(self) -> Group:
        cut = self._cut
        while self._index < self._end:
            text, word = cut.text(self._index), cut.word(self._index)
            if text in _STOPS and not self._is_decimal():
                self._finish()
                self._link = text if not self._link or text != "." else self._link
                self._index += 1
            elif word == "FILTER":
                self._finish()
                last = cut.filter_end(self._index, self._end)
                shown = cut.between(self._index, last)
                self._found.filters.append(Part(f" {shown}", shown, self._index, last))
                self._index = last + 1
            else:
                self._take(word)
        self._finish()
        return self._found

    def _take(self, word: str) -> None:
        """Take in a token with all that it opens, and end the part where that ends it."""
        cut = self._cut
        ends_triples = cut.text(self._index) == "{" and self._is_of_triples()
        if ends_triples or (word in BEGINNINGS and cut.word(self._index - 1) != "UNION"):
            self._finish()
        if self._first is None:
            self._first = self._index
            if self._link not in (";", ","):
                is_term = cut.tokens[self._index].kind in _TERMS
                self._subject = cut.text(self._index) if is_term else ""
        last = cut.closing(self._index) if cut.text(self._index) in _OPEN else self._index
        self._index = last + 1
        is_bind = cut.word(self._first) == "BIND" and cut.text(last) == ")"
        if (cut.text(last) == "}" or is_bind) and cut.word(self._index) != "UNION":
            self._finish()

    def _finish(self) -> None:
        """End the part that has begun, if one has."""
        if self._first is None:
            return
        last = self._index - 1
        shown = self._cut.between(self._first, last)
        # What stood between may have been a FILTER; a point is right behind any part.
        link = self._link or ("." if self._found.parts else "")
        text = f" {link if self._found.parts else ''} {shown}"
        self._found.parts.append(Part(text, shown, self._first, last, self._subject, self._link))
        self._first, self._link = None, ""

    def _is_of_triples(self) -> bool:
        first = self._first
        if first is None or self._cut.text(first) == "{":
            return False
        return self._cut.word(first) not in BEGINNINGS

    def _is_decimal(self) -> bool:
        start = self._cut.tokens[self._index].start
        around = self._cut.query[max(0, start - 1) : start + 2]
        return len(around) == 3 and around[0].isdigit() and around[2].isdigit()


def inner_of(cut: Cut, part: Part) -> int | None:
    """Return where the group opens that a part is, or that is of a named graph; None for others."""
    opened = part.first + (2 if cut.word(part.first) == "GRAPH" else 0)
    if cut.text(opened) != "{" or cut.closing(opened) != part.last:
        return None
    return None if cut.word(opened + 1) == "SELECT" else opened
