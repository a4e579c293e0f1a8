"""A query's own process: it answers one query after another, until it is told to end or dies.

It is forked from a zygote. A bound on its memory, on top of what it was born with, makes the
engine's allocation fail, which ends the process; whoever waits for it sees it die.

A query that takes long is made to make way for others, or to stand back behind them, and a thread
that does so does it for good. A new one runs the next query then: what the process has read from
disk stays at hand.

A process may also be shared: it answers several queries at once, each in a thread.
"""

import os
import resource
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from threading import Event
from typing import Final

from server.engine.evaluation import Source, answer
from server.engine.job import (
    Answer,
    receive_job,
    receive_message,
    send_answer,
    send_fault,
    send_message,
)
from server.engine.spool import can_fill
from server.engine.succession import STACK_BYTES, Succession
from server.fault import RequestError

MOST_SEATS: Final = 16
"""Queries that a shared process answers at once."""


def run_worker(
    sock: socket.socket, open_source: Callable[[], Source], *, memory: int, growth: int
) -> None:
    """Answer what comes on the socket until it closes; ``memory`` is the bound, in bytes.

    A process that has gained more than ``growth`` is to be replaced: allocators give little back.
    """
    _ignore_signals()
    try:
        source = open_source()
    except (OSError, RuntimeError) as error:
        if receive_job(sock) is not None:
            send_fault(sock, RequestError(503, f"The data cannot be opened: {error}"))
        return
    threading.stack_size(STACK_BYTES)
    ended = Event()
    succession = Succession()
    _bound(memory)
    limits = (memory, _peak_bytes() + growth)
    _Service(sock, source, limits, succession, ended=ended.set).run()
    ended.wait()


def run_shared(
    control: socket.socket, open_source: Callable[[], Source], *, memory: int, growth: int
) -> None:
    """Answer on each socket that comes by the first one, until that closes; bounds are for all.

    What is said back of each is the number of the thread that answers on it. There may be twice as
    many as answer at once.
    """
    _ignore_signals()
    source = replace(open_source(), fills_files=can_fill())
    _bound_files(source.answer_bytes)
    threading.stack_size(STACK_BYTES)
    succession = Succession()
    _bound(memory + 2 * MOST_SEATS * STACK_BYTES)
    limits = (memory, _peak_bytes() + growth)
    with suppress(EOFError):
        while True:
            _, _, [file] = receive_message(control)
            sock = socket.socket(fileno=file)
            service = _Service(sock, source, limits, succession, ended=sock.close, is_shared=True)
            send_message(control, {"thread": succession.start(service.run)})


class _Service:
    """Answers what comes on a socket: one thread at a time, the first being whoever calls `run`.

    ``limits`` are the bound on its process's memory and the size past which that is replaced.
    """

    def __init__(
        self,
        sock: socket.socket,
        source: Source,
        limits: tuple[int, int],
        succession: Succession,
        *,
        ended: Callable[[], None],
        is_shared: bool = False,
    ) -> None:
        self._sock = sock
        self._source = source
        self._memory, self._most = limits
        self._succession = succession
        self._ended = ended
        self._is_shared = is_shared
        self._born_nice = os.getpriority(os.PRIO_PROCESS, 0)

    def run(self) -> None:
        """Answer one query after another, until the socket closes or this thread stands back."""
        is_followed = False
        try:
            with suppress(BrokenPipeError, ConnectionResetError):  # nobody waits for the answer
                is_followed = self._answer_each()
        finally:
            if not is_followed:
                self._ended()

    def _answer_each(self) -> bool:
        """Return whether another thread goes on."""
        while (job := receive_job(self._sock)) is not None:
            try:
                found = answer(job, self._source)
            except RequestError as fault:
                send_fault(self._sock, fault)
            except RecursionError:
                send_fault(self._sock, too_deep())
            except MemoryError:
                if self._is_shared:  # whichever query of all takes too much: each is tried alone
                    os._exit(1)
                send_fault(self._sock, out_of_memory(self._memory))
                break
            except (RuntimeError, ValueError) as error:  # the engine's, at what no syntax tells
                send_fault(self._sock, RequestError(400, f"The query cannot be answered: {error}."))
            else:
                if self._send(found):
                    return True
        return False

    def _send(self, found: Answer) -> bool:
        """Send an answer, and tell whether another thread answers what comes next."""
        grown = _peak_bytes() > self._most
        # In a shared process, one that stands back answers those that are known to take long.
        ends = _makes_way(self._born_nice) and not self._is_shared and not grown
        thread = self._succession.start(self.run) if ends else None
        send_answer(self._sock, replace(found, retire=grown, thread=thread))
        found.close()
        return thread is not None


def _ignore_signals() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


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


def _bound_files(most: int) -> None:
    """Have the system refuse to let a file grow past so many bytes; Python ignores its signal."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    if soft == resource.RLIM_INFINITY or most < soft:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))


def _data_size() -> int:
    """Return the private memory of this process that counts against the bound, in bytes."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123 -- hot
            lines = [line for line in status if line.startswith("VmData:")]
    except OSError:  # not Linux
        return 1 << 40
    return int(lines[0].split()[1]) << 10


def _makes_way(born_nice: int) -> bool:
    """Tell whether this thread takes less of the processors than it was born to."""
    is_last = hasattr(os, "SCHED_IDLE") and os.sched_getscheduler(0) == os.SCHED_IDLE
    return is_last or os.getpriority(os.PRIO_PROCESS, 0) > born_nice
