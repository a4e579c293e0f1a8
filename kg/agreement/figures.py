"""Krippendorff's alpha of two codings by unit, each with the number of units that it rests on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.agreement.alignment import Alignment, PlacedClaim
from kg.coded_article import CodedArticle
from kg.extra import from_extra
from kg.model.coding import Claim

NOBODY: Final = "nobody"

UNITS: Final[dict[str, Callable[[Claim], str]]] = {
    "speaker": lambda claim: claim.asserted_by,
    "imputed to": lambda claim: claim.imputed_to or NOBODY,
    "mode": lambda claim: claim.mode,
    "act": lambda claim: claim.act,
    "certainty": lambda claim: claim.certainty,
    "polarity": lambda claim: claim.polarity,
}
"""What is compared of claims that both codings have, and its value."""


@dataclass(frozen=True)
class Figure:
    """How far two codings agree on one kind of unit."""

    unit: str
    alpha: float | None
    """Krippendorff's alpha, nominal; none where it is not defined."""
    alike: int
    units: int
    """How many units it rests on."""
    note: str


def measure_agreement(
    first: CodedArticle, second: CodedArticle, alignment: Alignment
) -> tuple[Figure, ...]:
    """Return a figure for passages, claims, and each thing said of the claims that both have."""
    return (
        _by_sentence(first, second),
        _by_code_point(first, second),
        _claims(alignment),
        *(
            _figure(
                unit,
                [value(one.claim) for one, _ in alignment.pairs],
                [value(other.claim) for _, other in alignment.pairs],
                note="claims that both have",
            )
            for unit, value in UNITS.items()
        ),
    )


def evidence_points(article: CodedArticle) -> frozenset[int]:
    """Return the code points of the text that are evidence of a claim."""
    return frozenset(
        point
        for claim in article.coding.claims
        for part in article.evidence(claim)
        for point in range(part.start, part.end)
    )


def _by_sentence(first: CodedArticle, second: CodedArticle) -> Figure:
    return _figure(
        "passage, by sentence",
        *(
            [
                _mark(any(point in points for point in range(part.start, part.end)))
                for part in first.meta.sentences
            ]
            for points in (evidence_points(first), evidence_points(second))
        ),
        note="sentences: evidence of a claim, or not",
    )


def _by_code_point(first: CodedArticle, second: CodedArticle) -> Figure:
    return _figure(
        "passage, by code point",
        *(
            [_mark(point in points) for point in range(first.meta.length)]
            for points in (evidence_points(first), evidence_points(second))
        ),
        note="code points: evidence of a claim, or not; neighbours are not independent",
    )


def _mark(coded: object) -> str:
    return "claim" if coded else "none"


def _claims(alignment: Alignment) -> Figure:
    only = len(alignment.only_first) + len(alignment.only_second)
    paired = len(alignment.pairs)
    note = (
        f"{len(alignment.only_first)} only in the first,"
        f" {len(alignment.only_second)} only in the second; no alpha: there is no unit without one"
    )
    return Figure("claim", None, paired, paired + only, note)


def _figure(unit: str, first: Sequence[str], second: Sequence[str], *, note: str) -> Figure:
    alike = sum(one == other for one, other in zip(first, second, strict=True))
    values = sorted({*first, *second})
    if len(values) < 2:  # alpha compares with chance, and one value leaves none
        note += "; every value is the same, so alpha is not defined"
        return Figure(unit, None, alike, len(first), note)
    alpha = from_extra("krippendorff", "interchange").alpha(
        reliability_data=[[values.index(value) for value in coder] for coder in (first, second)],
        value_domain=list(range(len(values))),
        level_of_measurement="nominal",
    )
    return Figure(unit, float(alpha), alike, len(first), note)


def compared(one: PlacedClaim, other: PlacedClaim) -> tuple[tuple[str, str, str], ...]:
    """Return each unit that two claims differ in, with both values."""
    return tuple(
        (unit, value(one.claim), value(other.claim))
        for unit, value in UNITS.items()
        if value(one.claim) != value(other.claim)
    )
