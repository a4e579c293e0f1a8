"""A map of many places, each with the geometry that the data have: points, lines, areas."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from server.drawings.coast import Frame, land, shore, surroundings
from server.drawings.svg import Element, drawing, element, lang, lines_of, link, width_of
from server.drawings.wkt import Shape

WIDTH: Final = 860.0
LEAST: Final = 2.0
"""Degrees from north to south that a map shows at least."""
_LETTER: Final = 6.6
_LINE: Final = 15.0
_MOST_LETTERS: Final = 32


@dataclass(frozen=True)
class Place:
    """A place by its name, the address of its page, and its geometry."""

    name: str
    href: str
    shape: Shape
    language: str = ""


def draw(name: str, title: str, places: Sequence[Place]) -> Markup:
    """Draw places; a name that would cover another is left to the title of its place."""
    points = [point for place in places for point in place.shape.vertices]
    frame = Frame(surroundings(points, least=LEAST), WIDTH)
    taken: list[tuple[float, float, float]] = []
    drawn = [
        element("rect", class_="sea", width=WIDTH, height=frame.height),
        element("path", class_="land", d=land(frame)),
        *(_place(place, frame, taken) for place in places),
    ]
    return drawing(name, title, *drawn, width=WIDTH, height=frame.height)


def _place(place: Place, frame: Frame, taken: list[tuple[float, float, float]]) -> Element:
    parts = [
        *(element("path", class_="area", d=shore(area, frame)) for area in place.shape.areas),
        *(
            element("path", class_="course", d=shore([line], frame, end=""))
            for line in place.shape.lines
        ),
        *(_spot(point, frame) for point in place.shape.points),
        *_name(place, frame, taken),
    ]
    return link(
        place.href, place.name, *parts, class_="place", data_kind="place", **lang(place.language)
    )


def _spot(point: tuple[float, float], frame: Frame) -> Element:
    x, y = frame.place(point)
    return element("circle", class_="spot", cx=x, cy=y, r=5)


def _name(place: Place, frame: Frame, taken: list[tuple[float, float, float]]) -> Iterable[Element]:
    places = [frame.place(point) for point in place.shape.vertices]
    right, y = max(places)
    [text] = lines_of(place.name, most=_MOST_LETTERS, lines=1)
    wide = width_of(text) * _LETTER
    is_left = right + 9 + wide > WIDTH
    start = right - 9 - wide if is_left else right + 9
    for at, begin, end in taken:
        if abs(at - y) < _LINE and start < end and begin < start + wide:
            return
    taken.append((y, start, start + wide))
    yield element("text", text=text, class_="place-name", x=start, y=y + 4)
