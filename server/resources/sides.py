"""What each party to a dispute says of each proposition, side by side, and how many say so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kg.vocab import STAND, concept
from server.reading import Reader
from server.resources.claim_summary import ClaimSummary, summary
from server.resources.dispute_scope import MAX_CLAIMS, Party, Scope
from server.resources.sources import count_sources
from server.tables import Cell, link_to

MAX_ROWS: Final = 16
MAX_SHOWN: Final = 2
"""Claims of one party on one proposition that are shown."""
_NEGATIVE: Final = concept("polarity", "negative")


@dataclass(frozen=True)
class Side:
    """The claims of a party on a proposition, those only imputed to it among them.

    ``against`` are its claims of other content that attack one of these, or exclude it.
    """

    claims: tuple[ClaimSummary, ...]
    more: int
    against: tuple[ClaimSummary, ...]


@dataclass(frozen=True)
class Row:
    """A proposition, how each party stands to it, and how many independent sources there are.

    ``against`` counts those that deny it, say what excludes it, or attack a claim of it.
    """

    says: Cell
    sides: tuple[Side, ...]
    agree: int
    against: int


@dataclass(frozen=True)
class Sides:
    """The propositions that most parties have a stand on; ``more`` have no row here.

    ``claimed`` and ``imputed`` count propositions for each party.
    """

    parties: tuple[Cell, ...]
    claimed: tuple[int, ...]
    imputed: tuple[int, ...]
    rows: tuple[Row, ...]
    more: int


def sides_of(reader: Reader, scope: Scope) -> Sides:
    """Put the stands of the parties side by side."""
    found = {
        proposition: _stands(reader, proposition, claims, scope.parties)
        for proposition, claims in scope.claims.items()
    }
    held = [proposition for proposition, sides in found.items() if any(any(s) for s in sides)]
    # Stable: where as many parties have a stand, the order of reading holds.
    held.sort(key=lambda proposition: -sum(any(side) for side in found[proposition]))
    return Sides(
        parties=tuple(link_to(party.node, reader) for party in scope.parties),
        claimed=_counted(found.values(), 0, len(scope.parties)),
        imputed=_counted(found.values(), 1, len(scope.parties)),
        rows=tuple(_row(reader, node, found[node], scope) for node in held[:MAX_ROWS]),
        more=max(0, len(held) - MAX_ROWS),
    )


_Stands = tuple[list[ox.NamedNode], list[ox.NamedNode], list[ox.NamedNode]]
"""Claims that a party makes, that are imputed to it, and by which it stands against others'."""


def _stands(
    reader: Reader,
    proposition: ox.NamedNode,
    claims: Sequence[ox.NamedNode],
    parties: Iterable[Party],
) -> list[_Stands]:
    speakers = {c: reader.resources(c, STAND.assertedBy) for c in claims}
    holders = {c: reader.resources(c, STAND.imputedTo) for c in claims}
    opposed = {
        c: reader.resources(c, STAND.assertedBy) for c in _opposed(reader, proposition, claims)
    }
    return [
        (
            [c for c, found in speakers.items() if not holders[c] and _are_of(found, party)],
            [c for c, found in holders.items() if _are_of(found, party)],
            [c for c, found in opposed.items() if _are_of(found, party)],
        )
        for party in parties
    ]


def _are_of(actors: Iterable[ox.NamedNode], party: Party) -> bool:
    return not party.voices.isdisjoint(actors)


def _is_plain(reader: Reader, claim: ox.NamedNode) -> bool:
    return not reader.resources(claim, STAND.imputedTo)


def _counted(found: Iterable[Sequence[_Stands]], which: int, parties: int) -> tuple[int, ...]:
    rows = list(found)
    return tuple(sum(bool(sides[party][which]) for sides in rows) for party in range(parties))


def _row(reader: Reader, proposition: ox.NamedNode, sides: Sequence[_Stands], scope: Scope) -> Row:
    claims = scope.claims[proposition]
    plain = [claim for claim in claims if _is_plain(reader, claim)]
    negative = [claim for claim in plain if is_negative(reader, claim)]
    link = link_to(proposition, reader)
    text = reader.text(proposition, STAND.propositionText) or link.text
    return Row(
        Cell(text, link.iri, link.path),
        tuple(_side(reader, stands) for stands in sides),
        count_sources(reader, [claim for claim in plain if claim not in negative]).independent,
        count_sources(reader, [*negative, *_opposed(reader, proposition, claims)]).independent,
    )


def _side(reader: Reader, stands: _Stands) -> Side:
    claims = [*stands[0], *stands[1]]
    return Side(
        tuple(summary(reader, claim) for claim in claims[:MAX_SHOWN]),
        max(0, len(claims) - MAX_SHOWN),
        tuple(summary(reader, claim) for claim in stands[2][:MAX_SHOWN]),
    )


def _opposed(
    reader: Reader, proposition: ox.NamedNode, claims: Iterable[ox.NamedNode]
) -> list[ox.NamedNode]:
    """Return claims that attack one of these, or whose content excludes the proposition."""
    found = [
        attacker
        for claim in claims
        for attacker in islice(reader.subjects(STAND.attacks, claim), MAX_CLAIMS)
    ]
    for rival in reader.resources(proposition, STAND.contradicts):
        for claim in islice(reader.subjects(STAND.hasProposition, rival), MAX_CLAIMS):
            if not is_negative(reader, claim):
                found.append(claim)
    return [claim for claim in dict.fromkeys(found) if _is_plain(reader, claim)]


def is_negative(reader: Reader, claim: ox.NamedNode) -> bool:
    """Tell whether a claim denies its proposition."""
    return reader.snapshot.iri(str(_NEGATIVE)) in reader.resources(claim, STAND.polarity)
