"""A version made of any RDF files: triples in the default graph, quads in theirs, as they are.

Its id is a digest of what was read (the bytes, decompressed; the format; and, where the format
can be relative, the file's address), not of the triples: sorting millions of them would take
longer than loading them. The order of the files does not matter. Blank nodes get fresh names, so
that those of two files never meet; they stay the same for as long as the version is there.
"""

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from io import BufferedIOBase
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import InputError
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
from kg.vocab import BASE

FORMATS: Final = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
    ".n3": ox.RdfFormat.N3,
}
_NEVER_RELATIVE: Final = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)
_NAMES: Final = ", ".join(FORMATS)
_WILD: Final = re.compile(r"[*?\[]")


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
    found = [source for file in files for source in sources(file)]
    with exclusive(root), partial_folder(root, "ingest") as partial:
        store = ox.Store(str(partial / STORE))
        read = sorted(_load(store, source) for source in found)
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


@dataclass(frozen=True)
class Source:
    """A file, and how its content is written."""

    file: Path
    format: ox.RdfFormat
    compressed: bool


@dataclass
class _Reader:
    """Hands bytes on to the parser and keeps their digest: a file is read once."""

    file: BufferedIOBase
    digest: Any = field(default_factory=hashlib.sha256)

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        return data


def sources(file: Path) -> list[Source]:
    """Return the file, or the RDF files of a folder or of a pattern; raises `InputError`."""
    if file.is_dir():
        found = [source_of(path) for path in sorted(file.iterdir()) if _has_format(path)]
        if not found:
            raise InputError("no RDF file is in here", where=str(file), fix=f"known are {_NAMES}")
        return found
    if file.exists():
        return [source_of(file)]
    pattern = str(file.relative_to(file.anchor))
    matching = sorted(Path(file.anchor).glob(pattern)) if _WILD.search(pattern) else []
    if not matching:
        raise InputError(
            "no file matches this" if _WILD.search(pattern) else "there is no such file",
            where=str(file),
            fix="correct the name",
        )
    return [source for path in matching for source in sources(path)]


def _has_format(file: Path) -> bool:
    return file.is_file() and _plain_suffix(file) in FORMATS


def _plain_suffix(file: Path) -> str:
    name = file.with_suffix("") if file.suffix.lower() == ".gz" else file
    return name.suffix.lower()


def source_of(file: Path) -> Source:
    """Tell the format by the name; raises `InputError` where that is impossible."""
    suffix = _plain_suffix(file)
    if suffix not in FORMATS:
        raise InputError(
            f"the name does not tell the format ({suffix or 'no suffix'})",
            where=str(file),
            fix=f"let it end in one of {_NAMES}, and .gz after that where it is compressed",
        )
    return Source(file, FORMATS[suffix], file.suffix.lower() == ".gz")


def _load(store: ox.Store, source: Source) -> str:
    """Load a file and return what identifies what was read."""
    base_iri = source.file.resolve().as_uri()
    with faults_of(source), opened(source) as file:
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


def opened(source: Source) -> BufferedIOBase:
    """Open a source for reading, decompressed."""
    if source.compressed:
        return gzip.open(source.file)
    return source.file.open("rb")


@contextmanager
def faults_of(source: Source) -> Iterator[None]:
    """Say what is wrong with a source that cannot be read or parsed."""
    try:
        yield
    except SyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        raise InputError(
            f"this is not {source.format.name}",
            where=f"{source.file}{line}",
            cause=error.msg,
            fix="mend its syntax, or give the file the suffix of its format",
        ) from error
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            "this file cannot be read",
            where=str(source.file),
            cause=getattr(error, "strerror", None) or str(error),
            fix="check that it is whole and that you may read it",
        ) from error
