"""The map of an answer: its geometries, and the geometries of the things in it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox
from markupsafe import Markup

from kg.vocab import GEO
from server.drawings.map_of_places import Place, draw
from server.drawings.wkt import Shape, read_shape
from server.here import here
from server.reading import Reader, Word
from server.resource_graph import is_readable
from server.tables import Cell, link_to

MAX_PLACES: Final = 200
MAX_VERTICES: Final = 20_000
"""Places, and points of all their outlines together, that one map has."""
MAX_GEOMETRIES: Final = 4
"""Geometries of one thing that are looked at."""
_WKT: Final = "wktLiteral"


@dataclass(frozen=True)
class ListedPlace:
    """A place of the list beside the map: what it is, and where, in words."""

    name: Cell
    where: str


@dataclass(frozen=True)
class AnswerMap:
    """The drawing, and the same as a list; ``more`` places are left out of both, by the bounds."""

    drawing: Markup
    places: tuple[ListedPlace, ...]
    more: int
    most_places: int
    most_points: int


def map_of(rows: Iterable[Sequence[object]], reader: Reader) -> AnswerMap | None:
    """Draw the places of these rows, each once; None where there are none."""
    found = dict.fromkeys(place for row in rows for place in _places(row, reader))
    shown: list[tuple[Cell, Shape]] = []
    vertices = 0
    for name, shape in islice(found, MAX_PLACES):
        vertices += len(shape.vertices)
        if vertices > MAX_VERTICES:
            break
        shown.append((name, shape))
    if not shown:
        return None
    places = [Place(n.text, here(n.path) if n.path else n.iri, s, n.language) for n, s in shown]
    return AnswerMap(
        draw("answer-map", "Map of the answer", places),
        tuple(ListedPlace(name, _where(shape)) for name, shape in shown),
        len(found) - len(shown),
        MAX_PLACES,
        MAX_VERTICES,
    )


def _places(row: Sequence[object], reader: Reader) -> Iterator[tuple[Cell, Shape]]:
    """Yield what a row has on a map: its geometries by its first thing, and its things."""
    nodes = [term for term in row if isinstance(term, ox.NamedNode)]
    written = [shape for term in row if (shape := _shape(term))]
    for shape in written:
        yield _title(row, nodes, reader), shape
    if written:
        return
    for node in nodes:
        for shape in _shapes_of(node, reader):
            yield link_to(node, reader), shape


def _shapes_of(node: ox.NamedNode, reader: Reader) -> Iterator[Shape]:
    if not is_readable(reader.snapshot, node):
        return
    for geometry in (node, *islice(reader.resources(node, GEO.hasGeometry), MAX_GEOMETRIES)):
        for value in islice(reader.values(geometry, GEO.asWKT), 1):
            if shape := _shape(value):
                yield shape
                return


def _shape(term: object) -> Shape | None:
    if isinstance(term, ox.Literal) and term.datatype.value.endswith(_WKT):
        return read_shape(term.value)
    return None


def _title(row: Sequence[object], nodes: Sequence[ox.NamedNode], reader: Reader) -> Cell:
    """Call a geometry by the first thing of its row, else by the first text, else by its place."""
    if nodes:
        return link_to(nodes[0], reader)
    texts = [t for t in row if isinstance(t, ox.Literal) and not t.datatype.value.endswith(_WKT)]
    word = Word(texts[0].value[:100], texts[0].language or "") if texts else Word("a place")
    return Cell(word.text, language=word.language)


def _where(shape: Shape) -> str:
    if len(shape.vertices) == 1:
        longitude, latitude = shape.vertices[0]
        return f"{_degrees(latitude, 'north', 'south')}, {_degrees(longitude, 'east', 'west')}"
    longitudes, latitudes = zip(*shape.vertices, strict=True)
    kind = "areas" if shape.areas else "lines" if shape.lines else "points"
    return (
        f"{kind} from {_degrees(min(latitudes), 'north', 'south')}, "
        f"{_degrees(min(longitudes), 'east', 'west')} to "
        f"{_degrees(max(latitudes), 'north', 'south')}, "
        f"{_degrees(max(longitudes), 'east', 'west')}"
    )


def _degrees(value: float, positive: str, negative: str) -> str:
    return f"{abs(value):g}° {positive if value >= 0 else negative}"
