"""Where an answer is written before any of it goes out: in memory, past a few MiB on disk."""

import hashlib
import io
import os
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from typing import IO, Final, Protocol

import brotli

INLINE_BYTES: Final = 4 << 20
"""Up to this size an answer is kept in memory, past it on disk."""
SOCKET_BYTES: Final = 64 << 10
"""Up to this size an answer goes through sockets; a longer one is handed over as an open file:
each process that it passes through would copy it twice."""
CHUNK: Final = 1 << 18
MIN_COMPRESSED: Final = 1000
"""An answer shorter than this fits a network packet and is sent as it is."""

NO_ROOM: Final = "disk"
"""The bound that is passed where an answer finds no room on the server's disk."""

_GZIP: Final = 16 + zlib.MAX_WBITS


class TooLargeError(Exception):
    """The answer passes the bound on its size."""


class Spool(io.RawIOBase, IO[bytes]):
    """A file to write an answer into, which grows from memory to an unnamed file on disk.

    Raises `TooLargeError` past ``limit`` bytes.
    """

    def __init__(self, *, limit: int) -> None:
        super().__init__()
        self.length = 0
        self._limit = limit
        self._hash = hashlib.sha256()
        self._is_hashed = True
        self._memory: io.BytesIO | None = io.BytesIO()
        self._file: int | None = None
        self._is_on_disk = False

    def writable(self) -> bool:
        """Say yes, as writers ask."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # bytes are all we are given
        """Take the next bytes."""
        self.length += len(data)
        if self.length > self._limit:
            raise TooLargeError
        self._hash.update(data)
        if self._memory is not None and self.length <= min(SOCKET_BYTES, INLINE_BYTES):
            return self._memory.write(data)
        _write_all(self._long_enough(), data)
        return len(data)

    def fill(self, write: Callable[[str], object]) -> None:
        """Have all of it written into a file by its path, with no Python for each piece.

        The limit is looked at after that.
        """
        self._file, self._memory, self._is_on_disk = _unnamed_file(), None, True
        write(_path(self._file))
        self.length = os.fstat(self._file).st_size
        self._is_hashed = False
        if self.length > self._limit:
            raise TooLargeError
        if self.length <= SOCKET_BYTES:
            memory = io.BytesIO(b"".join(self.chunks()))
            self.let_go()
            self._memory = memory

    def _long_enough(self) -> int:
        """Return the file that this length belongs in, with what has been written so far."""
        is_on_disk = self.length > INLINE_BYTES
        if self._file is not None and is_on_disk == self._is_on_disk:
            return self._file
        file = _unnamed_file() if is_on_disk else memory_file("answer")
        try:
            for chunk in self.chunks():
                _write_all(file, chunk)
        except BaseException:
            os.close(file)
            raise
        self.let_go()
        self._file, self._memory, self._is_on_disk = file, None, is_on_disk
        return file

    def digest(self) -> bytes:
        """Return the SHA-256 of all that was written."""
        if not self._is_hashed:
            for _ in self.chunks():
                pass
        return self._hash.digest()

    def body(self) -> bytes:
        """Return what was written, if it is short; else nothing."""
        return self._memory.getvalue() if self._memory else b""

    def file(self) -> int | None:
        """Return the open file it grew into, None where it is short."""
        return self._file

    def chunks(self) -> Iterator[bytes]:
        """Read it from the start."""
        if self._file is None:
            yield self.body()
            return
        place = 0
        # What was filled in is hashed when it is first read to its end, for whatever reason.
        seen = None if self._is_hashed else hashlib.sha256()
        while chunk := os.pread(self._file, CHUNK, place):
            place += len(chunk)
            if seen:
                seen.update(chunk)
            yield chunk
        if seen:
            self._hash, self._is_hashed = seen, True

    def reader(self) -> IO[bytes]:
        """Return a file to read it from the start, which the caller closes."""
        if self._file is None:
            return io.BytesIO(self.body())
        found = os.fdopen(os.dup(self._file), "rb")
        found.seek(0)
        return found

    def let_go(self) -> None:
        """Close the file, where there is one."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


class _Compressor(Protocol):
    def process(self, data: bytes, /) -> bytes: ...
    def finish(self) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._zlib = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
        self.process = self._zlib.compress
        self.finish = self._zlib.flush


def chosen_encoding(encodings: Sequence[str], length: int) -> str:
    """Choose the content coding; a short answer has none, unless the client insists."""
    if length < MIN_COMPRESSED and "identity" in encodings:
        return ""
    return "" if encodings[0] == "identity" else encodings[0]


def compressed(spool: Spool, encoding: str, *, limit: int) -> Spool:
    """Write the spool anew as ``gzip`` or ``br``; the same bytes give the same bytes."""
    compressor: _Compressor = brotli.Compressor(quality=4) if encoding == "br" else _Gzip()
    out = Spool(limit=limit)
    try:
        for chunk in spool.chunks():
            out.write(compressor.process(chunk))
        out.write(compressor.finish())
    except BaseException:
        out.let_go()
        raise
    return out


def can_fill() -> bool:
    """Tell whether the system lets `Spool.fill` open a file that has no name by a path."""
    try:
        file = _unnamed_file()
    except OSError:
        return False
    try:
        os.close(os.open(_path(file), os.O_WRONLY | os.O_TRUNC))
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(file)


def memory_file(name: str) -> int:
    """Open a new file in memory; on disk, where the system has none such."""
    return os.memfd_create(name) if hasattr(os, "memfd_create") else _unnamed_file()


def _unnamed_file() -> int:
    with tempfile.TemporaryFile(buffering=0) as file:
        return os.dup(file.fileno())


def _path(file: int) -> str:
    return f"/proc/self/fd/{file}"


def _write_all(file: int, data: bytes | memoryview) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]
