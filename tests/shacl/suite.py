"""The W3C test suite of SHACL, out of the source distribution of pyshacl.

As with the suites of SPARQL, nothing of it is kept in this repository: one file of a fixed digest
is fetched once and unpacked under ``build/``.
"""

import tarfile
import tempfile
from pathlib import Path
from typing import Final

from tests.conformance.suites import source_distribution

RELEASE: Final = "0.40.1"
SHA256: Final = "011e3cf1a68b31747cb762ba3d755ae1bdcc464c8fad0dc212a9adc550719552"
CACHE: Final = Path(__file__).parents[2] / "build" / "shacl" / f"w3c-{SHA256[:12]}"
_INSIDE: Final = f"pyshacl-{RELEASE}/test/resources/sht_tests/"


def fetch_suite() -> Path:
    """Return the folder of the suite, fetched where it is not there yet."""
    if not CACHE.is_dir():
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE.parent) as partial:
            archive = source_distribution("pyshacl", RELEASE, SHA256, Path(partial))
            _unpack(archive, Path(partial) / "suite")
            (Path(partial) / "suite").rename(CACHE)
    return CACHE


def _unpack(archive: Path, folder: Path) -> None:
    with tarfile.open(archive) as tar:
        for member in tar.getmembers():
            if member.isfile() and member.name.startswith(_INSIDE):
                target = folder / member.name.removeprefix(_INSIDE)
                target.parent.mkdir(parents=True, exist_ok=True)
                source = tar.extractfile(member)
                assert source is not None
                target.write_bytes(source.read())
