"""``standoff reason``: what follows from data and ontology, and what contradicts."""

import sys
from pathlib import Path
from typing import Final

import click
import pyoxigraph as ox

from kg.base import BASE, rebase
from kg.cli import options
from kg.cli.collector import uncollected
from kg.cli.messages import say
from kg.errors import InputError
from kg.paths import project_data
from kg.prefixes import prefixes
from kg.published import current_version, open_store
from kg.reasoning.closure import Closure, close
from kg.reasoning.profiles import Profile
from kg.reasoning.reading import read_into, read_ontology
from kg.turtle import sorted_turtle
from kg.vocab import CATALOG_GRAPH, INFERRED_GRAPH

NOT_CONFORMING: Final = 3
NO_ONTOLOGY: Final = "none"
_WRITTEN: Final = (".ttl", ".nt")


@click.command("reason")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--ontology",
    metavar="PATH",
    help="Axioms: a file, a folder, or 'none' where the data has its own.  [default: ours]",
)
@click.option(
    "--profile",
    type=click.Choice(["rl", "build"]),
    default="rl",
    show_default=True,
    help="All rules of OWL 2 RL, or what a build applies before the shapes are asked.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the new triples here (.ttl or .nt), not to stdout.",
)
@options.build_root
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    ontology: str | None,
    profile: Profile,
    output: Path | None,
    root: Path,
) -> None:
    """Infer what follows from RDF FILEs and an ontology; print the new triples as Turtle.

    Without a FILE, from the current version. Contradictions are said on stderr, and the exit code
    is then 3. Why one triple follows is told by 'standoff explain'.
    """
    if output is not None and output.suffix not in _WRITTEN:
        raise InputError(
            "the name does not tell the format", where=str(output), fix="end it in .ttl or .nt"
        )
    with uncollected():
        store, base = _data(files, root)
        if ontology != NO_ONTOLOGY and (files or ontology):
            path = Path(ontology) if ontology else project_data().ontology
            store.extend(ox.Quad(*triple) for triple in read_ontology(path, base))
        known = len(store)
        closure = close(store, profile, base)
    _write(closure, output, base)
    _tell(closure, known)
    if closure.contradictions:
        ctx.exit(NOT_CONFORMING)


def _data(files: tuple[Path, ...], root: Path) -> tuple[ox.Store, str]:
    store = ox.Store()
    if files:
        read_into(store, files)
        return store, BASE
    version = current_version(root)
    made = [rebase(name, version.base) for name in (INFERRED_GRAPH, CATALOG_GRAPH)]
    for quad in open_store(version):
        name = quad.graph_name
        is_said = isinstance(name, ox.NamedNode) and name.value not in made
        if is_said and not isinstance(quad.object, ox.Triple):
            store.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    return store, version.base


def _write(closure: Closure, output: Path | None, base: str) -> None:
    if output is not None and output.suffix == ".nt":
        written = "".join(sorted(f"{triple} .\n" for triple in closure.new)).encode()
    else:
        written = sorted_turtle(closure.new, prefixes(base))
    if output is None:
        sys.stdout.buffer.write(written)
        return
    partial = output.with_name(f".{output.name}.partial")
    partial.write_bytes(written)
    partial.replace(output)


def _tell(closure: Closure, known: int) -> None:
    for clash, sentence in closure.contradictions:
        say(f"contradiction ({clash.rule}): {sentence}")
    left = f", {closure.unnamed} about blank nodes left out" if closure.unnamed else ""
    say(
        f"{known} triples, {len(closure.new)} new ones{left}; "
        f"{len(closure.contradictions)} contradictions"
    )
