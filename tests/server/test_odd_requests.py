"""Requests that the server once failed at, each found by fuzzing."""

import io
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import create_environ, run_wsgi_app

from kg.ingest import ingest
from server import intake
from server.cache import BoundedCache, size_of
from server.fault import RequestError
from server.intake import Intake
from server.keywords import MAX_PROLOGUE, query_form
from server.negotiation import choose
from server.protocol import Incoming, is_host

ASK = f"/sparql?query={quote('ASK {}')}"
TOKEN = "only-for-this-test"  # noqa: S105 -- and for no other


def test_a_date_beyond_the_calendar_is_no_date(client: FlaskClient):
    date = "Fri, 31 Dec 9999 23:59:59 -2359"

    answer = client.get(ASK, headers={"Accept-Datetime": date})

    assert answer.status_code == 400
    assert answer.text.startswith(f"400 Bad Request\nAccept-Datetime is {date!r}")


@pytest.mark.parametrize(
    "host", ["%zz", "[::::]", "a b", "x:", "", "a@b", "é", "x:123456", "a" * 64, "a..b"]
)
@pytest.mark.parametrize("path", ["/sparql", "/snapshots", "/", ASK, "/.well-known/void"])
def test_what_is_no_host_is_not_answered_with(app: Flask, host: str, path: str):
    # The test client itself fails at such a host.
    environ = {**create_environ(path, headers={"Accept": "*/*"}), "HTTP_HOST": host}
    _, status, headers = run_wsgi_app(app, environ)

    assert status == "200 OK"
    assert not host or host not in str(headers)


@pytest.mark.parametrize("host", ["a", "a:1", "127.0.0.1:8080", "[::1]", "[::1]:80", "a_b.example"])
def test_a_host_may_have_a_port_and_be_an_address(host: str):
    assert is_host(host)


def test_an_iri_with_a_host_that_python_refuses_is_shown(client: FlaskClient):
    query = "SELECT (<http://a／b> AS ?x) (<JAVASCRIPT:alert(1)> AS ?y) {}"

    answer = client.get(f"/query?query={quote(query)}")

    assert answer.status_code == 200
    assert 'href="http://a／b"' in answer.text
    assert 'href="JAVASCRIPT' not in answer.text


def test_an_address_keeps_the_letters_of_its_path():
    # As WSGI has it: the bytes of the path, each as a character.
    path = "/store/é港".encode().decode("latin-1")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "wsgi.url_scheme": "http",
        "HTTP_HOST": "a",
    }

    assert Incoming.of(environ).address == "http://a/store/%C3%A9%E6%B8%AF"


@pytest.mark.parametrize("refusal", ["*;q=0", "identity;q=0, br;q=0, gzip;q=0"])
@pytest.mark.parametrize("path", ["/", "/snapshots", "/sparql", "/.well-known/void"])
def test_a_page_comes_bare_to_whoever_takes_no_coding(client: FlaskClient, path: str, refusal: str):
    answer = client.get(path, headers={"Accept-Encoding": refusal})

    assert (answer.status_code, answer.content_encoding) == (200, None)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("ASK {}", "application/sparql-results+json"),
        ("SELECT * {}", "application/sparql-results+json"),
        ("DESCRIBE <x:a>", "text/turtle"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle"),
    ],
)
def test_the_form_of_a_query_is_known_behind_words_that_hide_it(
    client: FlaskClient, query: str, kind: str
):
    # A prefix too long to be read as one token: its parts look like the query's first words.
    text = f"PREFIX a{'-' * 300}with: <x:> {query}"

    assert client.get(f"/sparql?query={quote(text)}").mimetype == kind


def test_conditions_on_a_large_graph_leave_no_file_open(tmp_path: Path, make_app: Callable):
    data, token = tmp_path / "data.nt", tmp_path / "token"
    data.write_text("".join(f'<x:{n}> <x:p> "{"a" * 100}" .\n' for n in range(45_000)))
    token.write_text(TOKEN)
    ingest([data], tmp_path / "build")
    # Held on disk: else a file of ours, too, would be as large.
    app: Flask = make_app(tmp_path / "build", token_file=token, store_memory=1)
    headers = {"Authorization": f"Bearer {TOKEN}", "If-Match": '"x"'}

    def put() -> int:
        return app.test_client().put("/store?default", data="", headers=headers).status_code

    def spooled() -> int:
        """Count the open files that have no name and are as large as the answer."""
        found = 0
        for file in Path("/proc/self/fd").iterdir():
            with suppress(FileNotFoundError):
                name = str(file.readlink())
                found += name.endswith("(deleted)") and file.stat().st_size > 1 << 22
        return found

    assert put() == 412
    before = spooled()  # the answer is kept for whoever asks again
    assert [put() for _ in range(3)] == [412] * 3
    assert spooled() == before


def test_what_is_read_of_a_request_at_once_has_an_end():
    ranges = ", ".join(f"a/b{n}" for n in range(10_000))
    symbols = "(" * MAX_PROLOGUE

    assert choose(f"text/csv, {ranges}", ["text/csv"]) == "text/csv"
    assert choose(f"{ranges}, text/csv", ["text/csv"]) is None
    assert query_form(f"{symbols[1:]} ASK") == "ASK"
    assert query_form(f"{symbols} ASK") == ""


def test_what_is_kept_counts_with_its_key():
    cache: BoundedCache[tuple[str, ...], bytes] = BoundedCache(1 << 20)
    for n in range(100):
        key = (str(n), "x" * 50_000)
        cache.put(key, b"", size_of(key))

    assert sum(cache.get((str(n), "x" * 50_000)) is not None for n in range(100)) == 20


@pytest.mark.parametrize(("in_all", "of_one", "refused"), [(1, 9, {"a", "b"}), (9, 1, {"a"})])
def test_no_more_bodies_are_awaited_than_there_is_room_for(
    monkeypatch: pytest.MonkeyPatch, in_all: int, of_one: int, refused: set[str]
):
    monkeypatch.setattr(intake, "BODIES", in_all)
    monkeypatch.setattr(intake, "PER_CLIENT", of_one)
    comes, is_awaited = threading.Event(), threading.Event()

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            is_awaited.set()
            comes.wait(20)
            return super().read(size)

    def application(environ: dict[str, Any], _start: Callable[..., Any]) -> Iterable[bytes]:
        return [environ["wsgi.input"].read()]

    taking = Intake(application)

    def ask(client: str, body: io.BytesIO) -> list[bytes]:
        return list(taking({"REMOTE_ADDR": client, "wsgi.input": body}, print))

    def tried(client: str) -> object:
        try:
            return ask(client, io.BytesIO(b"y"))
        except RequestError as fault:
            return fault.status, fault.bound, fault.headers

    slow = threading.Thread(target=ask, args=("a", Slow(b"x")))
    slow.start()
    assert is_awaited.wait(20)
    outcomes = {client: tried(client) for client in ("a", "b")}
    comes.set()
    slow.join(20)

    refusal = (503, "bodies", {"Retry-After": "5"})
    assert outcomes == {c: refusal if c in refused else [b"y"] for c in ("a", "b")}
    assert ask("a", io.BytesIO(b"z")) == [b"z"]
