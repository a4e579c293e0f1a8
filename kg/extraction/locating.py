"""Where words stand in a text, as a coding writes it down."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.extraction.yaml_edits import written
from kg.located_yaml import load_yaml
from kg.model.passages import MAX_SURFACE_WORDS, count_words
from kg.spans import digest, read_text


@dataclass(frozen=True)
class Located:
    """Words of a text, at half-open code points, and the sentence that they stand in."""

    sentence: str
    start: int
    end: int
    words: str

    @property
    def passage(self) -> str:
        """Return it as one of ``passages``, what only a person can say left empty."""
        return (
            f"- id: {self.sentence}a\n  start: {self.start}\n  end: {self.end}\n"
            f'  sha256: "{digest(self.words)}"\n  paraphrase:  # in our words'
        )

    @property
    def mention(self) -> str | None:
        """Return it as one of ``mentions``; None where it has more words than may be kept."""
        if count_words(self.words) > MAX_SURFACE_WORDS:
            return None
        return (
            f"- {{start: {self.start}, end: {self.end}, surface: {written(self.words)}, entity: }}"
        )


def locate(folder: Path, text_file: Path, first: str, last: str | None) -> list[Located]:
    """Find each place in a draft's text where these words stand, from ``first`` to ``last``.

    Only within a sentence: a passage that is wider is no clause.

    Raises:
        InputError: the text is not that of the draft, or the words are not in any sentence.

    """
    article = load_yaml(folder / "article.yaml").value
    held = article if isinstance(article, dict) else {}
    text = read_text(text_file)
    if digest(text) != held.get("sha256"):
        raise InputError(
            "this is not the text that the draft was made of",
            where=str(text_file),
            fix=f"give the one whose SHA-256 stands in {folder / 'article.yaml'}",
        )
    listed = held.get("sentences")
    sentences = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    found = list(_places(text, sentences, first, last))
    if not found:
        what = repr(first) if last is None else f"{first!r} … {last!r}"
        raise InputError(
            f"no sentence holds {what}",
            where=str(text_file),
            fix="write the words as they stand there, capitals and marks included",
        )
    return found


def _places(
    text: str, sentences: Sequence[Mapping[str, object]], first: str, last: str | None
) -> Iterator[Located]:
    for each in sentences:
        begin, stop = int(str(each["start"])), int(str(each["end"]))
        start = text.find(first, begin, stop)
        while start >= 0:
            end = start + len(first)
            if last is not None:
                closing = text.find(last, end, stop)
                end = closing + len(last) if closing >= 0 else -1
            if end >= 0:
                yield Located(str(each["id"]), start, end, text[start:end])
            start = text.find(first, start + 1, stop)
