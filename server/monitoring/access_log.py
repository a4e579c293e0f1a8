"""The access log: one JSON object a line for each request.

A log that was moved or removed is begun anew at its old place, so that logrotate needs no signal.
"""

import json
import logging
import os
import re
import threading
import time
from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from random import getrandbits
from threading import Lock, Thread
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs

from kg.errors import InputError
from server.exchange import CACHE, QUERY, Application, Environ, Headers, StartResponse

STANDARD_ERROR: Final = "-"
REQUEST_ID: Final = "standoff.request_id"
WRITE_S: Final = 0.1
LINES_AT_ONCE: Final = 500
MAX_WAITING: Final = 100_000
"""Lines that may wait to be written; what comes on top of them is lost."""
COMPLAIN_S: Final = 60.0
MAX_CHARS: Final = 1000
"""Characters that a path or a user agent may have here; what is longer is cut off."""

_ID = re.compile(r"[A-Za-z0-9._:/+=-]{1,128}")
_encode: Final = json.JSONEncoder(separators=(",", ":")).encode
_log = logging.getLogger(__name__)


class _Exchange(NamedTuple):
    environ: Environ
    status: str
    headers: Headers
    sent: int
    seconds: float


class AccessLog:
    """Writes exchanges to a file, or to standard error; ``queries`` adds the text of queries.

    A thread does it, a few times a second and a last time when the main thread has ended: writing
    in the midst of a request would make all requests wait for each other. Raises `InputError`
    where the file cannot be written.
    """

    def __init__(self, target: str, *, queries: bool = False) -> None:
        self._path = None if target == STANDARD_ERROR else Path(target)
        self._queries = queries
        self._waiting: deque[tuple[float, _Exchange]] = deque()
        self._lost = 0
        self._writing = Lock()
        self._complain_at = 0.0
        try:
            self._file = 2 if self._path is None else _open(self._path)
        except OSError as error:
            raise InputError(
                "the access log cannot be written",
                where=target,
                cause=error.strerror or str(error),
                fix="name another file by --access-log, or - for standard error",
            ) from error
        Thread(target=self._run, name="access log").start()

    def __call__(
        self, environ: Environ, status: str, headers: Headers, sent: int, seconds: float
    ) -> None:
        """Have a line written soon."""
        if len(self._waiting) < MAX_WAITING:
            exchange = _Exchange(environ, status, headers, sent, seconds)
            self._waiting.append((time.time(), exchange))
        else:
            self._lost += 1

    def flush(self) -> None:
        """Write what waits to be written."""
        with self._writing:
            try:
                self._follow()
                while self._waiting:
                    number = min(len(self._waiting), LINES_AT_ONCE)
                    lines = [self._line(*self._waiting.popleft()) for _ in range(number)]
                    # Other processes may write there, too: a pipe keeps what is short together.
                    for text in lines if self._path is None else ["".join(lines)]:
                        _write_all(self._file, text.encode())
            except OSError as error:  # a full disk keeps nobody from an answer
                self._complain(f"cannot be written: {error.strerror}")
            if self._lost:
                lost, self._lost = self._lost, 0
                self._complain(f"is written too slowly: {lost} lines are missing")

    def _run(self) -> None:
        main = threading.main_thread()
        while main.is_alive():
            main.join(WRITE_S)
            self.flush()

    def _line(self, ended: float, exchange: _Exchange) -> str:
        environ = exchange.environ
        began = datetime.fromtimestamp(ended - exchange.seconds, UTC)
        headers = dict(exchange.headers)
        status = exchange.status
        rows = headers.get("Standoff-Rows")
        said: dict[str, Any] = {
            "time": began.isoformat(timespec="milliseconds"),
            "client": environ.get("REMOTE_ADDR", "")[:MAX_CHARS],
            "method": environ["REQUEST_METHOD"][:MAX_CHARS],
            "path": _path(environ),
            "status": int(status[:3]),
            "bytes": exchange.sent,
            "seconds": round(exchange.seconds, 6),
            "snapshot": headers.get("Standoff-Snapshot"),
            "rows": None if rows is None else int(rows),
            "cache": environ.get(CACHE),
            "request_id": environ.get(REQUEST_ID),
            "user_agent": environ.get("HTTP_USER_AGENT", "")[:MAX_CHARS],
        }
        if self._queries:
            said["query"] = _query(environ)
        # JSON leaves one control character as it is.
        return _encode(said).replace("\x7f", "\\u007f") + "\n"

    def _follow(self) -> None:
        """Begin the file anew where it was moved."""
        if self._path is None:
            return
        try:
            found: os.stat_result | None = self._path.stat()
        except FileNotFoundError:
            found = None
        if found is None or not os.path.samestat(found, os.fstat(self._file)):
            fresh = _open(self._path)
            os.close(self._file)
            self._file = fresh

    def _complain(self, what: str) -> None:
        now = time.monotonic()
        if now >= self._complain_at:
            self._complain_at = now + COMPLAIN_S
            _log.error("the access log %s %s", self._path or "", what)


class RequestIds:
    """Gives every request an id: the one in its ``X-Request-ID``, if it is of use, or a new one.

    The response has it, too.
    """

    def __init__(self, application: Application) -> None:
        self._application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Any:
        """Answer a request."""
        given = environ.get("HTTP_X_REQUEST_ID", "")
        request_id = given if _ID.fullmatch(given) else f"{getrandbits(64):016x}"
        environ[REQUEST_ID] = request_id

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            return start_response(status, [*headers, ("X-Request-ID", request_id)], exc_info)

        return self._application(environ, start)


def _open(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)


def _write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


def _path(environ: Mapping[str, Any]) -> str:
    path: str = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
    return path[:MAX_CHARS].encode("latin-1", "replace").decode("utf-8", "replace")


def _query(environ: Mapping[str, Any]) -> str | None:
    text: str | None = environ.get(QUERY)
    if text is None:  # it came from a cache, or was not understood
        found = parse_qs(environ.get("QUERY_STRING", ""), max_num_fields=None).get("query")
        text = found[0] if found else None
    return text
