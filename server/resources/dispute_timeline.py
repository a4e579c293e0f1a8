"""When what happened in a dispute, and since when whoever is party to it holds what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

import pyoxigraph as ox
from markupsafe import Markup

from kg.dates import parse_date
from kg.errors import InputError
from kg.vocab import STAND
from server.dates_in_words import date_in_words
from server.drawings.timeline import Bounds, Happening, by_time, draw
from server.here import here
from server.reading import Reader
from server.resources.claim_summary import in_order
from server.resources.dispute_scope import Scope
from server.tables import Cell, link_to

MAX_EVENTS: Final = 16
_NOTHING: Final = Bounds(None, None)


@dataclass(frozen=True)
class Entry:
    """A line of the list below the drawing; ``basis`` tells what a date is inferred from."""

    what: Cell
    who: tuple[Cell, ...]
    kind: str
    when: str
    basis: str


@dataclass(frozen=True)
class Timeline:
    """The drawing, and the same as a list; ``more`` events are left out of both."""

    drawing: Markup
    entries: tuple[Entry, ...]
    more: int


def timeline_of(reader: Reader, scope: Scope) -> Timeline:
    """Draw the events at which a dispute was spoken of, or which were spoken of, and positions."""
    events = _events(reader, scope)
    found = [
        *(_event(reader, node) for node in events[:MAX_EVENTS]),
        *(_position(reader, node) for node in scope.positions),
    ]
    ordered = by_time([happening for happening, _ in found])
    entries = dict(found)
    return Timeline(
        draw("timeline", "Events and positions in time", ordered),
        tuple(entries[happening] for happening in ordered),
        max(0, len(events) - MAX_EVENTS),
    )


def _events(reader: Reader, scope: Scope) -> list[ox.NamedNode]:
    kind = STAND.Event
    said = (
        event
        for claims in scope.claims.values()
        for claim in claims
        for event in reader.resources(claim, STAND.madeAt)
    )
    of = (
        thing
        for proposition in scope.claims
        for thing in islice(iter(reader.resources(proposition, STAND.about)), MAX_EVENTS)
        if reader.is_a(thing, kind)
    )
    return in_order([*said, *of])


def _event(reader: Reader, node: ox.NamedNode) -> tuple[Happening, Entry]:
    link, edtf = link_to(node, reader), reader.text(node, STAND.date)
    when = date_in_words(edtf) if edtf else "no date coded"
    is_inferred = _is_inferred(reader, node)
    title = f"{reader.label(node)}: {when}{' (inferred)' if is_inferred else ''}"
    bounds = _bounds(edtf)
    return (
        Happening(
            link.text,
            when,
            here(link.path),
            title,
            "event",
            bounds,
            is_inferred=is_inferred,
            language=link.language,
        ),
        Entry(link, _actors(reader, node, STAND.organizedBy), "event", when, _basis(reader, node)),
    )


def _position(reader: Reader, node: ox.NamedNode) -> tuple[Happening, Entry]:
    link = link_to(node, reader)
    since, until = reader.text(node, STAND.validFrom), reader.text(node, STAND.validUntil)
    when = date_in_words(since) if since else "at an unknown time"
    if until:
        when += f", until {date_in_words(until)}"
    holders = _actors(reader, node, STAND.heldBy)
    says = reader.text(node, STAND.positionText) or link.text
    held_by = " and ".join(map(reader.label, in_order(reader.resources(node, STAND.heldBy))))
    is_inferred = _is_inferred(reader, node)
    title = f"Position of {held_by}, {when}{' (inferred)' if is_inferred else ''}: {says}"
    return (
        Happening(
            f"{held_by}: {says}",
            when,
            here(link.path),
            title,
            "position",
            _bounds(since),
            _bounds(until) if until else None,
            is_inferred,
        ),
        Entry(Cell(says, link.iri, link.path), holders, "position", when, _basis(reader, node)),
    )


def _actors(reader: Reader, node: ox.NamedNode, predicate: str) -> tuple[Cell, ...]:
    found: Iterable[ox.NamedNode] = in_order(reader.resources(node, predicate))
    return tuple(link_to(actor, reader) for actor in found)


def _is_inferred(reader: Reader, node: ox.NamedNode) -> bool:
    return reader.text(node, STAND.dateInferred) in ("true", "1")


def _basis(reader: Reader, node: ox.NamedNode) -> str:
    return reader.text(node, STAND.dateBasis) if _is_inferred(reader, node) else ""


def _bounds(edtf: str) -> Bounds:
    """Return between when and when a date lies; what is no date is bounded by nothing."""
    try:
        found = parse_date(edtf)
    except InputError:
        return _NOTHING
    return Bounds(_day(found.earliest), _day(found.latest))


def _day(moment: str | None) -> date | None:
    return date.fromisoformat(moment[:10]) if moment else None
