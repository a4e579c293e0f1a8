"""Geometries as GeoSPARQL writes them (WKT), read as points, lines and areas in degrees."""

import json
import re
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from server.drawings.coast import Point

MAX_CHARS: Final = 200_000
LAT_LON: Final = frozenset({"4326"})
"""Codes of EPSG whose first coordinate is the latitude; CRS 84, the default, has it second."""

_CRS: Final = re.compile(r"\s*<([^>]*)>\s*")
_HEAD: Final = re.compile(r"\s*([A-Za-z]+)\s*(?:ZM|Z|M)?\s*(EMPTY\b|\()", re.IGNORECASE)
_KINDS: Final = frozenset(
    ("POINT", "MULTIPOINT", "LINESTRING", "MULTILINESTRING", "POLYGON", "MULTIPOLYGON")
)
_NUMBER: Final = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_COORDINATES: Final = re.compile(rf"{_NUMBER}(?:\s+{_NUMBER}){{1,3}}")
_BRACKETS: Final = str.maketrans("()", "[]")

Ring = tuple[Point, ...]


@dataclass(frozen=True)
class Shape:
    """What a geometry consists of; an area is its outline and the holes in it."""

    points: tuple[Point, ...] = ()
    lines: tuple[Ring, ...] = ()
    areas: tuple[tuple[Ring, ...], ...] = ()

    @property
    def vertices(self) -> tuple[Point, ...]:
        """All points of it."""
        rings = (*self.lines, *(ring for area in self.areas for ring in area))
        return (*self.points, *(point for ring in rings for point in ring))


def read_shape(text: str) -> Shape | None:
    """Read a geometry; None where it is empty, of another reference system, or none at all.

    >>> read_shape("POINT (146.5 44)")
    Shape(points=((146.5, 44.0),), lines=(), areas=())
    """
    if len(text) > MAX_CHARS:
        return None
    crs = _CRS.match(text)
    is_turned = False
    if crs:
        code = re.split(r"[/:]", crs[1])[-1]
        is_turned = code in LAT_LON
        if not is_turned and code not in ("CRS84", "OGC84"):
            return None
        text = text[crs.end() :]
    head = _HEAD.match(text)
    if head is None or head[2] != "(" or head[1].upper() not in _KINDS:
        return None
    body = _COORDINATES.sub(partial(_pair, is_turned), text[head.end() - 1 :])
    try:
        return _shape(head[1].upper(), json.loads(body.translate(_BRACKETS)))
    except (ValueError, TypeError, IndexError, RecursionError):
        return None


def _pair(is_turned: bool, coordinates: re.Match[str]) -> str:
    """Write a point as JSON has it: longitude and latitude."""
    first, second = map(float, coordinates[0].split()[:2])
    return f"[{second}, {first}]" if is_turned else f"[{first}, {second}]"


def _shape(kind: str, found: list[Any]) -> Shape:
    match kind:
        case "POINT":
            return Shape(points=(_point(found[0]),))
        case "MULTIPOINT":
            return Shape(points=tuple(_point(p[0] if len(p) == 1 else p) for p in found))
        case "LINESTRING":
            return Shape(lines=(_ring(found),))
        case "MULTILINESTRING":
            return Shape(lines=tuple(map(_ring, found)))
        case "POLYGON":
            return Shape(areas=(tuple(map(_ring, found)),))
        case _:
            return Shape(areas=tuple(tuple(map(_ring, area)) for area in found))


def _point(found: Any) -> Point:
    longitude, latitude = found
    if not (abs(longitude) <= 180 and abs(latitude) < 90):
        raise ValueError(f"{found} is nowhere on the globe")
    return longitude, latitude


def _ring(found: Any) -> Ring:
    ring = tuple(map(_point, found))
    if len(ring) < 2:
        raise ValueError("a line has two points")
    return ring
