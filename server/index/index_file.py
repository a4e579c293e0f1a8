"""What search and browse read, written once for a version: a file of SQLite.

``python -m server.index.index_file STORE BASE FILE`` reads the default graph of a store and writes
the file, in a process of its own, since a million triples take seconds.
"""

import json
import os
import sqlite3
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from server.index.claims import Row, Values, closed_values, natural, read_claims
from server.index.facets import FACETS, SORTS
from server.index.kinds import KINDS, OTHER
from server.index.nodes import GLOSS, LABEL, Graph, Node, read_nodes
from server.index.words import indexed
from server.lifeline import die_with_parent

FORM: Final = 2
"""Of the file; another number for another form of it."""
FULL_TEXT: Final = "fts5"
"""The module of SQLite for it; one can be made without."""
LONGEST_NAME: Final = 100
"""Of a name that can be asked for exactly, in characters."""

_NICE: Final = 10
_UNNAMED: Final = frozenset({"claim", "passage", "mention"})
_TABLES: Final = """
CREATE TABLE node (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, names TEXT NOT NULL);
CREATE TABLE kind (name TEXT NOT NULL, first INTEGER NOT NULL, past INTEGER NOT NULL);
CREATE TABLE exact (words TEXT, node INTEGER, PRIMARY KEY (words, node)) WITHOUT ROWID;
CREATE TABLE claim (id INTEGER PRIMARY KEY, row TEXT NOT NULL);
CREATE TABLE value (facet TEXT NOT NULL, value TEXT NOT NULL, node INTEGER, claims BLOB NOT NULL);
CREATE TABLE sorting (name TEXT PRIMARY KEY, claims BLOB NOT NULL);
"""
_HAS_MODULE: Final = "SELECT 1 FROM pragma_module_list WHERE name = ?"
_FOUND: Final = (
    f"CREATE VIRTUAL TABLE found USING {FULL_TEXT}(name, gloss, content='', tokenize='ascii')"
)


def write_index(store: ox.Store, base: str, file: Path) -> None:
    """Write the file; without full text where SQLite was made without FTS5."""
    graph = Graph(store, base)
    rows, values = read_claims(graph)
    nodes = read_nodes(graph, also=_named(rows, values))
    places = {kind: place for place, kind in enumerate((*KINDS, OTHER))}
    ordered = sorted(nodes.values(), key=lambda n: (places[n.kind], -n.weight, n.iri))
    ids = {node.iri: number for number, node in enumerate(ordered, 1)}
    connection = sqlite3.connect(file)
    try:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        connection.executescript(_TABLES)
        _write_nodes(connection, ordered)
        _write_words(connection, ordered)
        _write_claims(connection, rows, nodes, ids)
        _write_values(connection, graph, rows, values, ids)
        connection.execute(f"PRAGMA user_version = {FORM}")
        connection.commit()
    finally:
        connection.close()


def _named(rows: Sequence[Row], values: Values) -> list[str]:
    """Return all that claims and facets name."""
    found = {iri for row in rows for iri in _parts(row)}
    for facet in FACETS:
        if facet.is_link and facet.is_listed:
            found.update(iri for each in values[facet.name].values() for iri in each)
    return sorted(found - {""})


def _parts(row: Row) -> tuple[str, ...]:
    single = (row.iri, row.proposition, row.speaker, row.mode, row.act, row.certainty)
    return (*single, row.polarity, row.article, *row.reporters, *row.imputed, *row.conditions)


def _write_nodes(connection: sqlite3.Connection, ordered: Sequence[Node]) -> None:
    connection.executemany(
        "INSERT INTO node VALUES (?, ?, ?)",
        (
            (number, node.iri, json.dumps(node.names, ensure_ascii=False))
            for number, node in enumerate(ordered, 1)
        ),
    )
    first = 1
    for kind in (*KINDS, OTHER):
        past = first + sum(node.kind is kind for node in ordered)
        connection.execute("INSERT INTO kind VALUES (?, ?, ?)", (kind.name, first, past))
        first = past


