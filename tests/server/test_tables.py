from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.settings import Settings
from server.current import Current
from server.reading import Reader
from server.tables import Cell, heading, rows_table


@pytest.fixture(scope="module")
def reader(build_root: Path) -> Iterator[Reader]:
    current = Current(Settings(build_root, store_memory=1))
    yield Reader(current.snapshot(), {})
    current.close()


def table_of(reader: Reader, values: str) -> list[list[tuple[str, int]]]:
    query = f"SELECT ?a ?b ?c {{ VALUES (?a ?b ?c) {{ {values} }} }}"
    table = rows_table(reader.snapshot.store.query(query), 1, reader)
    return [[(c.text, c.span) for c in row] for row in table.rows]


def test_what_repeats_from_the_left_is_shown_once_for_all_its_rows(reader: Reader):
    assert table_of(reader, "('x' 'y' 1) ('x' 'y' 2) ('x' 'z' 2) ('w' 'z' 2)") == [
        [("x", 3), ("y", 2), ("1", 1)],
        [("x", 0), ("y", 0), ("2", 1)],
        [("x", 0), ("z", 1), ("2", 1)],
        [("w", 1), ("z", 1), ("2", 1)],
    ]


def test_rows_that_are_all_the_same_keep_their_last_cell(reader: Reader):
    assert table_of(reader, "('x' 'y' 1) ('x' 'y' 1)") == [
        [("x", 2), ("y", 2), ("1", 1)],
        [("x", 0), ("y", 0), ("1", 1)],
    ]


def test_an_unbound_value_is_an_empty_cell(reader: Reader):
    query = "SELECT ?a { VALUES ?a { UNDEF } }"

    assert rows_table(reader.snapshot.store.query(query), 1, reader).rows == ((Cell(),),)


def test_a_blank_node_is_shown_by_its_name(reader: Reader):
    [[only]] = rows_table(reader.snapshot.store.query("SELECT (BNODE() AS ?b) {}"), 1, reader).rows

    assert only.text.startswith("_:")
    assert only.iri == ""


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        ("speaker", "speaker"),
        ("articleAuthor", "article author"),
        ("valid_from", "valid from"),
        ("THAAD", "thaad"),
    ],
)
def test_a_variable_is_read_as_words(variable: str, words: str):
    assert heading(variable) == words


def test_a_table_without_columns_or_rows_is_empty(reader: Reader):
    store = ox.Store()

    table = rows_table(store.query("SELECT * { ?s ?p ?o }"), 0, reader)
    assert (table.columns, table.rows, table.total) == (("o", "p", "s"), (), 0)
