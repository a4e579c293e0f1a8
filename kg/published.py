"""Published versions, as their readers see them: the one seam between ``server`` and the data.

A build root holds ``versions/<id>/``, each complete and never changed, and ``current``, a
symbolic link to the one that is served.
"""

import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.checks import read_checks
from kg.errors import InputError, NotPublishedError
from kg.history import Move, moves, record_move

CURRENT: Final = "current"
VERSIONS: Final = "versions"
MANIFEST: Final = "manifest.json"
NQUADS: Final = "standoff.nq"
STORE: Final = "store"

VERSION_ID: Final = re.compile(r"[0-9a-f]{16}")
BUILD_HINT: Final = "run `standoff build`"

# pyoxigraph's union flag would override FROM; a copy in the default graph leaves it to the query.
# Without triple terms: what a query finds by default, every RDF 1.1 client can read.
COPY_TO_DEFAULT_GRAPH: Final = (
    "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } FILTER(!isTRIPLE(?o)) }"
)

# What the default graph of a version is: a copy of the others, or what was put into it.
UNION: Final = "union"
OWN: Final = "own"


@dataclass(frozen=True)
class Version:
    """One published version: its id, its folder, and what its manifest says."""

    id: str
    path: Path
    manifest: Mapping[str, Any]

    @property
    def base(self) -> str:
        """The base of this version's IRIs."""
        return str(self.manifest["base"])

    @property
    def default_graph(self) -> str:
        """``union`` where the default graph is that of the named ones, else ``own``."""
        return str(self.manifest.get("default_graph", UNION))


def current_version(root: Path) -> Version:
    """Return the version that ``current`` points to.

    Raises `NotPublishedError` where nothing is published, `InputError` where it is damaged.
    """
    link = root / CURRENT
    try:
        target = link.readlink()
    except FileNotFoundError:
        raise NotPublishedError("nothing is published", where=str(root), fix=BUILD_HINT) from None
    except OSError as error:
        raise InputError(
            "this is not a link to a version",
            where=str(link),
            cause=error.strerror or str(error),
            fix=f"remove it and {BUILD_HINT}",
        ) from error
    return find_version(root, target.name)


def current_mark(root: Path) -> tuple[int, ...] | None:
    """Return what changes with the current version and with its manifest; None without one.

    A manifest may be long: whoever looks often need not read it each time.
    """
    try:
        found = (root / CURRENT / MANIFEST).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def find_version(root: Path, version_id: str) -> Version:
    """Return the version of this id.

    Raises `NotPublishedError` where there is none, `InputError` where its manifest is damaged.
    """
    path = root / VERSIONS / version_id
    if not VERSION_ID.fullmatch(version_id) or not path.is_dir():
        known = sorted(published_ids(root))
        raise NotPublishedError(
            f"no version {version_id!r} is published",
            where=str(root),
            fix="take one of these: " + ", ".join(known) if known else BUILD_HINT,
        )
    return Version(version_id, path, _read_manifest(path))


def published_ids(root: Path) -> frozenset[str]:
    """Return the ids of all versions, whatever their state."""
    folder = root / VERSIONS
    names = (path.name for path in folder.iterdir()) if folder.is_dir() else ()
    return frozenset(name for name in names if VERSION_ID.fullmatch(name))


def versions(root: Path) -> tuple[Version, ...]:
    """Return all versions, the latest published first.

    Raises `InputError` where the manifest of one is damaged.
    """
    last_check = {check.version: place for place, check in enumerate(read_checks(root))}
    last_move = {move.version: place for place, move in enumerate(published_times(root))}

    def from_the_latest(name: str) -> tuple[int, int, str]:  # only a build records checks
        return -last_check.get(name, -1), -last_move.get(name, -1), name

    ids = sorted(published_ids(root), key=from_the_latest)
    return tuple(find_version(root, name) for name in ids)


def rollback(root: Path, version_id: str) -> Version:
    """Make ``current`` point to an earlier version, whose files are checked first.

    Raises `NotPublishedError` where there is none of this id, `InputError` where it is damaged.
    """
    version = find_version(root, version_id)
    if damaged := damaged_files(version):
        raise _damaged(version.path, f"{', '.join(damaged)} differ from the manifest")
    move_current(root, version_id)
    return version


def move_current(root: Path, version_id: str, time: datetime | None = None) -> None:
    """Make ``current`` point to the version, and record when it moved (now, unless given)."""
    if _target(root) == version_id:
        return
    point_current(root, version_id)
    record_move(root, version_id, time)


