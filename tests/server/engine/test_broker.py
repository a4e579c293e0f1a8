"""The broker goes on where no file or thread can be had, and tells whether it is at rest."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from kg.settings import Settings
from server.engine import broker
from server.engine.broker import Broker
from server.engine.engines import Engines
from server.engine.remote import RemoteEngine
from tests.server.processes import descendants, wait_until

PATIENCE_S = 5


class Listener:
    """A listening socket that now and then has no file to give."""

    def __init__(self, sock: socket.socket, *, refusals: int) -> None:
        self._sock = sock
        self.refusals = refusals

    def accept(self) -> Any:
        """Fail as often as it has to."""
        if self.refusals:
            self.refusals -= 1
            raise OSError(24, "Too many open files")
        return self._sock.accept()

    def fileno(self) -> int:
        """Return the socket's number."""
        return self._sock.fileno()


@contextmanager
def listening(engines: Engines, address: Path, *, refusals: int = 0) -> Iterator[None]:
    """Have a broker listen, and end when the block ends."""
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind(str(address))
        sock.listen()
        listener: Any = Listener(sock, refusals=refusals)
        thread = Thread(target=Broker(engines).listen, args=(listener,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            engines.close()
            sock.close()
            with suppress(OSError), socket.socket(socket.AF_UNIX) as last:
                last.connect(str(address))  # whoever waits for a connection notices only then
            thread.join(PATIENCE_S)
    assert not thread.is_alive()


def test_it_takes_the_next_connection_where_one_could_not_be_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    address = tmp_path / "broker"
    threads = 0

    def start(**options: Any) -> Thread:
        nonlocal threads
        threads += 1
        if threads == 1:
            raise RuntimeError("can't start new thread")
        return Thread(**options)

    monkeypatch.setattr(broker, "Thread", start)
    with listening(Engines(Settings(tmp_path)), address, refusals=1):
        engine = RemoteEngine(address, tmp_path / "store", is_union=True, patience_s=PATIENCE_S)
        # The first connection found no thread; each that follows is talked to.
        assert wait_until(lambda: threads >= 1)
        assert engine._aside({"in_memory": True}, PATIENCE_S)[0] == {"in_memory": False}
        engine.retire()

    assert [record.getMessage() for record in caplog.records] == [
        "no connection can be taken: [Errno 24] Too many open files",
        "no thread can be had for a query: can't start new thread",
    ]


def test_it_tells_whether_any_query_runs(tmp_path: Path):
    address = tmp_path / "broker"
    engines = Engines(Settings(tmp_path, short_queries=1))
    with listening(engines, address):
        engine = RemoteEngine(address, tmp_path / "store", is_union=True, patience_s=PATIENCE_S)
        found = [engine.is_at_rest]
        turn = engines.lanes.enter("a", lane="short", until=time.monotonic() + PATIENCE_S)
        found.append(engine.is_at_rest)
        engines.lanes.leave(turn)
        found.append(engine.is_at_rest)
        engine.retire()

    nobody = RemoteEngine(tmp_path / "nobody", tmp_path, is_union=True, patience_s=PATIENCE_S)
    assert (found, nobody.is_at_rest) == ([True, False, True], False)


def test_the_process_for_stores_on_disk_can_be_started_before_any_query(tmp_path: Path):
    engines = Engines(Settings(tmp_path))
    before = set(descendants(os.getpid()))
    engines.prepare()
    try:
        assert len(set(descendants(os.getpid())) - before) == 1
    finally:
        engines.close()
