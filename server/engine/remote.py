"""An engine that the broker has: the same to whoever asks, in one of several processes."""

import math
import socket
import struct
from collections import deque
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any, Final

from kg.settings import BROKER_SOCKET, Settings
from server.engine.engine import no_process
from server.engine.job import Answer, Job, receive_answer, receive_message, send_message
from server.fault import RequestError

ATTEMPTS: Final = 3
KEPT: Final = 16
GRACE_S: Final = 30.0
"""How much longer than a query may take the broker is waited for; it keeps the deadline itself."""

ASIDE_S: Final = 2.0


class RemoteEngines:
    """Makes engines that the broker has."""

    def __init__(self, settings: Settings, run: Path) -> None:
        self._address = run / BROKER_SOCKET
        self._patience_s = settings.timeout_s + GRACE_S

    def prepare(self) -> None:
        """Do nothing: the broker does so as it starts."""

    def open(self, store: Path, *, is_union: bool) -> "RemoteEngine":
        """Return an engine for a store on disk, which whoever asked for it retires."""
        return RemoteEngine(self._address, store, is_union=is_union, patience_s=self._patience_s)

    def close(self) -> None:
        """Do nothing: the broker goes on for others."""


class RemoteEngine:
    """Passes queries to the broker, each on a connection of its own while it runs."""

    def __init__(self, address: Path, store: Path, *, is_union: bool, patience_s: float) -> None:
        self._address = str(address)
        self._hello: dict[str, Any] = {"store": str(store), "is_union": is_union, "load": False}
        self._patience_s = patience_s
        self._idle: deque[socket.socket] = deque()
        self._closed = False
        self._lock = Lock()
        # As long as somebody is connected, the broker keeps the engine.
        with suppress(OSError):
            self._bring_back(self._connect())

    @property
    def is_in_memory(self) -> bool:
        """Whether the default graph has been loaded into memory."""
        return bool(self._aside({"in_memory": True}, ASIDE_S)[0].get("in_memory"))

    @property
    def is_at_rest(self) -> bool:
        """Whether no query runs, of any version; none waits then."""
        return bool(self._aside({"at_rest": True}, ASIDE_S)[0].get("at_rest"))

    def load(self) -> None:
        """Have the default graph loaded into memory."""
        self._hello["load"] = True
        with suppress(OSError):  # each connection that follows says it, too
            self._bring_back(self._connect())

    def statements(self) -> int | None:
        """Return an open file of what is said of each subject, once it has been written.

        The caller closes it.
        """
        files = self._aside({"statements": True}, ASIDE_S)[1]
        return files[0] if files else None

    def ask(self, job: Job, *, client: str, timeout_s: float | None = None) -> Answer:
        """Answer a query as `server.engine.engine.Engine.ask` does.

        Where the broker ends meanwhile, the next one, which takes its place, is asked again.
        """
        said = {"ask": job.to_json(), "client": client, "timeout_s": timeout_s}
        for _ in range(ATTEMPTS):
            try:
                sock = self._take()
            except OSError:
                raise no_process() from None
            try:
                send_message(sock, said)
                found = receive_answer(sock)
            except RequestError:
                self._bring_back(sock)
                raise
            except BlockingIOError:
                sock.close()
                raise no_process() from None
            except (EOFError, OSError):
                sock.close()
                self._drop_idle()
                continue
            except BaseException:
                sock.close()
                raise
            self._bring_back(sock)
            return found.brought_in()
        raise no_process()

    def answers_within(self, seconds: float) -> bool:
        """Tell whether a process answers a trivial query in this time; it waits in no queue."""
        return bool(self._aside({"probe": seconds}, seconds + ASIDE_S)[0].get("answers"))

    def retire(self) -> None:
        """Let go of the engine; what is being asked is still answered."""
        with self._lock:
            self._closed = True
        self._drop_idle()

    def _aside(self, said: dict[str, Any], patience_s: float) -> tuple[dict[str, Any], list[int]]:
        try:
            with self._connect(patience_s) as sock:
                send_message(sock, said)
                answered, _, files = receive_message(sock)
                return answered, files
        except (EOFError, OSError):
            return {}, []

    def _take(self) -> socket.socket:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._connect()

    def _bring_back(self, sock: socket.socket) -> None:
        with self._lock:
            if not self._closed and len(self._idle) < KEPT:
                self._idle.append(sock)
                return
        sock.close()

    def _drop_idle(self) -> None:
        with self._lock:
            idle = list(self._idle)
            self._idle.clear()
        for sock in idle:
            sock.close()

    def _connect(self, patience_s: float | None = None) -> socket.socket:
        sock = socket.socket(socket.AF_UNIX)
        try:
            # The kernel's own time-out: Python's would cost two calls of the system for each one.
            limit = struct.pack("ll", math.ceil(patience_s or self._patience_s), 0)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)
            sock.connect(self._address)
            send_message(sock, self._hello)
        except BaseException:
            sock.close()
            raise
        return sock
