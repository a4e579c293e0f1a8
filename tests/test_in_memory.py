"""Tests write in memory where there is room, and elsewhere where there is none, or where told."""

import os
from pathlib import Path

import pytest

from tests import in_memory


@pytest.mark.parametrize(("room", "wanted"), [(0, True), (1 << 60, False)])
def test_it_takes_room(room: int, wanted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(in_memory, "ROOM_BYTES", room)

    assert in_memory.has_room(tmp_path) is wanted
    assert not in_memory.has_room(tmp_path / "nowhere")


def test_whoever_says_where_is_heard(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(in_memory, "has_room", lambda _folder: True)
    monkeypatch.setenv(in_memory.ROOT, "elsewhere")
    in_memory.pytest_configure()
    assert os.environ[in_memory.ROOT] == "elsewhere"

    monkeypatch.delenv(in_memory.ROOT)
    in_memory.pytest_configure()
    assert os.environ[in_memory.ROOT] == str(in_memory.FOLDER)
