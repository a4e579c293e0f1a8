"""Words, as text is indexed and asked for: folded, and each sign of Chinese or Japanese its own.

Scripts that put no space between words have each sign indexed as a word, and a run of them asked
for as a phrase: so two signs are found, and one, where trigrams want three. Index and question
are split here and nowhere else; SQLite only sees words with spaces between them.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final

_CJK: Final = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u30ff\u3130-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD: Final = re.compile(rf"[{_CJK}]|(?:(?![{_CJK}])[^\W_][\u0300-\u036f]*)+")
_SIGN: Final = re.compile(rf"[{_CJK}]")
_ACCENTS: Final = re.compile("[\u0300-\u036f]")
_MARKS: Final = str.maketrans(
    "",
    "",
    "\u00ad\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff",
)
"""What is not seen, and would split a word: soft hyphens and marks of direction."""


@dataclass(frozen=True)
class Word:
    """A word as it is indexed, and where it stands in its text."""

    text: str
    start: int
    end: int

    @property
    def is_sign(self) -> bool:
        """Tell whether it is one sign of a script that has no spaces."""
        return _SIGN.fullmatch(self.text[:1]) is not None


def words(text: str) -> Iterator[Word]:
    """Yield the words of a text.

    >>> [word.text for word in words("Ёлка, Cafés 北方")]
    ['елка', 'cafes', '北', '方']
    """
    for match in _WORD.finditer(text):
        for folded in _folded(match[0]):
            yield Word(folded, match.start(), match.end())


@lru_cache(maxsize=1 << 14)
def _folded(text: str) -> tuple[str, ...]:
    """Fold a word, which may come to be several: ㍿ stands for four signs."""
    return tuple(_WORD.findall(fold(text)))


def fold(text: str) -> str:
    """Leave out what people leave out: capitals, accents, the width of letters."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    composed = unicodedata.normalize("NFKC", bare).casefold()
    return "".join(sign for sign in composed if sign.isalnum())


def indexed(text: str) -> str:
    """Return a text as the index takes it: its words with spaces between them."""
    return " ".join(chain.from_iterable(map(_folded, _WORD.findall(visible(text)))))


def visible(text: str) -> str:
    """Leave out the signs that nobody sees."""
    return text.translate(_MARKS)


@dataclass(frozen=True)
class Asked:
    """What is searched for: phrases, all of which must be there.

    A word of two letters or more may go on: it finds those that begin so.
    """

    phrases: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, query: str) -> "Asked":
        """Read a query: words, and what quotes hold together; nothing in it is an operator."""
        found: list[tuple[str, ...]] = []
        for number, part in enumerate(re.split('["“”„«»「」]', visible(query))):
            if number % 2:
                found.append(tuple(word.text for word in words(part)))
            else:
                found += _runs(part)
        return cls(tuple(dict.fromkeys(filter(None, found))))

    def expression(self) -> str:
        """Write it as FTS5 reads it: quoted strings alone."""
        return " AND ".join(
            f'"{" ".join(phrase)}"{"*" if _goes_on(phrase) else ""}' for phrase in self.phrases
        )

    def covered(self, text: str) -> int:
        """Return how many of the phrases a text has."""
        found = list(words(text))
        return sum(any(_starts(phrase, found)) for phrase in self.phrases)

    def places(self, text: str) -> list[tuple[int, int]]:
        """Return where it stands in a text, from the first place on, none overlapping."""
        found = list(words(text))
        marked = [False] * len(found)
        for phrase in self.phrases:
            for start, starts in enumerate(_starts(phrase, found)):
                if starts:
                    marked[start : start + len(phrase)] = [True] * len(phrase)
        return _joined([word for word, is_marked in zip(found, marked, strict=True) if is_marked])


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """Yield each word of letters, and each run of signs."""
    run: list[Word] = []
    for word in words(text):
        if run and not (word.is_sign and run[-1].end == word.start):
            yield tuple(part.text for part in run)
            run = []
        if word.is_sign:
            run.append(word)
        else:
            yield (word.text,)
    yield tuple(part.text for part in run)


def _goes_on(phrase: Sequence[str]) -> bool:
    return len(phrase) == 1 and len(phrase[0]) > 1 and not _SIGN.match(phrase[0])


def _starts(phrase: Sequence[str], found: Sequence[Word]) -> Iterator[bool]:
    """Tell of each place whether the phrase stands there."""
    for start in range(len(found) - len(phrase) + 1):
        yield _matches(phrase, found[start : start + len(phrase)])


def _matches(phrase: Sequence[str], found: Sequence[Word]) -> bool:
    if _goes_on(phrase):
        return found[0].text.startswith(phrase[0])
    return all(word.text == wanted for word, wanted in zip(found, phrase, strict=True))


def _joined(found: Sequence[Word]) -> list[tuple[int, int]]:
    """Join words that touch each other: one mark for a run of signs."""
    places = list(dict.fromkeys((word.start, word.end) for word in found))
    joins = [one[1] == other[0] for one, other in pairwise(places)]
    joined: list[tuple[int, int]] = []
    for place, touches in zip(places, [False, *joins], strict=False):
        if touches:
            joined[-1] = (joined[-1][0], place[1])
        else:
            joined.append(place)
    return joined
