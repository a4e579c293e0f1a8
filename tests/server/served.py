"""`standoff serve` in processes of its own, and what becomes of them."""

import os
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ROOT = Path(__file__).parents[2]
PATIENCE_S = 15.0


@dataclass
class Served:
    """A server that runs: its address without a slash at the end, and its process."""

    address: str
    process: "subprocess.Popen[str]"
    errors: list[str]

    @property
    def host(self) -> str:
        """The address without a prefix."""
        return "/".join(self.address.split("/")[:3])

    def workers(self) -> list[int]:
        """Return the processes that answer HTTP."""
        return [pid for pid in children()[self.process.pid] if not _is_broker(pid)]

    def all_take_connections(self) -> bool:
        """Tell whether every worker has come so far; the server answers once one has."""
        return all("tokio-rt-worker\n" in _thread_names(pid) for pid in self.workers())

    def worker(self) -> int:
        """Return the process that answers HTTP, where there is one."""
        (found,) = self.workers()
        return found

    def broker(self) -> int:
        """Return the process that runs queries for several workers."""
        (found,) = [pid for pid in children()[self.process.pid] if _is_broker(pid)]
        return found


def _is_broker(pid: int) -> bool:
    try:
        return b"server.engine.broker" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


@contextmanager
def served(root: Path, *options: str, **environment: str) -> Iterator[Served]:
    """Serve a build root on a free port until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--port", "0", "--build", str(root), *options],
        cwd=ROOT,
        env={**os.environ, "STANDOFF_TEXT": "", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    errors: list[str] = []
    reader = threading.Thread(target=errors.extend, args=(process.stderr,), daemon=True)
    reader.start()
    try:
        line = process.stdout.readline()
        if not line:
            process.wait(PATIENCE_S)
            reader.join(PATIENCE_S)
            raise RuntimeError(f"the server did not start: {''.join(errors)}")
        yield Served(line.split()[-1].rstrip("/"), process, errors)
    finally:
        ours = tree(process.pid)
        process.terminate()
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pid in ours:
            with suppress(ProcessLookupError):
                os.kill(pid, 9)
        process.stdout.close()
        reader.join(PATIENCE_S)
        process.stderr.close()


def whole(client: FlaskClient, path: str, **options: Any) -> TestResponse:
    """Ask an application and take in all of the response, as a server does."""
    return client.open(path, buffered=True, **options)


def children() -> dict[int, list[int]]:
    """Return the children of each process that runs; those that ended do not count."""
    found: dict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):
                state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
                if state != "Z":
                    found[int(parent)].append(int(folder.name))
    return found


def tree(pid: int) -> list[int]:
    """Return a process and all that come from it."""
    known = children()
    found = [pid]
    for one in found:
        found += known[one]
    return found


def alive(pids: list[int]) -> list[int]:
    """Return those that still run."""
    running = {pid for found in children().values() for pid in found}
    return [pid for pid in pids if pid in running]


def _thread_names(pid: int) -> set[str]:
    found = set()
    for task in Path(f"/proc/{pid}/task").glob("*/comm"):
        with suppress(OSError):  # it has ended meanwhile, as the one that warms up does
            found.add(task.read_text())
    return found


def eventually(holds: Callable[[], bool]) -> bool:
    """Wait until something holds, with patience; tell whether it does."""
    until = time.monotonic() + PATIENCE_S
    while not holds():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
