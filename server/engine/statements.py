"""What is said of each subject of a version, written beforehand.

``python -m server.engine.statements`` reads the default graph of the store that its argument
names, subject by subject, and writes to standard output the two values of each statement as
SPARQL's JSON has them. Behind them stands an index by a hash of the subject's IRI. A server maps
the file into its memory and finds a subject in a microsecond, where reading it from the store
takes a hundred.

What a subject with many statements, or with terms that need care, has to say is left out and
marked so: the engine has to be asked.
"""

import hashlib
import json
import mmap
import os
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby, islice
from json.encoder import encode_basestring as _quote
from typing import IO, Final

import pyoxigraph as ox

from server.lifeline import die_with_parent

MAX_ROWS: Final = 300
MAX_BYTES: Final = 1 << 18

# JSON has none of these within its strings, nor are they written between them.
ROW_END: Final = b"\x1e"
VALUE_END: Final = b"\x1f"
_LEFT_OUT: Final = b"\x00"
_SUBJECT_END: Final = b"\x1d"

_UNSURE: Final = (1 << 64) - 1
"""In the place of a length: two subjects have this hash, or one stood in two places."""

_MAGIC: Final = b"standoff statements 1\n"
_FOOTER: Final = struct.Struct(f"<QQ{len(_MAGIC)}s")
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_DEFAULT: Final = ox.DefaultGraph()
_NICE: Final = 10
_DECODER: Final = json.JSONDecoder()
Term = ox.NamedNode | ox.BlankNode | ox.Literal


def rows_of(quads: Iterable[ox.Quad]) -> bytes | None:
    """Write the predicate and the object of each quad; None where it is not for us to do."""
    written: list[str] = []
    size = 0
    for quad in quads:
        value = written_term(quad.object)
        size += len(value or "")
        if value is None or size > MAX_BYTES or len(written) == MAX_ROWS:
            return None
        written.append(f"{written_term(quad.predicate)}\x1f{value}")
    return "\x1e".join(written).encode()


def written_term(term: object) -> str | None:
    """Write a term as in SPARQL's JSON behind ``"type":``; None for one of RDF 1.2."""
    if isinstance(term, ox.NamedNode):
        return f'"uri","value":{_quote(term.value)}'
    if isinstance(term, ox.BlankNode):
        return f'"bnode","value":{_quote(term.value)}'
    if not isinstance(term, ox.Literal) or term.direction is not None:
        return None
    value = f'"literal","value":{_quote(term.value)}'
    if term.language:
        return f'{value},"xml:lang":{_quote(term.language)}'
    if (datatype := term.datatype.value) != _STRING:
        return f'{value},"datatype":{_quote(datatype)}'
    return value


class Rows:
    """The rows of a subject, read; all terms are as `written_term` writes them."""

    def __init__(self, rows: bytes) -> None:
        self._rows = rows.decode().split("\x1e") if rows else []

    @cached_property
    def by_predicate(self) -> dict[str, list[str]]:
        """The objects, by their predicates."""
        found: dict[str, list[str]] = {}
        for row in self._rows:
            predicate, _, value = row.partition("\x1f")
            found.setdefault(predicate, []).append(value)
        return found

    def has(self, predicate: str, value: str) -> bool:
        """Tell whether there is such a row."""
        return f"{predicate}\x1f{value}" in self._rows


def read_term(written: str) -> Term:
    """Read a term as `written_term` writes it."""
    kind, _, quoted = written.partition(',"value":')
    if kind == '"uri"':  # nothing in an IRI is escaped
        return ox.NamedNode(quoted[1:-1])
    value, end = _DECODER.raw_decode(quoted)
    if kind == '"bnode"':
        return ox.BlankNode(value)
    name, _, said = quoted[end:].partition('":')
    if name == ',"xml:lang':
        return ox.Literal(value, language=json.loads(said))
    if name == ',"datatype':
        return ox.Literal(value, datatype=ox.NamedNode(json.loads(said)))
    return ox.Literal(value)


def rows_in_store(store: ox.Store, subject: ox.NamedNode) -> bytes | None:
    """Write what a store says of a subject; None where that is much, or needs care."""
    found = store.quads_for_pattern(subject, None, None, _DEFAULT)
    return rows_of(islice(found, MAX_ROWS + 1))


def write_statements(store: ox.Store, out: IO[bytes]) -> None:
    """Write the file: the statements, the hashes in order, the place and the length of each."""
    places: list[tuple[int, int, int]] = []
    place = 0
    for subject, rows in _by_subject(store):
        start = subject.encode() + _SUBJECT_END
        out.write(start + rows)
        places.append((_hash(subject), place + len(start), len(rows)))
        place += len(start) + len(rows)
    places.sort()
    for number in range(1, len(places)):
        if places[number - 1][0] == places[number][0]:
            places[number - 1] = places[number] = (places[number][0], 0, _UNSURE)
    for column in zip(*places, strict=True) if places else ():
        out.write(array("Q", column).tobytes())
    out.write(_FOOTER.pack(place, len(places), _MAGIC))


def _by_subject(store: ox.Store) -> Iterator[tuple[str, bytes]]:
    # A store on disk is in the order of its subjects.
    quads = store.quads_for_pattern(None, None, None, _DEFAULT)
    for subject, found in groupby(quads, key=lambda quad: quad.subject):
        if isinstance(subject, ox.NamedNode):
            rows = rows_of(found)
            yield subject.value, _LEFT_OUT if rows is None else rows


class Statements:
    """The file, read; raises `ValueError` where it is not whole."""

    def __init__(self, file: int) -> None:
        """Map an open file into memory; the caller closes it."""
        size = os.fstat(file).st_size
        if size < _FOOTER.size:
            raise ValueError("the file of statements is empty")
        self._map = mmap.mmap(file, size, prot=mmap.PROT_READ)
        place, number, magic = _FOOTER.unpack(self._map[-_FOOTER.size :])
        if magic != _MAGIC or place + 24 * number + _FOOTER.size != size:
            raise ValueError("the file of statements is not whole")
        columns = memoryview(self._map)[place : place + 24 * number].cast("Q")
        self._hashes: Sequence[int] = columns[:number]
        self._places: Sequence[int] = columns[number : 2 * number]
        self._lengths: Sequence[int] = columns[2 * number :]

    def rows(self, subject: str) -> bytes | None:
        """Return what is said of this IRI; nothing where it is unknown, None where it is left."""
        wanted, known = _hash(subject), self._hashes
        number = bisect_left(known, wanted)
        if number == len(known) or known[number] != wanted:
            return b""
        place, length = self._places[number], self._lengths[number]
        if length == _UNSURE:
            return None
        start = subject.encode() + _SUBJECT_END
        if self._map[place - len(start) : place] != start:
            return b""
        rows = self._map[place : place + length]
        return None if rows == _LEFT_OUT else rows


def _hash(subject: str) -> int:
    return int.from_bytes(hashlib.blake2b(subject.encode(), digest_size=8).digest(), "little")


def main() -> None:
    """Write the statements of the store that the first argument names."""
    die_with_parent()
    os.nice(_NICE)
    write_statements(ox.Store.read_only(sys.argv[1]), sys.stdout.buffer)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
