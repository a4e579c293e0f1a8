"""An actor's positions, issue by issue and in the order of their time."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kg.vocab import STAND
from server.dates_in_words import date_in_words
from server.reading import Reader
from server.resources.claim_summary import in_order
from server.tables import Cell, link_to

MAX_POSITIONS: Final = 100
MAX_CLAIMS: Final = 4


@dataclass(frozen=True)
class ShownPosition:
    """A stance on an issue over a time, as somebody ascribes it.

    ``says`` leads to its page; ``claims`` express it, ``more`` of them are not shown.
    """

    says: Cell
    since: str
    until: str
    basis: str
    ascribed_by: tuple[Cell, ...]
    supersedes: tuple[Cell, ...]
    claims: tuple[Cell, ...]
    more: int


@dataclass(frozen=True)
class OnIssue:
    """The positions on one issue, the earliest first."""

    issue: Cell
    positions: tuple[ShownPosition, ...]


def positions_of(reader: Reader, actor: ox.NamedNode) -> list[OnIssue]:
    """Return what an actor holds, by issue."""
    found = in_order(islice(reader.subjects(STAND.heldBy, actor), MAX_POSITIONS))
    by_issue: dict[ox.NamedNode, list[ox.NamedNode]] = {}
    for position in found:
        for issue in reader.resources(position, STAND.onIssue):
            by_issue.setdefault(issue, []).append(position)
    return [
        OnIssue(link_to(issue, reader), tuple(shown(reader, p) for p in _by_time(reader, held)))
        for issue, held in sorted(by_issue.items(), key=lambda item: reader.label(item[0]))
    ]


def shown(reader: Reader, position: ox.NamedNode) -> ShownPosition:
    """Read what is shown of a position."""
    link = link_to(position, reader)
    claims = in_order(reader.resources(position, STAND.expressedBy))
    return ShownPosition(
        says=Cell(reader.text(position, STAND.positionText) or link.text, link.iri, link.path),
        since=date_in_words(reader.text(position, STAND.validFrom)),
        until=date_in_words(reader.text(position, STAND.validUntil)),
        basis=reader.text(position, STAND.dateBasis),
        ascribed_by=_links(reader, position, STAND.ascribedBy),
        supersedes=tuple(
            Cell(reader.text(old, STAND.positionText), old.value, link_to(old, reader).path)
            for old in reader.resources(position, STAND.supersedes)
        ),
        claims=tuple(link_to(claim, reader) for claim in claims[:MAX_CLAIMS]),
        more=max(0, len(claims) - MAX_CLAIMS),
    )


def _links(reader: Reader, node: ox.NamedNode, predicate: str) -> tuple[Cell, ...]:
    return tuple(link_to(found, reader) for found in in_order(reader.resources(node, predicate)))


def _by_time(reader: Reader, positions: Iterable[ox.NamedNode]) -> list[ox.NamedNode]:
    """Sort by when a position was held at the latest, without which it was there from the start."""

    def begins(position: ox.NamedNode) -> tuple[str, str]:
        since = reader.text(position, STAND.earliest) or reader.text(position, STAND.validFrom)
        return (since.removeprefix("../"), position.value)

    known = list(positions)
    older = {old for p in known for old in reader.resources(p, STAND.supersedes)}
    return sorted(known, key=lambda position: (position not in older, begins(position)))
