"""No sentence of an article enters the project: no run of seven of its words stands in any file."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.texts import article_texts

ROOT = Path(__file__).parents[1]
RUN = 7  # words


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def project_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_runs_are_seen_across_punctuation_and_case() -> None:
    assert runs("One two, three four; five six SEVEN eight") == {
        ("one", "two", "three", "four", "five", "six", "seven"),
        ("two", "three", "four", "five", "six", "seven", "eight"),
    }


def test_no_file_of_the_project_quotes_an_article() -> None:
    texts = article_texts()
    if not texts:
        pytest.skip("no article text at hand: set STANDOFF_TEXT to a folder of texts")
    forbidden = set().union(*map(runs, texts.values()))
    quoted = {
        str(file.relative_to(ROOT)): sorted(found)[0]
        for file in project_files()
        if (found := runs(file.read_text(encoding="utf-8", errors="ignore")) & forbidden)
    }

    assert quoted == {}
