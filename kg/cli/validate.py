"""``standoff validate``: run every check, publish nothing; or hold any RDF files to shapes."""

from dataclasses import astuple, replace
from pathlib import Path
from typing import Final

import click
import pyoxigraph as ox

from kg.build import check
from kg.cli import options
from kg.cli.collector import uncollected
from kg.cli.figures import write_csv
from kg.cli.messages import say
from kg.cli.progress import progress
from kg.errors import InputError
from kg.paths import project_data
from kg.rdf_files import FORMATS, rdf_files
from kg.validation import Engine, Validation, describe, validate_files

NOT_CONFORMING: Final = 3
_COLUMNS: Final = ("severity", "focus", "path", "value", "shape", "component", "message")
_REPORT_FORMATS: Final = {
    suffix: found for suffix, found in FORMATS.items() if suffix not in (".trig", ".nq", ".n3")
}


@click.command("validate")
@click.argument("files", metavar="[FILE]…", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--shapes",
    type=click.Path(exists=True, path_type=Path),
    help="Hold the data to the Turtle files of this folder, in place of the project's shapes.",
)
@options.engine
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write SHACL's validation report; the suffix tells the format (.ttl, .nt, .rdf, .jsonld).",
)
@click.option(
    "--format",
    "shown",
    type=click.Choice(["text", "csv", "turtle"]),
    default="text",
    show_default=True,
    help="How results are printed; turtle is the report itself.",
)
@options.text
@options.skip_hermit
@options.base
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    shapes: Path | None,
    engine: Engine,
    report: Path | None,
    shown: str,
    text: Path | None,
    *,
    skip_hermit: bool,
    base: str,
) -> None:
    """Check the coding and publish nothing; print what breaks a shape or is advised against.

    With FILEs, check what is in them instead, all graphs as one: any RDF, compressed or not,
    against the project's shapes or those of --shapes.
    """
    _require_format(report)
    checks = ""
    with uncollected(), progress() as on_stage:
        if files:
            on_stage("validate")
            sources = [source for file in files for source in rdf_files(file)]
            folder = shapes or project_data().shapes
            validation = validate_files(sources, folder, base, engine=engine)
        else:
            checked = check(
                replace(project_data(), shapes=shapes or project_data().shapes),
                base=base,
                text=text,
                hermit=not skip_hermit,
                engine=engine,
                on_stage=on_stage,
            )
            validation = checked.validation
            checks = f"; HermiT: {checked.hermit}; text: {checked.text}"
    _print(validation, shown, base)
    if report is not None:
        _write(validation.report, report)
    _summarize(validation, checks)
    if validation.violations:
        ctx.exit(NOT_CONFORMING)


def _require_format(report: Path | None) -> None:
    if report is not None and report.suffix.lower() not in _REPORT_FORMATS:
        raise InputError(
            "the name does not tell the format of the report",
            where=str(report),
            fix=f"let it end in one of {', '.join(_REPORT_FORMATS)}",
        )


def _print(validation: Validation, shown: str, base: str) -> None:
    if shown == "turtle":
        click.echo(validation.report, nl=False)
    elif shown == "csv":
        write_csv(_COLUMNS, [astuple(result) for result in validation.results])
    else:
        for result in validation.results:
            click.echo(f"{result.severity}: {describe(result, base)}")


def _write(report: bytes, file: Path) -> None:
    """Write the report whole, or not at all."""
    format_ = _REPORT_FORMATS[file.suffix.lower()]
    written = report
    if format_ != ox.RdfFormat.TURTLE:
        made = ox.serialize(ox.parse(report, ox.RdfFormat.TURTLE), format=format_)
        written = made or b""
    partial = file.with_name(f"{file.name}.partial")
    try:
        partial.write_bytes(written)
        partial.replace(file)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise InputError(
            "the report cannot be written", where=str(file), cause=error.strerror or str(error),
            fix="name a file in a folder that you may write in",
        ) from error  # fmt: skip


def _summarize(validation: Validation, checks: str) -> None:
    for shape, reason in sorted(validation.by_reference.items()):
        say(f"{shape}: decided by pyshacl alone, for {reason}")
    say(
        f"{len(validation.violations)} violations, {len(validation.warnings)} pieces of advice"
        f"{checks}"
    )
