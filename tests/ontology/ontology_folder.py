"""The files of an ontology folder, and what each opens with: its imports, through the catalogue."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from rdflib import OWL, Graph


def modules(folder: Path) -> list[Path]:
    """List the core's files, the importing one included."""
    return sorted(folder.glob("*.ttl"))


def alignments(folder: Path) -> list[Path]:
    """List the alignments, one file a vocabulary."""
    return sorted((folder / "alignments").glob("*.ttl"))


def catalogue(folder: Path) -> dict[str, Path]:
    """Read which file ``catalog-v001.xml`` gives for each IRI."""
    root = ElementTree.parse(folder / "catalog-v001.xml").getroot()  # noqa: S314 - our own file
    return {entry.attrib["name"]: folder / entry.attrib["uri"] for entry in root}


@cache
def parsed(turtle: str) -> Graph:
    """Parse a Turtle text, once however many copies of a folder hold it."""
    return Graph().parse(data=turtle, format="turtle")


def graph_of(path: Path) -> Graph:
    """Parse a file; the graph is shared and must not be written to."""
    return parsed(path.read_text(encoding="utf-8"))


def closure(*paths: Path, folder: Path) -> list[Path]:
    """List the files with all they import, as far as the catalogue of *folder* knows it."""
    places, todo, done = catalogue(folder), list(paths), []
    while todo:
        path = todo.pop()
        if path in done or not path.exists():
            continue
        done.append(path)
        imported = map(str, graph_of(path).objects(None, OWL.imports))
        todo += [places[iri] for iri in imported if iri in places]
    return done


def merged(paths: Iterable[Path]) -> Graph:
    """Make one graph of several files."""
    whole = Graph()
    for path in paths:
        whole += graph_of(path)
    return whole


def views(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Give the texts of each file as a user opens it, and of the core with each alignment."""
    core = folder / "standoff.ttl"
    opened = [(path.name, [path]) for path in modules(folder) + alignments(folder)]
    opened += [(f"standoff.ttl with {p.name}", [core, p]) for p in alignments(folder)]
    for name, paths in opened:
        yield name, [p.read_text(encoding="utf-8") for p in closure(*paths, folder=folder)]
