"""Which claim of one coding is which of another: told by passage and content, by nothing else.

Two claims can be one only where their evidence shares a code point and their propositions are
alike. Whether speaker, mode, act, certainty or polarity are the same plays no part, since that is
what agreement is measured on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kg.agreement.part import Part
from kg.coded_article import CodedArticle
from kg.model.coding import Claim, Proposition

LEAST_CONTENT: Final = 0.2
"""How much two propositions have in common, from 0 to 1, to be the same at all."""

_WORD: Final = re.compile(r"\w{4,}")
_STEM: Final = 5
"""Letters by which words are compared: "demands" and "demanded" are one."""


@dataclass(frozen=True)
class PlacedClaim:
    """A claim of one coding: where it stands in the file, in the text, and what it says."""

    number: int
    where: str
    claim: Claim
    proposition: Proposition
    points: frozenset[int]
    """The code points of its evidence."""

    @cached_property
    def content(self) -> frozenset[str]:
        """The entities and the longer words, cut, of what it says."""
        triple = self.proposition.triple
        named = (triple.subject, triple.object) if triple else ()
        words = _WORD.findall(self.proposition.text.lower())
        return frozenset((*self.proposition.about, *named, *(word[:_STEM] for word in words)))


@dataclass(frozen=True)
class Alignment:
    """The claims that two codings share, and those that only one has; in file order."""

    pairs: tuple[tuple[PlacedClaim, PlacedClaim], ...]
    only_first: tuple[PlacedClaim, ...]
    only_second: tuple[PlacedClaim, ...]


def placed_claims(article: CodedArticle, part: Part) -> tuple[PlacedClaim, ...]:
    """Return the claims of a coding, with their places, whose evidence all lies in a part."""
    propositions = {proposition.id: proposition for proposition in article.coding.propositions}
    return tuple(
        PlacedClaim(
            number,
            article.coding_file.where("claims", number),
            claim,
            propositions[claim.proposition],
            points,
        )
        for number, claim in enumerate(article.coding.claims)
        if part.holds(min(points := evidence_points(article, claim)), max(points) + 1)
    )


def evidence_points(article: CodedArticle, claim: Claim) -> frozenset[int]:
    """Return the code points of the text that are evidence of a claim."""
    return frozenset(
        point for passage in article.evidence(claim) for point in range(passage.start, passage.end)
    )


def align(first: tuple[PlacedClaim, ...], second: tuple[PlacedClaim, ...]) -> Alignment:
    """Pair claims one to one, the likest pair first; of equals, the first in the file."""
    free_first, free_second = dict.fromkeys(first), dict.fromkeys(second)
    pairs = []
    for _, one, other in sorted(_candidates(first, second), key=_likest_first):
        if one in free_first and other in free_second:
            del free_first[one], free_second[other]
            pairs.append((one, other))
    pairs.sort(key=lambda pair: pair[0].number)
    return Alignment(tuple(pairs), tuple(free_first), tuple(free_second))


def same_content(one: PlacedClaim, other: PlacedClaim) -> float:
    """Tell from 0 to 1 how far two claims say the same; 1 for the same proposition or triple."""
    mine, yours = one.proposition, other.proposition
    if mine.id == yours.id or (mine.triple is not None and mine.triple == yours.triple):
        return 1.0
    return _shared(one.content, other.content)


def _candidates(
    first: tuple[PlacedClaim, ...], second: tuple[PlacedClaim, ...]
) -> Iterator[tuple[float, PlacedClaim, PlacedClaim]]:
    for one in first:
        for other in second:
            overlap = _shared(one.points, other.points)
            if overlap and (content := same_content(one, other)) >= LEAST_CONTENT:
                yield overlap + content, one, other


def _likest_first(
    candidate: tuple[float, PlacedClaim, PlacedClaim],
) -> tuple[float, int, int]:
    likeness, one, other = candidate
    return -likeness, one.number, other.number


def _shared(one: frozenset[object], other: frozenset[object]) -> float:
    """Return how much of the two sets together is in both."""
    union = len(one | other)
    return len(one & other) / union if union else 0.0
