import logging
import subprocess
import sys
from collections.abc import Iterable

import pytest
from werkzeug.test import Client

from kg.errors import InputError
from server.exchange import Application, Environ, StartResponse
from server.late import Late


def hello(_: Environ, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [b"hello"]


def test_the_application_is_made_once_by_whoever_is_first():
    made = []

    def make() -> Application:
        made.append(1)
        return hello

    client = Client(Late(make))

    assert [client.get("/").text, client.get("/").text, made] == ["hello", "hello", [1]]


def test_where_it_cannot_be_made_each_request_is_told_and_a_later_one_tries_again(
    caplog: pytest.LogCaptureFixture,
):
    results = iter([InputError("no such question", fix="write one"), ValueError("ours"), hello])

    def make() -> Application:
        found = next(results)
        if isinstance(found, Exception):
            raise found
        return found

    application = Late(make)
    client = Client(application)
    found = client.get("/")
    head = client.head("/")

    assert (found.status_code, found.headers["Retry-After"]) == (503, "10")
    assert "the server's log says why" in found.text
    assert (head.status_code, head.text) == (503, "")
    assert [record.getMessage() for record in caplog.records] == [
        "the pages cannot be shown: no such question [fix: write one]"
    ]
    application._retry_at = 0.0
    assert client.get("/").status_code == 503
    assert (caplog.records[-1].levelno, caplog.records[-1].exc_info is None) == (
        logging.ERROR,
        False,
    )
    application._retry_at = 0.0
    assert client.get("/").text == "hello"


@pytest.mark.parametrize("module", ["kg.cli.serve", "server.core", "server.engine.broker"])
def test_what_a_server_waits_for_as_it_starts_imports_nothing_large(module: str):
    code = f"import sys, {module}; print(*sorted({{m.split('.')[0] for m in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    large = {"edtf", "flask", "jinja2", "owlready2", "pydantic", "rdflib", "rich", "yaml"}

    assert large & set(run.stdout.split()) == set()
