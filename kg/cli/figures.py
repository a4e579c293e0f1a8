"""Figures as a table, as CSV or as JSON: the option that says which, and the printing."""

import csv
import json
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from kg.cli.table import print_rows

Rows = Sequence[Sequence[str]]
Print = Callable[[Sequence[str], Rows], None]

form = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    show_default=True,
    help="How to print; json holds all there is.",
)


def print_figures(
    form: str,
    names: Sequence[str],
    rows: Rows,
    content: object,
    *,
    plain: Rows | None = None,
    as_table: Print = print_rows,
) -> None:
    """Print what was counted in the form that was asked for.

    Args:
        form: one of table, csv and json.
        names: the headings.
        rows: as a person reads them.
        content: all there is, for JSON.
        plain: as a program reads them, where that is not the same.
        as_table: how a table is printed.

    """
    if form == "json":
        click.echo(json.dumps(content, ensure_ascii=False, indent=1))
    elif form == "csv":
        write_csv(names, rows if plain is None else plain)
    else:
        as_table(names, rows)


def write_csv(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Print rows as CSV under their headings, with a line feed after each."""
    csv.writer(sys.stdout, lineterminator="\n").writerows([names, *rows])
