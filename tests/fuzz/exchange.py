"""One request over a connection of its own, and the response read to the letter."""

import re
import socket
import time
from dataclasses import dataclass
from typing import Final

HANG_S: Final = 40.0

_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})( [\x20-\x7e\x80-\xff]*)?")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x20-\x7e\x80-\xff\t]*)")


class BadResponseError(Exception):
    """What came is no HTTP response."""


@dataclass(frozen=True)
class Reply:
    """A response: header names in lower case, in order; ``seconds`` until it was whole."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float

    def all(self, name: str) -> list[str]:
        """Return the values of a header."""
        return [value for key, value in self.headers if key == name]

    def get(self, name: str) -> str:
        """Return the value of a header, nothing where there is none."""
        return next(iter(self.all(name)), "")


def exchange(
    address: tuple[str, int], raw: bytes, *, method: str, half_closed: bool = False
) -> Reply | None:
    """Send bytes and read the response; None where the connection is closed without one.

    Raises `BadResponseError` where it is not HTTP, and `TimeoutError` where none comes.
    """
    began = time.monotonic()
    with socket.create_connection(address, timeout=HANG_S) as sock:
        try:
            sock.sendall(raw)
            if half_closed:
                sock.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it was refused before its end, and the answer still counts
        reader = _Reader(sock, began + HANG_S)
        try:
            return _response(reader, method, began)
        except ConnectionResetError:
            return None


class _Reader:
    def __init__(self, sock: socket.socket, until: float) -> None:
        self._sock = sock
        self._until = until
        self._held = bytearray()

    def more(self) -> bool:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        data = self._sock.recv(1 << 16)
        self._held += data
        return bool(data)

    def line(self) -> bytes:
        while b"\r\n" not in self._held:
            if not self.more():
                raise BadResponseError(f"it ends within its head: {bytes(self._held[:100])!r}")
        line, _, self._held = self._held.partition(b"\r\n")
        return bytes(line)

    def exactly(self, length: int) -> bytes:
        while len(self._held) < length:
            if not self.more():
                raise BadResponseError(f"{len(self._held)} of {length} bytes came")
        found = bytes(self._held[:length])
        del self._held[:length]
        return found

    def is_over(self) -> bool:
        return not self._held and not self.more()

    def rest(self) -> bytes:
        while self.more():
            pass
        return bytes(self._held)


def _response(reader: _Reader, method: str, began: float) -> Reply | None:
    if reader.is_over():
        return None
    status, headers = _head(reader)
    while 100 <= status < 200:
        status, headers = _head(reader)
    names = dict(headers)
    if method == "HEAD" or status in (204, 304):
        body = b""
    elif "chunked" in names.get("transfer-encoding", ""):
        body = _chunks(reader)
    elif "content-length" in names:
        body = reader.exactly(int(names["content-length"]))
    else:
        body = reader.rest()
    return Reply(status, headers, body, time.monotonic() - began)


def _head(reader: _Reader) -> tuple[int, tuple[tuple[str, str], ...]]:
    line = reader.line()
    match = _STATUS.fullmatch(line)
    if not match:
        raise BadResponseError(f"no status line: {line[:100]!r}")
    headers = []
    while line := reader.line():
        header = _HEADER.fullmatch(line)
        if not header:
            raise BadResponseError(f"no header: {line[:100]!r}")
        headers.append((header[1].decode("ascii").lower(), header[2].decode("latin-1")))
    return int(match[1]), tuple(headers)


def _chunks(reader: _Reader) -> bytes:
    found = bytearray()
    while length := int(reader.line(), 16):
        found += reader.exactly(length)
        reader.exactly(2)
    return bytes(found)
