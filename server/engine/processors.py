"""Who computes now, of the queries that take long: as many as there are processors, in turns.

With more of them at once, each would find its data gone from the caches whenever it comes back, and
short queries would have to share the processors with all of them. The others stand still.
"""

import time
from collections import deque
from threading import Lock
from typing import Final

from server.engine.nursery import Worker

TURN_S: Final = 0.25

AGAIN_S: Final = 2.0
"""Time after which one that has had its turn has another, even where others wait for their first.

So a stream of queries that need one turn cannot hold up for good those that need several.
"""


class Processors:
    """Lets ``number`` processes compute at a time; whoever watches over one brings it here."""

    def __init__(self, number: int, *, turn_s: float = TURN_S, again_s: float = AGAIN_S) -> None:
        self.number = number
        self._turn_s = turn_s
        self._again_s = again_s
        self._since: dict[Worker, float] = {}
        self._new: deque[Worker] = deque()
        self._had_turn: dict[Worker, float] = {}
        self._last_again = 0.0
        self._lock = Lock()

    @property
    def waiting(self) -> int:
        """How many stand still."""
        return len(self._new) + len(self._had_turn)

    def take_turns(self, worker: Worker) -> None:
        """Let a process compute, or have it stand still until its turn comes (again).

        To be called now and then while it runs. Those that are new here come first, for they may
        have little left to do; of them, the first that came.
        """
        with self._lock:
            since = self._since.get(worker)
            if since is None:
                if self._is_waiting(worker):
                    return
                if len(self._since) < self.number:
                    self._since[worker] = time.monotonic()
                else:
                    worker.pause()
                    self._new.append(worker)
            elif self.waiting and time.monotonic() - since >= self._turn_s:
                del self._since[worker]
                worker.pause()
                self._had_turn[worker] = time.monotonic()
                self._call_next()

    def leave(self, worker: Worker) -> None:
        """Let the next one compute in the place of a process that has ended or answered."""
        with self._lock:
            if self._since.pop(worker, None) is None and self._is_waiting(worker):
                if self._had_turn.pop(worker, None) is None:
                    self._new.remove(worker)
                worker.go_on()
            self._call_next()

    def _is_waiting(self, worker: Worker) -> bool:
        return worker in self._new or worker in self._had_turn

    def _call_next(self) -> None:
        while self.waiting and len(self._since) < self.number:
            worker = self._next()
            self._since[worker] = time.monotonic()
            worker.go_on()

    def _next(self) -> Worker:
        now = time.monotonic()
        oldest = next(iter(self._had_turn), None)
        if oldest is None:
            return self._new.popleft()
        since = max(self._had_turn[oldest], self._last_again)
        if self._new and now - since < self._again_s:
            return self._new.popleft()
        del self._had_turn[oldest]
        self._last_again = now
        return oldest
