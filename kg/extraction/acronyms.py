"""What acronyms stand for, where a text says it: "Precision Strike Missile (PrSM)"."""

import re
from dataclasses import dataclass
from typing import Final

_IN_BRACKETS: Final = re.compile(r"\((?P<acronym>[A-Z][A-Za-z&]{0,8}[A-Z][A-Za-z]?|[A-Z]{2,9})s?\)")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SMALL: Final = frozenset({"of", "the", "and", "for", "in", "on", "to"})
_BEFORE: Final = 120
"""So many code points before an acronym are searched for what it stands for."""


@dataclass(frozen=True)
class Expansion:
    """The words that an acronym stands for, at half-open code points."""

    start: int
    end: int
    is_name: bool
    """Whether they are written with capitals: "uncrewed aerial vehicles (UAVs)" name nothing."""


def expansions(text: str) -> dict[str, Expansion]:
    """Return what the acronyms of a text stand for, each where the text first says it."""
    found: dict[str, Expansion] = {}
    for bracket in _IN_BRACKETS.finditer(text):
        acronym = bracket["acronym"].removesuffix("s")
        expansion = _before(text, bracket.start(), acronym)
        if expansion:
            found.setdefault(acronym, expansion)
    return found


def _before(text: str, end: int, acronym: str) -> Expansion | None:
    line = text.rfind("\n", 0, end) + 1
    start = max(line, end - _BEFORE)
    words = list(_WORD.finditer(text, start, end))
    letters = [letter.lower() for letter in acronym if letter.isalpha()]
    for number in range(2, min(len(words), len(letters) + 4) + 1):
        said = words[-number:]
        initials = [word[0][0].lower() for word in said]
        if initials[0] != letters[0] or not _stands_for([w[0].lower() for w in said], letters):
            continue
        heads = [word[0] for word in said if word[0] not in _SMALL]
        capitals = sum(head[0].isupper() for head in heads)
        return Expansion(said[0].start(), said[-1].end(), capitals * 2 > len(heads))
    return None


def _stands_for(words: list[str], letters: list[str]) -> bool:
    """Tell whether each longer word gives its first letter, in order, and no letter is left."""
    left = list(letters)
    for word in words:
        if left and word[0] == left[0]:
            left = left[1:]
            # "PrSM": letters after a first one may be of the same word.
            while left and len(left) > 1 and left[0] in word[1:3] and len(words) < len(letters):
                left = left[1:]
        elif word not in _SMALL and len(words) > len(letters) + 1:
            return False
    return not left
