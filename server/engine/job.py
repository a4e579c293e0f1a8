"""What a query's process is asked, and what it answers; how both cross a Unix socket."""

import json
import math
import os
import socket
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self

from server.engine.spool import INLINE_BYTES
from server.fault import RequestError

_LENGTHS: Final = struct.Struct(">II")
_CHUNK: Final = 1 << 20
_FIRST: Final = 1 << 16

MAX_FILES: Final = 3


@dataclass(frozen=True)
class Job:
    """A query with all that its answer depends on, the data apart.

    ``endpoint`` is what relative IRIs are resolved against, ``base`` that of our own IRIs.
    ``formats`` are the values of ``?format=``, ``accept`` is the header; ``encodings`` are the
    content codings that the client takes, the best first, ``identity`` for none.
    """

    text: str
    endpoint: str
    base: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str | None = None
    formats: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ("identity",)
    language: str = ""

    @property
    def has_dataset(self) -> bool:
        """Whether the request names the graphs that the query is about."""
        return bool(self.default_graphs or self.named_graphs)

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` reads."""
        return self.__dict__

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> Self:
        """Read a job."""
        fields: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in said.items()
        }
        return cls(**fields)


@dataclass(frozen=True)
class Answer:
    """A whole answer: its bytes as they go out, in ``body`` or, where they are more, in a file.

    ``rows`` counts rows or triples, None for a yes or no. ``digest`` is the SHA-256 of the bytes
    that go out. ``form`` is the query's (SELECT, ASK, CONSTRUCT, DESCRIBE). A ``volatile`` one may
    differ next time. Where it says ``retire``, its process has grown and is to be replaced;
    ``thread`` is the number of the thread that runs its next query, where it is another one.
    """

    media_type: str
    rows: int | None
    digest: bytes
    form: str
    encoding: str = ""
    volatile: bool = False
    retire: bool = field(default=False, compare=False)
    thread: int | None = field(default=None, compare=False)
    length: int = 0
    body: bytes = b""
    file: int | None = field(default=None, compare=False)

    def brought_in(self) -> Self:
        """Return it with its bytes in ``body``, unless they are too many; its file is closed then.

        Raises `OSError` where the file cannot be read.
        """
        if self.file is None or self.length > INLINE_BYTES:
            return self
        try:
            with open(self.file, "rb", closefd=False) as file:
                file.seek(0)
                body = file.read()
        finally:
            self.close()
        return replace(self, body=body)

    def copy(self) -> Self:
        """Return it with its file opened once more, which is read by place and so by many at once.

        Raises `OSError` where no more files can be open.
        """
        return self if self.file is None else replace(self, file=os.dup(self.file))

    def close(self) -> None:
        """Let go of the file, where there is one."""
        if self.file is not None:
            os.close(self.file)
            object.__setattr__(self, "file", None)


def send_job(sock: socket.socket, job: Job) -> None:
    """Send a job."""
    send_message(sock, job.to_json())


def receive_job(sock: socket.socket) -> Job | None:
    """Wait for a job; None where nobody is left to send one."""
    try:
        said, _, _ = receive_message(sock)
    except EOFError:
        return None
    return Job.from_json(said)


def send_answer(sock: socket.socket, answer: Answer) -> None:
    """Send an answer; its file, if it has one, is handed over open."""
    said = {
        "media_type": answer.media_type,
        "rows": answer.rows,
        "digest": answer.digest.hex(),
        "form": answer.form,
        "encoding": answer.encoding,
        "volatile": answer.volatile,
        "retire": answer.retire,
        "thread": answer.thread,
        "length": answer.length,
    }
    send_message(sock, said, answer.body, [] if answer.file is None else [answer.file])


def send_fault(sock: socket.socket, fault: RequestError) -> None:
    """Send a fault in the place of an answer."""
    send_message(sock, {"fault": fault.to_json()})


def receive_answer(sock: socket.socket, *, until: float = math.inf) -> Answer:
    """Receive an answer; raises the fault that came instead, `EOFError` where nothing came.

    On a socket with a time-out of the kernel's, raises `BlockingIOError` if not even its beginning
    came in that time, and `TimeoutError` if the rest did not until that of the monotonic clock.
    """
    said, body, files = _receive_only_message(sock, until)
    if "fault" in said:
        raise RequestError.from_json(said["fault"])
    said["digest"] = bytes.fromhex(said["digest"])
    return Answer(**said, body=body, file=files[0] if files else None)


def send_message(
    sock: socket.socket, said: dict[str, Any], body: bytes = b"", files: Sequence[int] = ()
) -> None:
    """Send a message: what can be said as JSON, bytes, and open files."""
    head = json.dumps(said).encode()
    frame = _LENGTHS.pack(len(head), len(body)) + head
    if files:
        sent = socket.send_fds(sock, [frame], files)
        frame = frame[sent:]
    sock.sendall(frame + body)


def receive_message(sock: socket.socket) -> tuple[dict[str, Any], bytes, list[int]]:
    """Receive a message; raises `EOFError` where the other side is gone."""
    # Files come with the first byte; no more is read than the message has, for another may follow.
    data, files, _, _ = socket.recv_fds(sock, _LENGTHS.size, MAX_FILES)
    try:
        lengths = data + _exactly(sock, _LENGTHS.size - len(data))
        head_length, body_length = _LENGTHS.unpack(lengths)
        got = _exactly(sock, head_length + body_length)
    except BaseException:
        for file in files:
            os.close(file)
        raise
    return json.loads(got[:head_length]), got[head_length:], files


def _receive_only_message(
    sock: socket.socket, until: float
) -> tuple[dict[str, Any], bytes, list[int]]:
    """Receive a message that no other follows: most often by one call of the system."""
    data, files, _, _ = socket.recv_fds(sock, _FIRST, MAX_FILES)
    got = bytearray(data)
    try:
        _read_up_to(sock, got, _LENGTHS.size, until)
        head_length, body_length = _LENGTHS.unpack_from(got)
        start = _LENGTHS.size + head_length
        _read_up_to(sock, got, start + body_length, until)
    except BaseException:
        for file in files:
            os.close(file)
        raise
    return json.loads(got[_LENGTHS.size : start]), bytes(got[start:]), files


def _read_up_to(sock: socket.socket, got: bytearray, length: int, until: float) -> None:
    while len(got) < length:
        try:
            more = sock.recv(min(_CHUNK, length - len(got)))
        except BlockingIOError:
            if time.monotonic() >= until:
                raise TimeoutError from None
            continue
        if not more:
            raise EOFError
        got += more


def _exactly(sock: socket.socket, length: int) -> bytes:
    got = bytearray()
    while len(got) < length:
        more = sock.recv(min(_CHUNK, length - len(got)))
        if not more:
            raise EOFError
        got += more
    return bytes(got)
