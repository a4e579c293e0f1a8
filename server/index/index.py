"""The index of a version, open: what is found for words, and the claims with their facets."""

import json
import sqlite3
import weakref
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any, Final

from server.index.facets import SORTS
from server.index.index_file import FORM
from server.index.nodes import LABEL, Name
from server.index.words import Asked

CONNECTIONS: Final = 4
"""How many requests read the index at once; others wait for their turn."""
_MANY: Final = 500


class UnreadableError(Exception):
    """The file is not there, or is no index of this form."""


@dataclass(frozen=True)
class Named:
    """A thing by all its names; ``iri`` is its own."""

    iri: str
    names: tuple[Name, ...]

    def label(self, languages: Sequence[str]) -> Name:
        """Return its label in the first of these languages that it has one in, else in English."""
        labels = [name for name in self.names if name.role == LABEL] or list(self.names)
        for wanted in (*languages, "en", ""):
            for name in labels:
                if name.language.partition("-")[0].lower() == wanted:
                    return name
        return labels[0] if labels else Name(LABEL, "", self.iri)


@dataclass(frozen=True)
class Value:
    """A value of a facet, the thing it is (0 for a year), and the claims that have it."""

    value: str
    node: int
    claims: "array[int]"


@dataclass(frozen=True)
class Claim:
    """A row of the table; numbers are those of nodes, 0 for none."""

    node: int
    proposition: int
    text: str
    speaker: int
    reporters: tuple[int, ...]
    imputed: tuple[int, ...]
    mode: int
    act: int
    certainty: int
    polarity: int
    date: str
    when: str
    article: int
    conditions: tuple[int, ...]

    def nodes(self) -> Iterator[int]:
        """Yield all that it names."""
        yield from (self.node, self.proposition, self.speaker, self.mode, self.act)
        yield from (self.certainty, self.polarity, self.article)
        yield from (*self.reporters, *self.imputed, *self.conditions)


@dataclass(frozen=True)
class Found:
    """What is found: the things of each kind, those of that very name first."""

    kinds: Mapping[str, int]
    things: Mapping[str, Sequence[int]]


class Index:
    """Reads the file; what counts claims is held in memory, a few bytes for each."""

    def __init__(self, file: Path) -> None:
        self._idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        # Whoever reads it still may finish, whoever has replaced it by then.
        weakref.finalize(self, _close, self._idle)
        try:
            for _ in range(CONNECTIONS):
                # Without a connection of its own, a thread would have to open the file, which has
                # no name any more.
                uri = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
                self._idle.put(sqlite3.connect(uri, uri=True, check_same_thread=False))
            self._read()
        except sqlite3.DatabaseError as error:
            raise UnreadableError(str(error)) from error

    def _read(self) -> None:
        with self._connection() as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0] != FORM:
                raise UnreadableError("another form")
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
            self.has_words = "found" in tables
            self._kinds = [tuple(row) for row in connection.execute("SELECT * FROM kind")]
            self.total: int = connection.execute("SELECT count(*) FROM claim").fetchone()[0]
            self.facets: dict[str, dict[str, Value]] = {}
            for facet, value, node, blob in connection.execute("SELECT * FROM value"):
                of_facet = self.facets.setdefault(facet, {})
                of_facet[value] = Value(value, node or 0, array("I", blob))
            found = connection.execute("SELECT * FROM sorting")
            self._orders = {name: array("I", blob) for name, blob in found}

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = self._idle.get()
        try:
            yield connection
        finally:
            self._idle.put(connection)

    def order(self, sort: str) -> Sequence[int]:
        """Return all claims in this order: one of `SORTS`, with ``-`` before it the other way."""
        return self._orders.get(sort) or self._orders[SORTS[0]]

    def claims(self, places: Sequence[int]) -> list[Claim]:
        """Return these rows of the table."""
        rows: dict[int, Claim] = {}
        for part in _parts(places):
            for place, row in self._in("SELECT id, row FROM claim WHERE id IN", part):
                rows[place] = _claim(json.loads(row))
        return [rows[place] for place in places]

    def named(self, numbers: Iterable[int]) -> dict[int, Named]:
        """Return these nodes with their names."""
        wanted = sorted({number for number in numbers if number})
        return {
            number: Named(iri, tuple(Name(*name) for name in json.loads(names)))
            for part in _parts(wanted)
            for number, iri, names in self._in("SELECT * FROM node WHERE id IN", part)
        }

    def _in(self, query: str, numbers: Sequence[int]) -> list[tuple[Any, ...]]:
        places = ",".join("?" * len(numbers))
        with self._connection() as connection:
            return connection.execute(f"{query} ({places})", numbers).fetchall()

    def find(self, asked: Asked, *, kind: str = "", limit: int, start: int = 0) -> Found:
        """Find things by these words: of one kind, or of each, so many from this place on."""
        with self._connection() as connection:
            query = "SELECT rowid FROM found WHERE found MATCH ?"
            hits = array("I", (n for (n,) in connection.execute(query, (asked.expression(),))))
            kinds, things = {}, {}
            for name, first, past in self._kinds:
                number = bisect_left(hits, past) - bisect_left(hits, first)
                if number:
                    kinds[name] = number
                if number and kind in ("", name):
                    span = (first, past)
                    things[name] = _ranked(connection, asked, span, limit=limit, start=start)
        return Found(kinds, things)


def _close(connections: "SimpleQueue[sqlite3.Connection]") -> None:
    while not connections.empty():
        connections.get().close()


def _ranked(
    connection: sqlite3.Connection, asked: Asked, span: tuple[int, int], *, limit: int, start: int
) -> list[int]:
    """Return those of this name first, then by how much of a name or a gloss the words are."""
    name = " ".join(word for phrase in asked.phrases for word in phrase)
    exact = "SELECT node FROM exact WHERE words = ? AND node >= ? AND node < ?"
    first = [node for (node,) in connection.execute(exact, (name, *span))]
    query = (
        "SELECT rowid FROM found WHERE found MATCH ? AND rowid >= ? AND rowid < ? "
        "ORDER BY bm25(found, 8.0, 1.0), rowid LIMIT ?"
    )
    most = start + limit + len(first)
    rest = [node for (node,) in connection.execute(query, (asked.expression(), *span, most))]
    return [*first, *(node for node in rest if node not in first)][start : start + limit]


def _claim(row: list[Any]) -> Claim:
    cells: list[Any] = [tuple(part) if isinstance(part, list) else part for part in row]
    return Claim(*cells)


def _parts(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    # SQLite takes so many parameters and no more.
    return (numbers[i : i + _MANY] for i in range(0, len(numbers), _MANY))
