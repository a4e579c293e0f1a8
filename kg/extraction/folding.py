"""A text with its case and its typography taken out, code point by code point."""

import re
from typing import Final

_TYPOGRAPHY: Final = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "‐": "-",
        "‑": "-",
        "–": "-",
        "−": "-",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\n": " ",
        "\t": " ",
        "\r": " ",
    }
)


_SPELLING: Final = re.compile(r"(?<=defen)c(?=e)|(?<=[a-z]i)s(?=ation\b|ations\b)")
_AMERICAN: Final = {"c": "s", "s": "z"}


def fold(text: str) -> str:
    """Return the text in lower case, in American spelling, with plain hyphens and spaces.

    It has as many code points as before, so that offsets hold: what has no lower case of one code
    point (İ) stays as it is.

    >>> fold("Сева – İstanbul’s")
    "сева - İstanbul's"
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := each.lower()) == 1 else each for each in text)
    return _SPELLING.sub(lambda found: _AMERICAN[found[0]], lower.translate(_TYPOGRAPHY))


def is_word(text: str, offset: int) -> bool:
    """Tell whether a letter or digit stands at an offset, which may lie outside the text."""
    return 0 <= offset < len(text) and (text[offset].isalnum() or text[offset] == "_")


def is_spaceless(sign: str) -> bool:
    """Tell whether a sign is of a script that writes words without spaces: kanji, kana."""
    return "\u3040" <= sign <= "\u30ff" or "\u3400" <= sign <= "\u9fff" or sign == "々"


def is_katakana(sign: str) -> bool:
    """Tell whether a sign is katakana, whose runs are words."""
    return "\u30a1" <= sign <= "\u30fa" or sign == "ー"
