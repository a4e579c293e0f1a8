"""The files of an ontology folder as rdflib graphs, and what each opens with: its imports."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import OWL, Graph, URIRef
from rdflib.term import Node

from kg.base import BASE
from kg.ontology.folder import OntologyFolder
from kg.ontology.places import Places


@dataclass(frozen=True)
class Checked:
    """A folder whose files all parse, and where in them each term is written."""

    folder: OntologyFolder
    places: Places

    @property
    def files(self) -> list[Path]:
        """All files of the ontology."""
        return self.folder.files

    def where(self, term: Node, path: Path | None = None) -> str:
        """Return ``file:line`` of a term's block."""
        return self.places.where(str(term), within=path)

    def where_named(self, iri: str, path: Path | None = None) -> str:
        """Return ``file:line`` of the block of the term with this IRI."""
        return self.places.where(iri, within=path)


def own(term: Node) -> bool:
    """Say whether *term* is a term or a concept of this project."""
    return isinstance(term, URIRef) and str(term).startswith((f"{BASE}ontology#", f"{BASE}vocab/"))


@cache
def parsed(turtle: str) -> Graph:
    """Parse a Turtle text, once however many copies of a folder hold it."""
    return Graph().parse(data=turtle, format="turtle")


def graph_of(path: Path) -> Graph:
    """Parse a file; the graph is shared and must not be written to."""
    return parsed(path.read_text(encoding="utf-8"))


def closure(*paths: Path, folder: OntologyFolder) -> list[Path]:
    """List the files with all they import, as far as the catalogue of *folder* knows it."""
    todo, done = list(paths), []
    while todo:
        path = todo.pop()
        if path in done or not path.exists():
            continue
        done.append(path)
        imported = map(str, graph_of(path).objects(None, OWL.imports))
        todo += [folder.catalogue[iri] for iri in imported if iri in folder.catalogue]
    return done


def merged(paths: Iterable[Path]) -> Graph:
    """Make one graph of several files."""
    whole = Graph()
    for path in paths:
        whole += graph_of(path)
    return whole


def views(folder: OntologyFolder) -> Iterator[tuple[str, list[Path]]]:
    """Give the files that each file opens with, and those of the core with each alignment."""
    core = folder.path / "standoff.ttl"
    opened = [(path.name, [path]) for path in folder.files]
    opened += [(f"{core.name} with {p.name}", [core, p]) for p in folder.alignments]
    for name, paths in opened:
        yield name, closure(*paths, folder=folder)
