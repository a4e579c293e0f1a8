"""Bodies that go out slowly: each holds a thread, and so there is a bound to them.

`server.intake` does the same for those that come in. Threads are counted for these, for the queries
that run or wait, and for all else besides (`kg.settings.Settings.threads`): whoever is slow keeps
others from being slow, and nobody from asking.
"""

from collections.abc import Callable, Iterable, Iterator
from threading import Semaphore
from typing import Any, Final

from kg.settings import TRANSFERS
from server.exchange import Application, Environ, StartResponse, close
from server.fault import RequestError

SMALL_BYTES: Final = 1 << 20
"""Up to this size a body is given to the server whole, and holds no thread."""

_EMPTY: Final = frozenset({"204", "304"})


class Transfers:
    """Refuses a large body while too many others are on their way.

    ``refuse`` answers a request with the fault it is given.
    """

    def __init__(
        self,
        application: Application,
        refuse: Callable[[RequestError, Environ, StartResponse], Iterable[bytes]],
        *,
        limit: int = TRANSFERS,
    ) -> None:
        self._application = application
        self._refuse = refuse
        self._limit = limit
        self._going = Semaphore(limit)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        started: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            started[:] = status, headers
            return start_response(status, headers, exc_info)

        body = self._application(environ, start)
        if isinstance(body, list):
            return body
        if environ["REQUEST_METHOD"] == "HEAD" or _is_small(*started):
            try:
                return [b"".join(body)]
            finally:
                close(body)
        if not self._going.acquire(blocking=False):
            close(body)
            return self._refuse(_too_many(self._limit), environ, start_response)
        return _Outgoing(body, self._going)


class _Outgoing:
    """A response's body, which has room until it is closed or at its end."""

    def __init__(self, body: Iterable[bytes], room: Semaphore) -> None:
        self._body = body
        self._pieces = iter(body)
        self._room: Semaphore | None = room

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._pieces)
        except BaseException:
            self._leave()
            raise

    def close(self) -> None:
        """Close the body."""
        self._leave()
        close(self._body)

    def _leave(self) -> None:
        room, self._room = self._room, None
        if room is not None:
            room.release()


def _is_small(status: str, headers: list[tuple[str, str]]) -> bool:
    sizes = [int(value) for name, value in headers if name.lower() == "content-length"]
    return sizes[0] <= SMALL_BYTES if sizes else status[:3] in _EMPTY


def _too_many(limit: int) -> RequestError:
    return RequestError(
        503,
        f"{limit} large bodies are on their way already, the most that may be; try again in a "
        "moment.",
        headers={"Retry-After": "5"},
        bound="transfers",
        limit=limit,
    )
