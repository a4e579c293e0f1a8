"""The pages of a long article: none so heavy that it takes long to load."""

from collections.abc import Iterable
from typing import Final

from server.resources.article_map.article_map import Place

HEAVIEST: Final = 102_000
"""Of a page, in characters of markup, roughly."""
_PLACE: Final = 300
_CLAIM: Final = 250
_DAMAGE: Final = 130
_MARK: Final = 40


def pages(places: Iterable[Place]) -> list[tuple[Place, ...]]:
    """Part sentences into pages; there is one even where there are none."""
    found: list[list[Place]] = [[]]
    weight = 0
    for place in places:
        more = weight_of(place)
        if found[-1] and weight + more > HEAVIEST:
            found.append([])
            weight = 0
        found[-1].append(place)
        weight += more
    return [tuple(page) for page in found]


def weight_of(place: Place) -> int:
    """Return how much markup a sentence takes, roughly."""
    words = sum(len(piece.words) + _MARK for piece in place.pieces or ())
    weight = _PLACE + (words or len(place.sentence.gist)) + _DAMAGE * len(place.damages)
    for said in place.claims:
        names = (*said.claim.speakers, *said.claim.holders, *said.claim.reporters)
        weight += _CLAIM + len(said.claim.says.text) + sum(len(name.text) for name in names)
        weight += sum(_MARK + len(mark.text) for mark in said.claim.marks)
    return weight
