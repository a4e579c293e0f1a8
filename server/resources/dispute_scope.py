"""What belongs to a dispute: its parties, and the propositions that are claimed in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kg.vocab import STAND
from server.reading import Reader
from server.resources.actor import agents_of
from server.resources.claim_summary import in_order

MAX_PROPOSITIONS: Final = 150
MAX_CLAIMS: Final = 20
"""Claims of one proposition that are read."""
MAX_POSITIONS: Final = 20
MAX_PARTIES: Final = 4
MAX_PARTS: Final = 30


@dataclass(frozen=True)
class Party:
    """A disputant, or the writer of an article; ``voices`` are it and those acting for it."""

    node: ox.NamedNode
    voices: frozenset[ox.NamedNode]


@dataclass(frozen=True)
class Scope:
    """What is read for the page of a dispute; claims stand under their proposition.

    Propositions are those about the territory or a part of it, those of the positions of its
    disputants, and those by whose claims these are attacked or which contradict them.
    """

    territories: tuple[ox.NamedNode, ...]
    parties: tuple[Party, ...]
    positions: tuple[ox.NamedNode, ...]
    claims: dict[ox.NamedNode, tuple[ox.NamedNode, ...]]
    is_cut: bool


def scope_of(reader: Reader, dispute: ox.NamedNode) -> Scope:
    """Read what belongs to a dispute, within bounds."""
    territories = in_order(reader.resources(dispute, STAND.disputedTerritory))[:MAX_PARTS]
    for whole in list(territories):
        territories += in_order(islice(reader.subjects(STAND.partOf, whole), MAX_PARTS))
    disputants = in_order(reader.resources(dispute, STAND.disputant))[:MAX_PARTIES]
    parties = [_party(reader, node) for node in disputants]
    positions = _positions(reader, (voice for party in parties for voice in party.voices))
    found = dict.fromkeys(_propositions(reader, territories, positions))
    kept = list(found)[:MAX_PROPOSITIONS]
    claims = {proposition: _claims(reader, proposition) for proposition in kept}
    writers = [w for w in _writers(reader, claims.values()) if w not in disputants]
    parties += [_party(reader, writer) for writer in writers[: MAX_PARTIES - len(parties)]]
    return Scope(
        tuple(territories),
        tuple(parties),
        tuple(_positions(reader, (voice for party in parties for voice in party.voices))),
        claims,
        len(found) > MAX_PROPOSITIONS,
    )


def _party(reader: Reader, node: ox.NamedNode) -> Party:
    return Party(node, frozenset((node, *agents_of(reader, node))))


def _positions(reader: Reader, holders: Iterable[ox.NamedNode]) -> list[ox.NamedNode]:
    return in_order(
        position
        for holder in holders
        for position in islice(reader.subjects(STAND.heldBy, holder), MAX_POSITIONS)
    )[:MAX_POSITIONS]


def _propositions(
    reader: Reader, territories: Iterable[ox.NamedNode], positions: Iterable[ox.NamedNode]
) -> Iterator[ox.NamedNode]:
    """Yield what is claimed in a dispute, and what stands against that."""
    first: list[ox.NamedNode] = []
    for territory in territories:
        first += in_order(islice(reader.subjects(STAND.about, territory), MAX_PROPOSITIONS))
    for position in positions:
        for claim in in_order(reader.resources(position, STAND.expressedBy))[:MAX_CLAIMS]:
            first += reader.resources(claim, STAND.hasProposition)
    yield from first
    for proposition in first[:MAX_PROPOSITIONS]:
        yield from in_order(reader.resources(proposition, STAND.contradicts))
        for claim in _claims(reader, proposition):
            for attacker in in_order(islice(reader.subjects(STAND.attacks, claim), MAX_CLAIMS)):
                yield from reader.resources(attacker, STAND.hasProposition)


def _claims(reader: Reader, proposition: ox.NamedNode) -> tuple[ox.NamedNode, ...]:
    return tuple(in_order(islice(reader.subjects(STAND.hasProposition, proposition), MAX_CLAIMS)))


def _writers(reader: Reader, claims: Iterable[tuple[ox.NamedNode, ...]]) -> list[ox.NamedNode]:
    documents = dict.fromkeys(
        document
        for some in claims
        for claim in some
        for document in reader.resources(claim, STAND.reportedIn)
    )
    return in_order(
        writer for document in documents for writer in reader.resources(document, STAND.writtenBy)
    )
