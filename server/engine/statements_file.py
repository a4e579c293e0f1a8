"""The file of what is said of each subject: written by a process of its own, removed with us."""

import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from threading import Lock

from kg.paths import python_path

_log = logging.getLogger(__name__)


class StatementsFile:
    """The file of one version, which has no name, so that it goes when nobody has it open."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._lock = Lock()
        self._file: int | None = None
        self._writer: subprocess.Popen[bytes] | None = None
        self._closed = False

    def write(self) -> None:
        """Have it written, unless it is there, and wait until it is."""
        with self._lock:
            if self._closed or self._file is not None or self._writer is not None:
                return
            try:
                with tempfile.TemporaryFile(buffering=0) as out:
                    file = os.dup(out.fileno())
            except OSError as error:
                _log.warning("what is said of each subject cannot be written: %s", error)
                return
            writer = self._writer = subprocess.Popen(
                [sys.executable, "-m", "server.engine.statements", str(self._store)],
                env={**os.environ, "PYTHONPATH": python_path()},
                stdin=subprocess.DEVNULL,
                stdout=file,
                start_new_session=True,
            )
        status = writer.wait()
        with self._lock:
            self._writer = None
            if status == 0 and not self._closed:
                self._file = file
                return
        os.close(file)
        if not self._closed:
            _log.warning("what is said of each subject was not written (status %s)", status)

    def open(self) -> int | None:
        """Return the file, which the caller closes, or None where it is not there (yet)."""
        with self._lock:
            return None if self._file is None else os.dup(self._file)

    def close(self) -> None:
        """Let go of it, and end whoever writes it."""
        with self._lock:
            self._closed = True
            if self._writer is not None:
                self._writer.kill()
            if self._file is not None:
                os.close(self._file)
                self._file = None
