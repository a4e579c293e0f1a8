"""What a process has open and has started, as Linux tells it."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


def open_files(pid: int | None = None) -> int:
    """Count the files and sockets that a process has open; this one where none is named."""
    return len(list(Path(f"/proc/{pid or os.getpid()}/fd").iterdir()))


def files_in_hand() -> set[tuple[str, str]]:
    """Return the number and the target of each file and socket that this process has open.

    Others than a test's own may be closed meanwhile, so that their count says little.
    """
    found = set()
    for link in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):  # that of the listing itself
            found.add((link.name, str(link.readlink())))
    return found


def parents() -> dict[int, int]:
    """Return the parent of each process there is, by number."""
    found: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:  # it has just gone
            continue
        found[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
    return found


def descendants(pid: int | None = None) -> dict[int, str]:
    """Return how each process below one was started, by number; those that ended count, too."""
    known = parents()
    found, fresh = set(), {pid or os.getpid()}
    while fresh:
        fresh = {child for child, parent in known.items() if parent in fresh} - found
        found |= fresh
    return {number: _command(number) for number in found}


def resident_kib(pid: int) -> int:
    """Return the memory that a process shares with none, in KiB; 0 once it is gone.

    What it has only read of files, such as code, is not counted: the system can take that back.
    """
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    lines = [line.split() for line in rollup.splitlines() if line.startswith("Private_Dirty:")]
    return sum(int(line[1]) for line in lines)


def wait_until(condition: Callable[[], bool], *, seconds: float = 10.0) -> bool:
    """Wait for something to become true, and tell whether it did."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ")
    except OSError:
        return ""
