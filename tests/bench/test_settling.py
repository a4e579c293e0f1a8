"""A server is measured once it has nothing left to do by itself."""

import os
import signal
import subprocess
import sys
import time

from bench.settling import QUIET_S, settle

BUSY = (
    "import time\nend = time.monotonic() + {}\nwhile time.monotonic() < end: pass\ntime.sleep(60)"
)
PARENT = "import subprocess, sys\nsubprocess.run([sys.executable, '-c', sys.argv[1]])"


def settled(seconds: float, *, most_s: float) -> tuple[bool, float]:
    """Start a process whose child is busy for a while, and wait for it."""
    busy = BUSY.format(seconds)
    process = subprocess.Popen([sys.executable, "-c", PARENT, busy], start_new_session=True)
    try:
        start = time.monotonic()
        return settle(process.pid, most_s=most_s), time.monotonic() - start
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_what_a_child_is_busy_with_is_waited_for():
    found, took = settled(2.0, most_s=30)

    assert found
    assert took >= 2.0 + QUIET_S - 0.5


def test_what_never_settles_is_not_waited_for_forever():
    assert settled(60, most_s=2.0)[0] is False
