"""``standoff agreement``: how far two codings of one text agree."""

from dataclasses import asdict
from pathlib import Path

import click

from kg.agreement.alignment import align, placed_claims
from kg.agreement.differences import Difference, list_differences
from kg.agreement.figures import Figure, measure_agreement
from kg.agreement.two_codings import read_two_codings
from kg.cli.figures import form, print_figures
from kg.cli.messages import say


@click.command("agreement")
@click.argument("first", type=click.Path(exists=True, path_type=Path))
@click.argument("second", type=click.Path(exists=True, path_type=Path))
@click.option("--differences", is_flag=True, help="Print what is to be settled, not the figures.")
@form
def command(first: Path, second: Path, *, differences: bool, form: str) -> None:
    """Print Krippendorff's alpha, by unit, of two codings: files, or folders with a coding.yaml.

    Two claims are the same one where their evidence overlaps and their propositions are alike;
    the likest pair is taken first, and speaker, mode, act, certainty and polarity play no part.
    """
    one, other = read_two_codings(first, second)
    alignment = align(placed_claims(one), placed_claims(other))
    figures = measure_agreement(one, other, alignment)
    found = list_differences(alignment)
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
