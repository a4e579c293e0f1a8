"""Where everybody stands on a proposition: who says it, denies it, says what excludes it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kg.vocab import STAND, concept
from server.reading import Reader
from server.resources.claim_summary import ClaimSummary, in_order, summary
from server.resources.claims_address import claims_address
from server.resources.sources import Sources, count_sources
from server.tables import Cell, link_to

MAX_CLAIMS: Final = 200
"""Claims of one proposition that are read."""
MAX_SHOWN: Final = 12
"""Claims of one kind that are shown."""

_NEGATIVE: Final = concept("polarity", "negative")


@dataclass(frozen=True)
class Stance:
    """Claims that stand alike to a proposition; ``more`` counts those that are not shown."""

    claims: tuple[ClaimSummary, ...]
    more: int
    sources: Sources
    href: str


@dataclass(frozen=True)
class Stances:
    """The claims that say a proposition, that impute it, that deny it, that exclude it.

    What excludes it is another proposition, named in ``contradicted_by``. ``is_cut`` tells that
    there are more claims than were read.
    """

    says: Stance
    imputes: Stance
    denies: Stance
    excludes: Stance
    contradicted_by: tuple[Cell, ...]
    is_cut: bool


def stances(
    reader: Reader, proposition: ox.NamedNode, without: ox.NamedNode | None = None
) -> Stances:
    """Sort the claims on a proposition; ``without`` is counted, but not shown."""
    claims = claims_of(reader, proposition)
    rivals = in_order(reader.resources(proposition, STAND.contradicts))
    negative = reader.snapshot.iri(str(_NEGATIVE))
    denials = {c for c in claims if negative in reader.resources(c, STAND.polarity)}
    imputed = {c for c in claims if reader.resources(c, STAND.imputedTo)}
    against = [
        claim
        for rival in rivals
        for claim in claims_of(reader, rival)
        if negative not in reader.resources(claim, STAND.polarity)
        and not reader.resources(claim, STAND.imputedTo)
    ]

    def stance(found: list[ox.NamedNode], of: list[ox.NamedNode], polarity: str) -> Stance:
        shown = [claim for claim in found if claim != without]
        return Stance(
            tuple(summary(reader, claim) for claim in shown[:MAX_SHOWN]),
            max(0, len(shown) - MAX_SHOWN),
            count_sources(reader, found),
            _address(reader, of, found, polarity) if found else "",
        )

    return Stances(
        says=stance(
            [c for c in claims if c not in denials and c not in imputed], [proposition], "positive"
        ),
        imputes=stance([c for c in claims if c in imputed], [proposition], ""),
        denies=stance(
            [c for c in claims if c in denials and c not in imputed], [proposition], "negative"
        ),
        excludes=stance(against, [r for r in rivals if claims_of(reader, r)], "positive"),
        contradicted_by=tuple(link_to(rival, reader) for rival in rivals),
        is_cut=len(claims) >= MAX_CLAIMS,
    )


def _address(
    reader: Reader, of: Iterable[ox.NamedNode], found: Iterable[ox.NamedNode], polarity: str
) -> str:
    """Return where the table has the claims of these propositions that stand like those found."""
    modes = [mode for claim in found for mode in reader.resources(claim, STAND.reportingMode)]
    polarities = [reader.snapshot.iri(str(concept("polarity", polarity)))] if polarity else []
    return claims_address(reader, proposition=of, polarity=polarities, mode=in_order(modes))


def claims_of(reader: Reader, proposition: ox.NamedNode) -> list[ox.NamedNode]:
    """Return the claims whose content a proposition is, within a bound."""
    return in_order(islice(reader.subjects(STAND.hasProposition, proposition), MAX_CLAIMS))
