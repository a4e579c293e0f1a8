"""WebAnno TSV 3.3: one line for each token, one column for each field of each layer.

Tokens are cut at every edge of a mark, so that none has to stand within a token. Offsets are in
UTF-16 units. What lies between the sentences is not in the file: reading needs the text again.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from kg.errors import Fault, InputError, input_error
from kg.interchange.exported import Exported, lost_sections
from kg.interchange.inception import PACKAGE, feature
from kg.interchange.records import PLACED, SECTIONS, TYPES, Record, fields_of
from kg.interchange.utf16 import Utf16Offsets

FORMAT: Final = "#FORMAT=WebAnno TSV 3.3"
NONE: Final = "_"
EMPTY: Final = "*"

_TOKEN: Final = re.compile(r"\w+|[^\w\s]")
_RESERVED: Final = re.compile(r"[\\\[\]|_;*]|->")
_CONTROLS: Final = {"\t": "\\t", "\n": "\\n", "\r": "\\r", "\f": "\\f", "\b": "\\b"}
_MEANT: Final = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}
_BAR: Final = re.compile(r"((?:[^\\|]|\\.)*)(?:\||$)", re.DOTALL)
_NUMBERED: Final = re.compile(r"((?:[^\\]|\\.)*)\[([0-9]+)\]", re.DOTALL)
_ID: Final = re.compile(r"[0-9]+-[0-9]+(?:\.[0-9]+)?")
_OFFSETS: Final = re.compile(r"([0-9]+)-([0-9]+)")
_TOKEN_COLUMNS: Final = 3


def write_webanno(
    slug: str, records: tuple[Record, ...], text: str, sentences: list[tuple[int, int]]
) -> Exported:
    """Return the TSV file, and what it cannot hold."""
    placed = [record for record in records if record.section in PLACED]
    edges = {edge for record in placed for edge in record.spans[0]}
    offsets = Utf16Offsets(text)
    lost = list(lost_sections(records))
    covered: set[int] = set()
    lines = [FORMAT, *_layers(), ""]
    for number, (start, end) in enumerate(sentences, 1):
        lines += ["", f"#Text={_shown(text[start:end])}"]
        for place, (first, last) in enumerate(_tokens(text, start, end, edges), 1):
            here = [
                (mark, record)
                for mark, record in enumerate(placed, 1)
                if record.spans[0][0] <= first and last <= record.spans[0][1]
            ]
            covered |= {mark for mark, _ in here}
            where = f"{offsets.units(first)}-{offsets.units(last)}"
            cells = [f"{number}-{place}", where, text[first:last], *_cells(here)]
            lines.append("\t".join(cells) + "\t")
    for mark, record in enumerate(placed, 1):
        start, end = record.spans[0]
        name = f"{TYPES[record.section]} {record.fields.get('id', '')}".strip()
        if mark not in covered:
            lost.append(f"{name} at {start}-{end}: it marks nothing but blanks")
        elif text[start].isspace() or text[end - 1].isspace():
            lost.append(f"{name} at {start}-{end}: the blank at its edge")
    return Exported({f"{slug}.tsv": "".join(f"{line}\n" for line in lines).encode()}, tuple(lost))


def read_webanno(content: str, text: str, file: str) -> tuple[Record, ...]:
    """Read a TSV file on a text.

    Raises:
        InputError: it is no WebAnno TSV 3, or does not fit the text.

    """
    return _Reading(text, file).all(content.split("\n"))


@dataclass
class _Mark:
    section: str
    start: int
    end: int
    where: str
    fields: dict[str, str] = field(default_factory=dict)


@dataclass
class _Reading:
    text: str
    file: str
    columns: list[tuple[str, str] | None] = field(default_factory=list)
    marks: dict[tuple[str, int, int], _Mark] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def all(self, lines: list[str]) -> tuple[Record, ...]:
        if not lines[0].startswith("#FORMAT=WebAnno TSV 3"):
            raise InputError(
                "this is not WebAnno TSV 3",
                where=f"{self.file}:1",
                fix="export it as WebAnno TSV v3.3",
            )
        offsets = Utf16Offsets(self.text)
        for number, line in enumerate(lines, 1):
            where = f"{self.file}:{number}"
            if line.startswith(("#T_SP=", "#T_RL=", "#T_CH=")):
                self.columns += _columns(line)
            elif line.rstrip("\r") and not line.startswith("#"):
                self._token(where, number, line.rstrip("\r").split("\t"), offsets)
        if self.faults:
            raise input_error(self.file, self.faults)
        return tuple(
            Record(mark.section, ((mark.start, mark.end),), mark.fields, mark.where)
            for _, mark in sorted(self.marks.items(), key=lambda item: item[0][1:])
        )

    def _token(self, where: str, number: int, cells: list[str], offsets: Utf16Offsets) -> None:
        place = _OFFSETS.fullmatch(cells[1]) if len(cells) > 1 else None
        if not _ID.fullmatch(cells[0]) or not place or len(cells) < _TOKEN_COLUMNS:
            self.faults.append(Fault(where, "not a token of WebAnno TSV", fix="export it anew"))
            return
        first, last = offsets.point(int(place[1])), offsets.point(int(place[2]))
        words = None if first is None or last is None else self.text[first:last]
        if first is None or last is None or words != cells[2]:
            message = f"the token {cells[2]!r} is not what the text has at {cells[1]}, {words!r}"
            fix = "give by --text the text as it was exported"
            self.faults.append(Fault(where, message, fix=fix))
            return
        for column, cell in zip(self.columns, cells[_TOKEN_COLUMNS:], strict=False):
            if column is not None and cell != NONE:
                self._cell(where, number, column, cell, (first, last))

    def _cell(
        self, where: str, line: int, column: tuple[str, str], cell: str, span: tuple[int, int]
    ) -> None:
        section, name = column
        for part in _parts(cell):
            numbered = _NUMBERED.fullmatch(part)
            value = numbered[1] if numbered else part
            # Marks with a number come in its order, before those of one token, which have none.
            key = (section, 0, int(numbered[2])) if numbered else (section, 1, line)
            mark = self.marks.setdefault(key, _Mark(section, *span, where))
            mark.start, mark.end = min(mark.start, span[0]), max(mark.end, span[1])
            if value != EMPTY and name:
                mark.fields[name] = _unescaped(value)


def _layers() -> Iterator[str]:
    for section in PLACED:
        names = "|".join(feature(name) for name in fields_of(section))
        yield f"#T_SP={PACKAGE}.{TYPES[section]}|{names}"


def _columns(header: str) -> Iterator[tuple[str, str] | None]:
    """Return section and field of each column of a layer; none for what is not ours."""
    kind, *names = header.rstrip("\r").partition("=")[2].split("|")
    section = SECTIONS.get(kind.removeprefix(f"{PACKAGE}."))
    if section not in PLACED or not kind.startswith(f"{PACKAGE}."):
        yield from (None for _ in names)
        return
    fields = {feature(name): name for name in fields_of(section)}
    yield from ((section, fields.get(name, "")) for name in names)


def _cells(here: list[tuple[int, Record]]) -> Iterator[str]:
    for section in PLACED:
        found = [(mark, record) for mark, record in here if record.section == section]
        for name in fields_of(section):
            values = [
                f"{_escaped(record.fields[name]) if name in record.fields else EMPTY}[{mark}]"
                for mark, record in found
            ]
            yield "|".join(values) or NONE


def _tokens(text: str, start: int, end: int, edges: set[int]) -> Iterator[tuple[int, int]]:
    for token in _TOKEN.finditer(text, start, end):
        inside = (edge for edge in range(token.start() + 1, token.end()) if edge in edges)
        cuts = [token.start(), *inside, token.end()]
        yield from pairwise(cuts)


def _escaped(value: str) -> str:
    value = _RESERVED.sub(lambda found: f"\\{found[0]}", value)
    return "".join(_CONTROLS.get(point, point) for point in value)


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda found: _MEANT.get(found[1], found[1]), value, flags=re.DOTALL)


def _parts(cell: str) -> list[str]:
    """Return what stands between the bars of a cell that are not escaped."""
    parts = [found[1] for found in _BAR.finditer(cell)]
    return parts[:-1] if len(parts) > 1 and not parts[-1] else parts


def _shown(text: str) -> str:
    return "".join(_CONTROLS.get(point, point) for point in text.replace("\\", "\\\\"))
