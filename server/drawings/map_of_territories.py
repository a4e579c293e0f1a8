"""A map of places and of what is said to stand there, with the names of one point of view.

The coasts of islands that points lie on are outlined; where they are not known, a frame around the
points is a help to the eye and no border. How either is drawn says whether whoever names the places
claims the territory, controls it, or neither.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from server.drawings.coast import Frame, Point, is_near, land, shore, surroundings
from server.drawings.svg import Element, drawing, element, lang, lines_of, link

WIDTH: Final = 360.0
MAX_SIGNS: Final = 6
LINE: Final = 16.0
_LEAST_NEAR: Final = 3.6
_LEAST_FAR: Final = 24.0
_SIGNS: Final = {
    "in-place": "M-5 4L0-5L5 4Z",
    "decided": "M-5 4L0-5L5 4Z M0-1L0 3",
    "under-consideration": "M-5 4L0-5L5 4Z",
    "feared": "M-5-4L0 5L5-4Z",
    "withdrawn": "M-5-5L5 5M5-5L-5 5",
}


@dataclass(frozen=True)
class Spot:
    """A place with a point of its own, by one of its names; ``title`` is English."""

    name: str
    point: Point
    href: str
    title: str
    language: str = ""


@dataclass(frozen=True)
class Sign:
    """What is, or might be, stationed in the territory; ``status`` is the name of a concept."""

    label: str
    status: str
    href: str
    title: str


@dataclass(frozen=True)
class Map:
    """A territory from one point of view: its name, its parts, and what stands there.

    ``holding`` is “claims”, “controls”, “claims-and-controls” or nothing; ``name`` is unique on
    the page. ``coasts`` are those of all islands of the territory, or none.
    """

    name: str
    title: str
    territory: Spot
    parts: tuple[Spot, ...] = ()
    signs: tuple[Sign, ...] = ()
    holding: str = ""
    coasts: tuple[tuple[Point, ...], ...] = ()


def draw(scene: Map) -> Markup:
    """Draw a map."""
    spots = [scene.territory, *scene.parts]
    points = [*(spot.point for spot in spots), *(p for coast in scene.coasts for p in coast)]
    box = surroundings(points, least=_LEAST_NEAR)
    if not is_near(box):
        box = surroundings(points, least=_LEAST_FAR)
    frame = Frame(box, WIDTH)
    below = frame.height + 6
    signs = scene.signs[:MAX_SIGNS]
    drawn = [
        element("rect", class_="sea", width=WIDTH, height=frame.height),
        element("path", class_="land", d=land(frame)),
        _area(scene, frame),
        *(_spot(part, frame) for part in scene.parts),
        *(_sign(sign, below + LINE * index) for index, sign in enumerate(signs)),
    ]
    height = below + LINE * len(signs) if signs else frame.height
    return drawing(scene.name, scene.title, *drawn, width=WIDTH, height=height)


def _area(scene: Map, frame: Frame) -> Element:
    """Draw the territory: its coasts, or with parts a frame around all points, or its point."""
    spot = scene.territory
    if not scene.parts and not scene.coasts:
        return _spot(spot, frame)
    points = [each.point for each in (spot, *scene.parts)]
    places = [frame.place(p) for p in (*points, *(p for coast in scene.coasts for p in coast))]
    margin = 4 if scene.coasts else 16
    left, right = min(x for x, _ in places) - margin, max(x for x, _ in places) + margin
    top, bottom = min(y for _, y in places) - margin, max(y for _, y in places) + margin
    x, y = frame.place(spot.point)
    lines = lines_of(spot.name, most=34, lines=2)
    above = max(LINE, top - 7 - LINE * (len(lines) - 1))
    class_ = f"area {scene.holding}".strip()
    if scene.coasts:
        outline = element("path", class_=class_, d=shore(scene.coasts, frame))
    else:
        wide, high = right - left, bottom - top
        outline = element("rect", class_=class_, x=left, y=top, width=wide, height=high, rx=6)
    return link(
        spot.href,
        spot.title,
        outline,
        element("path", class_="middle", d=f"M{x - 4:.1f} {y:.1f}h8M{x:.1f} {y - 4:.1f}v8"),
        *_text(
            lines, (left + right) / 2, above, class_="name", anchor="middle", **lang(spot.language)
        ),
        class_="territory",
        data_kind="territory",
    )


def _spot(spot: Spot, frame: Frame) -> Element:
    x, y = frame.place(spot.point)
    # The name goes to the side where there is room.
    is_right = x > WIDTH * 0.55
    lines = lines_of(spot.name, most=24, lines=2)
    anchor = "end" if is_right else "start"
    return link(
        spot.href,
        spot.title,
        element("circle", class_="spot", cx=x, cy=y, r=4),
        *_text(
            lines,
            x - 9 if is_right else x + 9,
            y + 4,
            class_="place-name",
            anchor=anchor,
            **lang(spot.language),
        ),
        class_="place",
        data_kind="place",
    )


def _sign(sign: Sign, y: float) -> Element:
    [line] = lines_of(sign.label, most=50, lines=1)
    shape = element(
        "path",
        class_=f"sign {sign.status}",
        d=_SIGNS.get(sign.status, _SIGNS["under-consideration"]),
        transform=f"translate(9 {y + 8:.1f})",
    )
    return link(
        sign.href,
        sign.title,
        shape,
        *_text([line], 20, y + 12, class_="sign-name"),
        class_="stationed",
        data_kind=sign.status,
    )


def _text(
    lines: list[str], x: float, y: float, *, class_: str, anchor: str = "start", **more: str
) -> Iterator[Element]:
    for index, line in enumerate(lines):
        at = y + LINE * index
        yield element("text", text=line, class_=class_, x=x, y=at, text_anchor=anchor, **more)
