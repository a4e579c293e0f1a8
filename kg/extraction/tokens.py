"""The words of a sentence as names are made of them: initials, hyphens, possessives."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.extraction.cutting import Cut
from kg.extraction.lexicon import words

_TOKEN: Final = re.compile(
    # "Jr."; "Japan-U.S."; initials, with or without spaces; words with "(V)1" of a radar; signs.
    r"\b(?:Jr|Sr)\.|\w+[-‑–](?:[A-Z]\.){2,4}|(?:(?:[A-Z]|Y[aeu]|[ZKSC]h|Ts)\.\s?){1,4}(?![a-z])(?<!\s)"
    r"|\w+(?:[.'’\-–‑/&]\w+)*(?:\([A-Z]\)\d*)?|[^\w\s]",
    re.UNICODE,
)
_OWNERS: Final = re.compile(r"People|(?:King|Queen|Workers|Veterans|Women|Teachers|St)['’]")
"""Whose possessive is part of a name: the Workers' Party."""
_POSSESSIVE: Final = re.compile(r"['’]s?$")
_LETTERS: Final = re.compile(r"[A-Z]{3,8}")
_CONTRACTED: Final = re.compile(r"(?P<word>\w+)(?:n['’]t|['’](?:m|d|ve|ll|re|s))", re.IGNORECASE)
_QUALIFIED: Final = re.compile(
    r"(.+)[-‑](?:based|produced|led|made|backed|built|run|owned|controlled|claimed|administered"
    r"|style|class|capable|armed|trained|linked|bound|friendly"
    r"|aligned|funded|supplied|held|occupied|sponsored|brokered|flagged|wide|era)"
)
_PREFIXED: Final = re.compile(
    r"(then|ex|pro|anti|non|post|pre|mid|now|late|trans|cross|intra|late|former)[-‑]([A-Z].+)"
)
LISTS: Final = {
    "State": "countries",
    "Place": "capitals",
    "Region": "regions",
}
"""The class of what each list of names holds."""


@dataclass(frozen=True)
class Token:
    """A word, initials or a sign at half-open code points, without its possessive."""

    text: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital, or is a designation such as 9M729."""
        return self.text[0].isupper() or (
            self.text[0].isdigit() and any(map(str.isupper, self.text))
        )

    @property
    def is_acronym(self) -> bool:
        """Whether it has two letters or more, and only capitals."""
        letters = [letter for letter in self.text if letter.isalpha()]
        return len(letters) > 1 and all(map(str.isupper, letters))

    @property
    def is_function(self) -> bool:
        """Whether it is a small word, contracted or not: "The", "We've", "Don't".

        >>> [Token(text, 0, 0).is_function for text in ("The", "I'm", "Abe")]
        [True, True, False]
        """
        contracted = _CONTRACTED.fullmatch(self.text)
        bare = contracted["word"] if contracted else self.text
        return bare.lower() in words("function")


def tokens_of(text: str, cut: Cut) -> Iterator[Token]:
    """Yield the words and signs of a sentence, in order."""
    for found in _TOKEN.finditer(text, cut.start, cut.end):
        start = found.start()
        for part in _parts(found[0]):
            # "People's Republic" keeps its apostrophe, "Japan's" does not.
            bare = part if _OWNERS.match(part) else _POSSESSIVE.sub("", part)
            if bare:
                yield Token(bare, start, start + len(bare))
            start += len(part) + 1


def _parts(word: str) -> list[str]:
    """Split what a hyphen joins where each part is a name of its own: China-Taiwan, U.S.-ROK."""
    prefixed = _PREFIXED.fullmatch(word)
    if prefixed:
        return [prefixed[1], *_parts(prefixed[2])]
    qualified = _QUALIFIED.fullmatch(word)
    if qualified:
        return [qualified[1]]
    if word in words("regions"):
        return [word]
    parts = re.split(r"[-‑–/]", word)
    bare = [_POSSESSIVE.sub("", part) for part in parts]
    each_named = all(is_name_alone(part) or part in words("demonyms") for part in bare)
    each_named = each_named and not all(map(_LETTERS.fullmatch, bare))
    return parts if len(parts) > 1 and each_named else [word]


def is_listed(word: str) -> bool:
    """Tell whether a word is a state, a capital, a region or a title."""
    return any(word in words(kind) for kind in LISTS.values()) or word in words("titles")


def is_name_alone(word: str) -> bool:
    """Tell whether a word is listed or an acronym, so that it names something beside a hyphen."""
    return is_listed(word.replace(".", "")) or _LETTERS.fullmatch(word) is not None
