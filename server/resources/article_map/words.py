"""The words of a sentence in pieces, each with what it carries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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

    def goes_on_in(self, following: "Piece") -> bool:
        """Tell whether the next one is no different, and nothing ends between the two."""
        is_same = (self.tone, self.is_damaged) == (following.tone, following.is_damaged)
        return is_same and not self.claims and not self.damages


def pieces(
    text: str, start: int, end: int, *, spots: Sequence[Spot], damages: Sequence[Damage]
) -> list[Piece]:
    """Cut the words between two places of a text wherever what they carry changes or ends."""
    found: list[Piece] = []
    for piece in _cut(text, start, end, spots=spots, damages=damages):
        if found and found[-1].goes_on_in(piece):
            found[-1] = replace(piece, words=found[-1].words + piece.words)
        else:
            found.append(piece)
    return found


def _cut(
    text: str, start: int, end: int, *, spots: Sequence[Spot], damages: Sequence[Damage]
) -> Iterator[Piece]:
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
