"""The broker goes on where the system has no more files or threads to give."""

import socket
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from kg.settings import Settings
from server.engine import broker
from server.engine.broker import Broker
from server.engine.engines import Engines
from server.engine.remote import RemoteEngine
from tests.server.processes import wait_until

PATIENCE_S = 5


class Listener:
    """A listening socket that once has no file to give."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self.refusals = 1

    def accept(self) -> Any:
        """Fail the first time."""
        if self.refusals:
            self.refusals -= 1
            raise OSError(24, "Too many open files")
        return self._sock.accept()


def test_it_takes_the_next_connection_where_one_could_not_be_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    address = tmp_path / "broker"
    engines = Engines(Settings(tmp_path))
    threads = 0

    def start(**options: Any) -> threading.Thread:
        nonlocal threads
        threads += 1
        if threads == 1:
            raise RuntimeError("can't start new thread")
        return threading.Thread(**options)

    monkeypatch.setattr(broker, "Thread", start)
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind(str(address))
        sock.listen()
        listening: Any = Listener(sock)
        threading.Thread(target=Broker(engines).listen, args=(listening,), daemon=True).start()
        engine = RemoteEngine(address, tmp_path / "store", is_union=True, patience_s=PATIENCE_S)
        try:
            # The first connection found no thread; each that follows is talked to.
            assert wait_until(lambda: threads >= 1)
            assert engine._aside({"in_memory": True}, PATIENCE_S)[0] == {"in_memory": False}
        finally:
            engine.retire()
            engines.close()

    assert [record.getMessage() for record in caplog.records] == [
        "no connection can be taken: [Errno 24] Too many open files",
        "no thread can be had for a query: can't start new thread",
    ]


def test_it_tells_whether_any_query_runs_or_waits(tmp_path: Path):
    address = tmp_path / "broker"
    engines = Engines(Settings(tmp_path, short_queries=1))
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind(str(address))
        sock.listen()
        threading.Thread(target=Broker(engines).listen, args=(sock,), daemon=True).start()
        engine = RemoteEngine(address, tmp_path / "store", is_union=True, patience_s=PATIENCE_S)
        try:
            found = [engine.is_at_rest]
            turn = engines.lanes.enter("a", lane="short", until=time.monotonic() + PATIENCE_S)
            found.append(engine.is_at_rest)
            engines.lanes.leave(turn)
            found.append(engine.is_at_rest)
        finally:
            engine.retire()
            engines.close()

    assert found == [True, False, True]
    nobody = RemoteEngine(tmp_path / "nobody", tmp_path, is_union=True, patience_s=PATIENCE_S)
    assert not nobody.is_at_rest
