"""``standoff validate``: run every check, publish nothing."""

from pathlib import Path
from typing import Final

import click

from kg.build import check
from kg.cli import options
from kg.cli.collector import uncollected
from kg.cli.messages import progress, say
from kg.paths import project_data
from kg.validation import describe

NOT_CONFORMING: Final = 3


@click.command("validate")
@options.text
@options.skip_hermit
@options.base
@click.pass_context
def command(ctx: click.Context, text: Path | None, *, skip_hermit: bool, base: str) -> None:
    """Check the coding and publish nothing; print what breaks a shape or is advised against."""
    with uncollected(), progress() as on_stage:
        checked = check(
            project_data(), base=base, text=text, hermit=not skip_hermit, on_stage=on_stage
        )
    validation = checked.validation
    for result in validation.results:
        click.echo(f"{result.severity}: {describe(result, base)}")
    say(
        f"{len(validation.violations)} violations, {len(validation.warnings)} pieces of advice; "
        f"HermiT: {checked.hermit}; text: {checked.text}"
    )
    if validation.violations:
        ctx.exit(NOT_CONFORMING)
