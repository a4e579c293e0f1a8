"""An application behind a `Nudge`, for granian: it notes by whom it is nudged in a file."""

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from server.exchange import Environ, StartResponse
from server.nudge import PATH, Nudge

LONG_S: Final = 1.5
_LOG: Final = Path(os.environ.get("NUDGES", os.devnull))


def _piece_by_piece() -> Iterator[bytes]:
    yield str(os.getpid()).encode()
    time.sleep(LONG_S)


def _answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    path = environ["PATH_INFO"]
    if path == "/failing":
        raise RuntimeError("it is meant to")
    start_response("200 OK", [])
    if path == "/piece-by-piece":
        return _piece_by_piece()
    if path == "/long":
        time.sleep(LONG_S)
    return [str(os.getpid()).encode()]


_nudge = Nudge(_answer)
_nudge.watch()


def app(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    """Answer with the number of the process; note it where this is a nudge."""
    if environ["PATH_INFO"] == PATH:
        with _LOG.open("a") as log:
            print(os.getpid(), file=log)
    return _nudge(environ, start_response)
