"""Verbs by which nothing is said: denied ones, and those of a condition."""

import re
from typing import Final

_SILENCE: Final = re.compile(
    r"(?:\bneither|\bnot|n['’]t|\bnever|\bnobody|\bno one)\b(?: \w+ly| yet)? $"
)
_NOBODY: Final = re.compile(r"\b(?:[Nn]obody|[Nn]o one|[Nn]one)\b[^,;:]*$")
_NEITHER: Final = re.compile(r"\b(?:neither confirm\w* nor den|did not (?:respond|reply|comment))")
_UNSAID: Final = frozenset(
    {"say", "said", "says", "confirm", "confirmed", "announced", "explained", "reported"}
    | {"indicated", "tell", "told", "claimed", "confirms"}
)
"""Who has not said it has said nothing; who does not deny it has."""
_SUPPOSED: Final = re.compile(
    r"(?:^|[,;:]\s*)(?:If|Unless|Should|Whether|if|unless|whether)\b[^,]*$"
)


def is_silence(words: str, found: re.Match[str]) -> bool:
    """Tell that somebody did not say it: "has not confirmed"."""
    if _NEITHER.search(words):
        return True
    denied = _SILENCE.search(words[: found.start("cue")])
    verb = found["cue"].lower().rpartition(" ")[2]
    if _NOBODY.search(words[: found.start()]):
        return True
    return (denied is not None or " not " in found["cue"]) and verb in _UNSAID


def is_supposed(words: str, place: int) -> bool:
    """Tell that a verb stands in a condition, by which nothing is said of anybody."""
    return _SUPPOSED.search(words[:place]) is not None
