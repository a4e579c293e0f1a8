"""Where tests write: in memory, where the system has a folder there and room enough.

Publishing waits for the disk many times over, and tests publish by the hundreds; what a test can
see is the same on both.
"""

import os
from pathlib import Path
from typing import Final

FOLDER: Final = Path("/dev/shm")  # noqa: S108 -- pytest makes folders of its own there
ROOM_BYTES: Final = 4 << 30
ROOT: Final = "PYTEST_DEBUG_TEMPROOT"
"""What pytest reads the place of its folders from."""


def pytest_configure() -> None:
    """Have pytest make its folders in memory, unless told where."""
    if ROOT not in os.environ and has_room(FOLDER):
        os.environ[ROOT] = str(FOLDER)


def has_room(folder: Path) -> bool:
    """Tell whether programs run from there, and whether it and the memory have the room."""
    try:
        found, memory = os.statvfs(folder), Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        return False
    lines = dict(line.split()[:2] for line in memory.splitlines())
    available = int(lines["MemAvailable:"]) << 10
    can_run = os.access(folder, os.W_OK) and not found.f_flag & os.ST_NOEXEC
    # What the tests themselves need is to be left.
    return can_run and min(found.f_bavail * found.f_frsize, available // 2) >= ROOM_BYTES
