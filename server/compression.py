"""Compressing what Flask answers: pages and descriptions; query answers come compressed."""

import zlib
from functools import lru_cache
from typing import Final

import brotli
from flask import Response, request

from server.encoding import accepted_encodings
from server.engine.spool import MIN_COMPRESSED
from server.fault import RequestError

MAX_STATIC: Final = 1 << 20
"""Bytes of a static file that is compressed, once, and kept so."""

_KINDS: Final = ("text/", "application/")
_GZIP: Final = 16 + zlib.MAX_WBITS


def compress(response: Response) -> Response:
    """Code the body as the client asks; each coding has a tag of its own."""
    is_static = request.endpoint == "static" and (response.content_length or 0) <= MAX_STATIC
    if is_static and response.status_code == 200:
        response.direct_passthrough = False
    elif response.direct_passthrough or response.is_streamed or response.content_encoding:
        return response
    if response.status_code != 200 or not (response.mimetype or "").startswith(_KINDS):
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    try:
        encodings = accepted_encodings(request.headers.get("Accept-Encoding"))
    except RequestError:  # whoever takes no coding at all is better served by the bare page
        return response
    if encodings[0] == "identity" or len(body) < MIN_COMPRESSED:
        return response
    response.set_data((_coded_once if is_static else _coded)(body, encodings[0]))
    response.content_encoding = encodings[0]
    etag, is_weak = response.get_etag()
    if etag is not None:
        response.set_etag(f"{etag}-{encodings[0]}", weak=bool(is_weak))
        response.make_conditional(request)
    return response


def _coded(body: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(body, quality=4))
    compressor = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
    return compressor.compress(body) + compressor.flush()


_coded_once = lru_cache(maxsize=32)(_coded)
