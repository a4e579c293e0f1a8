"""The timeline of events and positions."""

from datetime import date

from server.drawings.timeline import Bounds, Happening, by_time, draw
from tests.server.drawings.outline import outline

DAY = Bounds(date(2017, 6, 15), date(2017, 6, 15))
YEAR = Bounds(date(2012, 1, 1), date(2012, 12, 31))
SPRING = Bounds(date(2017, 3, 1), date(2017, 5, 31))


def event(label: str, when: str, since: Bounds, *, is_inferred: bool = False) -> Happening:
    return Happening(label, when, f"/{label}", f"{label}!", "event", since, None, is_inferred)


def position(label: str, since: Bounds, until: Bounds | None) -> Happening:
    return Happening(label, "then", f"/{label}", f"{label}!", "position", since, until, True)


def marks(*happenings: Happening) -> list[list[str]]:
    return [shapes[1:] for _, _, _, shapes, _ in outline(draw("t", "", happenings))]


def test_each_row_is_a_link_that_says_when_and_whether_that_is_inferred():
    found = draw("t", "T", (event("talk", "2017-06-15", DAY, is_inferred=True),))

    assert outline(found) == [
        (
            "/talk",
            "happening event inferred",
            "talk!",
            ["row", "day"],
            ["2017-06-15, inferred · talk"],
        )
    ]


def test_a_day_is_a_point_and_a_year_a_range():
    assert marks(event("a", "2017-06-15", DAY), event("b", "2012", YEAR)) == [["day"], ["within"]]


def test_a_position_is_certain_only_between_its_latest_beginning_and_its_earliest_end():
    at_the_latest = Bounds(None, date(2016, 12, 31))

    assert marks(
        position("from some time until spring", at_the_latest, SPRING),
        position("since spring", SPRING, None),
        position("since a day", DAY, DAY),
    ) == [
        ["perhaps", "held", "perhaps", "since", "since"],
        ["perhaps", "held", "perhaps", "since"],
        ["since", "since"],
    ]


def test_what_has_no_date_is_not_drawn_and_nothing_gives_no_drawing():
    undated = event("undated", "", Bounds(None, None))

    assert [href for href, *_ in outline(draw("t", "", (undated, event("a", "", DAY))))] == ["/a"]
    assert draw("t", "", (undated,)) == ""


def test_rows_stand_in_the_order_of_time_with_what_is_undated_last():
    found = by_time([event("b", "", Bounds(None, None)), event("a", "", DAY), event("c", "", YEAR)])

    assert [each.label for each in found] == ["c", "a", "b"]
