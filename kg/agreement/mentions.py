"""Which mention of one coding is which of another, told by their spans and what they name."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.agreement.part import Part
from kg.coded_article import CodedArticle
from kg.model.passages import Mention


@dataclass(frozen=True)
class PlacedMention:
    """A mention of one coding, and where it stands in the file."""

    number: int
    where: str
    mention: Mention

    def shares(self, other: "PlacedMention") -> float:
        """Return how much of the two spans together is in both, from 0 to 1."""
        mine, yours = self.mention, other.mention
        both = min(mine.end, yours.end) - max(mine.start, yours.start)
        return both / (mine.end - mine.start + yours.end - yours.start - both) if both > 0 else 0.0


@dataclass(frozen=True)
class MentionAlignment:
    """The mentions that two codings share, and those that only one has; in file order."""

    pairs: tuple[tuple[PlacedMention, PlacedMention], ...]
    only_first: tuple[PlacedMention, ...]
    only_second: tuple[PlacedMention, ...]

    @property
    def same_span(self) -> int:
        """How many pairs have one span."""
        return sum(one.shares(other) == 1 for one, other in self.pairs)


def placed_mentions(article: CodedArticle, part: Part) -> tuple[PlacedMention, ...]:
    """Return the mentions of a coding that lie in a part of the text."""
    return tuple(
        PlacedMention(number, article.coding_file.where("mentions", number), mention)
        for number, mention in enumerate(article.coding.mentions)
        if part.holds(mention.start, mention.end)
    )


def align_mentions(
    first: tuple[PlacedMention, ...], second: tuple[PlacedMention, ...]
) -> MentionAlignment:
    """Pair mentions one to one where they overlap.

    Those of one span go first, then those that name one entity, since names lie within names; then
    those whose spans are likest.
    """
    free_first, free_second = dict.fromkeys(first), dict.fromkeys(second)
    pairs = []
    for _, _, one, other in sorted(_candidates(first, second), key=_likest_first):
        if one in free_first and other in free_second:
            del free_first[one], free_second[other]
            pairs.append((one, other))
    pairs.sort(key=lambda pair: pair[0].number)
    return MentionAlignment(tuple(pairs), tuple(free_first), tuple(free_second))


_Candidate = tuple[float, bool, PlacedMention, PlacedMention]


def _candidates(
    first: tuple[PlacedMention, ...], second: tuple[PlacedMention, ...]
) -> Iterator[_Candidate]:
    for one in first:
        for other in second:
            if shared := one.shares(other):
                yield shared, one.mention.entity == other.mention.entity, one, other


def _likest_first(candidate: _Candidate) -> tuple[bool, bool, float, int, int]:
    shared, alike, one, other = candidate
    return shared < 1, not alike, -shared, one.number, other.number
