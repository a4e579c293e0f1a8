"""Dates become EDTF; what a date leaves out comes from the anchor and says so."""

import pytest

from kg.dates import parse_date
from kg.extraction.dates import find_dates

ANCHOR = "2017-07-10"


@pytest.mark.parametrize(
    ("text", "surface", "edtf", "inferred"),
    [
        ("on 15 June 2017", "15 June 2017", "2017-06-15", False),
        ("on June 15, 2017,", "June 15, 2017", "2017-06-15", False),
        ("on 4 Jul 2017", "4 Jul 2017", "2017-07-04", False),
        ("in December 2016", "December 2016", "2016-12", False),
        ("on 15 June", "15 June", "2017-06-15", True),
        ("on 3 November they", "3 November", "2016-11-03", True),
        ("in spring 2017", "spring 2017", "2017-21", False),
        ("the summer of last year", "the summer of last year", "2016-22", True),
        ("last year", "last year", "2016", True),
        ("since 2011, ", "2011", "2011", False),
        ("in the 1990s", "1990s", "199X", False),
        ("on 2020-02-29", "2020-02-29", "2020-02-29", False),
        ("in March they", "March", "2017-03", True),
    ],
)
def test_a_date_is_read(text: str, surface: str, edtf: str, inferred: bool):
    [date] = find_dates(text, ANCHOR)

    assert (text[date.start : date.end], date.edtf) == (surface, edtf)
    assert bool(date.inferred) is inferred
    parse_date(date.edtf)


@pytest.mark.parametrize(
    "text", ["we may march on", "2000 troops", "it costs $2017", "a May pole", "SM-2011"]
)
def test_what_only_looks_like_a_date_is_none(text: str):
    assert find_dates(text, ANCHOR) == []
