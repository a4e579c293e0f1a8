"""The words of a sentence in pieces, each with what it carries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from server.resources.article_map.claims import Said, tones_of
from server.resources.article_map.passages import Damage


@dataclass(frozen=True)
class Spot:
    """A place that carries claims: code points, half-open."""

    start: int
    end: int
    claims: tuple[Said, ...]


@dataclass(frozen=True)
class Piece:
    """A run of words that carry the same; ``claims`` and ``damages`` are those that end with it.

    ``tone`` is the strongest of how they carry it, nothing where no claim rests on them.
    """

    words: str
    tone: str
    is_damaged: bool
    claims: tuple[Said, ...]
    damages: tuple[Damage, ...]


def pieces(
    text: str, start: int, end: int, *, spots: Sequence[Spot], damages: Sequence[Damage]
) -> Iterator[Piece]:
    """Cut the words between two places of a text wherever a claim or a damage begins or ends."""
    spans: tuple[Spot | Damage, ...] = (*spots, *damages)
    places = [(span.start, span.end) for span in spans]
    cuts = {start, end, *(min(max(cut, start), end) for place in places for cut in place)}
    for first, last in pairwise(sorted(cuts)):
        covering = [spot for spot in spots if spot.start <= first and last <= spot.end]
        ending = [claim for spot in covering if _ends(spot, last, end) for claim in spot.claims]
        wrong = [damage for damage in damages if damage.start <= first and last <= damage.end]
        yield Piece(
            words=text[first:last],
            tone=next(reversed(tones_of(c for spot in covering for c in spot.claims)), ""),
            is_damaged=bool(wrong),
            claims=tuple(dict.fromkeys(ending)),
            damages=tuple(damage for damage in wrong if _ends(damage, last, end)),
        )


def _ends(span: Spot | Damage, here: int, end: int) -> bool:
    """Tell whether a span ends here; one that goes on after the last place ends with it."""
    return min(span.end, end) == here
