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
from kg.questions import Question, find_question, load_questions, query_of
from kg.turtle import sorted_turtle

FORMATS: Final = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
}
STDIN: Final = "-"
QUESTION_NAME: Final = re.compile(r"[a-z0-9-]+")
_LINE: Final = re.compile(r"error at (\d+):")


@click.command("query", context_settings={"ignore_unknown_options": True})
@click.argument("question", metavar="NAME|FILE|-")
@click.argument("values", metavar="[--PARAMETER VALUE]...", nargs=-1, type=click.UNPROCESSED)
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
def command(
    question: str,
    *,
    values: tuple[str, ...],
    output_format: str,
    version_id: str | None,
    root: Path,
) -> None:
    """Ask a question of queries/ by its NAME, or a SPARQL query in a FILE or on stdin (-).

    A question with parameters takes each as an option: --party id:actor/japan.
    """
    given = _read_values(values)
    version = find_version(root, version_id) if version_id else current_version(root)
    where, text = _query_text(question, given, version.base)
    store = open_store(version)
    with _faults_of(where):
        _print(store.query(text), output_format, version)


def _read_values(words: tuple[str, ...]) -> dict[str, str]:
    """Read ``--party id:actor/japan`` and ``--party=id:actor/japan``."""
    found: dict[str, str] = {}
    left = list(words)
    while left:
        name, has_value, value = left.pop(0).partition("=")
        if not name.startswith("--") or len(name) < 3:
            raise InputError(
                "this is neither an option nor its value", where=name, fix="write --name value"
            )
        if not has_value and not left:
            raise InputError("this has no value", where=name, fix=f"write {name} value")
        if name in found:
            raise InputError("this is given twice", where=name, fix="give it once")
        found[name] = value if has_value else left.pop(0)
    return {name.removeprefix("--"): value for name, value in found.items()}


def _query_text(name: str, given: dict[str, str], base: str) -> tuple[str, str]:
    """Return where the query comes from, and the query."""
    queries = project_data().queries
    if QUESTION_NAME.fullmatch(name) and (queries / f"{name}.rq").is_file():
        return name, _asked(find_question(load_questions(queries), name), given, base)
    if given:
        raise InputError(
            "only a question of queries/ takes parameters",
            where=f"--{next(iter(given))}",
            fix="leave it out, or see standoff query --help for what else there is",
        )
    if name == STDIN:
        return "stdin", _decode(sys.stdin.buffer.read(), "stdin")
    return name, _read_file(name, queries)


def _asked(question: Question, given: dict[str, str], base: str) -> str:
    try:
        return query_of(question, given, base)
    except InputError as error:
        raise InputError(
            error.message, where=f"--{error.where}", cause=error.cause, fix=error.fix
        ) from None


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
