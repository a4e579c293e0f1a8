"""The memory of a process and of all that it started."""

import threading
from types import TracebackType
from typing import Self

import psutil

from bench.processes import total_of

INTERVAL_S = 1.0


def tree_bytes(pid: int) -> int:
    """Return the proportional set size of a process tree: shared pages count once.

    Where the system does not tell it, resident set sizes are added up: shared pages count again.
    """
    return int(total_of(pid, _bytes))


def _bytes(process: psutil.Process) -> float:
    full = process.memory_full_info()
    return float(getattr(full, "pss", full.rss))


class Peak:
    """Watches a process tree once a second while it is entered, and keeps the most it had.

    To look takes the kernel some time, more for a tree of many processes: with ``at_end``, that is
    done once, when it is left.
    """

    def __init__(self, pid: int, *, at_end: bool = False) -> None:
        self.bytes = 0
        self._at_end = at_end
        self._pid = pid
        self._end = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._end.clear()
        if self._at_end:
            return self
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end.set()
        if self._thread:
            self._thread.join()
        self._look()

    def _watch(self) -> None:
        while not self._end.wait(INTERVAL_S):
            self._look()

    def _look(self) -> None:
        self.bytes = max(self.bytes, tree_bytes(self._pid))
