"""The strip: each sentence a box as wide as it is long, a row for each section."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from server.resources.article_map.article_map import CLAIMED, Place, sections
from server.resources.article_map.claims import tones_of

WIDTH: Final = 1000
HEIGHT: Final = 30
"""Of a row, in units of the drawing."""
_GAP: Final = 2


@dataclass(frozen=True)
class Band:
    """A part of a box: how the sentence carries claims, or why it carries none."""

    y: float
    height: float
    look: str


@dataclass(frozen=True)
class Box:
    """A sentence in its row."""

    place: Place
    x: float
    width: float
    bands: tuple[Band, ...]


def strips(places: Sequence[Place]) -> list[list[Box]]:
    """Draw the sections on one scale, that of the longest."""
    found = list(sections(places))
    lengths = [section[-1].sentence.end - section[0].sentence.start for section in found]
    scale = WIDTH / max(lengths, default=1)
    return [list(_boxes(section, scale)) for section in found]


def _boxes(section: Sequence[Place], scale: float) -> Iterator[Box]:
    first = section[0].sentence.start
    for place in section:
        start, end = place.sentence.start, place.sentence.end
        width = max((end - start) * scale - _GAP, 1)
        yield Box(place, round((start - first) * scale, 1), round(width, 1), tuple(_bands(place)))


def _bands(place: Place) -> Iterator[Band]:
    looks = tones_of(place.claims) if place.state == CLAIMED else (place.state,)
    height = HEIGHT / len(looks)
    for number, look in enumerate(looks):
        yield Band(round(number * height, 1), round(height, 1), look)
