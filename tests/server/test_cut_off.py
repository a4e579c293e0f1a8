"""A body that is cut off is refused: the beginning of a change is another change."""

import io
import socket
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote_plus, urlsplit

import pytest

from server.fault import RequestError
from server.intake import Intake
from tests.server.raw import FORM, ask, send
from tests.server.served import served

TOKEN = "a-token-for-tests-only"  # noqa: S105 -- made up
UPDATE = "DELETE { ?s ?p ?o } INSERT { ?s ?p 'changed' } WHERE { ?s ?p ?o } ;"
TURTLE = "<x:a> <x:p> <x:other> ."
FORM_DATA = (
    "--x\r\nContent-Disposition: form-data; name=a; filename=a\r\nContent-Type: text/turtle\r\n\r\n"
    f"{TURTLE}\r\n--x--\r\n"
)
CHANGES = {
    "an update": ("POST", "/sparql", "application/sparql-update", UPDATE),
    "an update in a form": ("POST", "/sparql", FORM, f"update={quote_plus(UPDATE)}"),
    "a graph": ("PUT", "/store?default", "text/turtle", TURTLE),
    "more of a graph": ("POST", "/store?default", "text/turtle", TURTLE),
    "files": ("POST", "/store?default", "multipart/form-data; boundary=x", FORM_DATA),
}

MADE = {
    "an update": ["changed"],
    "an update in a form": ["changed"],
    "a graph": ["x:other"],
    "more of a graph": ["x:o", "x:other"],
    "files": ["x:o", "x:other"],
}
"""The objects in the graph after each change."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("cut-off")
    (folder / "token").write_text(TOKEN)
    options = ("--data", "--writable", "--token-file", str(folder / "token"), "--workers", "1")
    with served(folder / "root", *options) as server:
        yield server.address


@pytest.fixture
def filled(address: str) -> str:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "text/turtle"}
    body = b"<x:a> <x:p> <x:o> ."
    assert send(address, "PUT", "/store?default", headers=headers, body=body).status in (201, 204)
    return address


def sent(address: str, change: str, framing: Callable[[bytes], tuple[str, bytes]]) -> bytes:
    """Send a change in this framing, and end there if it is short; return what is answered."""
    method, path, kind, text = CHANGES[change]
    header, body = framing(text.encode())
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {TOKEN}\r\n"
        f"Content-Type: {kind}\r\nConnection: close\r\n{header}\r\n\r\n"
    )
    host, port = urlsplit(address).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=20) as sock:
        sock.sendall(head.encode() + body)
        if framing in (short, in_chunks_without_the_last):
            sock.shutdown(socket.SHUT_WR)
        got = b""
        while more := sock.recv(1 << 16):
            got += more
    return got


def short(body: bytes) -> tuple[str, bytes]:
    return f"Content-Length: {len(body) + 1}", body


def whole(body: bytes) -> tuple[str, bytes]:
    return f"Content-Length: {len(body)}", body


def in_chunks(body: bytes) -> tuple[str, bytes]:
    return "Transfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)


def in_chunks_without_the_last(body: bytes) -> tuple[str, bytes]:
    return "Transfer-Encoding: chunked", b"%x\r\n%s\r\n" % (len(body), body)


def values(address: str) -> list[str]:
    rows = ask(address, "SELECT ?o { ?s ?p ?o } ORDER BY ?o", "text/csv").text
    return rows.split("\r\n")[1:-1]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_is_cut_off_changes_nothing(filled: str, change: str):
    answer = sent(filled, change, short)

    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b" bytes that its Content-Length announces; send it whole." in answer
    assert values(filled) == ["x:o"]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_comes_whole_is_made(filled: str, change: str):
    answer = sent(filled, change, whole)

    assert answer.startswith(b"HTTP/1.1 204 ")
    assert values(filled) == MADE[change]


@pytest.mark.parametrize("framing", [in_chunks, in_chunks_without_the_last])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_whose_length_nobody_says_changes_nothing(
    filled: str, change: str, framing: Callable[[bytes], tuple[str, bytes]]
):
    answer = sent(filled, change, framing)

    assert answer.startswith(b"HTTP/1.1 411 ")
    assert b"Say how long the body is, by Content-Length" in answer
    assert values(filled) == ["x:o"]


def test_a_query_that_is_cut_off_is_no_query(filled: str):
    body = b"SELECT * { ?s ?p ?o }"
    head = (
        "POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
        f"Connection: close\r\nContent-Length: {len(body) + 1}\r\n\r\n"
    )
    host, port = urlsplit(filled).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=20) as sock:
        sock.sendall(head.encode() + body)
        sock.shutdown(socket.SHUT_WR)
        answer = sock.recv(1 << 16)

    assert answer.startswith(b"HTTP/1.1 400 ")


READERS: dict[str, Callable[[Any], Iterable[bytes]]] = {
    "all": lambda body: [body.read()],
    "piece by piece": lambda body: iter(lambda: body.read(3), b""),
    "line by line": lambda body: iter(body.readline, b""),
    "lines": lambda body: body.readlines(),
    "as it goes": iter,
}


@pytest.mark.parametrize("how", READERS)
@pytest.mark.parametrize("missing", [0, 1])
def test_however_it_is_read_a_body_is_whole_or_a_fault(how: str, missing: int):
    text = b"one\ntwo\nthree"

    def application(environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        return READERS[how](environ["wsgi.input"])

    length = str(len(text) + missing)
    environ = {"CONTENT_LENGTH": length, "wsgi.input": io.BytesIO(text)}

    if not missing:
        assert b"".join(Intake(application)(environ, print)) == text
        return
    with pytest.raises(RequestError, match="after 13 of the 14 bytes") as caught:
        list(Intake(application)(environ, print))
    assert caught.value.status == 400


def test_a_body_in_pieces_of_nothing_is_not_at_its_end():
    body = io.BytesIO(b"one")
    environ = {"CONTENT_LENGTH": "3", "wsgi.input": body}

    def application(environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        return [environ["wsgi.input"].read(0), environ["wsgi.input"].readline(0)]

    assert list(Intake(application)(environ, print)) == [b"", b""]
