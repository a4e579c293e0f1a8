"""Krippendorff's alpha of two codings by unit, each with the number of units that it rests on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.agreement.alignment import Alignment, PlacedClaim, evidence_points
from kg.agreement.mentions import MentionAlignment
from kg.agreement.part import Part
from kg.coded_article import CodedArticle
from kg.extra import from_extra
from kg.model.article import Sentence
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
    first: CodedArticle,
    second: CodedArticle,
    part: Part,
    claims: Alignment,
    mentions: MentionAlignment,
) -> tuple[Figure, ...]:
    """Return figures for passages, mentions, claims, and what is said of claims that both have."""
    coded = _evidence(first, part), _evidence(second, part)
    return (
        _by_sentence([each for each in first.meta.sentences if _within(part, each)], *coded),
        _by_code_point(part, *coded),
        *_mentions(mentions),
        _claims(claims),
        *(
            _figure(
                unit,
                [value(one.claim) for one, _ in claims.pairs],
                [value(other.claim) for _, other in claims.pairs],
                note="claims that both have",
            )
            for unit, value in UNITS.items()
        ),
    )


def _evidence(article: CodedArticle, part: Part) -> frozenset[int]:
    points = (evidence_points(article, claim) for claim in article.coding.claims)
    return frozenset(point for each in points for point in each if part.holds(point, point + 1))


def _within(part: Part, sentence: Sentence) -> bool:
    return part.holds(sentence.start, sentence.end)


def _by_sentence(sentences: Sequence[Sentence], *coded: frozenset[int]) -> Figure:
    return _figure(
        "passage, by sentence",
        *(
            [_mark(not points.isdisjoint(range(one.start, one.end))) for one in sentences]
            for points in coded
        ),
        note="sentences: evidence of a claim, or not",
    )


def _by_code_point(part: Part, *coded: frozenset[int]) -> Figure:
    return _figure(
        "passage, by code point",
        *([_mark(point in points) for point in range(part.start, part.end)] for points in coded),
        note="code points: evidence of a claim, or not; neighbours are not independent",
    )


def _mentions(alignment: MentionAlignment) -> tuple[Figure, Figure]:
    only = len(alignment.only_first) + len(alignment.only_second)
    paired = len(alignment.pairs)
    note = f"of one span, of those that overlap; {_only(alignment)}"
    return (
        Figure("mention", None, alignment.same_span, paired + only, note),
        _figure(
            "entity",
            [one.mention.entity for one, _ in alignment.pairs],
            [other.mention.entity for _, other in alignment.pairs],
            note="mentions that overlap",
        ),
    )


def _mark(coded: object) -> str:
    return "claim" if coded else "none"


def _claims(alignment: Alignment) -> Figure:
    only = len(alignment.only_first) + len(alignment.only_second)
    paired = len(alignment.pairs)
    return Figure("claim", None, paired, paired + only, _only(alignment))


def _only(alignment: Alignment | MentionAlignment) -> str:
    return (
        f"{len(alignment.only_first)} only in the first,"
        f" {len(alignment.only_second)} only in the second; no alpha: there is no unit without one"
    )


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
