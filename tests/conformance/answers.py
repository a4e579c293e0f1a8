"""Answers out of everything that holds one: a result of the store, a body, a file of a suite."""

import csv
import io
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from tests.conformance.matching import Answer, Row, Term

RS: Final = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RESULT_FORMATS: Final = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPH_FORMATS: Final = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
SUFFIXES: Final = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".tsv": "text/tab-separated-values",
    ".csv": "text/csv",
    ".ttl": "text/turtle",
    ".rdf": "application/rdf+xml",
    ".nt": "application/n-triples",
}


def of_results(
    found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, *, ordered: bool = False
) -> Answer:
    """Read what a store, or a parser of result formats, hands out."""
    if isinstance(found, ox.QueryBoolean):
        return _boolean(bool(found))
    if isinstance(found, ox.QueryTriples):
        return _graph(found)
    names = tuple(variable.value for variable in found.variables)
    rows = tuple(tuple(solution[name] for name in names) for solution in found)
    return Answer("solutions", names, rows, ordered)


def of_body(body: bytes, media_type: str, *, base: str = "", ordered: bool = False) -> Answer:
    """Read the body of an answer; CSV gives the texts of the terms, as that is all it keeps."""
    if media_type in RESULT_FORMATS:
        return of_results(ox.parse_query_results(body, RESULT_FORMATS[media_type]), ordered=ordered)
    if media_type == "text/csv":
        return _table(body.decode(), ordered=ordered)
    if media_type in GRAPH_FORMATS:
        quads = ox.parse(body, GRAPH_FORMATS[media_type], base_iri=base or None)
        return _graph(quad.triple for quad in quads)
    raise ValueError(f"{media_type!r} is no format of an answer")


def of_file(file: Path, base: str) -> Answer:
    """Read the expected result of a test, in any of the ways that the suites write one."""
    answer = of_body(file.read_bytes(), SUFFIXES[file.suffix], base=base)
    if answer.kind == "graph" and any(
        row[1:] == (ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{RS}ResultSet")) for row in answer.rows
    ):
        return _result_set(answer.rows)
    return answer


def _boolean(value: bool) -> Answer:
    return Answer("boolean", (), ((str(value),),))


def _graph(triples: object) -> Answer:
    rows: set[Row] = {(each.subject, each.predicate, each.object) for each in triples}  # type: ignore[attr-defined]
    return Answer("graph", (), tuple(rows))


def _table(text: str, *, ordered: bool) -> Answer:
    lines = list(csv.reader(io.StringIO(text, newline="")))
    names = tuple(lines[0]) if lines else ()
    # One empty cell is an empty line, which the reader takes for a line without cells.
    rows = tuple(tuple(_cell(cell) for cell in line or [""] * len(names)) for line in lines[1:])
    return Answer("solutions", names, rows, ordered)


def _cell(cell: str) -> Term | None:
    if cell.startswith("_:"):
        return ox.BlankNode(cell.removeprefix("_:"))
    return cell or None


def _result_set(rows: tuple[Row, ...]) -> Answer:
    """Read the vocabulary in which the first suite wrote results as graphs."""

    def values(subject: Term | None, name: str) -> list[Term]:
        wanted = ox.NamedNode(f"{RS}{name}")
        return [row[2] for row in rows if row[:2] == (subject, wanted) and row[2] is not None]

    (top,) = {
        row[0]
        for row in rows
        if row[1:] == (ox.NamedNode(RDF_TYPE), ox.NamedNode(f"{RS}ResultSet"))
    }
    for value in values(top, "boolean"):
        assert isinstance(value, ox.Literal)
        return _boolean(value.value == "true")
    names = tuple(sorted(str(name.value) for name in values(top, "resultVariable")))  # type: ignore[union-attr]
    found: list[tuple[int, Row]] = []
    for solution in values(top, "solution"):
        cells = {
            values(binding, "variable")[0].value: values(binding, "value")[0]  # type: ignore[union-attr]
            for binding in values(solution, "binding")
        }
        index = [int(each.value) for each in values(solution, "index")]  # type: ignore[union-attr]
        found.append((index[0] if index else -1, tuple(cells.get(name) for name in names)))
    found.sort(key=lambda pair: pair[0])
    return Answer(
        "solutions", names, tuple(row for _, row in found), any(index >= 0 for index, _ in found)
    )
