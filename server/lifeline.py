"""Ends this process when the one that started it is gone: nobody could stop it any more."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time
from multiprocessing.connection import wait
from typing import Final

_PR_SET_PDEATHSIG: Final = 1


def die_with_parent() -> None:
    """Have the kernel kill this process when the thread that started it ends; Linux alone can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def hold_on(grace_s: float) -> None:
    """Stop as on SIGTERM once the process that started this one has ended, however it did.

    What runs then has the grace to finish. A process that no other one of Python's started is
    left alone.
    """
    parent = multiprocessing.parent_process()
    if parent is not None:
        arguments = (parent.sentinel, grace_s)
        threading.Thread(target=_follow, args=arguments, name="lifeline", daemon=True).start()


def _follow(parent: int, grace_s: float) -> None:
    wait([parent])
    main = threading.main_thread().ident
    if main is not None:
        # To that thread, which handles it, and once: granian locks up at the third signal.
        signal.pthread_kill(main, signal.SIGTERM)
    time.sleep(grace_s)
    os._exit(1)
