"""A draft of a made-up text, made once; its names stand beyond U+FFFF, and one tag is hostile."""

import shutil
from pathlib import Path

import pytest
import yaml

from kg.cli import run
from tests.server.chromium import browser as browser

TEXT = (
    "🛰🛰 Talks in the strait\n\n"
    "Russia fears the new radar. 𝕏 wrote on 15 June that Tokyo will buy it. "
    "Captain Ito denied this.\n\n"
    "<script>document.title='owned'</script> said the \u202eReuters\u202c desk."
)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    text = folder / "strait.txt"
    text.write_bytes(TEXT.encode())
    options = ("--output", str(folder), "--published", "2017-07-10", "--no-ner")
    assert run(["article", "new", str(text), *options]) == 0
    return folder / "strait"


@pytest.fixture
def draft(made: Path, tmp_path: Path) -> Path:
    (tmp_path / "strait.txt").write_bytes(TEXT.encode())
    return Path(shutil.copytree(made, tmp_path / "strait"))


def held(draft: Path) -> dict[str, dict[str, object]]:
    """Return every candidate by its id."""
    file = yaml.safe_load((draft / "candidates.yaml").read_text("utf-8"))
    every = [each for kind in ("mentions", "dates", "claims") for each in file[kind]]
    return {str(each["id"]): each for each in every}


def changed_lines(before: str, after: str) -> list[str]:
    """Return the lines that a change took out and put in."""
    old, new = before.splitlines(), after.splitlines()
    return [f"-{line}" for line in old if line not in new] + [
        f"+{line}" for line in new if line not in old
    ]
