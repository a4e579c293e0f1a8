"""Known damage by machine translation: words that say what their sentence cannot mean."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.model.values import DamageCause

_KOREA: Final = r"\b(?:South Korea|ROK|Korean?|Seoul)\b"
_DEFENCE: Final = r"\b(?:THAAD|missile|anti-missile|interceptors?|radar)\b"
_CENTRAL_ASIA: Final = (
    r"\b(?:Kazakhs?|Kazakhstani|Astana|Nur-Sultan|Almaty|Nazarbayev|Tokayev|Baikonur|Central Asian?"
    r"|Kyrgyzstan|Uzbekistan|Tajikistan|Turkmenistan|CSTO|Eurasian Economic|Caspian"
    r"|Sary[- ]?Shagan)\b"
)
_NOUN: Final = (
    r"(?:military|missile|missiles|bases?|troops|forces|army|navy|fleet|alliance|government"
    r"|soldiers"
    r"|administration|agreement|defen[cs]e|side|presence|territory|ships?|aircraft|officials"
    r"|embassy"
    r"|president|congress|treaty|allies|sanctions|nuclear|anti-missile|secretary|servicemen)"
)


@dataclass(frozen=True)
class Damaged:
    """Words that translation has damaged, and what they should say."""

    start: int
    end: int
    reading: str
    cause: DamageCause
    reason: str


@dataclass(frozen=True)
class _Pattern:
    words: re.Pattern[str]
    reading: str
    cause: DamageCause
    reason: str
    sentence: re.Pattern[str] | None = None
    text: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None


_PATTERNS: Final = (
    _Pattern(
        re.compile(r"\b(?:Republic of )?Kazakhstan\b"),
        "Republic of Korea",
        "abbreviation-misread",
        "the Russian РК stands for both republics; the text speaks of missile defence in Korea",
        sentence=re.compile(_DEFENCE),
        text=re.compile(_KOREA),
        unless=re.compile(_CENTRAL_ASIA),
    ),
    _Pattern(
        re.compile(
            rf"\bus(?=[- ]{_NOUN}\b)|\bus(?=-[A-Z])|(?<=[A-Z][a-z]-)us\b|(?<=[A-Za-z]-)us(?= [A-Z])"
        ),
        "US",
        "name-garbled",
        "lower case before what a state has, where a pronoun cannot stand",
    ),
)


def damage(text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[Damaged]:
    """Yield the damaged names of a text, sentence by sentence.

    The damage binds these offsets alone: the same words are sound where the sentence, or the text,
    gives them sense.
    """
    for pattern in _PATTERNS:
        if pattern.text and not pattern.text.search(text):
            continue
        if pattern.unless and pattern.unless.search(text):
            continue
        for start, end in sentences:
            if pattern.sentence and not pattern.sentence.search(text, start, end):
                continue
            for found in pattern.words.finditer(text, start, end):
                yield Damaged(
                    found.start(), found.end(), pattern.reading, pattern.cause, pattern.reason
                )
