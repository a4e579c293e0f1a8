"""The version being served: the one that ``current`` points to, and earlier ones by their ids.

A thread looks for a new version and opens it before any request sees it. Whoever has the old one
finishes on it.
"""

import logging
import time
from collections import OrderedDict
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.base import BASE
from kg.errors import InputError, NotPublishedError
from kg.history import Move
from kg.prefixes import compact
from kg.pruning import held
from kg.published import (
    STORE,
    UNION,
    Version,
    current_mark,
    current_version,
    find_version,
    published_times,
)
from kg.settings import Settings
from server.engine.engine import Engine
from server.engine.engines import Engines
from server.engine.remote import RemoteEngine, RemoteEngines
from server.fault import RequestError
from server.latest import Latest
from server.subjects import Subjects

if TYPE_CHECKING:
    from flask import Flask

LOOK_S: Final = 0.2
RETRY_S: Final = 10.0
FETCH_S: Final = 1.0
KEPT_OPEN: Final = 4
BYTES_A_TRIPLE: Final = 750
"""What one triple of the default graph takes in memory."""
COPIED: Final = 0.5
"""How much of that a query process comes to have for itself: the engine counts, in the data, who
reads it, and pages that are written to are shared no longer."""

_EXTENSION = "standoff-current"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Snapshot:
    """One version, open: its store on disk, and the engine that answers queries on it.

    Nobody removes it while ``hold`` is open.
    """

    version: Version
    store: ox.Store
    engine: Engine | RemoteEngine
    hold: ExitStack
    subjects: Subjects

    def retire(self) -> None:
        """Let go of the version, once nobody asks it any more."""
        self.engine.retire()
        self.hold.close()

    def iri(self, default: str) -> ox.NamedNode:
        """Return the node for an IRI that `kg.vocab` names, under this version's base."""
        own = default.startswith(BASE)
        return ox.NamedNode(self.version.base + default.removeprefix(BASE) if own else default)

    def short(self, iri: str) -> str:
        """Return an IRI as a short name, such as ``id:actor/russia``."""
        return compact(iri, self.version.base)


