from datetime import date

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import DateBounds, parse_date
from kg.errors import InputError

HOW = "write it as 2017-06-15, 2017-06, 2017, 2017-21 (spring), 201X, 2016-12/2017-03 or ../2017"


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2017-06-15", "2017-06-15", "2017-06-15"),
        ("2016-12", "2016-12-01", "2016-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2012", "2012-01-01", "2012-12-31"),
        ("2017-21", "2017-03-01", "2017-05-31"),
        ("2017-23", "2017-09-01", "2017-11-30"),
        ("2017-33", "2017-01-01", "2017-03-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2017-06-XX", "2017-06-01", "2017-06-30"),
        ("2017-XX", "2017-01-01", "2017-12-31"),
        ("2017?", "2017-01-01", "2017-12-31"),
        ("2017-06~", "2017-06-01", "2017-06-30"),
        ("2017-06-15%", "2017-06-15", "2017-06-15"),
        ("2016-12/2017-03", "2016-12-01", "2017-03-31"),
        ("2016?/2017-21", "2016-01-01", "2017-05-31"),
        ("2017-06-15/2017", "2017-06-15", "2017-12-31"),
        ("2017/..", "2017-01-01", None),
        ("../2017-06-18", None, "2017-06-18"),
    ],
)
def test_a_date_stands_for_its_first_and_its_last_second(
    edtf: str, first: str | None, last: str | None
):
    assert parse_date(edtf) == DateBounds(
        edtf,
        first and f"{first}T00:00:00Z",
        last and f"{last}T23:59:59Z",
    )


@pytest.mark.parametrize(
    ("edtf", "cause", "fix"),
    [
        ("", "it is not a date, a season or an interval in EDTF", HOW),
        (" 2017", "it is not a date, a season or an interval in EDTF", HOW),
        ("2017-6-1", "it is not a date, a season or an interval in EDTF", HOW),
        ("２０１７", "it is not a date, a season or an interval in EDTF", HOW),
        ("-0300", "it is not a date, a season or an interval in EDTF", HOW),
        ("Y17000", "it is not a date, a season or an interval in EDTF", HOW),
        ("2017-06-15T10:00:00Z", "it is not a date, a season or an interval in EDTF", HOW),
        ("[2016,2017]", "it is not a date, a season or an interval in EDTF", HOW),
        ("2017/", "it is not a date, a season or an interval in EDTF", HOW),
        ("2017-06-1X", "it is not a date, a season or an interval in EDTF", HOW),
        ("2017-13", "it is not EDTF that can be understood", HOW),
        ("2017-02-30", "such a day does not exist", HOW),
        ("2017-02-XX-1", "it is not a date, a season or an interval in EDTF", HOW),
        ("2017-02-29", "such a day does not exist", HOW),
        ("0000", "year 0 lies outside 1 to 9999", "give a year in that range"),
        ("00XX", "year 0 lies outside 1 to 9999", "give a year in that range"),
        (
            "2017-24",
            "only the seasons 21 to 23 and the quarters 33 to 36 lie within one year",
            "write an interval, such as 2016-12/2017-02 for a winter",
        ),
        ("../..", "it is open at both ends", "give one end, or leave the date out"),
        ("2017/2016", "it ends before it starts", "swap the two ends"),
    ],
)
def test_what_has_no_bounds_is_refused(edtf: str, cause: str, fix: str):
    with pytest.raises(InputError) as caught:
        parse_date(edtf)

    assert str(caught.value) == f"date {edtf!r} cannot be used: {cause} [fix: {fix}]"


@pytest.mark.parametrize("edtf", ["2017", "2016-02", "2017-12", "2017-06-15", "9999", "0001-01"])
def test_the_plain_forms_are_read_as_the_library_reads_them(edtf: str):
    parsed = parse_edtf(edtf)
    days = [
        "{:04}-{:02}-{:02}".format(*bound[:3])
        for bound in (parsed.lower_strict(), parsed.upper_strict())
    ]

    bounds = parse_date(edtf)

    assert [bounds.earliest, bounds.latest] == [f"{days[0]}T00:00:00Z", f"{days[1]}T23:59:59Z"]


@given(st.dates())
def test_a_day_is_its_own_first_and_last_day(day: date):
    bounds = parse_date(day.isoformat())

    assert (bounds.earliest, bounds.latest) == (f"{day}T00:00:00Z", f"{day}T23:59:59Z")


@given(st.dates(), st.dates())
def test_an_interval_has_the_bounds_of_its_ends(one: date, other: date):
    first, last = sorted((one, other))

    bounds = parse_date(f"{first}/{last}")

    assert (bounds.earliest, bounds.latest) == (f"{first}T00:00:00Z", f"{last}T23:59:59Z")


@given(st.text("0123456789X?~%./-", max_size=22))
def test_any_text_is_a_date_in_order_or_refused(text: str):
    try:
        bounds = parse_date(text)
    except InputError:
        return
    assert bounds.edtf == text
    assert (bounds.earliest or "0") <= (bounds.latest or "9999-12-31T23:59:59Z")
