"""Lexical forms of the XSD datatypes that SPARQL names: which texts are well formed, which not.

A literal whose text is not in the lexical space of its datatype breaks sh:datatype. Of a datatype
that is not known here, every text is well formed.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from kg.validation.terms import RDF, XSD

_ZONE: Final = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_YEAR: Final = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_MONTH: Final = r"(?:0[1-9]|1[0-2])"
_DAY: Final = r"(?:0[1-9]|[12][0-9]|3[01])"
_TIME: Final = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_DATE: Final = rf"({_YEAR})-({_MONTH})-({_DAY})"
_DECIMAL: Final = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_FLOAT: Final = rf"{_DECIMAL}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_DAYS_TIME: Final = r"(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?"
_INTEGER: Final = r"[+-]?[0-9]+"
_PATTERNS: Final = {
    "boolean": r"true|false|0|1",
    "decimal": _DECIMAL,
    "float": _FLOAT,
    "double": _FLOAT,
    "date": rf"{_DATE}{_ZONE}?",
    "dateTime": rf"{_DATE}T{_TIME}{_ZONE}?",
    "dateTimeStamp": rf"{_DATE}T{_TIME}{_ZONE}",
    "time": rf"{_TIME}{_ZONE}?",
    "gYear": rf"{_YEAR}{_ZONE}?",
    "gYearMonth": rf"{_YEAR}-{_MONTH}{_ZONE}?",
    "gMonth": rf"--{_MONTH}{_ZONE}?",
    "gDay": rf"---{_DAY}{_ZONE}?",
    "gMonthDay": rf"--(?:(?:0[13578]|1[02])-{_DAY}|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    rf"|02-(?:0[1-9]|[12][0-9])){_ZONE}?",
    "duration": rf"-?P(?=[0-9T])(?:[0-9]+Y)?(?:[0-9]+M)?{_DAYS_TIME}",
    "yearMonthDuration": r"-?P(?=[0-9])(?:[0-9]+Y)?(?:[0-9]+M)?",
    "dayTimeDuration": rf"-?P(?=[0-9T]){_DAYS_TIME}",
    "hexBinary": r"(?:[0-9a-fA-F]{2})*",
    "base64Binary": r"(?:(?:[A-Za-z0-9+/] ?){4})*"
    r"(?:(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\s]+(?: [^\s]+)*)?",
    "NMTOKEN": r"[-.:\w·]+",
    "Name": r"[^\W\d][-.:\w·]*|:[-.:\w·]*",
    "NCName": r"[^\W\d][-.\w·]*",
}
# Least and most, where there is one.
_RANGES: Final[dict[str, tuple[int | None, int | None]]] = {
    "integer": (None, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
_DATED: Final = ("date", "dateTime", "dateTimeStamp")


def is_well_formed(lexical: str, datatype: str) -> bool:
    """Tell whether the text is in the lexical space of the datatype."""
    check = _CHECKS.get(datatype)
    return check is None or check(lexical)


def _by_pattern(name: str, pattern: str) -> Callable[[str], bool]:
    match = re.compile(pattern).fullmatch
    if name not in _DATED:
        return lambda lexical: match(lexical) is not None

    def check(lexical: str) -> bool:
        found = match(lexical)
        return found is not None and int(found[3]) <= _days(int(found[1]), int(found[2]))

    return check


def _days(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _in_range(least: int | None, most: int | None) -> Callable[[str], bool]:
    match = re.compile(_INTEGER).fullmatch

    def check(lexical: str) -> bool:
        if match(lexical) is None:
            return False
        if least is None and most is None:
            return True
        # A Decimal, because int() refuses very long texts.
        value = Decimal(lexical)
        return (least is None or value >= least) and (most is None or value <= most)

    return check


_CHECKS: Final[dict[str, Callable[[str], bool]]] = {
    **{f"{XSD}{name}": _by_pattern(name, pattern) for name, pattern in _PATTERNS.items()},
    **{f"{XSD}{name}": _in_range(*bounds) for name, bounds in _RANGES.items()},
    f"{RDF}langString": lambda _: True,
}
