"""RDF files, read for reasoning: all graphs as one, each file's blank nodes apart."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.dataset import load_ontology
from kg.rdf_files import RdfFile, faults_of, open_file, rdf_files

_OF_GRAPHS: Final = (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG, ox.RdfFormat.JSON_LD)


def read_into(store: ox.Store, files: Iterable[Path]) -> None:
    """Read files, folders and patterns into the default graph of a store.

    Raises `InputError` where one cannot be read or parsed, or nothing is found.
    """
    for file in files:
        for source in rdf_files(file):
            with faults_of(source):
                _read(store, source)


def read_ontology(path: Path, base: str) -> frozenset[ox.Triple]:
    """Read an ontology: the Turtle files of a folder, or one file; raises `InputError`."""
    if path.is_dir():
        return load_ontology(path, base)
    store = ox.Store()
    read_into(store, [path])
    return frozenset(quad.triple for quad in store)


def _read(store: ox.Store, source: RdfFile) -> None:
    base_iri = source.file.resolve().as_uri()
    with open_file(source) as file:
        if source.format not in _OF_GRAPHS:
            # Blank nodes get fresh names; as an iterator, parsing would take twice the time.
            store.bulk_load(file, source.format, base_iri=base_iri)  # type: ignore[arg-type]
            return
        quads = ox.parse(file, source.format, base_iri=base_iri, rename_blank_nodes=True)  # type: ignore[arg-type]
        store.bulk_extend(
            ox.Quad(quad.subject, quad.predicate, quad.object)
            for quad in quads
            if not isinstance(quad.object, ox.Triple)
        )