class Current:
    """Hands out snapshots: that of the current version, and earlier ones."""

    def __init__(self, settings: Settings) -> None:
        self.root = settings.build
        self.settings = settings
        self.engines: Engines | RemoteEngines = (
            RemoteEngines(settings, settings.run) if settings.run else Engines(settings)
        )
        self._latest = Latest(settings.run)
        self._seen = self._latest.note[0]
        self._held: Snapshot | None = None
        self._held_mark: tuple[int, ...] | None = None
        self._earlier: OrderedDict[str, Snapshot] = OrderedDict()
        self._lock = Lock()
        self._times: tuple[str, tuple[Move, ...]] = ("", ())
        self._retry_at = 0.0
        self._fetch_at = 0.0
        self._stopping = Event()
        self._watcher: Thread | None = None

    def watch(self) -> None:
        """Look for a new version from now on, in a thread."""
        self._watcher = Thread(target=self._watch, name="watch current", daemon=True)
        self._watcher.start()

    def close(self) -> None:
        """End the thread and all processes."""
        self._stopping.set()
        if self._watcher is not None:
            self._watcher.join()
        with self._lock:
            for snapshot in filter(None, [self._held, *self._earlier.values()]):
                snapshot.retire()
            self._held = self._held_mark = None
            self._earlier.clear()
        self.engines.close()

    def snapshot(self) -> Snapshot:
        """Return the version to answer from.

        Raises `InputError` where no version can be opened and none was open before.
        """
        if self._latest.note[0] != self._seen:
            self._follow()
        return self._held or self.look()

    def version_id(self) -> str:
        """Return the id of the version that is served, or nothing."""
        if self._latest.note[0] != self._seen:
            self._follow()
        held = self._held
        return held.version.id if held else ""

    def _follow(self) -> None:
        """Look, once, where another process of this server has moved."""
        self._seen = self._latest.note[0]
        with suppress(InputError):  # what is open goes on being served
            self.look()

    def times(self) -> tuple[Move, ...]:
        """Return when which version became the current one, in order of time."""
        key = self.version_id()
        if self._times[0] != key or not key:
            self._times = (key, published_times(self.root))
        return self._times[1]

    def open_snapshots(self) -> list[Snapshot]:
        """Return the versions that are open, first the one that is served."""
        with self._lock:
            return [*filter(None, [self._held]), *self._earlier.values()]

    def look(self) -> Snapshot:
        """Look now whether ``current`` has moved, and return the version to answer from."""
        with self._lock:
            mark = current_mark(self.root)
            if self._held is not None and mark is not None and mark == self._held_mark:
                return self._held
            try:
                version = current_version(self.root)
                if self._held is None or self._held.version.id != version.id:
                    self._move_to(version)
                self._held_mark = mark
            except InputError as error:
                if self._held is None:
                    raise
                self._complain(error)
            return self._held or self._unreachable()

    def earlier(self, version_id: str) -> Snapshot:
        """Return the version of this id, opened if need be; raises `NotPublishedError`."""
        held = self.snapshot()
        if held.version.id == version_id:
            return held
        with self._lock:
            if version_id in self._earlier:
                self._earlier.move_to_end(version_id)
                return self._earlier[version_id]
            found = self._open(find_version(self.root, version_id))
            self._earlier[version_id] = found
            if len(self._earlier) > KEPT_OPEN:
                self._earlier.popitem(last=False)[1].retire()
            return found

    def _move_to(self, version: Version) -> None:
        fresh = self._open(version)
        past, self._held = self._held, fresh
        self._seen = self._latest.write(version.id)
        _log.info("serving version %s", version.id)
        if self._fits_memory(version):
            fresh.engine.load()
        if past is not None:
            past.retire()

    def _fits_memory(self, version: Version) -> bool:
        processes = self.settings.short_queries + self.settings.long_queries
        held_bytes = version.manifest["triples"] * BYTES_A_TRIPLE
        return bool(held_bytes * (1 + COPIED * processes) <= self.settings.store_memory)

    def _open(self, version: Version) -> Snapshot:
        folder = version.path / STORE
        hold = ExitStack()
        hold.enter_context(held(version))
        try:
            store = ox.Store.read_only(str(folder))
        except (OSError, RuntimeError) as error:
            hold.close()
            raise InputError(
                "this version is damaged",
                where=str(version.path),
                cause=str(error),
                fix="run `standoff build` on the same data to restore it, or roll back to another",
            ) from error
        is_union = version.default_graph == UNION
        engine = self.engines.open(folder, is_union=is_union)
        # Of triple terms, which may be too deep to be read here, a union says nothing.
        subjects = Subjects(store if is_union else None)
        return Snapshot(version, store, engine, hold, subjects)

    def _watch(self) -> None:
        while not self._stopping.wait(LOOK_S):
            try:
                self._fetch_statements(self.look())
            except NotPublishedError:
                continue
            except Exception as error:  # whatever it is, the next version may be whole
                self._complain(error)

    def awaits_statements(self) -> bool:
        """Tell whether the file that says what is said of each subject is still to come."""
        snapshot = self.snapshot()
        return snapshot.subjects.statements is None and self._fits_memory(snapshot.version)

    def _fetch_statements(self, snapshot: Snapshot) -> None:
        """Read what is said of each subject from a file, once that is written."""
        if snapshot.subjects.statements is not None or time.monotonic() < self._fetch_at:
            return
        self._fetch_at = time.monotonic() + FETCH_S
        if self._fits_memory(snapshot.version):
            file = snapshot.engine.statements()
            if file is not None:
                snapshot.subjects.map(file)

    def _complain(self, error: Exception) -> None:
        if time.monotonic() >= self._retry_at:
            self._retry_at = time.monotonic() + RETRY_S
            held = f"still serving version {self._held.version.id}" if self._held else "no version"
            _log.error("%s: %s", held, error)

    def _unreachable(self) -> Snapshot:
        raise AssertionError("a version is held once current_version has not failed")


def followed(settings: Settings) -> Current:
    """Open what is published in the settings' build root, and look for new versions from now on."""
    found = Current(settings)
    with suppress(InputError):  # each request says so, until there is a version
        found.look()
    found.watch()
    return found


def init_app(app: "Flask", current: Current) -> None:
    """Have an application serve these versions."""
    app.extensions[_EXTENSION] = current


def current_of(app: "Flask") -> Current:
    """Return what hands out the snapshots of an application."""
    found: Current = app.extensions[_EXTENSION]
    return found


def snapshot_of(current: Current, version_id: str) -> Snapshot:
    """Return the version of this id, or the current one where none is given; or raise a fault."""
    try:
        return current.earlier(version_id) if version_id else current.snapshot()
    except NotPublishedError as error:
        if version_id:
            raise RequestError(
                404, f"There is no snapshot {version_id!r} here; {error.fix}."
            ) from None
        raise RequestError(
            503,
            "No version is published yet: run `standoff build` on the server, then reload; "
            "a restart is not needed.",
            headers={"Retry-After": "10"},
        ) from None
    except InputError as error:
        _log.error("no version can be opened: %s", error)
        raise RequestError(
            503,
            "The published version cannot be opened: run `standoff build` on the server, "
            "or `standoff rollback` to an earlier one; its log says more.",
            headers={"Retry-After": "10"},
        ) from None
