"""The broker, which runs the queries where several processes answer HTTP: kept running."""

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

from kg.paths import python_path
from kg.settings import BROKER_SOCKET, Settings

# A name, not an import: nothing in kg imports the server.
MODULE: Final = "server.engine.broker"

BACKLOG: Final = 512
PAUSE_S: Final = 0.5
END_S: Final = 5.0
MAX_PATH: Final = 80


@contextmanager
def running_broker(settings: Settings) -> Iterator[None]:
    """Have a broker run queries for all processes that answer HTTP, if these are several.

    Sets in the environment the settings that they need, with the folder in which they find it.
    """
    if settings.workers == 1:
        os.environ.update(replace(settings, run=None).to_environment())
        yield
        return
    # The address of a Unix socket has to be short.
    short = None if len(tempfile.gettempdir()) < MAX_PATH else "/tmp"  # noqa: S108 -- mkdtemp
    with (
        tempfile.TemporaryDirectory(prefix="standoff-run-", dir=short) as folder,
        socket.socket(socket.AF_UNIX) as listener,
    ):
        listener.bind(str(Path(folder) / BROKER_SOCKET))
        listener.listen(BACKLOG)
        os.environ.update(replace(settings, run=Path(folder)).to_environment())
        keeper = _Keeper(listener)
        try:
            yield
        finally:
            keeper.stop()


class _Keeper:
    """Starts the process, and another whenever it ends; who asks meanwhile waits at the socket."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._stopping = Event()
        self._process = self._start()
        self._thread = Thread(target=self._keep, name="broker", daemon=True)
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
        return subprocess.Popen(
            [sys.executable, "-m", MODULE, str(self._listener.fileno())],
            pass_fds=[self._listener.fileno()],
            stdin=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": python_path()},
            # Not for it is what the terminal tells all; it ends when its standard input does.
            start_new_session=True,
        )

    def _keep(self) -> None:
        while True:
            status = self._process.wait()
            if self._stopping.wait(PAUSE_S):
                return
            click.echo(f"standoff: the broker, which runs the queries, ended ({status}); "
                       "another takes its place", err=True)  # fmt: skip
            self._process = self._start()
