"""A process with a request that takes long is sent one more, time and again; others are not."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.cli.listening import free_port
from server.nudge import PATH, TICK_S
from tests.server.nudged import LONG_S
from tests.server.raw import send
from tests.server.served import ROOT, eventually

WORKERS = 3


@dataclass
class Nudged:
    """A server of several processes, and the file in which they note nudges."""

    address: str
    log: Path

    def pid_after(self, path: str) -> int:
        """Ask for a path, and return which process answered."""
        return int(send(self.address, "GET", path).text)

    def nudges(self) -> Counter[int]:
        """Return how often each process was nudged so far."""
        return Counter(map(int, self.log.read_text().split()))

    def answers(self) -> bool:
        """Tell whether any of them answers yet."""
        with suppress(OSError):
            return send(self.address, "GET", "/").status == 200
        return False


@pytest.fixture
def nudged(tmp_path: Path) -> Iterator[Nudged]:
    port = free_port("127.0.0.1", 0)
    log = tmp_path / "nudges"
    log.touch()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port)]
    command += ["--workers", str(WORKERS), "--blocking-threads", "20", "--log-level", "error"]
    process = subprocess.Popen(
        [*command, "tests.server.nudged:app"], cwd=ROOT, env={**os.environ, "NUDGES": str(log)}
    )
    found = Nudged(f"http://127.0.0.1:{port}", log)
    try:
        assert eventually(found.answers)
        # All are there before anything is counted: each gets its share of connections.
        seen: set[int] = set()
        assert eventually(lambda: len(seen.add(found.pid_after("/")) or seen) == WORKERS)
        yield found
    finally:
        process.terminate()
        process.wait(15)


@pytest.mark.parametrize("path", ["/long", "/piece-by-piece"])
def test_a_long_request_has_its_process_nudged_until_it_ends(nudged: Nudged, path: str):
    pid = nudged.pid_after(path)

    found = nudged.nudges()
    # Of those among whom ours was looked for, each may have got some, at first.
    assert found[pid] >= LONG_S / TICK_S / 2
    assert found[pid] > found.total() - found[pid]
    time.sleep(3 * TICK_S)
    after = nudged.nudges()
    time.sleep(5 * TICK_S)
    assert nudged.nudges() == after


def test_short_requests_have_nobody_nudged(nudged: Nudged):
    until = time.monotonic() + 8 * TICK_S
    while time.monotonic() < until:
        nudged.pid_after("/")
        assert send(nudged.address, "GET", "/failing").status == 500

    time.sleep(3 * TICK_S)
    assert nudged.nudges() == Counter()


def test_a_nudge_is_answered_by_the_mark_of_its_process(nudged: Nudged):
    marks = {send(nudged.address, "GET", PATH).text for _ in range(60)}

    assert len(marks) == WORKERS
