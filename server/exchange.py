"""A request with its response, seen from outside: for whoever counts them or writes them down."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, Final

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

ROUTE: Final = "standoff.route"
"""Where the environment of a request says which of our routes it took."""
CACHE: Final = "standoff.cache"
"""Where it says which cache held the answer."""
LOOKUP: Final = "standoff.lookup"
"""Set where the answer took no query process."""
QUERY: Final = "standoff.query"
"""Where it has the text of the query, if it is one and came this far."""

_WHOLE: Final = (tuple, list)
_FAILED: Final = "500 INTERNAL SERVER ERROR"


def close(body: Iterable[bytes]) -> None:
    """Close a response's body, where that can be closed."""
    if hasattr(body, "close"):
        body.close()


Headers = Sequence[tuple[str, str]]
Listener = Callable[[Environ, str, Headers, int, float], object]
"""Is told of a request, the status and the headers of its response, the bytes of the body that were
sent, and the seconds that it took. These come as they are: making one thing of them costs time."""


@dataclass(slots=True, eq=False)
class Tally:
    """A count that many add to: that is one step for the interpreter, as to other threads."""

    number: int = field(default=0)


class Recorder:
    """Tells listeners of every exchange, once the last of it has been handed over."""

    def __init__(self, application: Application, listeners: Iterable[Listener]) -> None:
        self._application = application
        self._listeners = tuple(listeners)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        began = perf_counter()
        said: tuple[str, Headers] = (_FAILED, ())

        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], object]:
            nonlocal said
            said = status, headers
            write: Callable[[bytes], object] = start_response(status, headers, exc_info)
            return write

        try:
            body = self._application(environ, start)
        except BaseException:
            self._tell(environ, said, 0, began)
            raise
        if isinstance(body, _WHOLE):
            self._tell(environ, said, sum(map(len, body)), began)
            return body if type(body) is list else list(body)  # granian sends a list in one go
        return _Counted(body, lambda sent: self._tell(environ, said, sent, began))

    def _tell(self, environ: Environ, said: tuple[str, Headers], sent: int, began: float) -> None:
        for listener in self._listeners:
            listener(environ, *said, sent, perf_counter() - began)


class _Counted:
    """A body that is sent piece by piece; whether or not it is sent to its end, that is noted."""

    def __init__(self, body: Iterable[bytes], note: Callable[[int], None]) -> None:
        self._body = body
        self._pieces = iter(body)
        self._note: Callable[[int], None] | None = note
        self._sent = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            piece = next(self._pieces)
        except StopIteration:
            self._end()
            raise
        self._sent += len(piece)
        return piece

    def close(self) -> None:
        """Close the body."""
        try:
            close(self._body)
        finally:
            self._end()

    def _end(self) -> None:
        note, self._note = self._note, None
        if note is not None:
            note(self._sent)
