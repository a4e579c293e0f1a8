"""Rows as a table for the terminal."""

import os
import sys
from collections.abc import Sequence
from typing import Final

import pyoxigraph as ox
from rich import box
from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from kg.cli.messages import say
from kg.prefixes import compact

PIPED_WIDTH: Final = 120
UNBROKEN_WIDTH: Final = 140
READABLE: Final = 18
"""Characters that a column needs; with less for each, a row is printed as a record."""


def print_table(solutions: ox.QuerySolutions, base: str) -> None:
    """Print the rows of an answer with short IRIs."""
    names = [variable.value for variable in solutions.variables]
    rows = [[shown(term, base) for term in row] for row in solutions]
    print_rows(names, rows)
    if not rows:
        say("no rows: nothing in this version answers it")


def print_rows(names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows as a table, or as records where it would be too narrow."""
    width = _width()
    console = Console(file=sys.stdout, width=width, highlight=False)
    if len(names) * READABLE <= console.width:
        _print(console, _table(names, rows))
    else:
        records = [
            part
            for number, row in enumerate(rows, 1)
            for part in (Rule(f"{number} of {len(rows)}", align="left"), _record(names, row))
        ]
        _print(console, *records)


def print_unbroken(names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows of short cells as a table and break none of them, however narrow the terminal."""
    console = Console(file=sys.stdout, width=UNBROKEN_WIDTH, highlight=False)
    _print(console, _table(names, rows, no_wrap=True))


def _print(console: Console, *parts: RenderableType) -> None:
    with console.capture() as capture:  # rich itself would end the process where a reader went away
        for part in parts:
            console.print(part)
    sys.stdout.writelines(f"{line.rstrip()}\n" for line in capture.get().splitlines())


def _table(names: Sequence[str], rows: Sequence[Sequence[str]], *, no_wrap: bool = False) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        table.add_column(name, overflow="fold", no_wrap=no_wrap)
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _record(names: Sequence[str], row: Sequence[str]) -> Table:
    record = Table(box=None, show_header=False, pad_edge=False)
    record.add_column(style="dim", no_wrap=True)
    record.add_column(overflow="fold")
    for name, value in zip(names, row, strict=True):
        if value:
            record.add_row(name, Text(value))
    return record


def shown(term: object, base: str) -> str:
    """Write a term for reading: an IRI short, a literal as its text, nothing as nothing."""
    match term:
        case None:
            return ""
        case ox.NamedNode():
            return compact(term.value, base)
        case ox.Literal():
            return term.value
        case ox.Triple():
            return " ".join(["<<(", *(shown(part, base) for part in term), ")>>"])
        case _:
            return str(term)


def _width() -> int | None:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    return None if sys.stdout.isatty() else PIPED_WIDTH
