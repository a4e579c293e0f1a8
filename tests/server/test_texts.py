from pathlib import Path

import pytest

from kg.errors import InputError
from server.texts import read_files


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
