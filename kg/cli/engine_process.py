"""The process that runs queries, where several answer HTTP: started, and started again."""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from typing import Final

import click

from kg.settings import Settings

# Names, not imports: nothing in kg imports the server.
MODULE: Final = "server.engine.broker"
SOCKET: Final = "engine"

BACKLOG: Final = 512
PAUSE_S: Final = 0.5
END_S: Final = 5.0
MAX_PATH: Final = 80
_PACKAGES: Final = Path(__file__).parents[2]


@contextmanager
def running_engine(settings: Settings) -> Iterator[Settings]:
    """Have a process run queries for all that answer HTTP, if these are several.

    Gives the settings that they need to find it, which are also set in the environment.
    """
    if settings.workers == 1:
        alone = replace(settings, run=None)
        os.environ.update(alone.to_environment())
        yield alone
        return
    # The address of a Unix socket has to be short.
    short = None if len(tempfile.gettempdir()) < MAX_PATH else "/tmp"  # noqa: S108 -- mkdtemp
    with (
        tempfile.TemporaryDirectory(prefix="standoff-run-", dir=short) as folder,
        socket.socket(socket.AF_UNIX) as listener,
    ):
        listener.bind(str(Path(folder) / SOCKET))
        listener.listen(BACKLOG)
        shared = replace(settings, run=Path(folder))
        os.environ.update(shared.to_environment())
        keeper = _Keeper(listener)
        try:
            yield shared
        finally:
            keeper.stop()


class _Keeper:
    """Starts the process, and another whenever it ends; who asks meanwhile waits at the socket."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._stopping = Event()
        self._process = self._start()
        self._thread = Thread(target=self._keep, name="engine", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the process."""
        self._stopping.set()
        process = self._process
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        try:
            process.wait(END_S)
        except subprocess.TimeoutExpired:
            process.kill()
        self._thread.join(END_S)

    def _start(self) -> "subprocess.Popen[bytes]":
        given = os.environ.get("PYTHONPATH")
        path = f"{_PACKAGES}{os.pathsep}{given}" if given else str(_PACKAGES)
        return subprocess.Popen(
            [sys.executable, "-m", MODULE, str(self._listener.fileno())],
            pass_fds=[self._listener.fileno()],
            stdin=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            # Not for it is what the terminal tells all; it ends when its standard input does.
            start_new_session=True,
        )

    def _keep(self) -> None:
        while True:
            status = self._process.wait()
            if self._stopping.wait(PAUSE_S):
                return
            click.echo(f"standoff: the process that runs queries ended ({status}); "
                       "another takes its place", err=True)  # fmt: skip
            self._process = self._start()
