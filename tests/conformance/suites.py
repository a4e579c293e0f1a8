"""The W3C test suites of SPARQL 1.0 and 1.1, out of the source distribution of rdflib.

The suites themselves are published as web pages only; rdflib, which the project depends on anyway,
carries them in its source distribution, which any package index mirrors. Nothing of them is kept
in this repository: one file of a fixed digest is fetched once and unpacked under ``build/``.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Final

RELEASE: Final = "7.6.0"
SHA256: Final = "6c831288d5e4a5a7ece85d0ccde9877d512a3d0f02d7c06455d00d6d0ea379df"
CACHE: Final = Path(__file__).parents[2] / "build" / "conformance" / f"w3c-{SHA256[:12]}"
# Where the suites lie in the archive, and the address at which the W3C publishes them.
SUITES: Final = {
    "sparql10": ("dawg-data-r2", "http://www.w3.org/2001/sw/DataAccess/tests/data-r2/"),
    "sparql11": ("sparql11", "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"),
}
FETCH_SECONDS: Final = 180


class NoSuitesError(Exception):
    """The suites are not at hand and cannot be fetched."""


def fetch() -> Path:
    """Return the folder with one folder a suite, fetched where it is not there yet."""
    if not CACHE.is_dir():
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE.parent) as partial:
            archive = source_distribution("rdflib", RELEASE, SHA256, Path(partial))
            _unpack(archive, Path(partial) / "suites")
            (Path(partial) / "suites").rename(CACHE)
    return CACHE


def source_distribution(package: str, release: str, sha256: str, folder: Path) -> Path:
    """Fetch the source distribution of a package into the folder, by its digest."""
    wanted = folder / "requirements.txt"
    wanted.write_text(f"{package}=={release} --hash=sha256:{sha256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input", "--no-deps"]
    command += ["--no-binary", package, "--require-hashes", "--disable-pip-version-check"]
    command += ["--dest", str(folder), "--requirement", str(wanted)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=FETCH_SECONDS)
    except subprocess.CalledProcessError as error:
        raise NoSuitesError(error.stderr.decode(errors="replace").strip()[-500:]) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoSuitesError(str(error)) from error
    (archive,) = folder.glob(f"{package}-*.tar.gz")
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != sha256:
        raise NoSuitesError(f"{archive.name} has the digest {found}, not {sha256}")
    return archive


def _unpack(archive: Path, folder: Path) -> None:
    inside = f"rdflib-{RELEASE}/test/data/suites/w3c/"
    with tarfile.open(archive) as tar:
        for name, (place, _) in SUITES.items():
            prefix = f"{inside}{place}/"
            for member in tar.getmembers():
                if member.isfile() and member.name.startswith(prefix):
                    target = folder / name / member.name.removeprefix(prefix)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    source = tar.extractfile(member)
                    assert source is not None
                    with source, target.open("wb") as out:
                        shutil.copyfileobj(source, out)
