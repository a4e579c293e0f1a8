"""An ontology's folder: its files, what each imports, and where the catalogue says that lies."""

import urllib.parse
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import InputError
from kg.located_yaml import shown
from kg.ontology import terms
from kg.ontology.normal_form import is_declaration
from kg.ontology.reading import TURTLE, Source, detect, read_rdf

CATALOGUE: Final = "catalog-v001.xml"
_ENTRY: Final = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}uri"


class OntologyFolder:
    """A folder of Turtle files, with the catalogue that Protégé reads beside them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._sources: dict[Path, Source] = {}

    @property
    def modules(self) -> list[Path]:
        """The core's files, the importing one included."""
        return sorted(self.path.glob("*.ttl"))

    @property
    def alignments(self) -> list[Path]:
        """The alignments, one file a vocabulary."""
        return sorted((self.path / "alignments").glob("*.ttl"))

    @property
    def files(self) -> list[Path]:
        """All files of the ontology."""
        return self.modules + self.alignments

    @cached_property
    def catalogue(self) -> dict[str, Path]:
        """Which file the catalogue gives for each IRI; empty where there is none.

        Raises `InputError` where it is no XML.
        """
        file = self.path / CATALOGUE
        if not file.is_file():
            return {}
        try:
            root = ElementTree.parse(file).getroot()  # noqa: S314 -- the project's own file
        except ElementTree.ParseError as error:
            raise InputError(
                "the catalogue is no XML",
                where=f"{shown(file)}:{error.position[0]}",
                cause=str(error),
                fix="mend it, or take it back from git",
            ) from error
        # Protégé may wrap entries in a group; of two for one IRI it takes the first.
        entries = [(e.attrib.get("name"), e.attrib.get("uri")) for e in root.iter(_ENTRY)]
        places = {n: self.path / urllib.parse.unquote(u) for n, u in reversed(entries) if n and u}
        return dict(reversed(places.items()))

    def source(self, path: Path) -> Source:
        """Read a file of the folder, once; raises `InputError` where it does not parse."""
        if path not in self._sources:
            self._sources[path] = read_rdf(path)
        return self._sources[path]

    def closure(self, triples: Iterable[ox.Triple]) -> list[Path]:
        """List the files that triples import, and what these import, as far as they are known."""
        todo = [t.object.value for t in triples if t.predicate == terms.IMPORTS]  # type: ignore[union-attr]
        done: list[Path] = []
        while todo:
            path = self.catalogue.get(todo.pop())
            if path is None or path in done or not path.is_file():
                continue
            done.append(path)
            found = self.source(path).triples
            todo += [t.object.value for t in found if t.predicate == terms.IMPORTS]  # type: ignore[union-attr]
        return done

    def declared_by_imports(self, triples: Iterable[ox.Triple]) -> set[ox.Triple]:
        """Return the declarations in what triples import."""
        return {
            triple
            for path in self.closure(triples)
            for triple in self.source(path).triples
            if is_declaration(triple)
        }

    def place(self, iri: str) -> Path | None:
        """Return the file that the catalogue gives for an ontology's IRI."""
        return self.catalogue.get(iri)


def folder_of(file: Path) -> OntologyFolder:
    """Find the folder whose catalogue speaks for a file: its own, or the one above it."""
    for folder in (file.parent, file.parent.parent):
        if (folder / CATALOGUE).is_file():
            return OntologyFolder(folder)
    return OntologyFolder(file.parent)


def is_turtle(path: Path) -> bool:
    """Tell whether a file holds Turtle, whatever its name says."""
    return detect(path.read_text(encoding="utf-8", errors="replace")) == TURTLE
