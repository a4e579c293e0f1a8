"""What two codings have to settle, each difference with its line in both files."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.agreement.alignment import Alignment, PlacedClaim
from kg.agreement.figures import compared


@dataclass(frozen=True)
class Difference:
    """One thing on which two codings differ; a side that has nothing is empty."""

    unit: str
    first: str
    second: str
    first_where: str
    second_where: str


def list_differences(alignment: Alignment) -> tuple[Difference, ...]:
    """Return all differences in the order of the text, then of the units."""
    found = [*_of_pairs(alignment), *_of_one_side(alignment)]
    return tuple(difference for _, difference in sorted(found, key=lambda item: item[0]))


def _of_pairs(alignment: Alignment) -> Iterator[tuple[tuple[int, int], Difference]]:
    for one, other in alignment.pairs:
        place = (min(one.points | other.points), one.number)
        if one.points != other.points:
            yield place, _difference("passage", one, other, _evidence(one), _evidence(other))
        for unit, mine, yours in compared(one, other):
            yield place, _difference(unit, one, other, mine, yours)


def _of_one_side(alignment: Alignment) -> Iterator[tuple[tuple[int, int], Difference]]:
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
