import logging
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.engine.engine import Engine
from server.errors import RequestError
from tests.server.conftest import MakeApp


def test_a_fault_of_ours_is_500_logged_and_not_blamed_on_the_client(
    build_root: Path,
    make_app: MakeApp,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
):
    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError("the disk of /secret is gone")

    monkeypatch.setattr(Engine, "ask", fail)
    client = make_app(build_root).test_client()

    with caplog.at_level(logging.ERROR):
        answer = client.get("/sparql?query=ASK%7B%7D")

    assert (answer.status_code, answer.text) == (
        500,
        "500 Internal Server Error\n"
        "The server failed at this request; the fault is ours and has been logged.\n",
    )
    [record] = caplog.records
    assert record.getMessage() == "GET /sparql failed"
    assert record.exc_info is not None
    assert str(record.exc_info[1]) == "the disk of /secret is gone"


def test_the_caret_stands_under_its_column_and_keeps_tabs():
    fault = RequestError(400, "no", line=1, column=5, source="\tab\tcd")

    assert fault.caret == "\t  \t^"


def test_every_error_may_be_read_from_another_site(client: FlaskClient):
    assert client.get("/nope").headers["Access-Control-Allow-Origin"] == "*"
