"""Queries over HTTP, without Flask: a server that starts answers them first.

A query is answered by a process of its own (`server.engine`), and an answer is whole before its
status line leaves: a client gets all of it or an error.
"""

import base64
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from werkzeug.http import parse_etags, unquote_etag

from server.cache import CACHEABLE, BoundedCache, size_of
from server.current import Current, Snapshot, snapshot_of
from server.encoding import accepted_encodings
from server.engine.job import Answer, Job
from server.engine.spool import NO_ROOM
from server.exchange import CACHE, LOOKUP, QUERY, Environ
from server.fault import RequestError
from server.formats import GRAPHS, ROWS, name_of
from server.lookup import look_up
from server.memento import headers_of, snapshot_at
from server.negotiation import choose
from server.protocol import Incoming, QueryRequest, UpdateRequest, client_of, read_request

MAX_READ_BYTES: Final = 32 << 20
MAX_DEPTH: Final = 100
LARGEST_FILE: Final = 2
"""The part of the cache's size, as a divisor, that one answer in a file may have."""
CHUNK: Final = 1 << 18
IMMUTABLE: Final = "public, max-age=31536000, immutable"

_DEEP: Final = (b"}}" * MAX_DEPTH, b")>> " * MAX_DEPTH)  # in JSON and in N-Triples
OFFERED: Final = tuple(found.media_types[0] for found in (*ROWS, *GRAPHS))


@dataclass(frozen=True)
class Reply:
    """A response as WSGI has it."""

    status: str
    headers: list[tuple[str, str]]
    body: Iterable[bytes]


class Endpoint:
    """Answers queries; keeps answers up to ``cache_bytes`` in memory, and twice that in files."""

    def __init__(self, current: Current, *, cache_bytes: int) -> None:
        self._current = current
        self._answers: BoundedCache[tuple[str, Job], Answer] = BoundedCache(cache_bytes)
        # Long answers are files on disk: there is room for as much again as in memory.
        self._files: BoundedCache[tuple[str, Job], Answer] = BoundedCache(
            2 * cache_bytes, largest_share=LARGEST_FILE, copy=Answer.copy, close=Answer.close
        )

    def reply(self, environ: Environ) -> Reply | None:
        """Answer a query sent by GET; None where the request is for something else."""
        incoming = Incoming.of(environ)
        asked = read_request(incoming)
        if (
            isinstance(asked, UpdateRequest)
            or asked.text is None
            or is_for_a_reader(incoming, asked)
        ):
            return None
        return self.answer(asked, asked.text, incoming, environ)

    def answer(
        self,
        asked: QueryRequest,
        text: str,
        incoming: Incoming,
        environ: Environ,
        *,
        formats: tuple[str, ...] = (),
        address: str = "",
    ) -> Reply:
        """Answer a query, and mark in the environment what may be kept.

        ``address`` is that of the endpoint, where the request came to another one.
        """
        environ[QUERY] = text
        is_memento = bool(asked.snapshot or incoming.accept_datetime)
        if incoming.accept_datetime and not asked.snapshot:
            chosen = snapshot_at(self._current, incoming.accept_datetime)
        else:
            chosen = asked.snapshot
        snapshot = snapshot_of(self._current, chosen)
        job = job_of(asked, text, snapshot, incoming, formats=formats or asked.formats)
        found = self.ask(snapshot, job, environ, timeout_s=asked.timeout_s)
        if found.file is None and not found.volatile:
            environ[CACHEABLE] = True
        about = headers_of(
            self._current,
            asked,
            address or incoming.address,
            snapshot.version.id,
            extension=name_of(found.media_type, found.form),
            is_memento=is_memento,
        )
        return _reply(snapshot, asked, found, incoming, about)

    def ask(
        self, snapshot: Snapshot, job: Job, environ: Environ, *, timeout_s: float | None = None
    ) -> Answer:
        """Look the answer up, return one that was given before, or have the query run."""
        if told := look_up(job, snapshot.subjects):
            environ[LOOKUP] = True
            return told
        key = (snapshot.version.id, job)
        if found := self._answers.get(key) or self._files.get(key):
            environ[CACHE] = "answers"
            return found
        try:
            found = snapshot.engine.ask(job, client=client_of(environ), timeout_s=timeout_s)
        except RequestError as fault:
            if fault.bound == NO_ROOM:
                self._files.clear()
            raise
        if not found.volatile:
            cache = self._answers if found.file is None else self._files
            cache.put(key, found, found.length + size_of(*vars(job).values()))
        return found


