"""What is, or might be, stationed somewhere: deployments of systems and presences of forces."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kg.vocab import STAND
from server.dates_in_words import date_in_words
from server.reading import Mark, Reader
from server.resources.claim_summary import ClaimSummary, in_order, summary
from server.tables import Cell, link_to

MAX_STATIONED: Final = 30
MAX_CLAIMS: Final = 4
_WHAT: Final = (STAND.deployedSystem, STAND.presentForce)
_WHOSE: Final = (STAND.operatedBy, STAND.presentForce)


@dataclass(frozen=True)
class Stationed:
    """What stands, or might stand, somewhere; ``status`` is a concept's name: “feared”.

    ``claims`` are those it rests on; ``more`` of them are not shown.
    """

    label: Cell
    what: tuple[Cell, ...]
    whose: tuple[Cell, ...]
    where: tuple[Cell, ...]
    status: str
    mark: Mark | None
    when: str
    basis: str
    claims: tuple[ClaimSummary, ...]
    more: int


def stationed_at(reader: Reader, places: Iterable[ox.NamedNode]) -> list[Stationed]:
    """Return what is stationed in these places."""
    found = (
        node
        for place in places
        for node in islice(reader.subjects(STAND.locatedAt, place), MAX_STATIONED)
    )
    return [_read(reader, node) for node in in_order(found)[:MAX_STATIONED]]


def deployments_of(reader: Reader, system: ox.NamedNode) -> list[Stationed]:
    """Return where a weapon system is or might be deployed."""
    found = islice(reader.subjects(STAND.deployedSystem, system), MAX_STATIONED)
    return [_read(reader, node) for node in in_order(found)]


def _read(reader: Reader, node: ox.NamedNode) -> Stationed:
    status = next(iter(reader.resources(node, STAND.deploymentStatus)), None)
    claims = in_order(reader.resources(node, STAND.restsOn))
    return Stationed(
        label=link_to(node, reader),
        what=links(reader, node, *_WHAT),
        whose=links(reader, node, *_WHOSE),
        where=links(reader, node, STAND.locatedAt),
        status=status.value.rpartition("/")[2] if status else "",
        mark=reader.concept(status) if status else None,
        when=date_in_words(reader.text(node, STAND.date)),
        basis=reader.text(node, STAND.dateBasis),
        claims=tuple(summary(reader, claim) for claim in claims[:MAX_CLAIMS]),
        more=max(0, len(claims) - MAX_CLAIMS),
    )


def links(reader: Reader, node: ox.NamedNode, *predicates: str) -> tuple[Cell, ...]:
    """Return links to what these properties lead to."""
    return tuple(
        link_to(found, reader)
        for predicate in predicates
        for found in in_order(reader.resources(node, predicate))
    )
