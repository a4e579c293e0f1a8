"""Discourse Network Analyzer 3: a copy of the user's own empty ``.dna`` file, filled.

The file is an SQLite database. Each section that stands in the text is a statement type whose
variables are its fields; offsets are in UTF-16 units. The proposition of a claim is the concept,
`asserted_by` the actor, and the boolean `polarity` the agreement, of a discourse network.
"""

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kg.errors import Fault, InputError, input_error
from kg.interchange.exported import Exported, lost_sections
from kg.interchange.records import PLACED, TYPES, Record, fields_of
from kg.interchange.utf16 import Utf16Offsets
from kg.located_yaml import shown
from kg.model.article import ArticleFile
from kg.spans import digest

SHORT: Final = 190
"""The longest value of a short text, in characters."""
NEEDED: Final = {
    "SETTINGS": {"Property", "Value"},
    "CODERS": {"ID", "Name"},
    "DOCUMENTS": {"ID", "Title", "Text", "Coder", "Author", "Source", "Section", "Notes", "Type",
                  "Date"},
    "STATEMENTTYPES": {"ID", "Label", "Red", "Green", "Blue"},
    "VARIABLES": {"ID", "Variable", "DataType", "StatementTypeId"},
    "STATEMENTS": {"ID", "StatementTypeId", "DocumentId", "Start", "Stop", "Coder"},
    "ENTITIES": {"ID", "VariableId", "Value"},
    "DATABOOLEAN": {"StatementId", "VariableId", "Value"},
    "DATASHORTTEXT": {"StatementId", "VariableId", "Entity"},
    "DATALONGTEXT": {"StatementId", "VariableId", "Value"},
}  # fmt: skip
"""The tables of DNA 3 that are read or written, with their columns."""
LABEL: Final = "Standoff "
_SHORT_FIELDS: Final = frozenset(
    {
        *("id", "proposition", "asserted_by", "reported_by", "imputed_to", "mode", "act"),
        *("certainty", "entity", "sentence", "made_at", "made_in", "cause", "confidence"),
    }
)
_COLORS: Final = dict(zip(PLACED, ((160, 160, 160), (120, 170, 220), (110, 190, 110),
                                   (230, 140, 60), (240, 210, 60)), strict=True))  # fmt: skip


def write_dna(
    meta: ArticleFile, records: tuple[Record, ...], text: str, empty: Path | None
) -> Exported:
    """Return a filled copy of the user's file, and what it cannot hold.

    Raises:
        InputError: no file is given, it is not one of DNA 3, or it already has our types.

    """
    if empty is None:
        raise InputError(
            "dna needs a file of your own to fill a copy of",
            fix="make a new database in Discourse Network Analyzer 3, and add --empty FILE",
        )
    lost = list(lost_sections(records))
    if "\r" in text:
        lost.append("line ends with a carriage return: DNA shows them as one, and offsets shift")
    records = tuple(record for record in records if record.section in PLACED)
    for record in records:
        lost += [
            f"{name} of {TYPES[record.section]} {record.fields.get('id', '')}: longer than {SHORT}"
            for name, value in record.fields.items()
            if name in _SHORT_FIELDS and len(value) > SHORT
        ]
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.dna"
        _check_closed(empty)
        shutil.copyfile(empty, copy)
        with closing(_open(copy, empty)) as database, database:
            _Filling(database, empty, text).fill(meta, records)
        return Exported({f"{meta.slug}.dna": copy.read_bytes()}, tuple(lost))


def read_dna(file: Path, sha256: str) -> tuple[tuple[Record, ...], str]:
    """Read the statements on the text with this digest; return also the text.

    Raises:
        InputError: it is not a file of DNA 3, the text is not in it, or a span is out of it.

    """
    _check_closed(file)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.dna"
        shutil.copyfile(file, copy)
        with closing(_open(copy, file)) as database:
            for number, text in database.execute("SELECT ID, Text FROM DOCUMENTS ORDER BY ID"):
                if digest(text) == sha256:
                    return tuple(_statements(database, number, text, shown(file))), text
    raise InputError(
        f"none of its documents is the article's text (sha256 {sha256})",
        where=shown(file),
        fix="keep the text as it was exported; name the right --article",
    )


