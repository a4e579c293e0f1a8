"""SSSOM tables: which entity is which thing in another data set, and how we know.

A table is tab-separated; lines that start with ``#`` before its head are YAML metadata, of which
`curie_map` is needed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import Fault, InputError, input_error
from kg.located_yaml import parse_yaml, read_utf8, shown

_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_MATCHES: Final = ("exactMatch", "closeMatch", "broadMatch")
PREDICATES: Final = frozenset(f"{_SKOS}{name}" for name in _MATCHES)
_REQUIRED: Final = (
    *("subject_id", "predicate_id", "object_id", "object_label"),
    *("mapping_justification", "object_source"),
)
_COLUMNS: Final = frozenset({*_REQUIRED, "mapping_date", "comment", "subject_label"})


@dataclass(frozen=True)
class Mapping:
    """One row, its CURIEs written out as IRIs."""

    where: str
    subject: str
    predicate: str
    object: str
    label: str


def load_mappings(path: Path) -> tuple[Mapping, ...]:
    """Read an SSSOM table.

    Raises:
        InputError: the table cannot be read, or lacks a column, a prefix or a value; lists all
            faults.

    """
    file = shown(path)
    lines = read_utf8(path).splitlines()
    head = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    if head == len(lines):
        raise InputError("the table is empty", where=file, fix="give it a head and rows")
    prefixes = _curie_map(lines[:head], file)
    columns = lines[head].split("\t")
    _check_head(columns, f"{file}:{head + 1}")
    faults: list[Fault] = []
    rows = [
        mapping
        for number, line in enumerate(lines[head + 1 :], start=head + 2)
        for mapping in _row(line, columns, prefixes, f"{file}:{number}", faults)
    ]
    seen: dict[tuple[str, str, str], str] = {}
    for row in rows:
        key = (row.subject, row.predicate, row.object)
        if key in seen:
            faults.append(Fault(row.where, f"the same mapping as in {seen[key]}", fix="remove one"))
        seen[key] = row.where
    if faults:
        raise input_error(file, faults)
    return tuple(rows)


def _curie_map(lines: list[str], file: str) -> dict[str, str]:
    text = "\n".join(line[1:] for line in lines)
    fix = "start the table with #curie_map: and a line '#  prefix: \"IRI\"' for each prefix"
    if not text.strip():
        raise InputError("there is no curie_map", where=file, fix=fix)
    value = parse_yaml(text.encode(), file).value
    found = value.get("curie_map") if isinstance(value, dict) else None
    if not isinstance(found, dict):
        raise InputError("there is no curie_map", where=file, fix=fix)
    return {prefix: str(iri) for prefix, iri in found.items()}


def _check_head(columns: list[str], where: str) -> None:
    missing = [name for name in _REQUIRED if name not in columns]
    unknown = [name for name in columns if name not in _COLUMNS]
    if missing or unknown or len(set(columns)) != len(columns):
        raise InputError(
            "the head of the table is wrong",
            where=where,
            cause=f"missing: {missing or 'none'}; unknown: {unknown or 'none'}",
            fix=f"use these columns, once each: {', '.join(_REQUIRED)}, mapping_date, comment",
        )


def _row(
    line: str, columns: list[str], prefixes: dict[str, str], where: str, faults: list[Fault]
) -> Iterator[Mapping]:
    cells = line.split("\t")
    if len(cells) != len(columns):
        faults.append(
            Fault(where, f"{len(cells)} cells, and the head has {len(columns)}", fix="use tabs")
        )
        return
    row = dict(zip(columns, cells, strict=True))
    found = len(faults)
    faults += [
        Fault(where, f"{name} is empty", fix="fill it in, or remove the row")
        for name in _REQUIRED
        if not row[name].strip()
    ]
    iris = []
    for name in ("subject_id", "predicate_id", "object_id"):
        prefix, colon, local = row[name].partition(":")
        if not colon or prefix not in prefixes:
            fix = f"use one of {', '.join(sorted(prefixes))}, or add it to curie_map"
            faults.append(Fault(where, f"{name} {row[name]!r} has no known prefix", fix=fix))
        iris.append(prefixes.get(prefix, "") + local)
    if iris[1] and iris[1] not in PREDICATES:
        fix = "use skos:exactMatch, skos:closeMatch or skos:broadMatch"
        faults.append(Fault(where, f"predicate {row['predicate_id']!r} is not allowed", fix=fix))
    if len(faults) == found:
        yield Mapping(where, iris[0], iris[1], iris[2], row["object_label"])