def _write_words(connection: sqlite3.Connection, ordered: Sequence[Node]) -> None:
    if not connection.execute(_HAS_MODULE, (FULL_TEXT,)).fetchone():
        return  # whoever searches is told
    connection.execute(_FOUND)
    searched = [(n, node) for n, node in enumerate(ordered, 1) if node.kind is not OTHER]
    connection.executemany(
        "INSERT INTO found (rowid, name, gloss) VALUES (?, ?, ?)",
        ((n, _words(node, is_gloss=False), _words(node, is_gloss=True)) for n, node in searched),
    )
    connection.executemany(
        "INSERT OR IGNORE INTO exact VALUES (?, ?)",
        (
            (indexed(name.text), n)
            for n, node in searched
            if node.kind.name not in _UNNAMED
            for name in node.names
            if name.role != GLOSS and len(name.text) <= LONGEST_NAME
        ),
    )
    connection.execute("INSERT INTO found (found) VALUES ('optimize')")


def _words(node: Node, *, is_gloss: bool) -> str:
    # What stands between two names is a word of its own, so that no phrase goes over it.
    texts = dict.fromkeys(n.text for n in node.names if (n.role == GLOSS) is is_gloss)
    return " \u00b6 ".join(map(indexed, texts))


def _write_claims(
    connection: sqlite3.Connection,
    rows: Sequence[Row],
    nodes: Mapping[str, Node],
    ids: Mapping[str, int],
) -> None:
    def number(iri: str) -> int:
        return ids.get(iri, 0)

    connection.executemany(
        "INSERT INTO claim VALUES (?, ?)",
        (
            (
                place,
                json.dumps(
                    row._replace(
                        **{
                            name: number(value)  # type: ignore[arg-type]
                            if isinstance(value, str)
                            else tuple(map(number, value))
                            for name, value in row._asdict().items()
                            if name not in ("text", "date", "when")
                        }
                    ),
                    ensure_ascii=False,
                ),
            )
            for place, row in enumerate(rows)
        ),
    )
    for name in SORTS:
        keys = [_sort_key(name, row, nodes) for row in rows]
        present = [place for place, key in enumerate(keys) if key]
        absent = [place for place, key in enumerate(keys) if not key]
        for sign, down in (("", False), ("-", True)):
            order = sorted(present, key=keys.__getitem__, reverse=down) + absent
            connection.execute("INSERT INTO sorting VALUES (?, ?)", (sign + name, _blob(order)))


def _sort_key(name: str, row: Row, nodes: Mapping[str, Node]) -> tuple[object, ...]:
    def label(iri: str) -> str:
        names = nodes[iri].names if iri else []
        labels = [n for n in names if n.role == LABEL]
        english = [n.text for n in labels if n.language in ("", "en")]
        return (english or [n.text for n in labels] or [iri])[0].casefold()

    match name:
        case "claim":
            return natural(row.iri)
        case "proposition":
            return (row.text.casefold(),) if row.text else ()
        case "date":
            return (row.when,) if row.when else ()
        case "reporter":
            return tuple(map(label, row.reporters))
        case "imputed":
            return tuple(map(label, row.imputed))
        case _:
            found: str = getattr(row, name)
            return (label(found),) if found else ()


def _write_values(
    connection: sqlite3.Connection,
    graph: Graph,
    rows: Sequence[Row],
    values: Values,
    ids: Mapping[str, int],
) -> None:
    closed = list(closed_values(graph, ids))
    for facet in FACETS:
        found: dict[str, list[int]] = {iri: [] for name, iri in closed if name == facet.name}
        of_claims = values[facet.name]
        for place, row in enumerate(rows):
            for value in of_claims.get(row.iri, ()):
                found.setdefault(value, []).append(place)
        connection.executemany(
            "INSERT INTO value VALUES (?, ?, ?, ?)",
            ((facet.name, value, ids.get(value), _blob(found[value])) for value in sorted(found)),
        )


def _blob(numbers: Iterable[int]) -> bytes:
    return array("I", numbers).tobytes()


def main() -> None:
    """Write the index that the arguments name; it gets its name when it is whole."""
    die_with_parent()
    os.nice(_NICE)
    store, base, file = sys.argv[1:]
    partial = Path(f"{file}.partial")
    partial.unlink(missing_ok=True)
    write_index(ox.Store.read_only(store), base, partial)
    partial.rename(file)


if __name__ == "__main__":
    main()
