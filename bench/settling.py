"""Waiting until a server that has started has nothing left to do by itself."""

import time
from typing import Final

import psutil

from bench.processes import total_of

LOOK_S: Final = 0.5
QUIET_S: Final = 1.5
IDLE_SHARE: Final = 0.1
"""Of one processor: what takes less than this has settled."""
MOST_S: Final = 300.0


def settle(pid: int, *, most_s: float = MOST_S) -> bool:
    """Wait until a process and all that it started have been idle for a while.

    Returns False where they still are not after ``most_s`` seconds.
    """
    quiet_since: float | None = None
    before, at = total_of(pid, _processor_s), time.monotonic()
    until = at + most_s
    while time.monotonic() < until:
        time.sleep(LOOK_S)
        used, now = total_of(pid, _processor_s), time.monotonic()
        # A process that ended takes its time with it.
        is_idle = 0 <= used - before <= IDLE_SHARE * (now - at)
        quiet_since = (quiet_since or at) if is_idle else None
        if quiet_since is not None and now - quiet_since >= QUIET_S:
            return True
        before, at = used, now
    return False


def _processor_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
