"""Waiting for the bodies of requests: no more at once than leave threads for everybody else.

A thread waits for a body as long as its sender likes, and nothing here can end that. So there is a
bound on how many wait: whoever sends slowly keeps others from sending, and nobody from asking.

Where a connection breaks off, the server hands on what has come as if it were all. A body that is
shorter than its announced length is refused here: the beginning of an update is another update.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final

from kg.settings import BODIES
from server.exchange import Application, Environ, StartResponse
from server.fault import RequestError
from server.protocol import client_of

PER_CLIENT: Final = BODIES // 2
RETRY_S: Final = 5


class Intake:
    """Passes requests on, with a body that raises a 503 fault where too many are awaited.

    It raises a 400 fault where it ends before the length that its request announces.
    """

    def __init__(self, application: Application) -> None:
        self._application = application
        self._awaited: Counter[str] = Counter()
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        client = client_of(environ)
        announced = environ.get("CONTENT_LENGTH") or ""
        length = int(announced) if announced.isdecimal() else 0
        environ["wsgi.input"] = _Body(environ["wsgi.input"], length, lambda: self._place(client))
        return self._application(environ, start_response)

    @contextmanager
    def _place(self, client: str) -> Iterator[None]:
        with self._lock:
            if self._awaited.total() >= BODIES or self._awaited[client] >= PER_CLIENT:
                raise RequestError(
                    503,
                    "Too many requests with a body are being received; try again later, or ask by "
                    "GET.",
                    headers={"Retry-After": str(RETRY_S)},
                    bound="bodies",
                    limit=BODIES,
                )
            self._awaited[client] += 1
        try:
            yield
        finally:
            with self._lock:
                self._awaited[client] -= 1
                if not self._awaited[client]:
                    del self._awaited[client]


class _Body:
    """The input of a request, which is waited for in a place of its own."""

    def __init__(self, body: Any, length: int, place: Callable[[], Any]) -> None:
        self._body = body
        self._length = length
        self._got = 0
        self._place = place

    def read(self, size: int = -1) -> bytes:
        with self._place():
            found = bytes(self._body.read(size))
        return self._counted(found, is_end=size < 0 or (not found and size > 0))

    def readline(self, size: int = -1) -> bytes:
        with self._place():
            found = bytes(self._body.readline(size))
        return self._counted(found, is_end=not found and size != 0)

    def readlines(self, _hint: int = -1) -> list[bytes]:
        return list(iter(self.readline, b""))

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")

    def _counted(self, found: bytes, *, is_end: bool) -> bytes:
        self._got += len(found)
        if is_end and self._got < self._length:
            raise RequestError(
                400,
                f"The body ended after {self._got:,} of the {self._length:,} bytes that its "
                "Content-Length announces; send it whole.",
            )
        return found
