"""Hold the rules against owlrl at length: ``python -m tests.reasoning``.

The project's whole graph, which takes owlrl some minutes, and as many generated graphs as asked.
"""

import sys
import time

import click

from kg.build import assembled
from kg.paths import project_data
from tests.reasoning.closures import Triples, comparable, logic, ours, owlrl_closure
from tests.reasoning.generated import generated

SHOWN = 5


@click.command()
@click.option("--graphs", default=500, show_default=True, help="So many generated graphs.")
@click.option("--first", default=0, show_default=True, help="The first seed.")
@click.option("--project/--no-project", default=True, help="The project's own graph as well.")
def main(graphs: int, first: int, *, project: bool) -> None:
    """Compare whole closures and verdicts; exit with 1 where they differ."""
    failed = 0
    if project:
        failed += _compared("the project's graph", logic(assembled(project_data()).union()))
    start = time.perf_counter()
    clashing = 0
    for seed in range(first, first + graphs):
        graph = generated(seed)
        clashing += bool(ours(graph)[1])
        failed += _compared(f"seed {seed}", graph, quiet=True)
    click.echo(
        f"{graphs} generated graphs, {clashing} of them contradictory: "
        f"{failed} differences, {time.perf_counter() - start:.0f} s"
    )
    sys.exit(1 if failed else 0)


def _compared(name: str, graph: Triples, *, quiet: bool = False) -> int:
    start = time.perf_counter()
    new, clashes = ours(graph)
    middle = time.perf_counter()
    reference, contradicts = owlrl_closure(graph)
    end = time.perf_counter()
    is_same = (comparable(new), bool(clashes)) == (reference, contradicts)
    if not is_same or not quiet:
        click.echo(
            f"{name}: {len(graph)} triples, {len(new)} new in {middle - start:.1f} s, "
            f"owlrl {len(reference)} in {end - middle:.1f} s: {'same' if is_same else 'DIFFERENT'}"
        )
        for sign, triples in (("-", reference - new), ("+", new - reference)):
            for triple in sorted(triples, key=str)[:SHOWN]:
                click.echo(f"  {sign} {triple}")
    return not is_same


if __name__ == "__main__":
    main(prog_name="python -m tests.reasoning")
