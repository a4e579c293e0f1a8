"""A process and all that it started."""

from collections.abc import Callable

import psutil


def total_of(pid: int, figure: Callable[[psutil.Process], float]) -> float:
    """Add a figure up over the tree of a process; what has ended, or is not ours, counts 0."""
    try:
        root = psutil.Process(pid)
        processes = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    return sum(_figure(process, figure) for process in processes)


def _figure(process: psutil.Process, figure: Callable[[psutil.Process], float]) -> float:
    try:
        return figure(process)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0
