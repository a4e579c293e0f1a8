"""The stage a long command is in, shown on a terminal."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.status import Status

QUIET_SECONDS: Final = 1.0

STAGE_WORDS: Final = {
    "read": "reading the coding",
    "graph": "making the graphs",
    "reason": "inferring what follows",
    "consistency": "asking HermiT whether all of it can be true",
    "catalog": "describing the dataset",
    "validate": "holding it to the shapes",
    "dump": "making the dumps",
    "write-store": "writing the store",
    "write-dumps": "writing the dumps",
    "write-manifest": "writing the manifest",
    "rename": "moving the version into its place",
    "record": "recording the checks",
    "move-current": "making it the current version",
}


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Show the stage a build is in, on a terminal, once it takes longer than a second."""
    if not sys.stderr.isatty():
        yield lambda _stage: None
        return
    status = Status("starting", console=Console(stderr=True))
    timer = threading.Timer(QUIET_SECONDS, status.start)
    timer.start()
    try:
        yield lambda stage: status.update(f"{STAGE_WORDS[stage]} …")
    finally:
        timer.cancel()
        timer.join()
        status.stop()
