"""Data read for validation, in pieces: into numbers, and at the same time into a store for queries.

The store is written by a thread of its own, for pyoxigraph lets go of Python's lock meanwhile.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.rdf_files import RdfFile, faults_of, open_file
from kg.validation.data_graph import DataGraph

PIECE: Final = 200_000
"""So many triples are read at a time."""
# A store would give blank nodes other names at each load.
_BLANK: Final = re.compile(rb"^(?:_:|[^ ]+ [^ ]+ _:).*\n", re.MULTILINE)


def read_triples(triples: Iterable[ox.Triple], *, with_store: bool) -> DataGraph:
    """Read triples of RDF 1.1 from memory."""
    return _read(_pieces(iter(triples)), ox.Store() if with_store else None)


def read_files(
    files: Sequence[RdfFile], *, with_store: bool, store_folder: Path | None = None
) -> DataGraph:
    """Read files, all graphs of them as one; the store is kept in the folder if one is given.

    Statements on triple terms are left out: SHACL does not know them.
    Raises `InputError` where a file cannot be read or parsed.
    """
    store = None
    if with_store:
        store = ox.Store() if store_folder is None else ox.Store(str(store_folder))
    # Blank nodes of two files are never the same, though they may be named so.
    rename = len(files) > 1
    return _read((piece for file in files for piece in _file_pieces(file, rename=rename)), store)


def _file_pieces(file: RdfFile, *, rename: bool) -> Iterator[bytes]:
    with faults_of(file), open_file(file) as opened:
        parsed = ox.parse(
            input=opened,  # type: ignore[arg-type]  # all it does is read
            format=file.format,
            base_iri=file.file.resolve().as_uri(),
            rename_blank_nodes=rename,
        )
        yield from _pieces(quad.triple for quad in parsed if not _is_reified(quad))


def _pieces(triples: Iterator[ox.Triple]) -> Iterator[bytes]:
    while True:
        out = BytesIO()
        ox.serialize(islice(triples, PIECE), out, ox.RdfFormat.N_TRIPLES)
        piece = out.getvalue()
        if not piece:
            return
        yield piece


def _read(pieces: Iterable[bytes], store: ox.Store | None) -> DataGraph:
    data = DataGraph()
    if store is None:
        for piece in pieces:
            data.add(piece.decode())
        return data
    with ThreadPoolExecutor(max_workers=1) as writer:
        before: Future[None] | None = None
        for piece in pieces:
            if before is not None:
                before.result()
            before = writer.submit(_write, store, piece)
            data.add(piece.decode())
        if before is not None:
            before.result()
    data.store = store
    return data


def _write(store: ox.Store, piece: bytes) -> None:
    """Add N-Triples to the store, where blank nodes keep their names."""
    if b"_:" in piece:
        apart = b"".join(_BLANK.findall(piece))
        piece = _BLANK.sub(b"", piece)
        store.bulk_extend(ox.parse(apart, ox.RdfFormat.N_TRIPLES))
    store.bulk_load(piece, ox.RdfFormat.N_TRIPLES)


def _is_reified(quad: ox.Quad) -> bool:
    return isinstance(quad.object, ox.Triple)
