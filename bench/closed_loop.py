"""Our own load generator: one process, non-blocking sockets, one request at a time on each.

Reads what to send as JSON from standard input, writes what it measured as JSON to standard
output. It imports nothing of ours, so that it starts at once.
"""

import json
import selectors
import socket
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass
class _Connection:
    """One client: its socket, when it sent its request, and how much of the answer is to come."""

    port: int
    sock: socket.socket = field(init=False)
    sent: float = 0.0
    head: bytearray = field(default_factory=bytearray)
    left: int = -1
    chunked: bool = False
    tail: bytes = b""
    failed: bool = False
    closing: bool = False

    def __post_init__(self) -> None:
        self.connect()

    def connect(self) -> None:
        self.sock = socket.create_connection(("127.0.0.1", self.port))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes, now: float) -> None:
        self.head.clear()
        self.left, self.chunked, self.tail = -1, False, b""
        self.sent = now
        self.sock.sendall(request)

    def take(self, data: bytes) -> bool:
        """Take in some of the answer; whether that was the end of it."""
        if self.left < 0 and not self.chunked:
            self.head += data
            end = self.head.find(b"\r\n\r\n")
            if end < 0:
                return False
            data = bytes(self.head[end + 4 :])
            self._read_head(bytes(self.head[:end]))
        if self.chunked:
            return self._skip_chunks(data)
        self.left -= len(data)
        return self.left <= 0

    def _read_head(self, head: bytes) -> None:
        self.failed = head[9:12] != b"200"
        lower = head.lower()
        self.closing = b"\r\nconnection: close" in lower
        place = lower.find(b"\r\ncontent-length:")
        if place >= 0:
            self.left = int(lower[place + 17 :].split(b"\r\n", 1)[0])
        else:
            self.chunked = True
            self.left = 0

    def _skip_chunks(self, data: bytes) -> bool:
        """Step over chunks; ``left`` is what is to come of one, with its line end."""
        place = 0
        if self.left:
            if len(data) < self.left:
                self.left -= len(data)
                return False
            place, self.left = self.left, 0
        data, self.tail = (self.tail + data, b"") if not place else (data, b"")
        while True:
            end = data.find(b"\r\n", place)
            if end < 0:
                self.tail = data[place:]
                return False
            size = int(data[place:end].split(b";", 1)[0], 16)
            if not size:
                return True
            place = end + 2 + size + 2
            if place > len(data):
                self.left = place - len(data)
                return False


def _requests(asked: dict[str, Any]) -> Any:
    """Return the function that gives the next request's bytes."""
    parts, iris, n = asked["parts"], [iri.encode() for iri in asked["iris"]], asked["start"]
    pieces = [part.encode() for part in parts]
    if "{iri}" not in parts and "{n}" not in parts:
        whole = b"".join(pieces)
        return lambda: whole

    def following() -> bytes:
        nonlocal n
        n += 1
        return b"".join(
            iris[n % len(iris)] if p == b"{iri}" else b"%d" % n if p == b"{n}" else p
            for p in pieces
        )

    return following


def run(asked: dict[str, Any]) -> dict[str, Any]:
    """Send for so many seconds, then wait for the answers that are under way."""
    following = _requests(asked)
    selector = selectors.DefaultSelector()
    clock = time.perf_counter
    latencies: Counter[int] = Counter()
    done = failed = 0
    busy = set()
    connections = [_Connection(asked["port"]) for _ in range(asked["connections"])]
    start = clock()
    end, last = start + asked["seconds"], start
    for connection in connections:
        selector.register(connection.sock, selectors.EVENT_READ, connection)
        connection.ask(following(), clock())
        busy.add(connection.sock)
    while busy and clock() < end + asked["timeout_s"]:
        for key, _ in selector.select(1.0):
            connection = key.data
            try:
                data = connection.sock.recv(1 << 18)
            except OSError:
                data = b""
            if data and not connection.take(data):
                continue
            now = clock()
            if data:
                done += not connection.failed
                failed += connection.failed
                latencies[int((now - connection.sent) * 1e6)] += 1
                last = now
            else:
                failed += 1
            again = now < end
            if not data or connection.closing or not again:
                selector.unregister(connection.sock)
                busy.discard(connection.sock)
                connection.sock.close()
            if again:
                if not data or connection.closing:
                    connection.connect()
                    selector.register(connection.sock, selectors.EVENT_READ, connection)
                    busy.add(connection.sock)
                connection.ask(following(), clock())
    failed += len(busy)
    elapsed = max(last, min(clock(), end)) - start
    return {
        "requests": done,
        "us": int(elapsed * 1e6),
        "failed": failed,
        "latencies": sorted(latencies.items()),
    }


if __name__ == "__main__":
    json.dump(run(json.load(sys.stdin)), sys.stdout)
