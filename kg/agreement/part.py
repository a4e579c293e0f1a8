"""The part of a text that two codings are compared in."""

from dataclasses import dataclass

from kg.coded_article import CodedArticle
from kg.errors import InputError
from kg.model.reading import nearest


@dataclass(frozen=True)
class Part:
    """From one code point up to another."""

    start: int
    end: int

    def holds(self, start: int, end: int) -> bool:
        """Tell whether a stretch of the text lies in the part, all of it."""
        return self.start <= start and end <= self.end


def part_of(article: CodedArticle, sentences: str | None) -> Part:
    """Return the part from one sentence to another, written FIRST:LAST; if None, the whole text.

    Raises:
        InputError: there is no such sentence, or the last stands before the first.

    """
    if sentences is None:
        return Part(0, article.meta.length)
    places = {sentence.id: (sentence.start, sentence.end) for sentence in article.meta.sentences}
    first, _, last = sentences.partition(":")
    for name in (first, last or first):
        if name not in places:
            raise InputError(
                f"there is no sentence {name!r}",
                where=article.meta_file.where("sentences"),
                fix=nearest(name, list(places)),
            )
    start, end = places[first][0], places[last or first][1]
    if end <= start:
        raise InputError(f"{last} stands before {first}", fix=f"write {last}:{first}")
    return Part(start, end)
