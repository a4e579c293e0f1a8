"""EDTF dates and the bounds they stand for.

A date is kept as the EDTF string that was coded, with the first and last second it may mean, in
UTC. `2017`, `2017-06`, `2017-06-15`, `2017-21` (spring), `2017-33` (first quarter), unspecified
digits (`201X`, `2017-XX-15`), the markers ``?~%`` and intervals (`2016-12/2017-03`, `2017/..`) are
understood. What has no two bounds within the years 1 to 9999 is refused.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from time import struct_time

from kg.errors import InputError

_ONE = r"[0-9]{2}[0-9X]{2}[?~%]?(?:-(?:[0-9]{2}|XX)[?~%]?){0,2}"
_PLAIN = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?\Z")
_FORM = re.compile(rf"(?:{_ONE}|(?:{_ONE}|\.\.)/(?:{_ONE}|\.\.))\Z")
_SEASON = re.compile(r"[0-9X]{4}[?~%]?-([2-9][0-9])")
_TIDY_SEASONS = frozenset({"21", "22", "23", "33", "34", "35", "36"})
_FIX = "write it as 2017-06-15, 2017-06, 2017, 2017-21 (spring), 201X, 2016-12/2017-03 or ../2017"


@dataclass(frozen=True)
class DateBounds:
    """An EDTF date; `earliest` and `latest` are xsd:dateTime, ``None`` where it is open."""

    edtf: str
    earliest: str | None
    latest: str | None


@lru_cache(maxsize=4096)
def parse_date(edtf: str) -> DateBounds:
    """Parse an EDTF string.

    Raises:
        InputError: the string is not EDTF, or has no bounds within the years 1 to 9999.

    """
    _check(edtf)
    first, _, second = edtf.partition("/")
    earliest, latest = _days(edtf, first)[0], _days(edtf, second or first)[1]
    if earliest is None and latest is None:
        raise _refusal(edtf, "it is open at both ends", "give one end, or leave the date out")
    if earliest is not None and latest is not None and earliest > latest:
        raise _refusal(edtf, "it ends before it starts", "swap the two ends")
    return DateBounds(
        edtf,
        earliest and f"{earliest}T00:00:00Z",
        latest and f"{latest}T23:59:59Z",
    )


def _check(edtf: str) -> None:
    if not _FORM.match(edtf):
        raise _refusal(edtf, "it is not a date, a season or an interval in EDTF", _FIX)
    # The library ends winter on 31 December, so seasons across a new year are not left to it.
    if not _TIDY_SEASONS.issuperset(_SEASON.findall(edtf)):
        raise _refusal(
            edtf,
            "only the seasons 21 to 23 and the quarters 33 to 36 lie within one year",
            "write an interval, such as 2016-12/2017-02 for a winter",
        )


def _days(edtf: str, end: str) -> tuple[str | None, str | None]:
    # Each end by itself: the library reads fewer forms inside an interval than outside. The plain
    # forms are read here: the library takes milliseconds a date.
    if end == "..":
        return None, None
    plain = _PLAIN.match(end)
    if plain:
        return _plain_days(edtf, *plain.groups())
    # Here: it takes an eighth of what a server needs to start, and few dates need it.
    from edtf import parse_edtf
    from edtf.parser import EDTFParseException

    try:
        parsed = parse_edtf(end)
        lower: struct_time = parsed.lower_strict()
        upper: struct_time = parsed.upper_strict()
    except (EDTFParseException, ValueError) as error:
        raise _refusal(edtf, "it is not EDTF that can be understood", _FIX) from error
    if str(parsed) != end:
        raise _refusal(edtf, f"{end!r} was read as {str(parsed)!r}", _FIX)
    return _day(edtf, *lower[:3]), _day(edtf, *upper[:3])


def _plain_days(edtf: str, year: str, month: str | None, day: str | None) -> tuple[str, str]:
    first = _day(edtf, int(year), int(month or 1), int(day or 1))
    last_month = int(month or 12)
    last_day = int(day) if day else monthrange(int(year), last_month)[1]
    return first, _day(edtf, int(year), last_month, last_day)


def _day(edtf: str, year: int, month: int, day: int) -> str:
    if not 1 <= year <= 9999:
        raise _refusal(edtf, f"year {year} lies outside 1 to 9999", "give a year in that range")
    try:
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise _refusal(edtf, "such a day does not exist", _FIX) from error


def _refusal(edtf: str, cause: str, fix: str) -> InputError:
    return InputError(f"date {edtf!r} cannot be used", cause=cause, fix=fix)
