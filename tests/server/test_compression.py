"""Pages and descriptions, compressed: what the client asks for, and a tag of its own for each."""

import zlib
from pathlib import Path

import brotli
import pytest

from tests.server.conftest import MakeApp

VOID = "/.well-known/void"


@pytest.mark.parametrize("path", [VOID, "/sparql", "/static/style.css"])
def test_whoever_has_the_compressed_document_is_told_so_by_any_server(
    path: str, build_root: Path, make_app: MakeApp
):
    coded = {"Accept-Encoding": "br"}
    first = make_app(build_root).test_client().get(path, headers=coded)
    tag = first.headers["ETag"]
    other = make_app(build_root).test_client()  # it has no answer to repeat yet
    again = other.get(path, headers={**coded, "If-None-Match": tag})
    bare = other.get(path, headers={"If-None-Match": tag})

    assert (first.status_code, first.headers["Content-Encoding"]) == (200, "br")
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert (bare.status_code, bare.data) == (200, brotli.decompress(first.data))
    assert bare.headers["ETag"] != tag


@pytest.mark.parametrize("path", ["/", VOID, "/static/style.css"])
def test_every_coding_holds_the_same_document(path: str, build_root: Path, make_app: MakeApp):
    client = make_app(build_root).test_client()
    bare, gzip, br = (
        client.get(path, headers={"Accept-Encoding": name}) for name in ("identity", "gzip", "br")
    )

    assert [r.headers.get("Content-Encoding") for r in (bare, gzip, br)] == [None, "gzip", "br"]
    assert all("Accept-Encoding" in r.headers["Vary"] for r in (bare, gzip, br))
    assert zlib.decompress(gzip.data, 16 + zlib.MAX_WBITS) == bare.data
    assert brotli.decompress(br.data) == bare.data