def point_current(root: Path, version_id: str) -> None:
    """Move ``current`` to the version in one step: readers see the old one or the new one."""
    fresh = root / f".{CURRENT}-{os.getpid()}"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(Path(VERSIONS) / version_id, target_is_directory=True)
    fresh.replace(root / CURRENT)


def version_at(root: Path, time: datetime) -> Version:
    """Return the version that was current at this time; before the first move, the first.

    Raises `NotPublishedError` where nothing is published.
    """
    known = published_times(root)
    if not known:
        raise NotPublishedError("nothing is published", where=str(root), fix=BUILD_HINT)
    past = [move for move in known if move.time <= time]
    return find_version(root, (past or known[:1])[-1].version)


def published_times(root: Path) -> tuple[Move, ...]:
    """Return when which version that is still there became current, in order of time.

    What is older than the record of moves is taken to have moved when its folder was made. A
    folder that is younger and without a record was never current: its writer was killed.
    """
    there = published_ids(root)
    recorded = moves(root)
    known = {move.version for move in recorded}
    unknown = (Move(_time_of(root / VERSIONS / name), name) for name in there - known)
    older = [move for move in unknown if not recorded or move.time < recorded[0].time]
    found = sorted([*(move for move in recorded if move.version in there), *older])
    current = _target(root)
    if current in there and (not found or found[-1].version != current):
        # A writer was killed between its move and the record of it; the link is as old as that.
        moved = max(_time_of(root / CURRENT), *(move.time for move in found))
        found.append(Move(moved, current))
    return tuple(found)


def open_store(version: Version) -> ox.Store:
    """Load the version into memory, with the default graph that its manifest tells of.

    Raises `InputError` where the file of quads is missing or differs from the manifest.
    """
    if version.default_graph == OWN:
        return _copy_of_store(version)
    file = version.path / NQUADS
    try:
        quads = file.read_bytes()
    except OSError as error:
        raise _damaged(version.path, f"{NQUADS} cannot be read ({error.strerror})") from error
    if digest(quads) != version.manifest["files"][NQUADS]["sha256"]:
        raise _damaged(version.path, f"{NQUADS} differs from the manifest")
    store = ox.Store()
    # Not bulk_load: it gives blank nodes other names each time, and answers would differ by worker.
    store.bulk_extend(ox.parse(quads, ox.RdfFormat.N_QUADS))
    store.update(COPY_TO_DEFAULT_GRAPH)
    return store


def damaged_files(version: Version) -> tuple[str, ...]:
    """Return the names of the files, and of the store, that are not as the manifest says."""
    files = version.manifest["files"]
    damaged = [name for name, said in files.items() if not _holds(version.path / name, said)]
    if not _store_holds(version.path / STORE, version.manifest["store_quads"]):
        damaged.append(STORE)
    return tuple(damaged)


def digest(data: bytes) -> str:
    """Return the SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _copy_of_store(version: Version) -> ox.Store:
    try:
        on_disk = ox.Store.read_only(str(version.path / STORE))
    except (OSError, RuntimeError) as error:
        raise _damaged(version.path, f"its store cannot be opened ({error})") from error
    store = ox.Store()
    for name in on_disk.named_graphs():  # a graph may be there with nothing in it
        store.add_graph(name)
    store.bulk_extend(on_disk)
    return store


def _target(root: Path) -> str:
    """Return what ``current`` points to, or nothing where there is no such link."""
    try:
        return (root / CURRENT).readlink().name
    except OSError:
        return ""


def _time_of(path: Path) -> datetime:
    return datetime.fromtimestamp(path.lstat().st_mtime, UTC)


def _holds(file: Path, said: Mapping[str, Any]) -> bool:
    return file.is_file() and digest(file.read_bytes()) == said["sha256"]


def _store_holds(folder: Path, quads: int) -> bool:
    try:
        return folder.is_dir() and len(ox.Store.read_only(str(folder))) == quads
    except (OSError, RuntimeError):  # RocksDB reports its own files' corruption as the latter
        return False


def _read_manifest(path: Path) -> Mapping[str, Any]:
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(path, f"{MANIFEST} cannot be read ({error})") from error
    if not isinstance(manifest, dict) or manifest.get("id") != path.name:
        raise _damaged(path, f"{MANIFEST} is not that of this version")
    return manifest


def _damaged(path: Path, cause: str) -> InputError:
    return InputError(
        "this version is damaged",
        where=str(path),
        cause=cause,
        fix="run `standoff build` on the same data to restore it, or roll back to another",
    )
