"""An actor's positions, issue by issue and in the order of their time."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Final

import pyoxigraph as ox

from kg.vocab import STAND
from server.dates_in_words import date_in_words
from server.reading import Reader
from server.resources.claim_summary import in_order
from server.tables import Cell, link_to

MAX_POSITIONS: Final = 100
"""Positions of an actor that are read."""
SHOWN: Final = 12
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


@dataclass(frozen=True)
class Positions:
    """The first positions of an actor, by issue; ``more`` of those read are not shown.

    ``is_cut`` tells that not all were read; ``query`` finds all.
    """

    on_issues: tuple[OnIssue, ...]
    more: int
    is_cut: bool
    query: str


def positions_of(reader: Reader, actor: ox.NamedNode) -> Positions:
    """Return what an actor holds, by issue."""
    read = list(islice(reader.subjects(STAND.heldBy, actor), MAX_POSITIONS + 1))
    found = in_order(read[:MAX_POSITIONS])
    by_issue: dict[ox.NamedNode, list[ox.NamedNode]] = {}
    for position in found:
        for issue in reader.resources(position, STAND.onIssue):
            by_issue.setdefault(issue, []).append(position)
    ranked = sorted(by_issue.items(), key=lambda item: reader.label(item[0]))
    held = [(issue, position) for issue, each in ranked for position in _by_time(reader, each)]
    on_issues = tuple(
        OnIssue(link_to(issue, reader), tuple(shown(reader, position) for _, position in group))
        for issue, group in groupby(held[:SHOWN], key=lambda pair: pair[0])
    )
    is_cut = len(read) > MAX_POSITIONS
    return Positions(on_issues, len(held[SHOWN:]), is_cut, _query(reader, actor))


def _query(reader: Reader, actor: ox.NamedNode) -> str:
    return (
        f"PREFIX stand: <{reader.snapshot.version.base}ontology#>\n\n"
        "SELECT ?issue ?position ?says ?since ?until WHERE {\n"
        f"  ?position stand:heldBy <{actor.value}> ; stand:onIssue ?issue .\n"
        "  OPTIONAL { ?position stand:positionText ?says }\n"
        "  OPTIONAL { ?position stand:validFrom ?since }\n"
        "  OPTIONAL { ?position stand:validUntil ?until }\n"
        "}\nORDER BY ?issue ?since ?position\n"
    )


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
