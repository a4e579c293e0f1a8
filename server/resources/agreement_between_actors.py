"""With whom an actor agrees and disagrees: by what they claim, not by what is imputed to them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kg.vocab import STAND, concept
from server.reading import Reader
from server.resources.claim_summary import in_order
from server.tables import Cell, link_to

MAX_CLAIMS: Final = 200
"""Claims of the actor that are compared with others' claims."""
MAX_OTHERS: Final = 50
"""Claims on one proposition that one is compared with."""
MAX_ACTORS: Final = 6
MAX_GROUNDS: Final = 3

_BY_CONTENT: Final = ("says the same", "denies what the other says", "says what excludes it")
_NEGATIVE: Final = concept("polarity", "negative")
_UNCOMMITTED: Final = concept("certainty", "uncommitted")


@dataclass(frozen=True)
class Ground:
    """Two claims that agree or disagree, and in what way: “denies”, “attacks”."""

    mine: Cell
    how: str
    theirs: Cell


@dataclass(frozen=True)
class With:
    """Another actor, and the grounds on which the two agree or disagree."""

    actor: Cell
    grounds: tuple[Ground, ...]
    more: int


@dataclass(frozen=True)
class Company:
    """Those with whom an actor agrees and disagrees; ``is_cut`` where not all claims were read."""

    agrees: tuple[With, ...]
    disagrees: tuple[With, ...]
    is_cut: bool


def company(reader: Reader, actors: Iterable[ox.NamedNode]) -> Company:
    """Compare what an actor, or those acting for it, claim with what others do."""
    own = list(dict.fromkeys(actors))
    claims = [
        claim
        for actor in own
        for claim in islice(reader.subjects(STAND.assertedBy, actor), MAX_CLAIMS)
        if not reader.resources(claim, STAND.imputedTo)
    ]
    found: dict[bool, dict[ox.NamedNode, dict[tuple[str, str, str], Ground]]] = {
        True: {},
        False: {},
    }
    for claim in in_order(claims)[:MAX_CLAIMS]:
        for agrees, how, other in _encounters(reader, claim):
            if reader.resources(other, STAND.imputedTo):
                continue
            for actor in reader.resources(other, STAND.assertedBy):
                if actor in own:
                    continue
                grounds = found[agrees].setdefault(actor, {})
                key = (claim.value, how, other.value)
                grounds[key] = Ground(link_to(claim, reader), how, link_to(other, reader))
    return Company(
        agrees=_with(reader, found[True]),
        disagrees=_with(reader, found[False]),
        is_cut=len(claims) > MAX_CLAIMS,
    )


def _encounters(reader: Reader, claim: ox.NamedNode) -> Iterator[tuple[bool, str, ox.NamedNode]]:
    """Yield whether a claim agrees with another, how, and the other.

    That one supports the other tells only that the other's maker takes it for a reason.
    """
    if not _is_uncommitted(reader, claim):
        for proposition in reader.resources(claim, STAND.hasProposition):
            for agrees, how, other in _by_content(reader, claim, proposition):
                if not _is_uncommitted(reader, other):
                    yield agrees, how, other
    for other in reader.resources(claim, STAND.attacks):
        yield False, "attacks", other
    for other in islice(reader.subjects(STAND.attacks, claim), MAX_OTHERS):
        yield False, "is attacked by", other


def _by_content(
    reader: Reader, claim: ox.NamedNode, proposition: ox.NamedNode
) -> Iterator[tuple[bool, str, ox.NamedNode]]:
    is_negative = _is_negative(reader, claim)
    for other in islice(reader.subjects(STAND.hasProposition, proposition), MAX_OTHERS):
        if other != claim:
            agrees = _is_negative(reader, other) == is_negative
            yield agrees, _BY_CONTENT[0 if agrees else 1], other
    for rival in () if is_negative else reader.resources(proposition, STAND.contradicts):
        for other in islice(reader.subjects(STAND.hasProposition, rival), MAX_OTHERS):
            if not _is_negative(reader, other):
                yield False, _BY_CONTENT[2], other


def _is_uncommitted(reader: Reader, claim: ox.NamedNode) -> bool:
    return reader.snapshot.iri(str(_UNCOMMITTED)) in reader.resources(claim, STAND.certainty)


def _is_negative(reader: Reader, claim: ox.NamedNode) -> bool:
    return reader.snapshot.iri(str(_NEGATIVE)) in reader.resources(claim, STAND.polarity)


def _with(
    reader: Reader, found: dict[ox.NamedNode, dict[tuple[str, str, str], Ground]]
) -> tuple[With, ...]:
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0].value))
    return tuple(
        With(
            link_to(actor, reader),
            tuple(grounds.values())[:MAX_GROUNDS],
            max(0, len(grounds) - MAX_GROUNDS),
        )
        for actor, grounds in ranked[:MAX_ACTORS]
    )
