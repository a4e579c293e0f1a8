"""Hold the fast SHACL engine to the reference at length: ``python -m tests.shacl [FILE…]``.

Over the W3C suite and the traps, over graphs and shapes made at random, over the project's own
graph broken in many ways, and over any RDF files. Exits with 1 where the engines differ and the
list does not say so.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import click
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as of_seed

from kg.base import BASE
from kg.build import check
from kg.paths import project_data
from kg.rdf_files import rdf_files
from kg.validation import validate_files
from tests.shacl import random_graphs
from tests.shacl.agreement import broken_copy, by_both, differences
from tests.shacl.differences import LIST, listed, of_suite, of_traps, quiet
from tests.shacl.suite import fetch_suite


@click.command()
@click.option("--write", is_flag=True, help="Write the list of differences anew.")
@click.option("--examples", default=2000, show_default=True, help="Graphs made at random.")
@click.option("--breakages", default=10, show_default=True, help="Broken copies of our graph.")
@click.option("--seed", default=1, show_default=True, help="Of what is made at random.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, path_type=Path))
def main(files: tuple[Path, ...], *, write: bool, examples: int, breakages: int, seed: int) -> None:
    """Hold the fast engine to the reference; files are held to the project's shapes by both."""
    found = [*of_suite(fetch_suite()), *of_traps()]
    if write:
        lines = LIST.read_text(encoding="utf-8").splitlines()
        head = [line for line in lines if line.startswith("#")]
        LIST.write_text("\n".join([*head, "", *found, ""]), encoding="utf-8")
    expected = listed()
    unlisted = (Counter(found) - Counter(expected)) + (Counter(expected) - Counter(found))
    faults = [
        _told("W3C suite and traps: lines that the list has not, or has wrongly", unlisted),
        _told(f"{examples} graphs at random: differences", _at_random(examples, seed)),
        _told(f"our graph broken {breakages} times: reports that differ", _broken(breakages, seed)),
        *(_told(f"{file}: reports that differ", _over_file(file)) for file in files),
    ]
    sys.exit(1 if any(faults) else 0)


def _told(what: str, differing: Iterable[str]) -> int:
    found = list(differing)
    click.echo(f"{len(found):6}  {what}")
    for difference in found:
        click.echo(f"        {difference}")
    return len(found)


def _at_random(examples: int, seed: int) -> list[str]:
    found = []

    @of_seed(seed)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(random_graphs.data, random_graphs.shapes)
    def compare(data: str, shapes: str) -> None:
        if differences(data, shapes) != (Counter(), Counter()):
            found.append(f"{data}\n{shapes}")

    compare()
    return found


def _broken(breakages: int, seed: int) -> Iterable[str]:
    triples = sorted(check(project_data(), hermit=False).dataset.union(), key=str)
    for number in range(seed, seed + breakages):
        fast, reference = by_both(broken_copy(triples, number))
        if fast != reference:
            yield f"seed {number}"


def _over_file(file: Path) -> Iterable[str]:
    shapes = project_data().shapes
    with quiet():
        fast = validate_files(rdf_files(file), shapes, BASE, engine="fast")
        reference = validate_files(rdf_files(file), shapes, BASE, engine="reference")
    if fast != reference:
        yield f"{len(fast.results)} results by the fast one, {len(reference.results)} by the other"


if __name__ == "__main__":
    main(prog_name="python -m tests.shacl")
