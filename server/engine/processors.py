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


class Processors:
    """Lets ``number`` processes compute at a time; whoever watches over one brings it here."""

    def __init__(self, number: int, *, turn_s: float = TURN_S) -> None:
        self.number = number
        self._turn_s = turn_s
        self._since: dict[Worker, float] = {}
        self._waiting: deque[Worker] = deque()
        self._lock = Lock()

    @property
    def waiting(self) -> int:
        """How many stand still."""
        return len(self._waiting)

    def take_turns(self, worker: Worker) -> None:
        """Let a process compute, or have it stand still until its turn comes (again).

        To be called now and then while it runs. One that is new here is next, for it may have
        little left to do.
        """
        with self._lock:
            since = self._since.get(worker)
            if since is None:
                if worker in self._waiting:
                    return
                if len(self._since) < self.number:
                    self._since[worker] = time.monotonic()
                else:
                    worker.pause()
                    self._waiting.appendleft(worker)
            elif self._waiting and time.monotonic() - since >= self._turn_s:
                del self._since[worker]
                worker.pause()
                self._waiting.append(worker)
                self._call_next()

    def leave(self, worker: Worker) -> None:
        """Let the next one compute in the place of a process that has ended or answered."""
        with self._lock:
            if self._since.pop(worker, None) is None and worker in self._waiting:
                self._waiting.remove(worker)
                worker.go_on()
            self._call_next()

    def _call_next(self) -> None:
        while self._waiting and len(self._since) < self.number:
            worker = self._waiting.popleft()
            self._since[worker] = time.monotonic()
            worker.go_on()
