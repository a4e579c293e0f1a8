"""Which version a process of this server moved to last, for the others to follow at once.

Whoever has written by way of one process may ask another next, and has to see what was written.
"""

import hashlib
import mmap
from pathlib import Path
from typing import Final

NAME: Final = "latest"
SIZE: Final = 8


class Latest:
    """A note that all processes of a server read and write; without a folder, of this one alone.

    ``note[0]`` is what was noted last, a number that tells versions apart; 0 where nothing was.
    """

    def __init__(self, run: Path | None) -> None:
        if run is None:
            shared = mmap.mmap(-1, SIZE)
        else:
            with (run / NAME).open("a+b") as file:
                file.truncate(SIZE)
                shared = mmap.mmap(file.fileno(), SIZE)
        # One number, which is read and written at once: every request looks at it.
        self.note = memoryview(shared).cast("Q")

    def write(self, version_id: str) -> int:
        """Note a version, and return the note."""
        digest = hashlib.blake2b(version_id.encode(), digest_size=SIZE).digest()
        noted = int.from_bytes(digest, "little")
        self.note[0] = noted
        return noted
