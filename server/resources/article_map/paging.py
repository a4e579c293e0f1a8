"""The pages of a long article: none so heavy that it takes long to load."""

from typing import Final

from server.reading import Word
from server.resources.article_map.article_map import ArticleMap, Place
from server.tables import Cell

HEAVIEST: Final = 98_000
"""Of a page apart from its drawings, in bytes."""
# Bytes of markup around what is counted.
_AROUND: Final = 7_800
_SPEAKER: Final = 90
_SILENCE: Final = 130
_PLACE: Final = 125
_UNCLAIMED: Final = 55
_PIECE: Final = 30
_REFERENCE: Final = 32
_DAMAGE: Final = 120
_CLAIM: Final = 120
_MARK: Final = 36
_LINK: Final = 20
_LANGUAGE: Final = 21


def pages(found: ArticleMap) -> list[tuple[Place, ...]]:
    """Part the sentences into pages; there is one even where there are none."""
    parts: list[list[Place]] = [[]]
    around = weight_around(found)
    weight = around
    for place in found.places:
        more = weight_of(place)
        if parts[-1] and weight + more > HEAVIEST:
            parts.append([])
            weight = around
        parts[-1].append(place)
        weight += more
    return [tuple(page) for page in parts]


def weight_around(found: ArticleMap) -> int:
    """Return how many bytes stand on every page, roughly: who speaks, on what nothing is said."""
    weight = _AROUND + sum(_SPEAKER + _linked(speaker.who) for speaker in found.speakers)
    for silence in found.silences:
        weight += _SILENCE + _linked(silence.says) + _bytes(silence.basis)
        weight += sum(_LINK + _linked(about) for about in silence.about)
    return weight


def weight_of(place: Place) -> int:
    """Return how many bytes a sentence takes, roughly."""
    weight = _PLACE + len(place.path)
    if place.pieces is None:
        weight += _bytes(place.sentence.gist)
    for piece in place.pieces or ():
        weight += _bytes(piece.words) + _REFERENCE * len(piece.claims)
        weight += _PIECE if piece.tone or piece.is_damaged else 0
    if not place.claims:
        weight += _UNCLAIMED + _bytes(place.sentence.reason)
    for damage in place.damages:
        weight += _DAMAGE + len(damage.path) + _bytes(damage.reading)
        weight += _bytes(damage.surface) if place.pieces is None else 0
    for said in place.claims:
        claim = said.claim
        weight += _CLAIM + len(claim.says.path) + _bytes(claim.says.text) + len(claim.words)
        weight += sum(map(_named, (*claim.speakers, *claim.holders, *claim.reporters)))
        weight += sum(_MARK + sum(map(_named, mark.words)) for mark in claim.marks)
        weight += _MARK + _named(claim.act) if claim.act and not claim.is_assertion else 0
    return weight


def _linked(cell: Cell) -> int:
    return len(cell.path) + _named(cell)


def _named(name: Cell | Word) -> int:
    return _bytes(name.text) + (_LANGUAGE if name.language else 0)


def _bytes(text: str) -> int:
    return len(text.encode())
