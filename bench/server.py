"""Starting a peer on a free port until it answers, and ending it with all that it started."""

import http.client
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import psutil

from bench.asking import Server, ask

START_S: Final = 600.0
STOP_S: Final = 10.0
POLL_S: Final = 0.01
PORTS: Final = range(20_000, 32_000)


@contextmanager
def running(name: str, command: Sequence[str], path: str, log: Path, cwd: Path) -> Iterator[Server]:
    """Start a server, wait for its first answer, and end it and all its processes.

    ``{port}`` in the command is replaced by a free port. Raises `RuntimeError` where it ends first.
    """
    port = free_port()
    with log.open("wb") as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            [part.replace("{port}", str(port)) for part in command],
            stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, cwd=cwd,
        )  # fmt: skip
    try:
        while not _answers(port, path):
            if process.poll() is not None or time.perf_counter() - start > START_S:
                said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
                raise RuntimeError(f"{name} does not answer; it said: {said}")
            time.sleep(POLL_S)
        yield Server(name, port, path, process.pid, time.perf_counter() - start)
    finally:
        _end(process)


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on.

    It is below those that systems give to outgoing connections, one of which could take it
    before a server that loads its data first does.
    """
    for port in random.sample(PORTS, 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError(f"no port from {PORTS[0]} to {PORTS[-1]} is free; end what listens there")


def _answers(port: int, path: str) -> bool:
    try:
        return ask(port, path, "ASK { ?s ?p ?o }", timeout_s=60).status == 200
    except (OSError, http.client.HTTPException):
        return False


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the session that was started for it, and whatever of its own has left that session."""
    try:
        started = psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        started = []
    for signum in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signum)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_S)
    for left in started:
        # psutil looks whether the number still is that process's.
        with suppress(psutil.NoSuchProcess):
            left.kill()
