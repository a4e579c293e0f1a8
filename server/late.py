"""An application that is put together while what stands in front of it answers already."""

import logging
import time
from collections.abc import Callable, Iterable
from threading import Lock, Thread
from typing import Final

from kg.errors import InputError
from server.constant_headers import CONSTANT_HEADERS
from server.exchange import Application, Environ, StartResponse

RETRY_S: Final = 10

_REFUSAL: Final = (
    b"The pages cannot be shown; the server's log says why. Queries without a fault that come by "
    b"GET are answered, at /sparql.\n"
)
_log = logging.getLogger(__name__)


class Late:
    """Answers as the application that ``make`` returns, which is called once, by whoever is first.

    Where it raises, each request is told 503, and after a while one tries again.
    """

    def __init__(self, make: Callable[[], Application]) -> None:
        self._make = make
        self._made: Application | None = None
        self._lock = Lock()
        self._retry_at = 0.0

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, once the application is there."""
        return (self._made or self._once() or _refuse)(environ, start_response)

    def prepare_meanwhile(self) -> None:
        """Make it now, in a thread."""
        Thread(target=self._once, name="prepare", daemon=True).start()

    def _once(self) -> Application | None:
        with self._lock:
            if self._made is None and time.monotonic() >= self._retry_at:
                try:
                    self._made = self._make()
                except InputError as error:
                    _log.error("the pages cannot be shown: %s", error)
                except Exception:
                    _log.exception("the pages cannot be shown")
                self._retry_at = time.monotonic() + RETRY_S
            return self._made


def _refuse(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    headers = {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(_REFUSAL)),
        "Cache-Control": "no-store",
        "Retry-After": str(RETRY_S),
    }
    start_response("503 SERVICE UNAVAILABLE", list((headers | CONSTANT_HEADERS).items()))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [_REFUSAL]
