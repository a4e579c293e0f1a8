"""Writing SVG that a page can hold as it is."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.drawings.svg import drawing, element, lines_of, link, width_of


def test_a_link_tells_all_of_it_in_its_title_and_goes_without_where_there_is_no_address():
    found = drawing("d", "Two", link("/a", "One", class_="x"), link("", "Other"), width=2, height=1)

    assert str(found) == (
        '<svg class="drawing" id="d" viewBox="0 0 2 1" role="group" aria-labelledby="d-title">'
        '<title id="d-title">Two</title><a href="/a" class="x"><title>One</title></a>'
        "<g><title>Other</title></g></svg>"
    )


@given(st.text())
def test_no_text_breaks_out_of_a_drawing(text: str):
    written = str(drawing("d", text, element("text", text=text, x=text), width=1, height=1))
    [title, inside] = ElementTree.fromstring(written)  # noqa: S314 -- our own

    assert (title.tag, list(title), inside.tag, list(inside)) == ("title", [], "text", [])


@pytest.mark.parametrize(
    ("text", "most", "lines", "found"),
    [
        ("short", 9, 2, ["short"]),
        ("", 9, 2, [""]),
        ("one two three", 7, 3, ["one two", "three"]),
        ("one two three four", 7, 2, ["one two", "three…"]),
        ("abcdefghij", 5, 1, ["abcd…"]),
        ("北方領土問題", 8, 1, ["北方領…"]),
    ],
)
def test_a_text_is_broken_into_lines_that_fit(text: str, most: int, lines: int, found: list[str]):
    assert lines_of(text, most=most, lines=lines) == found


@given(st.text(max_size=80), st.integers(3, 20), st.integers(1, 3))
def test_no_line_is_wider_than_asked(text: str, most: int, lines: int):
    found = lines_of(text, most=most, lines=lines)

    assert (len(found) <= lines, [line for line in found if width_of(line) > most]) == (True, [])
