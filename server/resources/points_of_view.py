"""A territory on a map as each side has it: with its names, and as its own or another's."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox
from markupsafe import Markup

from kg.vocab import GEO, STAND
from server.drawings.map_of_territories import Map, Sign, Spot, draw
from server.here import here
from server.reading import Reader, Word
from server.resources.claim_summary import in_order
from server.resources.names_of_sides import Holding, Name, name_by
from server.resources.stationed import Stationed
from server.tables import Cell, link_to

MAX_PARTS: Final = 12
MAX_PARTIES: Final = 3
_POINT: Final = re.compile(
    r"(?:<[^>]*CRS84>\s*)?POINT\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*\)", re.IGNORECASE
)


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

    ``point`` is that of the territory itself, as longitude and latitude.
    """

    maps: tuple[View, ...]
    point: tuple[float, float]
    placed: tuple[tuple[Cell, float, float], ...]
    unplaced: tuple[Cell, ...]


def views_of(
    reader: Reader,
    territory: ox.NamedNode,
    names: Sequence[Name],
    holdings: Sequence[Holding],
    stationed: Sequence[Stationed],
) -> Views | None:
    """Draw a territory as it is known, and as each side has it; None where it has no point."""
    point = _point(reader, territory)
    if point is None:
        return None
    parts = in_order(islice(reader.subjects(STAND.partOf, territory), MAX_PARTS))
    places = {part: found for part in parts if (found := _point(reader, part))}
    parties = _parties(reader, names, holdings)[:MAX_PARTIES]
    signs = tuple(_sign(each) for each in stationed)

    def view(party: ox.NamedNode | None, number: int) -> View:
        held = [h.how for h in holdings if party in h.actors]
        holding = "-and-".join(dict.fromkeys(held))
        shown = name_by(reader, territory, party) if party else reader.name(territory)
        spots = [
            _spot(reader, node, found, party)
            for node, found in ((territory, point), *places.items())
        ]
        title = (
            f"Map with the names that {reader.label(party)} uses"
            if party
            else ("Map with names that take no side")
        )
        scene = Map(f"map-{number}", title, spots[0], tuple(spots[1:]), signs, holding)
        return View(link_to(party, reader) if party else None, shown, holding, draw(scene))

    return Views(
        tuple(view(party, number) for number, party in enumerate([None, *parties])),
        point,
        tuple((link_to(part, reader), *found) for part, found in places.items()),
        tuple(link_to(part, reader) for part in parts if part not in places),
    )


def _parties(
    reader: Reader, names: Sequence[Name], holdings: Sequence[Holding]
) -> list[ox.NamedNode]:
    users = (user for name in names for user in reader.resources(name.node, STAND.usedBy))
    return in_order([*users, *(actor for each in holdings for actor in each.actors)])


def _point(reader: Reader, node: ox.NamedNode) -> tuple[float, float] | None:
    """Return the point of a thing; other geometries are not drawn."""
    for geometry in reader.resources(node, GEO.hasGeometry):
        if found := _POINT.fullmatch(reader.text(geometry, GEO.asWKT).strip()):
            longitude, latitude = float(found[1]), float(found[2])
            if abs(longitude) <= 180 and abs(latitude) < 90:
                return longitude, latitude
    return None


def _spot(
    reader: Reader, node: ox.NamedNode, point: tuple[float, float], party: ox.NamedNode | None
) -> Spot:
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
