"""The names of all entities, found in a text at once."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import ahocorasick

from kg.extraction.folding import fold, is_katakana, is_spaceless, is_word
from kg.model.entities import Entity

_PARENTHESIS: Final = re.compile(r"\s*[(（][^)）]*[)）]$")
_ARTICLE: Final = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_ACRONYM: Final = re.compile(r"(?:[A-ZА-ЯЁ]\.?\s?){2,5}(?<!\s)")
_COMPASS: Final = re.compile(
    r"(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west|central|inner)"
    r"(?:ern)?\s+",
    re.IGNORECASE,
)
MAX_ACRONYM: Final = 4
"""An acronym of so many letters may be a word in lower case ("us"), and is held to its case."""


@dataclass(frozen=True)
class Name:
    """A name of an entity, and the designation that it is, where it carries stance."""

    text: str
    entity: str
    designation: str = ""


@dataclass(frozen=True)
class Found:
    """A name that stands in a text, at half-open code points: whatever it may name."""

    start: int
    end: int
    names: tuple[Name, ...]


def names_of(entities: Iterable[Entity]) -> Iterator[Name]:
    """Yield every label, alternative label and designation, without article or parenthesis."""
    for entity in entities:
        labels, alt = entity.labels, entity.alt
        plain = [labels.en, labels.ru, labels.ja, *alt.en, *alt.ru, *alt.ja]
        for text in dict.fromkeys(map(_bare, plain)):
            yield Name(text, entity.id)
        for one in entity.designations:
            for text in dict.fromkeys((one.text.en, one.text.ru, one.text.ja)):
                yield Name(text, entity.id, one.id)


def _bare(label: str) -> str:
    return _ARTICLE.sub("", _PARENTHESIS.sub("", label), count=1) or label


class Gazetteer:
    """Finds names: whole words, in any case that a name may have, the longest at each place."""

    def __init__(self, names: Iterable[Name]) -> None:
        by_text: dict[str, list[Name]] = defaultdict(list)
        for name in names:
            for form in _forms(name.text):
                by_text[fold(form)].append(Name(form, name.entity, name.designation))
        self._automaton = ahocorasick.Automaton()
        for text, same in by_text.items():
            self._automaton.add_word(text, tuple(same))
        if by_text:
            self._automaton.make_automaton()

    def find(self, text: str) -> list[Found]:
        """Return the names in order of place, those inside a longer one that name another thing."""
        found = sorted(self._all(text), key=lambda each: (each.start, -each.end))
        kept: list[Found] = []
        for each in found:
            around = [k for k in kept if k.start <= each.start and each.end <= k.end]
            if not any(_says_nothing(each, outer, text) for outer in around):
                kept.append(each)
        return kept

    def _all(self, text: str) -> Iterator[Found]:
        if not len(self._automaton):
            return
        for last, names in self._automaton.iter(fold(text)):
            end = last + 1
            start = end - len(names[0].text)
            if not _bounded(text, start, end):
                continue
            fitting = tuple(name for name in names if _case_fits(name.text, text[start:end]))
            if fitting:
                yield Found(start, end, fitting)


def _says_nothing(inner: Found, outer: Found, text: str) -> bool:
    """Tell whether a name inside another is of the same thing, or a common noun that is part of it.

    "RIA Novosti" holds no other mention of RIA, and "missile defence system" none of missile
    defence; "Embassy of Russia" does hold one of Russia. "East Asia" is another region than Asia.
    """
    if {name.entity for name in inner.names} & {name.entity for name in outer.names}:
        return True
    if inner.end == outer.end and _COMPASS.fullmatch(text[outer.start : inner.start]):
        return True
    return not any(letter.isupper() for letter in text[inner.start : inner.end])


def _forms(name: str) -> Iterator[str]:
    """Yield a name as written, without its place ("Russian Embassy"), in the plural, as U. S."""
    yield name
    head, placed, _ = name.partition(" in ")
    if placed and head.count(" ") and head[0].isupper():
        yield head
    if _ACRONYM.fullmatch(name) and "." in name:
        letters = [letter for letter in name if letter.isalpha()]
        yield " ".join(f"{letter}." for letter in letters)
    if name.endswith(("man", "men")) or not name[-1].isalpha():
        return
    words = name.split()
    if len(words) > 1 and words[-1].islower() and not words[-1].endswith("s"):
        yield f"{name}s"


def _bounded(text: str, start: int, end: int) -> bool:
    if is_spaceless(text[start]):
        before, after = text[start - 1 : start], text[end : end + 1]
        # A run of katakana is one word; kanji before or after may well be another.
        return not (
            (is_katakana(text[start]) and before and is_katakana(before))
            or (is_katakana(text[end - 1]) and after and is_katakana(after))
        )
    if text[end - 1] == "." and not is_word(text, end - 2):
        return False
    return not is_word(text, start - 1) and not (is_word(text, end) and is_word(text, end - 1))


def _case_fits(name: str, surface: str) -> bool:
    """Tell whether a name may be written so: with a capital, if it has one; an acronym, in full."""
    letters = [letter for letter in name if letter.isalpha()]
    if len(letters) <= MAX_ACRONYM and all(letter.isupper() for letter in letters):
        return surface == name or [c for c in surface if c.isalpha()] == letters
    if not any(letter.isupper() for letter in letters):
        return True
    return any(letter.isupper() for letter in surface) or not any(
        letter.lower() != letter.upper() for letter in letters
    )
