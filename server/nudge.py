"""Keeps a request from being left lying while a long one runs.

granian (2.8) gives a process another thread where more requests wait than threads are idle, and
looks only when a request comes. A thread that has just taken one counts as idle for a moment: the
request that comes in this moment gets no thread until the next one comes, or until the one before
is done, which may be a query without an end. So, as long as a request takes long, one more comes:
from ourselves.
"""

import secrets
import socket
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from threading import Thread
from time import sleep
from typing import Final

from werkzeug.wsgi import ClosingIterator

from server.exchange import Application, Environ, StartResponse

PATH: Final = "/-/nudge"
"""What is asked for; the answer is the mark of the process that gives it."""
TICK_S: Final = 0.1
"""A request that is seen at work twice, so far apart, takes long."""
PATIENCE_S: Final = 0.1
"""How long an answer is waited for: the nudge may be what is left lying, and another helps it."""
ATTEMPTS: Final = 64
"""So many connections are made to find our own process among those that share the port."""

_WHOLE: Final = (tuple, list)
_REQUEST: Final = f"GET {PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


class Nudge:
    """Answers as the application does, and nudges its own process where a request takes long."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._mark = secrets.token_hex(16).encode()
        self._at_work: dict[object, None] = {}
        self._address: tuple[str, int] | None = None
        self._connection: socket.socket | None = None

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if environ["PATH_INFO"] == PATH:
            headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(self._mark)))]
            start_response("200 OK", [*headers, ("Cache-Control", "no-store")])
            return [self._mark]
        if self._address is None:
            self._address = environ["SERVER_NAME"], int(environ["SERVER_PORT"])
        request, at_work = object(), self._at_work
        at_work[request] = None
        try:
            body = self._application(environ, start_response)
        except BaseException:
            del at_work[request]
            raise
        if isinstance(body, _WHOLE):
            del at_work[request]
            return body
        return ClosingIterator(body, partial(at_work.pop, request, None))

    def watch(self) -> None:
        """Look after the requests from now on, in a thread."""
        Thread(target=self._watch, name="nudge", daemon=True).start()

    def _watch(self) -> None:
        before: set[object] = set()
        while True:
            sleep(TICK_S)
            now = set(self._at_work)  # made in one step, as to other threads
            if before & now:
                with suppress(OSError):  # the next tick tries again
                    self.nudge()
            before = now

    def nudge(self) -> None:
        """Send this process one request more; raises `OSError` where none can be sent."""
        connection, self._connection = self._connection, None
        for _ in range(ATTEMPTS):
            if connection is None:
                connection = socket.create_connection(self._address or ("", 0), PATIENCE_S)
            try:
                connection.settimeout(PATIENCE_S)
                connection.sendall(_REQUEST)
                if connection.recv(1 << 12).endswith(self._mark):
                    self._connection = connection
                    return
            except TimeoutError:
                # It lies there, of our process or of another, and is a nudge all the same.
                connection.close()
                return
            except OSError:  # closed by the server meanwhile
                pass
            connection.close()
            connection = None
