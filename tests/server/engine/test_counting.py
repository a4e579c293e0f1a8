"""Rows are counted from the bytes of an answer, whatever its values look like."""

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.engine import spool as spooling
from server.engine.counting import count_rows
from server.engine.spool import Spool

FORMATS = [
    ox.QueryResultsFormat.JSON,
    ox.QueryResultsFormat.XML,
    ox.QueryResultsFormat.CSV,
    ox.QueryResultsFormat.TSV,
]
# Pieces that look like what the formats put between rows.
MARKS = [
    "{}", ",{},", "[{}]", "},{", '},{"', '},{"a":', "}},{", '"bindings":[]}}', "<result>", "<br>",
    "\r\n", "\n", "\r", '"', '""', "\\", '\\"', "\\n", "\t", ",", "é", "港", "\U0001f600", " ",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(MARKS) | st.text(max_size=3), max_size=6).map("".join)
NODES = st.sampled_from(["x:a", "http://e/{}", "http://e/?a=%7B%7D,"]).map(
    lambda iri: ox.NamedNode(iri.replace("{}", "%7B%7D"))
)
LITERALS = TEXTS.map(ox.Literal) | TEXTS.map(lambda text: ox.Literal(text, language="en"))
PLAIN = NODES | LITERALS | st.just(ox.BlankNode("b0")) | st.integers().map(ox.Literal)
TRIPLES = st.builds(ox.Triple, NODES, NODES, PLAIN)


def query_for(rows: list[list[object]]) -> str:
    """Write the query whose answer is these rows."""
    names = " ".join(f"?v{i}" for i in range(len(rows[0]))) if rows else "?v0"
    lines = (" ".join("UNDEF" if v is None else str(v) for v in row) for row in rows)
    values = " ".join(f"({line})" for line in lines)
    return f"SELECT {names} {{ VALUES ({names}) {{ {values} }} }}"


def spooled(data: bytes) -> Spool:
    found = Spool(limit=1 << 30)
    found.write(data)
    return found


def tables(terms: st.SearchStrategy[object]) -> st.SearchStrategy[list[list[object]]]:
    cells = st.none() | terms
    return st.integers(1, 3).flatmap(
        lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), max_size=6)
    )


def no_blank_nodes(rows: list[list[object]]) -> list[list[object]]:
    """VALUES takes no blank nodes: a query cannot name one."""
    return [[None if isinstance(v, ox.BlankNode) else v for v in row] for row in rows]


@pytest.mark.parametrize("written", FORMATS, ids=str)
@settings(max_examples=60, deadline=None)
@given(rows=tables(PLAIN).map(no_blank_nodes), chunk=st.integers(1, 40) | st.just(1 << 18))
def test_the_count_is_that_of_the_rows(
    written: ox.QueryResultsFormat, rows: list[list[object]], chunk: int
):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spooling, "CHUNK", chunk)
        patch.setattr(spooling, "INLINE_BYTES", 0)  # so that it is read in chunks
        found = spooled(ox.Store().query(query_for(rows)).serialize(format=written))

        counted = count_rows(found, written)
        found.let_go()

    assert counted == len(rows)


@pytest.mark.parametrize("written", FORMATS, ids=str)
@pytest.mark.parametrize("values", [[], ["},{"], ["}},{", "x"], ["{}", "}},{"], ["a\r\nb", '"']])
def test_values_that_end_like_a_row_are_none(written: ox.QueryResultsFormat, values: list[str]):
    rows = [[ox.Literal(value)] for value in values]

    found = spooled(ox.Store().query(query_for(rows)).serialize(format=written))

    assert count_rows(found, written) == len(values)


@pytest.mark.parametrize("written", FORMATS, ids=str)
@pytest.mark.parametrize(
    ("query", "count"),
    [("SELECT * {}", 1), ("SELECT * { {} UNION {} }", 2), ("SELECT * { FILTER(false) }", 0)],
)
def test_rows_without_columns_are_counted(written: ox.QueryResultsFormat, query: str, count: int):
    assert count_rows(spooled(ox.Store().query(query).serialize(format=written)), written) == count


@pytest.mark.parametrize("written", [f for f in FORMATS if f != ox.QueryResultsFormat.CSV], ids=str)
@settings(max_examples=30, deadline=None)
@given(terms=st.lists(TRIPLES, max_size=4))
def test_triple_terms_are_no_rows_of_their_own(
    written: ox.QueryResultsFormat, terms: list[ox.Triple]
):
    store = ox.Store()
    for number, term in enumerate(terms):
        store.add(ox.Quad(ox.NamedNode(f"x:{number}"), ox.NamedNode("x:p"), term))

    found = store.query("SELECT ?o { ?s ?p ?o }").serialize(format=written)

    assert count_rows(spooled(found), written) == len(terms)


def test_an_answer_of_many_chunks_is_counted_where_strings_go_over_their_ends():
    long = "x" * 300_000 + "{}" + '"\\' * 100_000
    rows = [[ox.Literal(long)], [None], [ox.Literal(",{},")], [ox.Literal(long)]]
    answer = ox.Store().query(query_for(rows))

    found = spooled(answer.serialize(format=ox.QueryResultsFormat.JSON))

    assert count_rows(found, ox.QueryResultsFormat.JSON) == 4
