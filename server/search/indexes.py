"""The indexes of the versions that are open: made when first needed, gone with their version."""

import fcntl
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, Thread
from typing import Final

from flask import Flask

from kg.paths import python_path
from kg.published import STORE, Version
from server.current import Snapshot
from server.fault import RequestError
from server.search.index import Index, UnreadableError

PATIENCE_S: Final = 20.0
"""How long a request waits for an index that is being made."""
RETRY_S: Final = 5
_LOOK_S: Final = 0.02
_EXTENSION: Final = "standoff-indexes"
_log = logging.getLogger(__name__)


class Indexes:
    """Hands out the index of a version; processes of one server make it once, in ``run``."""

    def __init__(self, run: Path | None) -> None:
        self._run = run
        self._open: dict[str, Index] = {}
        self._making: dict[str, Thread] = {}
        self._lock = Lock()

    def of(self, snapshot: Snapshot) -> Index:
        """Return the index of this version, made if need be; raises a 503 fault while it is not."""
        version = snapshot.version
        deadline = time.monotonic() + PATIENCE_S
        with self._lock:
            if found := self._open.get(version.id):
                return found
            maker = self._making.get(version.id)
            if maker is None:
                maker = Thread(target=self._make, args=(snapshot,), name="make index", daemon=True)
                self._making[version.id] = maker
                maker.start()
        maker.join(deadline - time.monotonic())
        with self._lock:
            if found := self._open.get(version.id):
                return found
        state = "is still being made" if maker.is_alive() else "could not be made; the log says why"
        raise RequestError(
            503,
            f"The index that search and browse read {state}; please come again.",
            headers={"Retry-After": str(RETRY_S)},
        )

    def _make(self, snapshot: Snapshot) -> None:
        version = snapshot.version
        try:
            index = self._shared(version) if self._run else self._own(version)
        except (OSError, subprocess.CalledProcessError, UnreadableError) as error:
            _log.error("no index of version %s: %s", version.id, error)
            with self._lock:
                del self._making[version.id]
            return
        with self._lock:
            self._open[version.id] = index
            del self._making[version.id]
        snapshot.hold.callback(self._drop, version.id)

    def _drop(self, version_id: str) -> None:
        with self._lock:
            index = self._open.pop(version_id, None)
        if index is not None:
            index.close()
        if self._run:
            # Whoever has it open goes on reading; whoever comes later makes it again.
            self._file(version_id).unlink(missing_ok=True)

    def _own(self, version: Version) -> Index:
        folder = Path(tempfile.mkdtemp(prefix="standoff-index-"))
        try:
            file = folder / "index.sqlite"
            _write(version, file)
            return Index(file)
        finally:  # what is open needs no name, and so nothing is ever left behind
            shutil.rmtree(folder, ignore_errors=True)

    def _shared(self, version: Version) -> Index:
        file = self._file(version.id)
        while True:
            with suppress(UnreadableError):
                return Index(file)
            with _locked(file.with_suffix(".lock")) as is_mine:
                if is_mine and not file.exists():
                    _write(version, file)
                    return Index(file)
                if is_mine:  # it is there, and is no index
                    file.unlink()
            time.sleep(_LOOK_S)

    def _file(self, version_id: str) -> Path:
        return (self._run or Path()) / f"index-{version_id}.sqlite"


@contextmanager
def _locked(file: Path) -> Iterator[bool]:
    """Hold a lock among processes, and tell whether it was to be had."""
    with file.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _write(version: Version, file: Path) -> None:
    store = str(version.path / STORE)
    command = [sys.executable, "-m", "server.search.index_file", store, version.base, str(file)]
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
