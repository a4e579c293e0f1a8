"""Every command that docs/new-article.md shows does what it says, one after the other."""

import re
import shlex
from pathlib import Path

import pytest

from kg.cli import run

PAGE = Path(__file__).parents[2] / "docs" / "new-article.md"
SHOWN = re.findall(r"^\$ standoff (.+?)(?:\s+#.*)?$", PAGE.read_text("utf-8"), re.MULTILINE)
TEXT = (
    "Talks went nowhere.\n\nRussia fears the new radar. "
    "On 15 June Putin said that Tokyo will buy it. Captain Ito denied this."
)


def test_each_command_is_run_in_the_order_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "strait.txt").write_text(TEXT, "utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "other.txt").write_text(TEXT, "utf-8")
    commands = [shlex.split(line) for line in SHOWN if line.startswith("article")]

    ends = {" ".join(command): run(command) for command in commands}

    # A draft that is not filled yet is what the last one is shown to find.
    assert ends.pop("article check strait") == 2
    assert set(ends.values()) == {0}
    assert len(commands) >= 11
    assert {path.name for path in (tmp_path / "drafts").iterdir()} == {"strait", "other"}
