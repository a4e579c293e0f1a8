"""The article of a draft, ``article.yaml``, which a person may not have filled yet."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.located_yaml import load_yaml


@dataclass(frozen=True)
class DraftSentence:
    """A sentence, heading, caption or credit: code points, half-open."""

    id: str
    start: int
    end: int
    is_paratext: bool


@dataclass(frozen=True)
class DraftArticle:
    """What is read of an article before it is whole; what is missing is empty."""

    sentences: tuple[DraftSentence, ...]
    author: str
    publisher: str
    title: str
    language: str
    sha256: str

    def sentence_at(self, offset: int) -> DraftSentence | None:
        """Return the sentence that has this code point."""
        place = bisect_right(self._starts, offset) - 1
        found = self._ordered[place] if place >= 0 else None
        return found if found and offset < found.end else None

    @cached_property
    def _ordered(self) -> list[DraftSentence]:
        return sorted(self.sentences, key=lambda each: each.start)

    @cached_property
    def _starts(self) -> list[int]:
        return [each.start for each in self._ordered]


def read_draft_article(folder: Path) -> DraftArticle:
    """Read a draft's article.

    Raises:
        InputError: the file cannot be read or is not YAML of our subset.

    """
    held = load_yaml(folder / "article.yaml").value
    found = held if isinstance(held, dict) else {}
    listed = found.get("sentences")
    sentences = (
        [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    )
    return DraftArticle(
        tuple(
            DraftSentence(
                str(each.get("id", "")),
                int(str(each.get("start", 0))),
                int(str(each.get("end", 0))),
                bool(each.get("paratext")),
            )
            for each in sentences
        ),
        *(
            str(found.get(key, ""))
            for key in ("author", "publisher", "title", "language", "sha256")
        ),
    )
