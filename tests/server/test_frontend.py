"""Fetching the editor: once, whole or not at all, and nobody stumbles where that cannot be."""

import shutil
from pathlib import Path

import pytest

from server.frontend import build


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have the editor built here, with every registry out of reach."""
    monkeypatch.setattr(build, "EDITOR", tmp_path / "editor")
    nowhere = "http://127.0.0.1:9/"
    for name in ("NPM_CONFIG_REGISTRY", "PIP_INDEX_URL"):
        monkeypatch.setenv(name, nowhere)
    for name in ("NPM_CONFIG_FETCH_RETRIES", "PIP_RETRIES"):
        monkeypatch.setenv(name, "0")
    return tmp_path / "editor"


@pytest.mark.skipif(not shutil.which("npm"), reason="no npm on this machine")
def test_a_registry_out_of_reach_is_said_and_leaves_what_was_there(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    folder.mkdir()
    (folder / "yasqe.min.js").write_text("// an older one")

    assert build.main() == 0
    said = capsys.readouterr().err
    assert said.startswith("The query editor is left out: npm cannot fetch it (")
    assert said.endswith("/query has a plain form instead; the next `make run` tries again.\n")
    assert [file.name for file in folder.parent.iterdir()] == ["editor"]
    assert (folder / "yasqe.min.js").read_text() == "// an older one"


def test_without_nodejs_and_without_a_package_index_that_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("PATH", str(folder))

    assert build.main() == 0
    assert capsys.readouterr().err.startswith(
        "The query editor is left out: Node.js is not here and cannot be fetched ("
    )


def test_only_one_made_to_its_end_of_these_very_sources_counts_as_made(folder: Path):
    folder.mkdir()
    found = [build.is_made("key")]
    (folder / ".made-from").write_text("other key")
    found.append(build.is_made("key"))
    (folder / ".made-from").write_text("key")
    found.append(build.is_made("key"))

    assert found == [False, False, True]
