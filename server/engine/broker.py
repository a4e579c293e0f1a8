"""The process that runs queries for all processes that answer HTTP, where there are several.

``python -m server.engine.broker`` listens on the socket whose number is its argument. The bounds
hold for the server as a whole, and the data is in memory once, because there is one of these. It
ends when its standard input does.
"""

import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread
from typing import Any, Final

from prometheus_client import CollectorRegistry, ProcessCollector

from kg.settings import Settings
from server.engine.engine import Engine
from server.engine.engines import Engines
from server.engine.job import Job, receive_message, send_answer, send_fault, send_message
from server.fault import RequestError
from server.monitoring.gathering import tell
from server.monitoring.query_metrics import count_queries

RETRY_S: Final = 0.1
LOG_FORMAT: Final = "[%(levelname)s] %(message)s"
_log = logging.getLogger(__name__)


@dataclass
class _Held:
    engine: Engine
    holders: int = 0
    is_loaded: bool = False


class Broker:
    """Holds the engine of a version for as long as anybody is connected for it."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._held: dict[str, _Held] = {}
        self._lock = Lock()

    def listen(self, listener: socket.socket) -> None:
        """Talk to whoever connects, each in a thread, until the listener is closed."""
        while True:
            try:
                sock, _ = listener.accept()
            except OSError as error:  # too many files are open; some will be closed
                if listener.fileno() < 0:
                    return
                _log.error("no connection can be taken: %s", error)
                time.sleep(RETRY_S)
                continue
            try:
                Thread(target=self._talk, args=(sock,), daemon=True).start()
            except RuntimeError as error:  # too many threads; whoever asks is told to try again
                _log.error("no thread can be had for a query: %s", error)
                sock.close()

    def _talk(self, sock: socket.socket) -> None:
        with sock, suppress(EOFError, OSError):
            hello, _, _ = receive_message(sock)
            with self._engine(**hello) as engine:
                while True:
                    said, _, _ = receive_message(sock)
                    _reply(sock, engine, said)

    @contextmanager
    def _engine(self, store: str, *, is_union: bool, load: bool) -> Iterator[Engine]:
        with self._lock:
            if store not in self._held:
                self._held[store] = _Held(self._engines.open(Path(store), is_union=is_union))
            held = self._held[store]
            held.holders += 1
            if load and not held.is_loaded:
                held.is_loaded = True
                held.engine.load()
        try:
            yield held.engine
        finally:
            with self._lock:
                held.holders -= 1
                if not held.holders:
                    del self._held[store]
                    held.engine.retire()


def _reply(sock: socket.socket, engine: Engine, said: dict[str, Any]) -> None:
    if "probe" in said:
        send_message(sock, {"answers": engine.answers_within(said["probe"])})
    elif "ask" in said:
        _answer(sock, engine, said)
    elif "statements" in said:
        _hand_over(sock, engine.statements())
    elif "at_rest" in said:
        send_message(sock, {"at_rest": engine.is_at_rest})
    else:
        send_message(sock, {"in_memory": engine.is_in_memory})


def _answer(sock: socket.socket, engine: Engine, said: dict[str, Any]) -> None:
    job = Job.from_json(said["ask"])
    try:
        found = engine.found(job, client=said["client"], timeout_s=said["timeout_s"])
    except RequestError as fault:
        send_fault(sock, fault)
        return
    except Exception:
        _log.exception("a query failed")
        send_fault(sock, RequestError(500, "The server failed; the fault is ours and was logged."))
        return
    try:
        send_answer(sock, found)
    finally:
        found.close()


def _hand_over(sock: socket.socket, file: int | None) -> None:
    if file is None:
        send_message(sock, {})
        return
    try:
        send_message(sock, {}, files=[file])
    finally:
        os.close(file)


def main() -> None:
    """Listen on the socket whose number is the first argument."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    logging.basicConfig(format=LOG_FORMAT, level=logging.INFO)
    listener = socket.socket(fileno=int(sys.argv[1]))
    settings = Settings.from_environment()
    engines = Engines(settings)
    engines.prepare()
    registry = CollectorRegistry()
    count_queries(registry, engines)
    ProcessCollector(registry=registry)
    if settings.run is not None:
        tell(settings.run, registry)
    Thread(target=Broker(engines).listen, args=(listener,), daemon=True).start()
    with suppress(OSError):
        while os.read(0, 1):
            pass
    engines.close()
    # Threads may wait for queries, and zygotes that are at work end with us.
    os._exit(0)


if __name__ == "__main__":
    main()
