"""``standoff agreement``: how far two codings of one text agree."""

from dataclasses import asdict
from pathlib import Path

import click

from kg.agreement.alignment import align, placed_claims
from kg.agreement.differences import Difference, list_differences
from kg.agreement.figures import Figure, measure_agreement
from kg.agreement.mentions import align_mentions, placed_mentions
from kg.agreement.part import part_of
from kg.agreement.two_codings import read_two_codings
from kg.cli.figures import form, print_figures
from kg.cli.messages import say


@click.command("agreement")
@click.argument("first", type=click.Path(exists=True, path_type=Path))
@click.argument("second", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--sentences",
    metavar="FIRST:LAST",
    help="Compare only this part, such as s07:s17; claims and mentions that lie in it whole.",
)
@click.option("--differences", is_flag=True, help="Print what is to be settled, not the figures.")
@form
def command(
    first: Path, second: Path, sentences: str | None, *, differences: bool, form: str
) -> None:
    """Print Krippendorff's alpha, by unit, of two codings: files, or folders with a coding.yaml.

    Two claims are the same one where their evidence overlaps and their propositions are alike;
    the likest pair is taken first, and speaker, mode, act, certainty and polarity play no part.
    Two mentions are the same one where their spans overlap.
    """
    one, other = read_two_codings(first, second)
    part = part_of(one, sentences)
    claims = align(placed_claims(one, part), placed_claims(other, part))
    mentions = align_mentions(placed_mentions(one, part), placed_mentions(other, part))
    figures = measure_agreement(one, other, part, claims, mentions)
    found = list_differences(claims, mentions)
    content = {
        "figures": [asdict(figure) for figure in figures],
        "differences": [asdict(difference) for difference in found],
    }
    names, rows = _differences(found) if differences else _figures(figures)
    print_figures(form, names, rows, content)
    if not differences and form != "json":
        say(f"{len(found)} differences to settle: --differences lists them")


def _figures(figures: tuple[Figure, ...]) -> tuple[list[str], list[list[str]]]:
    rows = [
        [
            figure.unit,
            "" if figure.alpha is None else f"{figure.alpha:.3f}",
            str(figure.alike),
            str(figure.units),
            figure.note,
        ]
        for figure in figures
    ]
    return ["unit", "alpha", "alike", "units", "note"], rows


def _differences(found: tuple[Difference, ...]) -> tuple[list[str], list[list[str]]]:
    rows = [
        [item.unit, item.first, item.second, item.first_where, item.second_where] for item in found
    ]
    return ["unit", "first", "second", "first_where", "second_where"], rows
