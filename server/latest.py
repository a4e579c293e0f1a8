"""Which version a process of this server moved to last, for the others to follow at once.

Whoever has written by way of one process may ask another next, and has to see what was written.
"""

import mmap
from pathlib import Path
from typing import Final

NAME: Final = "latest"
SIZE: Final = 64


class Latest:
    """A note that all processes of a server read and write; without a folder, of this one alone."""

    def __init__(self, run: Path | None) -> None:
        if run is None:
            self._note: mmap.mmap = mmap.mmap(-1, SIZE)
            return
        with (run / NAME).open("a+b") as file:
            file.truncate(SIZE)
            self._note = mmap.mmap(file.fileno(), SIZE)

    def read(self) -> bytes:
        """Return what was noted last."""
        return self._note[:]

    def write(self, version_id: str) -> bytes:
        """Note a version, and return the note."""
        noted = version_id.encode()[:SIZE].ljust(SIZE, b"\0")
        self._note[:] = noted
        return noted
