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


@dataclass
class Usage:
    """How many processes of a kind there are, and their memory in bytes."""

    number: int = 0
    memory: int = 0


def usage() -> dict[str, Usage]:
    """Return what each kind of our processes takes.

    ``main`` starts the ``server``; ``data`` are those that query processes are forked from, which
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
    if main is not None and main.pid is not None:
        yield main.pid, "main"
    yield os.getpid(), "server"
    for child in children[os.getpid()]:
        if not _is_zygote(child):
            yield child, "other"
            continue
        yield child, "data"
        for query in children[child]:
            yield query, "query"


def _is_zygote(pid: int) -> bool:
    try:
        return _ZYGOTE in (_PROC / str(pid) / "cmdline").read_bytes()
    except OSError:
        return False


def _memory(pid: int) -> int:
    """Return the proportional set size of a process."""
    for line in (_PROC / str(pid) / "smaps_rollup").read_bytes().splitlines():
        if line.startswith(b"Pss:"):
            return int(line.split()[1]) << 10
    return 0
