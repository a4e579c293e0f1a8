"""RDF files: which formats are read, and what is wrong with a file that cannot be."""

import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedIOBase
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import InputError

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
_NAMES: Final = ", ".join(FORMATS)
_WILD: Final = re.compile(r"[*?\[]")


@dataclass(frozen=True)
class RdfFile:
    """A file, and how its content is written."""

    file: Path
    format: ox.RdfFormat
    compressed: bool


def rdf_files(file: Path) -> list[RdfFile]:
    """Return the file, the RDF files in a folder, or those that a pattern matches.

    Raises `InputError` where there is none, or its name does not tell the format.
    """
    if file.is_dir():
        found = [_source(path) for path in sorted(file.iterdir()) if _has_format(path)]
        if not found:
            raise InputError("no RDF file is in here", where=str(file), fix=f"known are {_NAMES}")
        return found
    if file.exists():
        return [_source(file)]
    pattern = str(file.relative_to(file.anchor))
    matching = sorted(Path(file.anchor).glob(pattern)) if _WILD.search(pattern) else []
    if not matching:
        raise InputError(
            "no file matches this" if _WILD.search(pattern) else "there is no such file",
            where=str(file),
            fix="correct the name",
        )
    return [source for path in matching for source in rdf_files(path)]


def _has_format(file: Path) -> bool:
    return file.is_file() and _plain_suffix(file) in FORMATS


def _plain_suffix(file: Path) -> str:
    name = file.with_suffix("") if file.suffix.lower() == ".gz" else file
    return name.suffix.lower()


def _source(file: Path) -> RdfFile:
    suffix = _plain_suffix(file)
    if suffix not in FORMATS:
        raise InputError(
            f"the name does not tell the format ({suffix or 'no suffix'})",
            where=str(file),
            fix=f"let it end in one of {_NAMES}, and .gz after that where it is compressed",
        )
    return RdfFile(file, FORMATS[suffix], file.suffix.lower() == ".gz")


def open_file(source: RdfFile) -> BufferedIOBase:
    """Open it for reading, decompressed."""
    if source.compressed:
        return gzip.open(source.file)
    return source.file.open("rb")


@contextmanager
def faults_of(source: RdfFile) -> Iterator[None]:
    """Turn what goes wrong while it is read into an `InputError`."""
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
