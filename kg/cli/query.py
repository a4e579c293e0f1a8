"""``standoff query``: ask a published version."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Final

import click
import pyoxigraph as ox

from kg.cli import options
from kg.cli.table import print_table
from kg.errors import InputError
from kg.paths import project_data
from kg.prefixes import prefixes
from kg.published import Version, current_version, find_version, open_store
from kg.questions import find_question, load_questions
from kg.turtle import sorted_turtle
from kg.vocab import rebase

FORMATS: Final = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
}
STDIN: Final = "-"
QUESTION_NAME: Final = re.compile(r"[a-z0-9-]+")
_LINE: Final = re.compile(r"error at (\d+):")


@click.command("query")
@click.argument("question", metavar="NAME|FILE|-")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", *FORMATS]),
    default="table",
    show_default=True,
    help="How to print rows; csv, tsv and json give full IRIs. A CONSTRUCT gives Turtle.",
)
@click.option("--version", "version_id", metavar="ID", help="Ask this version, not the current.")
@options.build_root
def command(question: str, *, output_format: str, version_id: str | None, root: Path) -> None:
    """Ask a question of queries/ by its NAME, or a SPARQL query in a FILE or on stdin (-)."""
    version = find_version(root, version_id) if version_id else current_version(root)
    where, text = _query_text(question, version.base)
    store = open_store(version)
    with _faults_of(where):
        _print(store.query(text), output_format, version)


def _query_text(question: str, base: str) -> tuple[str, str]:
    """Return where the query comes from, and the query."""
    if question == STDIN:
        return "stdin", _decode(sys.stdin.buffer.read(), "stdin")
    queries = project_data().queries
    named = queries / f"{question}.rq"
    if QUESTION_NAME.fullmatch(question) and named.is_file():
        return question, rebase(_decode(named.read_bytes(), question), base)
    return question, _read_file(question, queries)


def _read_file(name: str, queries: Path) -> str:
    if "{" in name or "\n" in name:
        raise InputError(
            "a query itself is not taken as an argument",
            fix="put it in a file, or pipe it in: echo 'ASK { ?s ?p ?o }' | standoff query -",
        )
    file = Path(name)
    if file.is_file():
        return _decode(file.read_bytes(), name)
    if file.is_dir() and file.parent != Path():
        raise InputError("this is a folder", where=name, fix="give a file, or a question's name")
    if file.suffix == ".rq" or file.parent != Path():
        raise InputError("there is no such file", where=name)
    return find_question(load_questions(queries), name).text


def _decode(data: bytes, where: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("this is not UTF-8", where=where, cause=str(error)) from error


@contextmanager
def _faults_of(where: str) -> Iterator[None]:
    """Say what is wrong with a query; some of it shows only while the rows are fetched."""
    try:
        yield
    except SyntaxError as error:
        # The column that the engine gives lies past the fault, and what it expected is a guess.
        line = _LINE.match(str(error))
        raise InputError(
            "this is not a SPARQL query",
            where=f"{where}:{line[1]}" if line else where,
            cause="it cannot be read further than there",
            fix="mend that line or the end of the one before; each prefix needs its PREFIX line",
        ) from error
    except (OSError, RuntimeError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # of our own output; the engine's have no number
        raise InputError("the query cannot be run", where=where, cause=str(error)) from error


def _print(
    results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples,
    output_format: str,
    version: Version,
) -> None:
    out = sys.stdout.buffer
    if isinstance(results, ox.QueryTriples):
        if output_format != "table":
            raise InputError(
                f"a CONSTRUCT or DESCRIBE has no rows to print as {output_format}",
                fix="leave --format out: it is printed as Turtle",
            )
        out.write(sorted_turtle(results, prefixes(version.base)))
    elif output_format != "table":
        out.write(_serialized(results, FORMATS[output_format]))
    elif isinstance(results, ox.QueryBoolean):
        click.echo("true" if results else "false")
    else:
        print_table(results, version.base)


def _serialized(
    results: ox.QuerySolutions | ox.QueryBoolean, results_format: ox.QueryResultsFormat
) -> bytes:
    buffer = BytesIO()
    results.serialize(buffer, results_format)
    return buffer.getvalue()
