"""No network at all for the processes that evaluate queries, where the system can give that.

A second lock: the first is that no query with ``SERVICE`` reaches the engine. Linux gives a process
a network of its own, with nothing in it; sockets that are open already go on working, and so do
Unix sockets.
"""

import ctypes
import os
import sys
from pathlib import Path
from typing import Final

_CLONE_NEWUSER: Final = 0x10000000
_CLONE_NEWNET: Final = 0x40000000


def cut_off_network() -> bool:
    """Leave the network for good, with all later children; False where the system refuses.

    To be called while the process has one thread. Without the right to do so it takes a user
    namespace too, in which it stays who it is.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNET) == 0:
        return True
    user, group = os.geteuid(), os.getegid()
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return False
    for file, line in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        Path("/proc/self", file).write_text(line, encoding="ascii")
    return True
