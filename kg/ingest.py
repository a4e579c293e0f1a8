"""A version made of any RDF files: triples in the default graph, quads in theirs, as they are.

Its id is a digest of what was read (the bytes, decompressed; the format; and, where the format
can be relative, the file's address), not of the triples: sorting millions of them would take
longer than loading them. The order of the files does not matter. Blank nodes get fresh names, so
that those of two files never meet; they stay the same for as long as the version is there.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BufferedIOBase
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.base import BASE
from kg.own_version import graph_counts, own_manifest
from kg.placing import (
    ID_LENGTH,
    exclusive,
    is_whole,
    move_into_place,
    partial_folder,
    sync_folder,
    sync_tree,
    write_manifest,
)
from kg.published import (
    STORE,
    VERSIONS,
    Version,
    find_version,
    move_current,
)
from kg.rdf_files import RdfFile, faults_of, open_file, rdf_files

_NEVER_RELATIVE: Final = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)


def ingest(
    files: Sequence[Path],
    root: Path,
    *,
    moved_at: datetime | None = None,
) -> Version:
    """Publish the content of the files in the root as its current version; no file, nothing in it.

    A folder stands for the RDF files in it, a pattern (``*.ttl``) for what it matches. Relative
    IRIs resolve against the file's own address. Raises `InputError` where a file cannot be read or
    parsed, and where nothing is found: the root is then as before.
    """
    sources = [source for file in files for source in rdf_files(file)]
    with exclusive(root), partial_folder(root, "ingest") as partial:
        store = ox.Store(str(partial / STORE))
        read = sorted(_load(store, source) for source in sources)
        store.flush()
        version_id = hashlib.sha256("\n".join(read).encode()).hexdigest()[:ID_LENGTH]
        write_manifest(partial, own_manifest(version_id, BASE, graph_counts(store), len(store)))
        del store
        if not is_whole(root, version_id):
            sync_tree(partial)
            move_into_place(partial, root / VERSIONS / version_id)
        move_current(root, version_id, moved_at)
        sync_folder(root)
    return find_version(root, version_id)


@dataclass
class _Reader:
    """Hands bytes on to the parser and keeps their digest: a file is read once."""

    file: BufferedIOBase
    digest: Any = field(default_factory=hashlib.sha256)

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        return data


def _load(store: ox.Store, source: RdfFile) -> str:
    """Load a file and return what identifies what was read."""
    base_iri = source.file.resolve().as_uri()
    with faults_of(source), open_file(source) as file:
        reader = _Reader(file)
        store.bulk_load(
            input=reader,  # type: ignore[arg-type]  # all it does is read
            format=source.format,
            base_iri=base_iri,
        )
        while reader.read(1 << 20):  # what follows the end of a document is part of the file too
            pass
    relative_to = "" if source.format in _NEVER_RELATIVE else base_iri
    return " ".join((reader.digest.hexdigest(), source.format.name, relative_to))
