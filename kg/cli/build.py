"""``standoff build``: publish a version."""

from pathlib import Path

import click

from kg.build import BuildReport, build
from kg.cli import options
from kg.cli.collector import uncollected
from kg.cli.messages import say
from kg.cli.progress import progress
from kg.paths import project_data
from kg.validation import Engine


@click.command("build")
@options.text
@options.skip_hermit
@options.engine
@options.base
@options.output
def command(
    engine: Engine, text: Path | None, *, skip_hermit: bool, base: str, output: Path
) -> None:
    """Build, check and publish a version; print its id.

    What does not conform is not published, and the version published before stays current.
    """
    with uncollected(), progress() as on_stage:
        report = build(
            project_data(),
            output,
            base=base,
            text=text,
            hermit=not skip_hermit,
            engine=engine,
            on_stage=on_stage,
        )
    _summarize(report)
    click.echo(report.version)


def _summarize(report: BuildReport) -> None:
    counts = ", ".join(f"{name} {count}" for name, count in report.graphs.items())
    say(f"published {report.path}: {sum(report.graphs.values())} triples ({counts})")
    advice = len(report.warnings)
    say("shapes: hold" + (f", {advice} pieces of advice (standoff validate)" if advice else ""))
    for shape, reason in sorted(report.by_reference.items()):
        say(f"  {shape}: decided by pyshacl alone, for {reason}")
    hermit = "skipped: nothing looked for contradictions" if report.hermit == "skipped" else ""
    say(f"HermiT: {hermit or report.hermit}")
    say(f"text: {report.text}" + ("" if report.text == "verified" else " (--text checks it)"))
