"""Putting a finished version into its place: beside the others first, then by one rename.

Whoever is killed at any point leaves the published versions as they were, and at most a folder
``.partial-…`` or a link ``.current-…``, which the next writer sweeps away.
"""

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, Any, Final

from kg.errors import InputError, RevisionError
from kg.published import CURRENT, MANIFEST, VERSIONS, damaged_files, find_version

ID_LENGTH: Final = 16
LOCK: Final = ".lock"
PARTIAL: Final = ".partial"
RETRY_S: Final = 0.02

_numbers = count()


@contextmanager
def exclusive(root: Path, *, wait_s: float = 0.0) -> Iterator[None]:
    """Hold the build root for this process alone, and sweep what killed writers left in it.

    Raises `RevisionError`, which is busy, where another one still holds it after ``wait_s``
    seconds. The lock goes with the process, so that a killed writer leaves none.
    """
    (root / VERSIONS).mkdir(parents=True, exist_ok=True)
    with (root / LOCK).open("a") as lock:
        if not _lock(lock, time.monotonic() + wait_s):
            raise RevisionError(
                "busy",
                f"another build or change is writing in {root}",
                fix="wait until it ends, or choose another folder by --output",
            )
        try:
            _sweep(root)
            yield
        finally:
            # Closing is not enough: a process that another thread is just starting has it open too.
            fcntl.flock(lock, fcntl.LOCK_UN)


@contextmanager
def partial_folder(root: Path, name: str) -> Iterator[Path]:
    """Make a folder to write a version in; whatever is left of it at the end is removed."""
    # Never the same one twice: RocksDB knows stores that are still open by their paths.
    partial = root / VERSIONS / f"{PARTIAL}-{name}-{os.getpid()}-{next(_numbers)}"
    partial.mkdir()
    try:
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write what a version says of itself."""
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def is_whole(root: Path, version_id: str) -> bool:
    """Tell whether the version is there and as its manifest says."""
    try:
        return not damaged_files(find_version(root, version_id))
    except (InputError, KeyError):
        return False


def move_into_place(partial: Path, version: Path) -> None:
    """Rename the finished folder; into a damaged version of the same id, part by part.

    The id is a digest of the content, so that each part brings the bytes that the version had
    promised: `current` may point there all the while.
    """
    if not version.exists():
        partial.rename(version)
    else:
        for part in sorted(partial.iterdir()):
            place = version / part.name
            if part.is_dir() and place.exists():
                place.rename(partial / f"damaged-{part.name}")
            part.replace(place)
        sync_folder(version)
    sync_folder(version.parent)


def sync_tree(folder: Path) -> None:
    """Wait until the disk has the folder and everything in it."""
    for path in folder.rglob("*"):
        sync_folder(path)
    sync_folder(folder)


def sync_folder(path: Path) -> None:
    """Wait until the disk has this file, or the names in this folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _lock(lock: IO[str], until: float) -> bool:
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(RETRY_S)
        else:
            return True


def _sweep(root: Path) -> None:
    # Only who holds the lock writes a version; a link may be that of a rollback, which needs none.
    for partial in (root / VERSIONS).glob(f"{PARTIAL}-*"):
        shutil.rmtree(partial)
    for link in root.glob(f".{CURRENT}-*"):
        if not _is_running(link.name.rpartition("-")[2]):
            link.unlink()


def _is_running(pid: str) -> bool:
    """Whether another process of this number runs; our own number was the dead one's too."""
    if not pid.isdecimal() or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
