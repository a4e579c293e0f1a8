"""A query's own process: it answers one query after another, until it is told to end or dies.

It is forked from a zygote. A bound on its memory, on top of what it was born with, makes the
engine's allocation fail, which ends the process; whoever waits for it sees it die.
"""

import resource
import signal
import socket
from collections.abc import Callable
from dataclasses import replace

from server.engine.evaluation import Source, answer
from server.engine.job import receive_job, send_answer, send_fault
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
    _bound(memory)
    born = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    while (job := receive_job(sock)) is not None:
        try:
            found = answer(job, source)
        except RequestError as fault:
            send_fault(sock, fault)
            continue
        except RecursionError:
            send_fault(sock, too_deep())
            continue
        except MemoryError:
            send_fault(sock, out_of_memory(memory))
            return
        except (RuntimeError, ValueError) as error:  # the engine's, at what no syntax tells
            send_fault(sock, RequestError(400, f"The query cannot be answered: {error}."))
            continue
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - born > growth >> 10
        send_answer(sock, replace(found, retire=grown))
        found.close()


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
