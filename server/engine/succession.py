"""Threads that take over from one another, each with the standing that the process had at birth.

A thread inherits its standing from the one that starts it, so that all are started by one that
never runs a query, and so is never made to stand back.
"""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Event, Thread
from typing import Final

# As much as the first thread has by default, so that queries may nest as deeply in any.
STACK_BYTES: Final = 8 << 20


class Succession:
    """Starts threads that do ``work``, one after another, for whichever thread asks."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        self._asked: SimpleQueue[SimpleQueue[int | None]] = SimpleQueue()
        self._ended = Event()
        Thread(target=self._start_each, name="succession", daemon=True).start()

    def start_next(self) -> int | None:
        """Start the next thread and return its number; None where there is no memory for one.

        The caller does no more work after this.
        """
        started: SimpleQueue[int | None] = SimpleQueue()
        self._asked.put(started)
        return started.get()

    def end(self) -> None:
        """Let whoever waits for the end go on."""
        self._ended.set()

    def wait(self) -> None:
        """Wait until a thread has called `end`, or has failed."""
        self._ended.wait()

    def _start_each(self) -> None:
        while True:
            started = self._asked.get()
            thread = Thread(target=self._run, name="query", daemon=True)
            try:
                thread.start()
            except RuntimeError:
                started.put(None)
            else:
                started.put(thread.native_id)

    def _run(self) -> None:
        try:
            self._work()
        except BaseException:
            self.end()
            raise
