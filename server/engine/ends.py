"""How query processes end: what their zygote says of each, and what that means for the query."""

import re
import signal
from threading import Condition
from typing import Final, Literal

REMEMBERED: Final = 1000
BARELY_S: Final = 0.3
"""A process that is killed so soon was on its way out when its query reached it."""

_OUT_OF_MEMORY: Final = re.compile(r"memory allocation|bad_alloc|MemoryError|cannot allocate", re.I)
_STACK_SIGNALS: Final = frozenset({-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL})

Cause = Literal["from outside", "out of memory", "too deep", "panic", "unknown"]


class Ends:
    """The exit codes of processes by their number, which the system uses again and again."""

    def __init__(self) -> None:
        self._found: dict[int, int] = {}
        self._changed = Condition()
        self._is_closed = False

    def note_birth(self, pid: int) -> None:
        """Forget how the last one of this number ended, which nobody has asked for."""
        with self._changed:
            self._found.pop(pid, None)

    def note(self, pid: int, status: int) -> None:
        """Note an end; only the last are kept, for nobody asks for those ended on purpose."""
        with self._changed:
            self._found[pid] = status
            while len(self._found) > REMEMBERED:
                del self._found[next(iter(self._found))]
            self._changed.notify_all()

    def close(self) -> None:
        """Have nobody wait any more: nothing will be noted."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def of(self, pid: int, *, patience_s: float) -> int | None:
        """Wait until a process has ended; return its exit code, minus the signal if by one, once.

        None where nothing is known of its end after this time.
        """
        with self._changed:
            self._changed.wait_for(
                lambda: pid in self._found or self._is_closed, timeout=patience_s
            )
            return self._found.pop(pid, None)


def cause(status: int | None, complaint: str, *, ran_s: float) -> Cause:
    """Tell why a process ended instead of answering, by its exit code and its last words.

    ``ran_s`` is how long its query was with it. One that ended in order and without a word had not
    begun with it: no query makes a process do that, but a fault before it does.
    """
    is_in_order = status == 0 and not complaint
    if is_in_order or (status == -signal.SIGKILL and ran_s < BARELY_S):
        return "from outside"
    # Whoever aborts without a word had no memory left for one.
    is_wordless = not complaint and status == -signal.SIGABRT
    if is_wordless or _OUT_OF_MEMORY.search(complaint) or status == -signal.SIGKILL:
        return "out of memory"
    if "overflowed its stack" in complaint or status in _STACK_SIGNALS:
        return "too deep"
    return "panic" if "panicked at" in complaint else "unknown"
