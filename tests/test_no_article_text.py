"""No sentence of an article enters the project: of what it says, only names and short phrases do.

No run of seven of its words stands in any file. A run of five stands only within what the coding
keeps of the words, six at most (surfaces of mentions and of damaged words, cues), and in names.
"""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.texts import article_texts

ROOT = Path(__file__).parents[1]
RUN: Final = 7
KEPT_RUN: Final = 5
KEPT: Final = {"surface", "cue", "speaker_words", "title"}
NAMES: Final = {"labels", "alt", "names"}
OTHER_NAMES: Final = ("U.S. Indo-Pacific Command",)


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def project_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def values(node: Any, keys: set[str], *, inside: bool = False) -> Iterator[str]:
    """Yield the texts that stand under one of the keys, at any depth."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from values(value, keys, inside=inside or key in keys)
    elif isinstance(node, list):
        for value in node:
            yield from values(value, keys, inside=inside)
    elif isinstance(node, str) and inside:
        yield node


def kept_runs() -> set[tuple[str, ...]]:
    """Return the runs of five words that stand within what may be kept."""
    coded = [*(ROOT / "kg/articles").glob("*/*.yaml")]
    defined = [*(ROOT / "kg/entities").glob("*.yaml")]
    kept = [
        *OTHER_NAMES,
        *(text for file in coded for text in values(_read(file), KEPT)),
        *(text for file in defined for text in values(_read(file), NAMES)),
    ]
    return set().union(*(runs(text, KEPT_RUN) for text in kept))


def _read(file: Path) -> Any:
    return yaml.load(file.read_text("utf-8"), Loader=yaml.CSafeLoader)


def quoted(length: int, kept: set[tuple[str, ...]]) -> dict[str, list[str]]:
    """Return the runs of so many words that files share with an article, but for those kept."""
    texts = article_texts()
    if not texts:
        pytest.skip("no article text at hand: set STANDOFF_TEXT to a folder of texts")
    forbidden = set().union(*(runs(text, length) for text in texts.values())) - kept
    return {
        str(file.relative_to(ROOT)): sorted(" ".join(run) for run in found)
        for file in project_files()
        if (found := runs(file.read_text(encoding="utf-8", errors="ignore"), length) & forbidden)
    }


def test_runs_are_seen_across_punctuation_and_case() -> None:
    assert runs("One two, three four; five six SEVEN eight", RUN) == {
        ("one", "two", "three", "four", "five", "six", "seven"),
        ("two", "three", "four", "five", "six", "seven", "eight"),
    }


def test_what_may_be_kept_is_read_at_any_depth() -> None:
    node = {"a": [{"surface": "x", "note": "y"}], "labels": {"en": "z", "alt": ["w"]}}

    assert list(values(node, KEPT | NAMES)) == ["x", "z", "w"]


def test_no_file_of_the_project_quotes_an_article() -> None:
    assert quoted(RUN, set()) == {}


def test_five_words_in_a_row_are_a_name_or_what_the_coding_keeps() -> None:
    assert quoted(KEPT_RUN, kept_runs()) == {}
