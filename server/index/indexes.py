"""The indexes of the versions asked for last: made when first needed, by one process for all."""

import fcntl
import logging
import os
import subprocess
import sys
import time
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore, Lock, Thread
from typing import Final

from flask import Flask

from kg.errors import InputError
from kg.paths import python_path
from kg.pruning import held
from kg.published import STORE, Version
from server.current import KEPT_OPEN
from server.fault import RequestError
from server.index.index import Index, UnreadableError

PATIENCE_S: Final = 20.0
WAITING: Final = 8
"""How long requests wait for an index that is being made, and how many do: a thread each, which
nobody else can have meanwhile."""
RETRY_S: Final = 5
_EXTENSION: Final = "standoff-indexes"
_log = logging.getLogger(__name__)


class Indexes:
    """Hands out the index of a version; processes of one server share its file, in ``run``."""

    def __init__(self, run: Path | None, *, most: int = KEPT_OPEN + 1) -> None:
        self._run = run
        self._most = most
        self._open: OrderedDict[str, Index] = OrderedDict()
        self._making: dict[str, Thread] = {}
        self._failed: dict[str, float] = {}
        self._lock = Lock()
        self._seats = BoundedSemaphore(WAITING)

    def of(self, version: Version) -> Index:
        """Return the index of this version, made if need be; raises a 503 fault while it is not."""
        found, maker = self._find(version)
        if found is None and maker is not None and self._seats.acquire(blocking=False):
            try:
                maker.join(PATIENCE_S)
            finally:
                self._seats.release()
            found, maker = self._find(version)
        if found is not None:
            return found
        state = "is still being made" if maker else "could not be made; the server's log says why"
        raise RequestError(
            503,
            f"The index that search and browse read {state}; please come again.",
            headers={"Retry-After": str(RETRY_S)},
        )

    def _find(self, version: Version) -> tuple[Index | None, Thread | None]:
        """Return the index, or whatever makes it; neither, where that has just failed."""
        with self._lock:
            if found := self._open.get(version.id):
                self._open.move_to_end(version.id)
                return found, None
            maker = self._making.get(version.id)
            if maker is None and time.monotonic() >= self._failed.get(version.id, 0.0):
                maker = Thread(target=self._make, args=(version,), name="make index", daemon=True)
                self._making[version.id] = maker
                maker.start()
            return None, maker

    def _make(self, version: Version) -> None:
        index = None
        try:
            with held(version):
                index = self._shared(version, self._run) if self._run else _own(version)
        except (OSError, InputError, subprocess.CalledProcessError, UnreadableError) as error:
            _log.error("no index of version %s: %s", version.id, error)
        with self._lock:
            del self._making[version.id]
            self._failed.pop(version.id, None)
            if index is None:
                self._failed[version.id] = time.monotonic() + RETRY_S
                return
            self._open[version.id] = index
            while len(self._open) > self._most:
                past, _ = self._open.popitem(last=False)
                if self._run:
                    # Whoever has it open goes on reading; whoever comes later makes it again.
                    _file(past, self._run).unlink(missing_ok=True)

    def _shared(self, version: Version, run: Path) -> Index:
        file = _file(version.id, run)
        with suppress(UnreadableError):
            return Index(file)
        with file.with_suffix(".lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with suppress(UnreadableError):
                return Index(file)
            _write(version, file)
            return Index(file)


def _own(version: Version) -> Index:
    # What is open needs no name, and so nothing is ever left behind.
    with TemporaryDirectory(prefix="standoff-index-") as folder:
        file = Path(folder, "index.sqlite")
        _write(version, file)
        return Index(file)


def _file(version_id: str, run: Path) -> Path:
    return run / f"index-{version_id}.sqlite"


def _write(version: Version, file: Path) -> None:
    store = str(version.path / STORE)
    command = [sys.executable, "-m", "server.index.index_file", store, version.base, str(file)]
    subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": python_path()},
        stdin=subprocess.DEVNULL,
        check=True,
    )


def init_app(app: Flask, run: Path | None) -> None:
    """Make indexes for this application."""
    app.extensions[_EXTENSION] = Indexes(run)


def indexes_of(app: Flask) -> Indexes:
    """Return the indexes of an application."""
    found: Indexes = app.extensions[_EXTENSION]
    return found