def job_of(
    asked: QueryRequest,
    text: str,
    snapshot: Snapshot,
    incoming: Incoming,
    *,
    formats: tuple[str, ...],
) -> Job:
    """Say all that the answer depends on, the data apart."""
    return Job(
        text=text,
        endpoint=incoming.address,
        base=snapshot.version.base,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        accept=incoming.accept,
        formats=formats,
        encodings=accepted_encodings(incoming.accept_encoding),
        language=asked.language,
    )


def read_whole(answer: Answer) -> bytes:
    """Return the bytes of an answer, for this process to read, and close it.

    Raises a fault where they are many or hold terms within terms: reading those here would take
    the memory, or overflow the stack, of all. As a download they come nonetheless.
    """
    try:
        if answer.length > MAX_READ_BYTES:
            raise RequestError(
                503,
                "The answer is too large to be shown on a page; take it as a download, or ask for "
                "part of it by LIMIT.",
                bound="page_bytes",
                limit=MAX_READ_BYTES,
            )
        found = b"".join(_body(answer))
    finally:
        answer.close()
    if any(deep in found for deep in _DEEP):
        raise RequestError(
            400, "The answer nests triple terms too deeply for a page; take it as a download."
        )
    return found


def _reply(
    snapshot: Snapshot,
    asked: QueryRequest,
    answer: Answer,
    incoming: Incoming,
    about: Iterable[tuple[str, str]],
) -> Reply:
    etag = f'"{answer.digest.hex()[:32]}"'
    headers = [
        ("ETag", etag),
        ("Vary", "Accept, Accept-Encoding, Accept-Datetime"),
        ("Cache-Control", _cache_control(asked, answer)),
        ("Standoff-Snapshot", snapshot.version.id),
        *about,
        ("Link", '</.well-known/void>; rel="describedby"'),
    ]
    if answer.rows is not None:
        headers.append(("Standoff-Rows", str(answer.rows)))
    is_safe = incoming.method in ("GET", "HEAD", "QUERY")
    if is_safe and incoming.if_none_match and matches(incoming.if_none_match, etag):
        answer.close()
        return Reply("304 NOT MODIFIED", headers, [])
    digest = f"sha-256=:{base64.b64encode(answer.digest).decode()}:"
    headers += [
        ("Content-Type", _with_charset(answer.media_type)),
        ("Content-Length", str(answer.length)),
        ("Content-Digest", digest),
        ("Repr-Digest", digest),
    ]
    if answer.encoding:
        headers.append(("Content-Encoding", answer.encoding))
    if incoming.method == "HEAD":
        answer.close()
        return Reply("200 OK", headers, [])
    return Reply("200 OK", headers, _body(answer))


def _cache_control(asked: QueryRequest, answer: Answer) -> str:
    if answer.volatile:
        return "no-store"
    return IMMUTABLE if asked.snapshot else "no-cache"


def matches(if_none_match: str, etag: str) -> bool:
    """Tell whether a client has the answer of this tag, which a proxy may have weakened."""
    found = parse_etags(if_none_match)
    return found.star_tag or found.contains_weak(unquote_etag(etag)[0])


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _body(answer: Answer) -> Iterable[bytes]:
    return [answer.body] if answer.file is None else _Chunks(answer)


class _Chunks:
    """The bytes of a file, which is closed whether or not they are read to the end."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._place = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._answer.file is None or self._place >= self._answer.length:
            self.close()
            raise StopIteration
        chunk = os.pread(self._answer.file, CHUNK, self._place)
        self._place += len(chunk)
        return chunk

    def close(self) -> None:
        """Let go of the file."""
        self._answer.close()


def is_for_a_reader(incoming: Incoming, asked: QueryRequest) -> bool:
    """Tell whether a browser came here by GET: it wants HTML more than any of our formats."""
    if asked.formats or asked.default_graphs or asked.named_graphs or asked.snapshot:
        return False
    if incoming.method not in ("GET", "HEAD") or "html" not in (incoming.accept or ""):
        return False
    return choose(incoming.accept, [*OFFERED, "text/html"]) == "text/html"
