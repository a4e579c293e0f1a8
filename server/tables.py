"""Answers as tables for people: every value turned into a cell that a template can show."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final

import pyoxigraph as ox

from kg.vocab import STAND
from server.addresses import local_path
from server.answer_rows import FIRST, RowsWanted, Turning
from server.reading import MAX_TEXT, Mark, Passage, Reader, Word, shortened

MAX_TRIPLES: Final = 500
"""Triples that a page shows; a download has them all."""


_ON_THE_WEB: Final = re.compile("https?:", re.IGNORECASE)


@dataclass(frozen=True)
class Cell:
    """A value: its text, its IRI where it is a node, and what must be seen with it.

    ``path`` is where a node has its page on this site; one without it is elsewhere on the web.
    ``is_badge`` means that the marks stand in the place of the text. ``span`` counts the rows
    that the cell stands for; 0 where the one above it does. ``claims`` are the first that rest on
    the ``passage``.
    """

    text: str = ""
    iri: str = ""
    path: str = ""
    language: str = ""
    is_number: bool = False
    is_badge: bool = False
    marks: tuple[Mark, ...] = ()
    passage: Passage | None = None
    claims: tuple["Cell", ...] = ()
    span: int = 1


@dataclass(frozen=True)
class Table:
    """Rows under their columns; ``total`` counts all there are, of which some may be shown.

    ``keys`` tell the rows of a SELECT apart, in any order that they come in; ``terms`` are those of
    its rows.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    title: Cell | None = None
    turning: Turning | None = None
    keys: tuple[str, ...] = ()
    terms: tuple[tuple[object, ...], ...] = field(default=(), compare=False, repr=False)


def rows_table(
    solutions: ox.QuerySolutions, total: int, reader: Reader, wanted: RowsWanted = FIRST
) -> Table:
    """Make the table of those rows of a SELECT that are wanted; it has that many in all.

    A column that holds a scheme's labels shows them as badges.
    """
    variables = [variable.value for variable in solutions.variables]
    found = wanted.pick(solutions, total)
    rows = [tuple(cell(value, reader) for value in row) for row in found]
    columns = [_with_badges(column, reader) for column in zip(*rows, strict=True)]
    shown = list(zip(*columns, strict=True)) if columns else rows
    keys = tuple(map(row_key, found))
    return Table(
        tuple(map(heading, variables)), _with_spans(shown), total, keys=keys, terms=tuple(found)
    )


def row_key(terms: Iterable[object]) -> str:
    """Name a row by its terms, in a few characters."""
    said = "\n".join("" if term is None else str(term) for term in terms)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def graph_tables(triples: Iterable[ox.Triple], reader: Reader) -> tuple[Table, ...]:
    """Make a table of properties and values for each subject of a CONSTRUCT or DESCRIBE."""
    found = sorted(set(triples), key=str)
    tables = []
    for subject, group in groupby(found[:MAX_TRIPLES], key=lambda triple: triple.subject):
        rows = [(cell(t.predicate, reader), cell(t.object, reader)) for t in group]
        rows.sort(key=lambda row: (row[0].text, row[1].text))
        tables.append(Table(("property", "value"), tuple(rows), len(found), cell(subject, reader)))
    return tuple(tables)


def cell(term: object, reader: Reader) -> Cell:
    """Turn a term into what is shown of it; an unbound value into an empty cell."""
    match term:
        case None:
            return Cell()
        case ox.NamedNode():
            return _node(term, reader)
        case ox.Literal() if _names_a_node(term, reader):
            return _node(ox.NamedNode(term.value), reader)
        case ox.Literal():
            number = term.datatype.value.rpartition("#")[2] in ("integer", "decimal", "double")
            return Cell(
                shortened(term.value, MAX_TEXT), language=term.language or "", is_number=number
            )
        case ox.Triple():
            parts = (cell(part, reader).text for part in term)
            return Cell("the statement: " + " · ".join(parts))
        case _:
            return Cell(str(term))


def link_to(node: ox.NamedNode, reader: Reader, text: str = "") -> Cell:
    """Return a cell that names a node, or says this text, and leads there; nothing else of it."""
    path = path_of(node, reader)
    link = node.value if path or _ON_THE_WEB.match(node.value) else ""
    name = Word(text) if text else reader.name(node)
    return Cell(name.text, link, path, name.language)


def path_of(node: ox.NamedNode, reader: Reader) -> str:
    """Return where a node has its page on this site, nothing for one that is elsewhere."""
    return local_path(node.value, reader.snapshot.version.base) or ""


def heading(variable: str) -> str:
    """Make words of a variable's name.

    >>> heading("articleAuthor_view")
    'article author view'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", variable).replace("_", " ").lower()


def _names_a_node(literal: ox.Literal, reader: Reader) -> bool:
    """Tell whether a string is one of our IRIs, as ``MIN(STR(?passage))`` makes it."""
    prefix = f"{reader.snapshot.version.base}id/"
    return re.fullmatch(rf"{re.escape(prefix)}[a-z0-9/-]+", literal.value) is not None


def _node(node: ox.NamedNode, reader: Reader) -> Cell:
    found = link_to(node, reader)
    if not found.path:
        return found
    if concept := reader.concept(node):
        return replace(found, marks=(concept,), is_badge=True)
    if reader.is_a(node, STAND.Claim):
        return replace(found, marks=reader.claim_marks(node))
    passage = reader.passage(node)
    if passage is None:
        return found
    claims = tuple(link_to(claim, reader) for claim in passage.claims)
    return replace(found, passage=passage, claims=claims)


def _with_spans(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """Let a cell stand for those below it where the rows are the same up to and with its column.

    The last column has each value on its own, so that no row vanishes.
    """
    done: list[list[Cell]] = [list(row) for row in rows]
    for i in range(len(rows) - 1, 0, -1):
        for column in range(len(rows[i]) - 1):
            if rows[i][column] != rows[i - 1][column]:
                break
            span = done[i][column].span
            done[i - 1][column] = replace(done[i - 1][column], span=1 + span)
            done[i][column] = replace(done[i][column], span=0)
    return tuple(map(tuple, done))


def _with_badges(column: Sequence[Cell], reader: Reader) -> Sequence[Cell]:
    texts = {c.text for c in column if c.text}
    if not texts or any(c.iri or c.is_number for c in column):
        return column
    for marks in reader.concept_labels().values():
        if texts <= marks.keys():
            badges = (marks.get(c.text) for c in column)
            return [
                replace(c, marks=(mark,), is_badge=True) if mark else c
                for c, mark in zip(column, badges, strict=True)
            ]
    return column
