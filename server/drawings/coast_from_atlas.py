"""Make ``coast.json``, the land that maps are drawn on, of the npm package ``world-atlas``.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m server.drawings.coast_from_atlas package/land-10m.json package/land-110m.json

The first is taken for the surroundings of the Sea of Okhotsk, the second for the rest of the world.
Land is taken and not countries: a border would say whose an island is.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Any, Final

from server.drawings.coast import Box, Point, clipped

NEAR: Final = Box(138.0, 40.5, 154.0, 49.0)
WORLD: Final = Box(-180.0, -60.0, 180.0, 84.0)
_SOURCE: Final = (
    "Natural Earth (public domain), land at 1:10,000,000 and 1:110,000,000, from the npm package "
    "world-atlas 2.0.2 (ISC), by server/drawings/coast_from_atlas.py"
)


def coast(near: Mapping[str, Any], world: Mapping[str, Any]) -> dict[str, Any]:
    """Return the land of two files of TopoJSON, the finer one first, as rings of points."""
    return {
        "source": _SOURCE,
        "layers": [
            {"box": astuple(NEAR), "rings": list(_rings_within(near, NEAR, decimals=3))},
            {"box": astuple(WORLD), "rings": list(_rings_within(world, WORLD, decimals=1))},
        ],
    }


def _rings_within(topology: Mapping[str, Any], box: Box, *, decimals: int) -> Iterator[list[Point]]:
    arcs = [list(_decoded(arc, topology["transform"])) for arc in topology["arcs"]]
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            for ring in polygon:
                inside = clipped(_joined(ring, arcs), box)
                rounded = [(round(x, decimals), round(y, decimals)) for x, y in inside]
                thin = [p for i, p in enumerate(rounded) if not i or p != rounded[i - 1]]
                if len(thin) > 3:
                    yield thin


def _decoded(
    arc: Iterable[Sequence[int]], transform: Mapping[str, Sequence[float]]
) -> Iterator[Point]:
    """Undo the differences that TopoJSON writes points as."""
    (scale_x, scale_y), (start_x, start_y) = transform["scale"], transform["translate"]
    x = y = 0
    for step in arc:
        x, y = x + step[0], y + step[1]
        yield x * scale_x + start_x, y * scale_y + start_y


def _joined(ring: Iterable[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    """Join the arcs of a ring; a negative number is an arc taken backwards."""
    found: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        found.extend(arc[1:] if found else arc)
    return found


def main(near: str, world: str) -> None:
    """Write ``coast.json`` beside this module."""
    made = coast(*(json.loads(Path(name).read_text(encoding="utf-8")) for name in (near, world)))
    written = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    Path(__file__).with_name("coast.json").write_text(f"{written}\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
