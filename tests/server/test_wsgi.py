import threading
from pathlib import Path

import pytest
from werkzeug.test import Client

from kg.errors import InputError
from server.nudge import PATH
from server.wsgi import app, read_files


def test_texts_are_read_as_they_are_by_slug(tmp_path: Path):
    (tmp_path / "one.txt").write_bytes("é\r\n".encode())
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "text.txt").write_bytes("港".encode())

    assert read_files(tmp_path) == {"one": "é\r\n", "two": "港"}
    assert read_files(tmp_path / "one.txt") == {"one": "é\r\n"}


def test_a_folder_without_texts_is_an_error_that_names_it(tmp_path: Path):
    with pytest.raises(InputError) as caught:
        read_files(tmp_path)

    assert (caught.value.where, caught.value.cause) == (
        str(tmp_path),
        "there is no <slug>.txt and no <slug>/text.txt in it",
    )


def test_a_text_that_is_not_utf_8_is_an_error(tmp_path: Path):
    (tmp_path / "one.txt").write_bytes(b"\xff")

    with pytest.raises(InputError, match="no text can be read here"):
        read_files(tmp_path)


def test_the_application_is_nudged_where_a_request_takes_long():
    found = Client(app).get(PATH)

    assert (found.status_code, len(found.text)) == (200, 32)
    assert "nudge" in {thread.name for thread in threading.enumerate()}


def test_pages_come_behind_what_answers_queries():
    assert Client(app).get("/livez").json == {"status": "alive"}
