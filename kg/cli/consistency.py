"""``standoff consistency``: whether ontology and data can be true together."""

from pathlib import Path
from typing import Final

import click
import pyoxigraph as ox

from kg.build import assembled
from kg.cli import options
from kg.cli.collector import uncollected
from kg.cli.messages import say
from kg.dataset import Dataset
from kg.errors import ConformanceError
from kg.paths import project_data
from kg.prefixes import compact
from kg.reasoning.consistency import contradiction
from kg.reasoning.reading import read_into, read_ontology
from kg.reasoning.schema import OWL, RDF, RDF_TYPE, RDFS
from kg.reasoning.verdicts import ask_hermit, ask_pellet, new_subclasses

NO_ONTOLOGY: Final = "none"
SHOWN: Final = 5


@click.command("consistency")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--reasoner",
    type=click.Choice(["hermit", "pellet", "both"]),
    default="hermit",
    show_default=True,
    help="Whom to ask; Pellet does not see chains of properties.",
)
@click.option(
    "--ontology",
    metavar="PATH",
    help="Axioms: a file, a folder, or 'none' where the data has its own.  [default: ours]",
)
@options.base
def command(files: tuple[Path, ...], reasoner: str, ontology: str | None, base: str) -> None:
    """Ask HermiT or Pellet whether RDF FILEs and an ontology can be true together.

    Without a FILE, the project's own coding. A contradiction is explained by the axioms and
    statements that clash, and so is a class that nothing can belong to; the exit code is then 3.
    Else what classification adds to the hierarchy of classes is printed.
    """
    with uncollected():
        dataset = _dataset(files, ontology, base)
        triples = dataset.union()
        _warn(triples)
        verdicts = []
        if reasoner in ("hermit", "both"):
            verdicts.append(ask_hermit(triples, classify=True))
        if reasoner in ("pellet", "both"):
            verdicts.append(ask_pellet(triples))
    for verdict in verdicts:
        error = contradiction(verdict, triples, dataset)
        if error is not None:
            raise error
    for verdict in verdicts:
        new = new_subclasses(verdict, triples)
        say(f"{verdict.reasoner}: consistent, no empty class, {len(new)} new subclass axioms")
    pairs = sorted({pair for verdict in verdicts for pair in new_subclasses(verdict, triples)})
    for below, above in pairs:
        click.echo(f"{compact(below, base)} rdfs:subClassOf {compact(above, base)}")
    if len({verdict.subclasses for verdict in verdicts}) > 1:
        raise ConformanceError("HermiT and Pellet classify differently")


def _warn(triples: frozenset[ox.Triple]) -> None:
    """Say of which properties the reasoners see nothing, as they take them for annotations."""
    declared = {triple.subject for triple in triples if triple.predicate == RDF_TYPE}
    own = (RDF, RDFS, OWL)
    unknown = {t.predicate for t in triples if not t.predicate.value.startswith(own)} - declared
    if unknown:
        named = ", ".join(sorted(str(node) for node in unknown)[:SHOWN])
        say(f"{len(unknown)} properties are declared nowhere, and passed over: {named}")


def _dataset(files: tuple[Path, ...], ontology: str | None, base: str) -> Dataset:
    if not files and ontology is None:
        return assembled(project_data(), base)
    graphs = {}
    if ontology != NO_ONTOLOGY:
        path = Path(ontology) if ontology else project_data().ontology
        graphs[ox.NamedNode(f"{base}graph/ontology")] = read_ontology(path, base)
    store = ox.Store()
    read_into(store, files)
    graphs[ox.NamedNode(f"{base}graph/given")] = frozenset(quad.triple for quad in store)
    return Dataset(base, graphs, frozenset())
