"""granian's server, with what it lacks for us."""

import gc
import importlib
import math
import multiprocessing
import os
import threading
import time
from functools import partial
from multiprocessing.process import BaseProcess
from typing import Any, Final

from granian import Granian

LOG_TO_STDERR: Final = {
    "filters": {"no-advice": {"()": "kg.cli.http_server.NoAdviceOnThreads"}},
    "handlers": {
        name: {
            "class": "logging.StreamHandler",
            "formatter": "generic",
            "stream": "ext://sys.stderr",
            "filters": ["no-advice"],
        }
        for name in ("console", "access")
    },
}
SAME_SIGNAL_SECONDS: Final = 0.5
POLL_SECONDS: Final = 0.1


class NoAdviceOnThreads:
    """Keeps back granian's advice to have fewer threads: ours wait for queries, and use no time."""

    def filter(self, record: Any) -> bool:
        """Tell whether a record is to be written."""
        return "Python threads" not in str(record.msg)


class PatientServer(Granian):  # type: ignore[misc, valid-type]  # chosen at import, by interpreter
    """A granian server that a second signal, coming while it handles one, cannot lock up.

    granian sets an event in its signal handler, and the lock of an event is not re-entrant: a
    signal that interrupts the handler would wait for it forever. A thread can wait.
    """

    first_signal_at = math.inf
    is_hurried = False

    def signal_handler_interrupt(self, *_args: object, **_options: object) -> None:
        """Note that the server is to stop, and wake its main loop; a later signal is in a hurry."""
        if self.pid not in (None, os.getpid()):
            # A worker that still starts, with the handler it was forked with; it has begun nothing.
            os._exit(0)
        now = time.monotonic()
        # One Ctrl-C may come twice: from the terminal and from make.
        self.is_hurried = self.is_hurried or now > self.first_signal_at + SAME_SIGNAL_SECONDS
        self.first_signal_at = min(now, self.first_signal_at)
        self.interrupt_signal = True
        threading.Thread(target=self.main_loop_interrupt.set).start()

    def _stop_workers(self) -> None:
        # Each is told once: granian's workers lock up at the third signal.
        stopped = threading.Event()
        threading.Thread(target=self._hurry, args=(stopped,), daemon=True).start()
        for worker in self.wrks:
            worker.join = partial(join_whole, worker.inner)
        super()._stop_workers()
        stopped.set()

    def _hurry(self, stopped: threading.Event) -> None:
        while not stopped.wait(POLL_SECONDS):
            if self.is_hurried:
                for worker in list(self.wrks):
                    worker.kill()


def join_whole(process: BaseProcess, timeout: float | None = None) -> None:
    """Wait for the end of a process as its `join` does, and on until that end is noted.

    A thread of granian's waits for it, too. Where that has heard of the end and not noted it yet,
    `join` returns, and granian would warn of a worker that "refused" to stop, and kill it.
    """
    until = time.monotonic() + (math.inf if timeout is None else timeout)
    process.join(timeout)
    while process.is_alive() and time.monotonic() < until:
        time.sleep(POLL_SECONDS / 10)


def import_once(module: str) -> None:
    """Import what all processes that answer will need, if they are forked from this one.

    Each would take a second or more for it, all at the same time, and hold it by itself. Where
    they are spawned, nothing imported here would help them.
    """
    if multiprocessing.get_start_method() == "fork":
        importlib.import_module(module)
        # What they share stays shared: the collector would write into each object it looks at.
        gc.freeze()
