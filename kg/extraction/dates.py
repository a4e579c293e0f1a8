"""Dates in a text, as EDTF; what a date leaves out is taken from the anchor, and said so."""

import re
from dataclasses import dataclass
from typing import Final

_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_MONTH: Final = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_DAY: Final = r"(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>(?:1[89]|20)\d\d)"
_SEASONS: Final = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_DAY} (?:of )?{_MONTH},? {_YEAR}\b",
        rf"\b{_MONTH} {_DAY},? {_YEAR}\b",
        rf"\b(?P<iso>{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))\b",
        rf"\b{_MONTH},? (?:of )?{_YEAR}\b",
        rf"\b(?:the )?(?P<season>spring|summer|autumn|fall|winter) (?:of )?(?:{_YEAR}|this year"
        rf"|(?P<ago>last year))\b",
        rf"\b{_DAY} (?:of )?{_MONTH}\b(?! \d{{4}})",
        rf"\b{_MONTH} {_DAY}\b(?!,? \d{{4}})",
        r"\b(?P<decade>(?:19|20)\d0)s\b",
        rf"(?<![\d$€£.,-])\b{_YEAR}\b(?![-%]|,\d| (?:troops|soldiers|km|kilometers|people|tons"
        rf"|missiles))",
        r"\b(?P<relative>last year|this year|next year)\b",
        rf"\b(?:in|since|during|by|until|of|last|this|early|mid|late) {_MONTH}\b",
    )
)
_RELATIVE: Final = {"last year": -1, "this year": 0, "next year": 1}


@dataclass(frozen=True)
class DateFound:
    """A date at half-open code points: its EDTF, and why, where the text does not say all of it."""

    start: int
    end: int
    edtf: str
    inferred: str = ""


def find_dates(text: str, anchor: str) -> list[DateFound]:
    """Return the dates of a text in order of place; ``anchor`` is the EDTF day it was published.

    A part that is left out is that of the anchor: "15 June" is of its year. A month alone that
    lies after the anchor's is of the year before.
    """
    taken: list[DateFound] = []
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            date = _date(found, anchor)
            if date and not any(date.start < t.end and t.start < date.end for t in taken):
                taken.append(date)
    return sorted(taken, key=lambda each: each.start)


def _date(found: re.Match[str], anchor: str) -> DateFound | None:
    parts = found.groupdict()
    start, end = found.span()
    if parts.get("iso"):
        return DateFound(start, end, parts["iso"])
    if parts.get("decade"):
        return DateFound(start, end, f"{parts['decade'][:3]}X")
    year, reason = parts.get("year"), ""
    if parts.get("relative") or parts.get("ago") or (parts.get("season") and not year):
        word = parts.get("relative") or ("last year" if parts.get("ago") else "this year")
        year = str(int(anchor[:4]) + _RELATIVE[word])
        reason = f"“{word}” counts from the anchor, {anchor}"
    if parts.get("season"):
        return DateFound(start, end, f"{year}-{_SEASONS[parts['season']]}", reason)
    month = parts.get("month")
    if month is None:
        return DateFound(start, end, year or "", reason) if year else None
    number = 1 + next(n for n, name in enumerate(_MONTHS) if name.startswith(month.lower()[:3]))
    if not parts.get("day") and not year:
        start = found.start("month")
    if not year:
        year = anchor[:4]
        later = f"{year}-{number:02}" > anchor[:7] if len(anchor) >= 7 else False
        year = str(int(year) - 1) if later else year
        reason = f"the year is that of the anchor, {anchor}" + (
            ", or the one before" if later else ""
        )
    day = parts.get("day")
    edtf = f"{year}-{number:02}" + (f"-{int(day):02}" if day else "")
    return DateFound(start, end, edtf, reason)
