"""A query's own process: it answers one query after another, until it is told to end or dies.

It is forked from a zygote. A bound on its memory, on top of what it was born with, makes the
engine's allocation fail, which ends the process; whoever waits for it sees it die.

A query that takes long is made to stand back behind others, and a thread that stands back does so
for good. A new one runs the next query then: what the process has read from disk stays at hand.
"""

import os
import resource
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from server.engine.evaluation import Source, answer
from server.engine.job import Answer, receive_job, send_answer, send_fault
from server.engine.succession import STACK_BYTES, Succession
from server.fault import RequestError


def run_worker(
    sock: socket.socket, open_source: Callable[[], Source], *, memory: int, growth: int
) -> None:
    """Answer what comes on the socket until it closes; ``memory`` is the bound, in bytes.

    A process that has gained more than ``growth`` is to be replaced: allocators give little back.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        source = open_source()
    except (OSError, RuntimeError) as error:
        if receive_job(sock) is not None:
            send_fault(sock, RequestError(503, f"The data cannot be opened: {error}"))
        return
    threading.stack_size(STACK_BYTES)
    service = _Service(sock, source, memory, growth)
    service.run()
    service.succession.wait()


class _Service:
    """Answers what comes on a socket: one thread at a time, the first being whoever calls `run`."""

    def __init__(self, sock: socket.socket, source: Source, memory: int, growth: int) -> None:
        self.succession = Succession(self.run)
        self._sock = sock
        self._source = source
        self._memory = memory
        _bound(memory)
        self._most = _peak_bytes() + growth

    def run(self) -> None:
        """Answer one query after another, until the socket closes or this thread stands back."""
        with suppress(BrokenPipeError, ConnectionResetError):  # nobody waits for the answer
            while (job := receive_job(self._sock)) is not None:
                try:
                    found = answer(job, self._source)
                except RequestError as fault:
                    send_fault(self._sock, fault)
                except RecursionError:
                    send_fault(self._sock, too_deep())
                except MemoryError:
                    send_fault(self._sock, out_of_memory(self._memory))
                    break
                except (RuntimeError, ValueError) as error:  # the engine's, at what no syntax tells
                    send_fault(
                        self._sock, RequestError(400, f"The query cannot be answered: {error}.")
                    )
                else:
                    if self._send(found):
                        return
        self.succession.end()

    def _send(self, found: Answer) -> bool:
        """Send an answer, and tell whether another thread answers what comes next."""
        grown = _peak_bytes() > self._most
        thread = self.succession.start_next() if _stands_back() and not grown else None
        send_answer(self._sock, replace(found, retire=grown, thread=thread))
        found.close()
        return thread is not None


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def out_of_memory(memory: int) -> RequestError:
    """Make the fault of a query that passes the bound on its memory."""
    return RequestError(
        503,
        f"The query needs more memory than the {memory >> 20:,} MiB that one query may take here; "
        "let it sort, group or hold less, or narrow it by LIMIT within a subquery.",
        bound="query_memory",
        limit=memory,
    )


def too_deep() -> RequestError:
    """Make the fault of a query, or an answer, that overflows a stack."""
    return RequestError(
        400,
        "The query nests or chains more than the engine can read; flatten it, or list "
        "values with VALUES or IN.",
        bound="depth",
    )


def _bound(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    bound = _data_size() + memory
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or bound < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))


def _data_size() -> int:
    """Return the private memory of this process that counts against the bound, in bytes."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 -- hot
            lines = [line for line in status if line.startswith("VmData:")]
    except OSError:  # not Linux
        return 1 << 40
    return int(lines[0].split()[1]) << 10


def _stands_back() -> bool:
    return hasattr(os, "SCHED_IDLE") and os.sched_getscheduler(0) == os.SCHED_IDLE