class _Filling:
    def __init__(self, database: sqlite3.Connection, file: Path, text: str) -> None:
        self.database, self.file, self.text = database, file, text
        self.offsets = Utf16Offsets(text)
        self.variables: dict[tuple[str, str], tuple[int, str]] = {}
        self.entities: dict[tuple[int, str], int] = {}

    def fill(self, meta: ArticleFile, records: tuple[Record, ...]) -> None:
        coder = self.database.execute("SELECT min(ID) FROM CODERS").fetchone()[0]
        if coder is None:
            raise InputError("the file has no coder", where=shown(self.file), fix=_FIX)
        document = self._insert(
            "DOCUMENTS",
            {"Title": meta.title[:SHORT], "Text": self.text, "Coder": coder}
            | {"Author": meta.author[:SHORT], "Source": meta.publisher[:SHORT], "Section": ""}
            | {"Notes": meta.label, "Type": meta.language, "Date": _seconds(meta.published.edtf)},
        )
        types = {section: self._type(section) for section in PLACED}
        for record in records:
            start, end = record.spans[0]
            statement = self._insert(
                "STATEMENTS",
                {"StatementTypeId": types[record.section], "DocumentId": document}
                | {"Start": self.offsets.units(start), "Stop": self.offsets.units(end)}
                | {"Coder": coder},
            )
            for name in fields_of(record.section):
                self._value(statement, record.section, name, record.fields.get(name, ""))

    def _type(self, section: str) -> int:
        label = LABEL + TYPES[section]
        if self.database.execute(
            "SELECT 1 FROM STATEMENTTYPES WHERE Label = ?", (label,)
        ).fetchone():
            raise InputError(
                f"the file already has statements of type {label!r}",
                where=shown(self.file),
                fix="give a new file of Discourse Network Analyzer",
            )
        red, green, blue = _COLORS[section]
        number = self._insert(
            "STATEMENTTYPES", {"Label": label, "Red": red, "Green": green, "Blue": blue}
        )
        for name in fields_of(section):
            kind = "short text" if name in _SHORT_FIELDS else "long text"
            kind = "boolean" if name == "polarity" else kind
            values = {"Variable": name, "DataType": kind, "StatementTypeId": number}
            self.variables[section, name] = (self._insert("VARIABLES", values), kind)
        return number

    def _value(self, statement: int, section: str, name: str, value: str) -> None:
        variable, kind = self.variables[section, name]
        row: dict[str, str | int] = {"StatementId": statement, "VariableId": variable}
        match kind:
            case "boolean":
                self._insert("DATABOOLEAN", row | {"Value": int(value != "negative")})
            case "long text":
                self._insert("DATALONGTEXT", row | {"Value": value})
            case _:
                self._insert("DATASHORTTEXT", row | {"Entity": self._entity(variable, value)})

    def _entity(self, variable: int, value: str) -> int:
        key = (variable, value[:SHORT])
        if key not in self.entities:
            values = {"VariableId": variable, "Value": key[1], "Red": 0, "Green": 0, "Blue": 0}
            self.entities[key] = self._insert("ENTITIES", values)
        return self.entities[key]

    def _insert(self, table: str, values: Mapping[str, Any]) -> int:
        names = ", ".join(values)
        marks = ", ".join("?" for _ in values)
        cursor = self.database.execute(
            f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608 -- names of ours
            tuple(values.values()),
        )
        return int(cursor.lastrowid or 0)


_STATEMENTS: Final = """
    SELECT s.ID, t.Label, s.Start, s.Stop FROM STATEMENTS s
    JOIN STATEMENTTYPES t ON t.ID = s.StatementTypeId WHERE s.DocumentId = ? ORDER BY s.ID"""
_VALUES: Final = """
    SELECT v.Variable, d.Value FROM DATALONGTEXT d
    JOIN VARIABLES v ON v.ID = d.VariableId WHERE d.StatementId = :id
    UNION ALL SELECT v.Variable, e.Value FROM DATASHORTTEXT d
    JOIN VARIABLES v ON v.ID = d.VariableId
    JOIN ENTITIES e ON e.ID = d.Entity WHERE d.StatementId = :id
    UNION ALL SELECT v.Variable, CASE d.Value WHEN 0 THEN 'negative' ELSE 'positive' END
    FROM DATABOOLEAN d JOIN VARIABLES v ON v.ID = d.VariableId WHERE d.StatementId = :id"""
_FIX: Final = "give a file made by Discourse Network Analyzer 3; save older ones with it anew"


def _statements(
    database: sqlite3.Connection, document: int, text: str, file: str
) -> Iterator[Record]:
    offsets = Utf16Offsets(text)
    sections = {LABEL + TYPES[section]: section for section in PLACED}
    faults = []
    for number, label, start, stop in database.execute(_STATEMENTS, (document,)).fetchall():
        if label not in sections:
            continue
        where = f"{file}: statement {number}"
        first, last = offsets.point(start), offsets.point(stop)
        if first is None or last is None or first >= last:
            message = f"the span {start}-{stop} is not one of whole characters of the text"
            faults.append(Fault(where, message, fix="mark the statement anew in DNA"))
            continue
        values = {
            name: value
            for name, value in database.execute(_VALUES, {"id": number}).fetchall()
            if value and name in fields_of(sections[label])
        }
        yield Record(sections[label], ((first, last),), values, where)
    if faults:
        raise input_error(file, faults)


def _open(copy: Path, original: Path) -> sqlite3.Connection:
    """Open a copy of a file of DNA 3, or say why it is none."""
    database = sqlite3.connect(copy)
    try:
        for table, columns in NEEDED.items():
            found = {row[1] for row in database.execute(f"PRAGMA table_info({table})")}
            missing = sorted(columns - found)
            if missing:
                what = f"columns {', '.join(missing)} of {table}" if found else f"table {table}"
                raise InputError(
                    "this is not a file of Discourse Network Analyzer 3",
                    where=shown(original),
                    cause=f"there is no {what}",
                    fix=_FIX,
                )
    except sqlite3.DatabaseError as error:
        database.close()
        raise InputError(
            "this is not a file of Discourse Network Analyzer 3",
            where=shown(original),
            cause=str(error),
            fix=_FIX,
        ) from error
    except InputError:
        database.close()
        raise
    return database


def _check_closed(file: Path) -> None:
    beside = file.with_name(f"{file.name}-wal")
    if beside.is_file() and beside.stat().st_size:
        raise InputError(
            "the file is open elsewhere", where=shown(file), fix="close it in DNA first"
        )


def _seconds(edtf: str) -> int:
    """Return the first day of a date as DNA keeps it: seconds since 1970, UTC; else 0."""
    found = re.search(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-3][0-9]))?)?", edtf)
    if not found:
        return 0
    day = datetime(int(found[1]), int(found[2] or 1), int(found[3] or 1), tzinfo=UTC)
    return int(day.timestamp())
