"""Dates of EDTF, as they are coded, in words that people read without its manual."""

import re
from typing import Final

_SEASONS: Final = {
    "21": "spring",
    "22": "summer",
    "23": "autumn",
    "24": "winter",
    "33": "first quarter of",
    "34": "second quarter of",
    "35": "third quarter of",
    "36": "last quarter of",
}
_DOUBTS: Final = {"?": "perhaps", "~": "about", "%": "perhaps about"}
_ONE: Final = re.compile(r"([\dX]{4}(?:-[\dX]{2}){0,2})([?~%]?)")
_SEASON: Final = re.compile(r"([\dX]{4})-(2[1-4]|3[3-6])")
_OPEN: Final = ".."


def date_in_words(edtf: str) -> str:
    """Say a date in words; one that is no EDTF of the plain kinds stays as it is.

    >>> [date_in_words(edtf) for edtf in ("../2016-12", "2017-21", "2017~", "2016/2017-03")]
    ['by 2016-12', 'spring 2017', 'about 2017', '2016 to 2017-03']
    """
    start, mark, end = edtf.partition("/")
    if not mark:
        return _one(edtf)
    if start == _OPEN:
        return f"by {_one(end)}"
    if end == _OPEN:
        return f"from {_one(start)}"
    return f"{_one(start)} to {_one(end)}"


def _one(date: str) -> str:
    match = _ONE.fullmatch(date)
    if not match:
        return date
    plain, doubt = match[1], _DOUBTS.get(match[2], "")
    if season := _SEASON.fullmatch(plain):
        plain = f"{_SEASONS[season[2]]} {season[1]}"
    return f"{doubt} {plain}".strip()
