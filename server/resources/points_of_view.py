"""A territory on a map as each side has it: with its names, and as its own or another's."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox
from markupsafe import Markup

from kg.vocab import GEO, STAND
from server.drawings.coast import Point, island_at
from server.drawings.map_of_territories import Map, Sign, Spot, draw
from server.drawings.wkt import read_shape
from server.here import here
from server.reading import Reader, Word
from server.resources.claim_summary import in_order
from server.resources.names_of_sides import Holding, Name, name_by
from server.resources.stationed import Stationed
from server.tables import Cell, link_to

MAX_PARTS: Final = 12
MAX_PARTIES: Final = 3


@dataclass(frozen=True)
class View:
    """A map with who names the places so; ``name`` is what they call the territory."""

    party: Cell | None
    name: Word
    holding: str
    drawing: Markup


@dataclass(frozen=True)
class Views:
    """The maps of a territory; ``unplaced`` are parts without a point, ``placed`` those with one.

    ``points`` are those of the territory itself, as longitude and latitude; ``is_outlined`` tells
    whether its coasts are drawn.
    """

    maps: tuple[View, ...]
    points: tuple[Point, ...]
    placed: tuple[tuple[Cell, float, float], ...]
    unplaced: tuple[Cell, ...]
    is_outlined: bool


def views_of(
    reader: Reader,
    territory: ox.NamedNode,
    names: Sequence[Name],
    holdings: Sequence[Holding],
    stationed: Sequence[Stationed],
) -> Views | None:
    """Draw a territory as it is known, and as each side has it; None where it has no point."""
    points = _points(reader, territory)
    if not points:
        return None
    parts = in_order(islice(reader.subjects(STAND.partOf, territory), MAX_PARTS))
    places = {part: found for part in parts if (found := _points(reader, part))}
    coasts = _coasts([points] if not parts else [places.get(part, ()) for part in parts])
    parties = _parties(reader, names, holdings)[:MAX_PARTIES]
    signs = tuple(_sign(each) for each in stationed)

    def view(party: ox.NamedNode | None, number: int) -> View:
        held = [h.how for h in holdings if party in h.actors]
        holding = "-and-".join(dict.fromkeys(held))
        shown = name_by(reader, territory, party) if party else reader.name(territory)
        spots = [
            _spot(reader, node, _middle(found), party)
            for node, found in ((territory, points), *places.items())
        ]
        title = (
            f"Map with the names that {reader.label(party)} uses"
            if party
            else ("Map with names that take no side")
        )
        scene = Map(f"map-{number}", title, spots[0], tuple(spots[1:]), signs, holding, coasts)
        return View(link_to(party, reader) if party else None, shown, holding, draw(scene))

    return Views(
        tuple(view(party, number) for number, party in enumerate([None, *parties])),
        points,
        tuple((link_to(part, reader), *one) for part, found in places.items() for one in found),
        tuple(link_to(part, reader) for part in parts if part not in places),
        is_outlined=bool(coasts),
    )


def _parties(
    reader: Reader, names: Sequence[Name], holdings: Sequence[Holding]
) -> list[ox.NamedNode]:
    users = (user for name in names for user in reader.resources(name.node, STAND.usedBy))
    return in_order([*users, *(actor for each in holdings for actor in each.actors)])


def _points(reader: Reader, node: ox.NamedNode) -> tuple[Point, ...]:
    """Return the points of a thing; other geometries are not drawn."""
    for geometry in reader.resources(node, GEO.hasGeometry):
        shape = read_shape(reader.text(geometry, GEO.asWKT).strip())
        if shape and shape.points:
            return tuple(p for p in shape.points if abs(p[0]) <= 180 and abs(p[1]) < 90)
    return ()


def _middle(points: Sequence[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _coasts(places: Sequence[Sequence[Point]]) -> tuple[tuple[Point, ...], ...]:
    """Return the coasts of all islands that places lie on; none where one of them is not known."""
    found = [island_at(point) for points in places for point in points]
    if not all(places) or not all(found):
        return ()
    return tuple(dict.fromkeys(coast for coast in found if coast))


def _spot(reader: Reader, node: ox.NamedNode, point: Point, party: ox.NamedNode | None) -> Spot:
    neutral = reader.label(node)
    theirs = name_by(reader, node, party) if party else Word("")
    name = theirs if theirs.text else reader.name(node)
    title = (
        f"{name.text}: what {reader.label(party)} calls {neutral}"
        if party and name.text != neutral and name.language in ("", "en")
        else neutral
    )
    return Spot(name.text, point, here(link_to(node, reader).path), title, name.language)


def _sign(stationed: Stationed) -> Sign:
    status = stationed.mark.text if stationed.mark else "status unknown"
    title = f"{stationed.label.text}: {status}"
    label = f"{status}: {stationed.label.text}"
    return Sign(label, stationed.status, here(stationed.label.path), title)
