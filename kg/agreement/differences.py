"""What two codings have to settle, each difference with its line in both files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.agreement.alignment import Alignment, PlacedClaim
from kg.agreement.figures import compared
from kg.agreement.mentions import MentionAlignment
from kg.model.passages import Mention


@dataclass(frozen=True)
class Difference:
    """One thing on which two codings differ; a side that has nothing is empty."""

    unit: str
    first: str
    second: str
    first_where: str
    second_where: str


_Placed = tuple[tuple[int, int], Difference]
"""A difference, after its place in the text and its number in the file."""


def list_differences(claims: Alignment, mentions: MentionAlignment) -> tuple[Difference, ...]:
    """Return all differences: of mentions, then of claims, each in the order of the text."""
    found = [*_of_pairs(claims), *_of_one_side(claims)]
    return (*_in_order(_of_mentions(mentions)), *_in_order(found))


def _in_order(found: Iterable[_Placed]) -> Iterator[Difference]:
    return (difference for _, difference in sorted(found, key=lambda item: item[0]))


def _of_mentions(alignment: MentionAlignment) -> Iterator[_Placed]:
    for one, other in alignment.pairs:
        mine, yours = one.mention, other.mention
        place = (min(mine.start, yours.start), one.number)
        if one.shares(other) < 1:
            yield place, Difference("span", _span(mine), _span(yours), one.where, other.where)
        if mine.entity != yours.entity:
            names = (f"{_span(mine)} {mine.entity}", f"{_span(yours)} {yours.entity}")
            yield place, Difference("entity", *names, one.where, other.where)
    for one in alignment.only_first:
        place = (one.mention.start, one.number)
        yield place, Difference("mention", _span(one.mention), "", one.where, "")
    for other in alignment.only_second:
        place = (other.mention.start, other.number)
        yield place, Difference("mention", "", _span(other.mention), "", other.where)


def _span(mention: Mention) -> str:
    return f"{mention.start}-{mention.end}: {mention.surface}"


def _of_pairs(alignment: Alignment) -> Iterator[_Placed]:
    for one, other in alignment.pairs:
        place = (min(one.points | other.points), one.number)
        if one.points != other.points:
            yield place, _difference("passage", one, other, _evidence(one), _evidence(other))
        for unit, mine, yours in compared(one, other):
            yield place, _difference(unit, one, other, mine, yours)


def _of_one_side(alignment: Alignment) -> Iterator[_Placed]:
    for one in alignment.only_first:
        place = (min(one.points), one.number)
        yield place, Difference("claim", _named(one, _evidence(one)), "", one.where, "")
    for other in alignment.only_second:
        place = (min(other.points), other.number)
        yield place, Difference("claim", "", _named(other, _evidence(other)), "", other.where)


def _difference(
    unit: str, one: PlacedClaim, other: PlacedClaim, mine: str, yours: str
) -> Difference:
    return Difference(unit, _named(one, mine), _named(other, yours), one.where, other.where)


def _named(placed: PlacedClaim, value: str) -> str:
    return f"{placed.claim.id}: {value}"


def _evidence(placed: PlacedClaim) -> str:
    return " ".join(placed.claim.evidence)
