"""Whose name for a territory is which, and who claims or controls it."""

from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import DCTERMS

from kg.vocab import STAND
from server.dates_in_words import date_in_words
from server.reading import Reader, Word
from server.resources.claim_summary import ClaimSummary, in_order, summary
from server.tables import Cell, link_to

MAX_DESIGNATIONS: Final = 40
MAX_HOLDINGS: Final = 20
MAX_CLAIMS: Final = 4


@dataclass(frozen=True)
class Name:
    """A side's name for a territory, in its languages, and where it is known from."""

    node: ox.NamedNode
    link: Cell
    users: tuple[Cell, ...]
    texts: tuple[Cell, ...]
    source: str


@dataclass(frozen=True)
class Holding:
    """That somebody claims or controls a territory, as claims say; ``how`` is “claims” or such."""

    who: tuple[Cell, ...]
    actors: tuple[ox.NamedNode, ...]
    how: str
    link: Cell
    when: str
    basis: str
    claims: tuple[ClaimSummary, ...]
    more: int


def names_of(reader: Reader, territory: ox.NamedNode) -> list[Name]:
    """Return the names that sides have for a territory."""
    found = in_order(islice(reader.subjects(STAND.designates, territory), MAX_DESIGNATIONS))
    return [_name(reader, node) for node in found]


def name_by(reader: Reader, territory: ox.NamedNode, party: ox.NamedNode) -> Word:
    """Return a side's name for a territory as the visitor reads it, or no word."""
    for node in islice(reader.subjects(STAND.designates, territory), MAX_DESIGNATIONS):
        if party in reader.resources(node, STAND.usedBy):
            known = reader.values(node, STAND.designationText)
            return reader.dearest(known) or Word(reader.label(node))
    return Word("")


def holdings_of(reader: Reader, territory: ox.NamedNode) -> list[Holding]:
    """Return who claims a territory, and who controls it."""
    return [
        _holding(reader, node, predicate, how)
        for leads, predicate, how in (
            (STAND.claimedTerritory, STAND.claimant, "claims"),
            (STAND.controlledTerritory, STAND.controller, "controls"),
        )
        for node in in_order(islice(reader.subjects(leads, territory), MAX_HOLDINGS))
    ]


def _name(reader: Reader, node: ox.NamedNode) -> Name:
    texts = [v for v in reader.values(node, STAND.designationText) if isinstance(v, ox.Literal)]
    return Name(
        node,
        link_to(node, reader),
        tuple(link_to(user, reader) for user in in_order(reader.resources(node, STAND.usedBy))),
        tuple(
            Cell(text.value, language=text.language or "")
            for text in sorted(texts, key=lambda text: text.language or "")
        ),
        reader.text(node, DCTERMS.source),
    )


def _holding(reader: Reader, node: ox.NamedNode, predicate: str, how: str) -> Holding:
    actors = in_order(reader.resources(node, predicate))
    claims = in_order(reader.resources(node, STAND.restsOn))
    return Holding(
        tuple(link_to(actor, reader) for actor in actors),
        tuple(actors),
        how,
        link_to(node, reader),
        date_in_words(reader.text(node, STAND.date)),
        reader.text(node, STAND.dateBasis),
        tuple(summary(reader, claim) for claim in claims[:MAX_CLAIMS]),
        max(0, len(claims) - MAX_CLAIMS),
    )
