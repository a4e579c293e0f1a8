"""An ontology file in the one form that the repository keeps, in whatever syntax it was saved."""

import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import ConformanceError, InputError
from kg.located_yaml import shown
from kg.ontology import terms
from kg.ontology.folder import CATALOGUE, OntologyFolder, folder_of
from kg.ontology.owl_api import needed_owl_api, paths_by_iri
from kg.ontology.prefixes import declared
from kg.ontology.reading import RDF_XML, TURTLE, Source, detect, parse_rdf, read_text
from kg.ontology.stable_turtle import stable_turtle
from kg.ontology.statements import statements

RDF_SYNTAXES: Final = (TURTLE, RDF_XML)


@dataclass(frozen=True)
class Formatted:
    """A file, the place of its Turtle, and the text that belongs there."""

    source: Path
    target: Path
    text: str

    @property
    def changes(self) -> bool:
        """Whether the text at the target's place is another one."""
        return not self.target.is_file() or self.target.read_bytes() != self.text.encode("utf-8")

    def write(self) -> None:
        """Put the text into its place, all of it or nothing."""
        with tempfile.NamedTemporaryFile(
            "wb", dir=self.target.parent, prefix=f".{self.target.name}.", delete=False
        ) as file:
            try:
                file.write(self.text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
                if self.target.exists():
                    Path(file.name).chmod(self.target.stat().st_mode & 0o777)
                else:
                    Path(file.name).chmod(0o644)
                Path(file.name).replace(self.target)
            except BaseException:
                Path(file.name).unlink(missing_ok=True)
                raise


def format_file(path: Path, folder: OntologyFolder | None = None) -> Formatted:
    """Bring a file into the form that the repository keeps; nothing is written yet.

    A file whose name ends in .ttl keeps its place; any other belongs where the catalogue says that
    its ontology lies.

    Raises:
        InputError: it does not parse, or needs the OWL API where that is missing, or has no place.
        ConformanceError: the form would not say all that the file says.

    """
    folder = folder or folder_of(path)
    source = read(path, folder)
    target = path if path.suffix == ".ttl" else _target(source, folder)
    text = formatted(source, folder, _prefixes(source, target))
    return Formatted(path, target, text)


def read(path: Path, folder: OntologyFolder) -> Source:
    """Read a file in any of the five syntaxes; what is not RDF goes through the OWL API."""
    text = read_text(path)
    syntax = detect(text)
    if syntax in RDF_SYNTAXES:
        return parse_rdf(text, syntax, path)
    api = needed_owl_api(f"reading {syntax} ({shown(path)})")
    triples = api.ask(
        "triples",
        file=str(path.absolute()),
        text=text[:10_000],
        shown=shown(path),
        catalogue=paths_by_iri(folder.catalogue),
    )
    parsed = ox.parse(triples, ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True)
    return Source(path, syntax, tuple(quad.triple for quad in parsed), {})


def formatted(
    source: Source, folder: OntologyFolder, prefixes: dict[str, str] | None = None
) -> str:
    """Write a file's triples in the repository's form; raises `ConformanceError` if any is lost."""
    redundant = folder.declared_by_imports(source.triples)
    kept = tuple(triple for triple in source.triples if triple not in redundant)
    try:
        text, whole = _spelled(kept, tuple((prefixes or {}).items()))
    except InputError as error:
        raise InputError(
            error.message, where=shown(source.path), cause=error.cause, fix=error.fix
        ) from error
    if not whole:
        raise ConformanceError(
            "the file cannot be written in our form without loss, so it was left as it is",
            where=shown(source.path),
            fix="please report it with the file; until then, commit what Protégé saved",
        )
    return text


@cache
def _spelled(
    triples: tuple[ox.Triple, ...], prefixes: tuple[tuple[str, str], ...]
) -> tuple[str, bool]:
    """Write triples, read them back, and tell whether that says the same."""
    text = stable_turtle(triples, dict(prefixes))
    again = ox.parse(text, ox.RdfFormat.TURTLE)
    return text, statements(quad.triple for quad in again) == statements(triples)


def _target(source: Source, folder: OntologyFolder) -> Path:
    """Find where the Turtle of an ontology belongs that was saved under another name."""
    headers = [
        t.subject for t in source.triples if (t.predicate, t.object) == (terms.TYPE, terms.ONTOLOGY)
    ]
    for header in headers:
        place = folder.catalogue.get(header.value) if isinstance(header, ox.NamedNode) else None
        if place is not None:
            return place
    raise InputError(
        "there is no telling which file of the ontology this is",
        where=shown(source.path),
        cause=f"{shown(folder.path / CATALOGUE)} has no entry for its ontology IRI",
        fix="save it beside the catalogue, and add an entry to that if the ontology is new",
    )


def _prefixes(source: Source, target: Path) -> dict[str, str]:
    """Return the prefixes of the file and of the one whose place it takes."""
    before = declared(read_text(target)) if target.is_file() else {}
    return {**source.prefixes, **before}
