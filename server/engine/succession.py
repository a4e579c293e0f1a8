"""Threads that take over from one another, each with the standing that the process had at birth.

A thread inherits its standing from the one that starts it, so that all are started by one that
never runs a query, and so is never made to stand back.
"""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Final

# As much as the first thread has by default, so that queries may nest as deeply in any.
STACK_BYTES: Final = 8 << 20


class Succession:
    """Starts threads for whichever thread asks."""

    def __init__(self) -> None:
        self._asked: SimpleQueue[tuple[Callable[[], None], SimpleQueue[int | None]]] = SimpleQueue()
        Thread(target=self._start_each, name="succession", daemon=True).start()

    def start(self, work: Callable[[], None]) -> int | None:
        """Start a thread and return its number; None where there is no memory for one."""
        started: SimpleQueue[int | None] = SimpleQueue()
        self._asked.put((work, started))
        return started.get()

    def _start_each(self) -> None:
        while True:
            work, started = self._asked.get()
            thread = Thread(target=work, name="query", daemon=True)
            try:
                thread.start()
            except RuntimeError:
                started.put(None)
            else:
                started.put(thread.native_id)
