"""What the processes of this server are, and what memory they take; Linux says, others do not."""

import multiprocessing
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PROC: Final = Path("/proc")
_ZYGOTE: Final = b"server.engine.zygote"
_BROKER: Final = b"server.engine.broker"


@dataclass
class Usage:
    """How many processes of a kind there are, and their memory in bytes."""

    number: int = 0
    memory: int = 0


def usage() -> dict[str, Usage]:
    """Return what each kind of our processes takes.

    ``main`` starts the ``server``, one process or several; then there is a ``broker``, which runs
    queries for all of them. ``data`` are those that query processes are forked from, which
    hold the data in memory where it is held there; ``query`` are the query processes.
    """
    found: dict[str, Usage] = defaultdict(Usage)
    with suppress(OSError):
        for pid, kind in _processes():
            with suppress(OSError):  # it has ended meanwhile
                memory = _memory(pid)
                found[kind].number += 1
                found[kind].memory += memory
    return dict(found)


def _processes() -> Iterator[tuple[int, str]]:
    children: dict[int, list[int]] = defaultdict(list)
    for folder in _PROC.iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):
                # The second field, a name, may hold anything; the fields count from its end.
                stat = (folder / "stat").read_bytes().rpartition(b")")[2].split()
                children[int(stat[1])].append(int(folder.name))
    main = multiprocessing.parent_process()
    ours = [os.getpid()]
    if main is not None and main.pid is not None:
        yield main.pid, "main"
        ours = children[main.pid]
    for server in ours:
        yield server, "broker" if _runs(server, _BROKER) else "server"
        for child in children[server]:
            if not _runs(child, _ZYGOTE):
                yield child, "other"
                continue
            yield child, "data"
            for query in children[child]:
                yield query, "query"


def _runs(pid: int, module: bytes) -> bool:
    try:
        return module in (_PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return False


def _memory(pid: int) -> int:
    """Return the proportional set size of a process."""
    for line in (_PROC / str(pid) / "smaps_rollup").read_bytes().splitlines():
        if line.startswith(b"Pss:"):
            return int(line.split()[1]) << 10
    return 0
