"""What holds for every response, whatever was asked."""

import base64
import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from typing import Final
from xml.etree import ElementTree

import brotli

from tests.fuzz.exchange import Reply

SERVER_FAULTS: Final = frozenset({503, 504})
"""The two that are documented: a bound was passed, or the server has no room."""

STATUSES: Final = SERVER_FAULTS | frozenset(
    {200, 201, 204, 206, 303, 304, 308, 400, 401, 403, 404, 405, 406, 408, 409, 411, 412, 413, 414}
    | {415, 416, 417, 422, 429, 431}
)
SINGLE: Final = ("content-type", "content-length", "etag", "date", "standoff-snapshot", "location")

_ETAG = re.compile(r'(W/)?"[\x21\x23-\x7e]*"')
_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(; charset=utf-8)?")


def complaints(reply: Reply, *, within_s: float) -> Iterator[str]:
    """Say what is wrong with a response."""
    if reply.status not in STATUSES:
        yield f"the status is {reply.status}: {reply.body[:200]!r}"
    if reply.seconds > within_s:
        yield f"it took {reply.seconds:.1f} s"
    for name in SINGLE:
        if len(reply.all(name)) > 1:
            yield f"{name} is there {len(reply.all(name))} times"
    for name, value in reply.headers:
        if not value.isascii() and name not in ("allow",):
            yield f"{name} is not ASCII: {value[:100]!r}"
    if reply.get("etag") and not _ETAG.fullmatch(reply.get("etag")):
        yield f"the tag is {reply.get('etag')!r}"
    if b"Traceback (most recent" in reply.body:
        yield "a traceback is sent"
    yield from _of_errors(reply)
    yield from _of_body(reply)


def _of_errors(reply: Reply) -> Iterator[str]:
    if reply.status in (503, 504) and not reply.body and not reply.get("content-length"):
        yield "it does not say why"
    if reply.status == 429 and not reply.get("retry-after"):
        yield "it does not say when to come again"
    if reply.status == 405 and not reply.get("allow"):
        yield "it does not say which methods there are"
    if reply.status == 401 and not reply.get("www-authenticate"):
        yield "it does not say how to prove who one is"


def _of_body(reply: Reply) -> Iterator[str]:
    if not reply.body:
        return
    kind = reply.get("content-type")
    if not _TYPE.fullmatch(kind) and not kind.startswith("multipart/byteranges"):
        yield f"the content type is {kind!r}"
    if digest := reply.get("content-digest"):
        found = base64.b64encode(hashlib.sha256(reply.body).digest()).decode()
        if digest != f"sha-256=:{found}:":
            yield "the digest is another's"
    if reply.status == 206:
        return
    try:
        _read(_decoded(reply), kind.partition(";")[0])
    except (ValueError, ElementTree.ParseError, zlib.error, OSError) as error:
        yield f"the body is no {kind}: {error}"


def _decoded(reply: Reply) -> bytes:
    coding = reply.get("content-encoding")
    if coding == "gzip":
        return gzip.decompress(reply.body)
    if coding == "br":
        return bytes(brotli.decompress(reply.body))
    if coding:
        raise ValueError(f"an unknown coding {coding}")
    return reply.body


def _read(body: bytes, kind: str) -> None:
    text = body.decode("utf-8")
    if kind.endswith("json"):
        json.loads(text)
    elif kind.endswith("xml"):
        ElementTree.fromstring(body)  # noqa: S314 -- it is our own server's
