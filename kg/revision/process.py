"""A revision made by a process of its own, which may die of it.

What is sent can overflow the engine's stack, run without end or need any memory, and nothing but
the end of the process stops that. Whatever ends it leaves the version that is current as it is, and
at most a folder that the next writer sweeps away.
"""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

from kg.errors import RevisionError
from kg.paths import python_path
from kg.published import OWN, current_version
from kg.revision.edits import Edit
from kg.revision.request import Request, read_answer, written
from kg.revision.revised import WAIT_S, Revision

TIMEOUT_S: Final = 60.0
MEMORY_BYTES: Final = 2 << 30
GRACE_S: Final = 60.0
"""What the process may take beside the edit: to start, to read, and to move what it has made."""

_FULL: Final = (os.strerror(errno.ENOSPC).encode(), os.strerror(errno.EDQUOT).encode())
_OUT_OF_MEMORY: Final = (b"memory allocation of", b"bad_alloc", b"MemoryError", b"Cannot allocate")


def revise_in_process(
    root: Path,
    edit: Edit,
    *,
    shapes: Path | None = None,
    expected: str | None = None,
    wait_s: float = WAIT_S,
    timeout_s: float = TIMEOUT_S,
    memory_bytes: int = MEMORY_BYTES,
) -> Revision:
    """Do what `kg.revision.revise` does, in at most so many seconds and bytes.

    Raises what that raises, and `RevisionError` where a bound is passed or the process dies.
    """
    plain = shapes is None and current_version(root).default_graph == OWN
    module = "kg.revision.run_unchecked" if plain else "kg.revision.run"
    request = Request(root, edit, shapes, expected, wait_s, timeout_s, memory_bytes)
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", module],
            input=written(request),
            capture_output=True,
            check=False,
            env=_environment(),
            timeout=wait_s + timeout_s + GRACE_S,
        )
    except subprocess.TimeoutExpired:
        raise _too_slow(timeout_s) from None
    if done.returncode == 0:
        return read_answer(root, done.stdout)
    if done.returncode == -signal.SIGALRM:
        raise _too_slow(timeout_s)
    if any(words in done.stderr for words in _FULL):
        raise RevisionError(
            "full",
            "there is no room on the disk for what the change would make; nothing was changed",
            fix="make room there, or keep fewer versions (STANDOFF_KEEP_VERSIONS)",
        )
    if any(words in done.stderr for words in _OUT_OF_MEMORY):
        raise RevisionError(
            "memory",
            f"the change needs more than {memory_bytes >> 20} MiB of memory; nothing was changed",
            fix="send it in smaller parts",
        )
    raise RevisionError(
        "crashed",
        "the process that made the change died; nothing was changed",
        cause=_last_line(done.stderr) or f"exit code {done.returncode}",
        fix="send it in smaller parts, with less nesting",
    )


def _environment() -> dict[str, str]:
    # An allocator that is preloaded for the server reserves memory which the bound would count.
    inherited = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
    return {**inherited, "PYTHONPATH": python_path()}


def _too_slow(timeout_s: float) -> RevisionError:
    return RevisionError(
        "timeout",
        f"the change takes longer than {timeout_s:g} s; nothing was changed",
        fix="send it in smaller parts",
    )


def _last_line(stderr: bytes) -> str:
    lines = stderr.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""
