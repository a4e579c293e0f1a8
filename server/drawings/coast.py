"""The land that maps are drawn on, and how degrees become places on a sheet."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import cos, radians
from pathlib import Path
from typing import Final

Point = tuple[float, float]
"""Longitude and latitude in degrees, or x and y on a sheet."""

LARGEST_ISLAND: Final = 4.0
"""Degrees from end to end up to which land in the finer layer is an island to be outlined."""
_FILE: Final = Path(__file__).with_name("coast.json")


@dataclass(frozen=True)
class Box:
    """A part of the globe, in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, other: "Box") -> bool:
        """Tell whether another box lies within this one."""
        return (
            self.west <= other.west
            and self.south <= other.south
            and self.east >= other.east
            and self.north >= other.north
        )


@dataclass(frozen=True)
class Frame:
    """A sheet of a width, on which a box is drawn with its middle parallel true to scale."""

    box: Box
    width: float

    @property
    def height(self) -> float:
        """The height that keeps the proportions."""
        return (self.box.north - self.box.south) * self._unit

    @property
    def _unit(self) -> float:
        return self.width / ((self.box.east - self.box.west) * self._narrowing)

    @property
    def _narrowing(self) -> float:
        return cos(radians((self.box.north + self.box.south) / 2))

    def place(self, point: Point) -> Point:
        """Return where a longitude and latitude lie on the sheet."""
        x = (point[0] - self.box.west) * self._unit * self._narrowing
        return x, (self.box.north - point[1]) * self._unit


@lru_cache(maxsize=32)
def land(frame: Frame) -> str:
    """Return the land of a sheet as the data of an SVG path, of the finest layer that has it."""
    return shore(_rings(frame.box), frame)


def shore(rings: Iterable[Sequence[Point]], frame: Frame, end: str = "Z") -> str:
    """Return rings on a sheet as the data of an SVG path; without an ``end``, as open lines."""
    return "".join(
        f"M{' '.join(f'{x:.1f} {y:.1f}' for x, y in map(frame.place, ring))}{end}" for ring in rings
    )


def surroundings(points: Sequence[Point], *, least: float) -> Box:
    """Return a box around points with a margin; ``least`` is its smallest height in degrees."""
    longitudes, latitudes = zip(*points, strict=True)
    middle_x, middle_y = ((min(degrees) + max(degrees)) / 2 for degrees in (longitudes, latitudes))
    wide, high = (1.5 * (max(d) - min(d)) for d in (longitudes, latitudes))
    narrowing = max(0.1, cos(radians(middle_y)))
    high = min(120.0, max(high, least, 0.75 * wide * narrowing))
    wide = min(360.0, high / narrowing / 0.75)
    return Box(middle_x - wide / 2, middle_y - high / 2, middle_x + wide / 2, middle_y + high / 2)


def island_at(point: Point) -> tuple[Point, ...] | None:
    """Return the coast of the island that a point lies on; None at sea and on a continent.

    Only the finer layer is looked at: in the other, islands are too rough to be told.
    """
    box, rings = _layers()[0]
    for ring in rings:
        if _is_inside(point, ring) and _is_island(ring, box):
            return tuple(ring)
    return None


def _is_island(ring: Sequence[Point], box: Box) -> bool:
    """Tell an island from what goes on beyond the layer, or is too large to be outlined."""
    longitudes, latitudes = [x for x, _ in ring], [y for _, y in ring]
    west, east, south, north = (*_ends(longitudes), *_ends(latitudes))
    is_whole = box.west < west and box.south < south and east < box.east and north < box.north
    return is_whole and max(east - west, north - south) <= LARGEST_ISLAND


def _ends(degrees: Sequence[float]) -> tuple[float, float]:
    return min(degrees), max(degrees)


def _is_inside(point: Point, ring: Sequence[Point]) -> bool:
    """Count the edges that a line from the point to the east crosses: within, they are odd."""
    x, y = point
    is_inside = False
    for index, (right, top) in enumerate(ring):
        left, bottom = ring[index - 1]
        if (bottom > y) != (top > y) and x < (right - left) * (y - bottom) / (top - bottom) + left:
            is_inside = not is_inside
    return is_inside


def is_near(box: Box) -> bool:
    """Tell whether the finer layer has a box."""
    return _layers()[0][0].holds(box)


def _rings(box: Box) -> Iterator[list[Point]]:
    layers = _layers()
    rings = next((rings for whole, rings in layers if whole.holds(box)), layers[-1][1])
    for ring in rings:
        inside = clipped(ring, box)
        if len(inside) > 2:
            yield inside


def clipped(ring: Sequence[Point], box: Box) -> list[Point]:
    """Return the part of a ring that lies in a box, edge by edge."""
    found = list(ring)
    edges = ((0, box.west, 1), (1, box.south, 1), (0, box.east, -1), (1, box.north, -1))
    for axis, bound, sign in edges:
        found = list(_beyond(found, axis, bound, sign))
    return found


def _beyond(ring: Sequence[Point], axis: int, bound: float, sign: int) -> Iterator[Point]:
    for index, point in enumerate(ring):
        before = ring[index - 1]
        is_in, was_in = ((p[axis] - bound) * sign >= 0 for p in (point, before))
        if is_in != was_in:
            part = (bound - before[axis]) / (point[axis] - before[axis])
            other = before[1 - axis] + part * (point[1 - axis] - before[1 - axis])
            yield (bound, other) if axis == 0 else (other, bound)
        if is_in:
            yield point


@cache
def _layers() -> tuple[tuple[Box, list[list[Point]]], ...]:
    read = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(
        (Box(*layer["box"]), [part for ring in layer["rings"] for part in unrolled(ring)])
        for layer in read["layers"]
    )


def unrolled(ring: Sequence[Sequence[float]]) -> Iterator[list[Point]]:
    """Yield a ring that crosses the 180th meridian on both its sides; any other as it is."""
    turned, found = 0.0, []
    for index, (x, y) in enumerate(ring):
        step = x - ring[index - 1][0] if index else 0.0
        turned -= 360.0 * (step > 180) - 360.0 * (step < -180)
        found.append((x + turned, y))
    yield found
    if max(x for x, _ in found) > 180:
        yield [(x - 360, y) for x, y in found]
    elif min(x for x, _ in found) < -180:
        yield [(x + 360, y) for x, y in found]
