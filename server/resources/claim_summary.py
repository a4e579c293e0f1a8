"""A claim in a line: who says what, as who reports it, how surely; never one without the others."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.vocab import STAND
from server.dates_in_words import date_in_words
from server.reading import Mark, Reader, Word
from server.tables import Cell, link_to

# How a speaker is bound to a proposition, by certainty and polarity.
_WORDS: Final = {
    ("certain", "positive"): "",
    ("probable", "positive"): "that this is probable",
    ("possible", "positive"): "that this is possible",
    ("uncommitted", "positive"): "without committing to it",
    ("certain", "negative"): "that this is not so",
    ("probable", "negative"): "that this is probably not so",
    ("possible", "negative"): "that this may not be so",
    ("uncommitted", "negative"): "without committing to it, that this is not so",
}
_TONES: Final = ("imputed", "denied", "hedged", "reported")
_NUMBERS: Final = re.compile(r"(\d+)")


@dataclass(frozen=True)
class ClaimSummary:
    """A claim as lists and headings show it; ``says`` is its proposition, leading to the claim.

    ``verb`` and ``words`` bind the speakers to it: “says”, “that this is probable”. ``holders``
    are those to whom the speakers impute it, ``reporters`` others who report that they said it;
    ``marks`` keep it from reading as plain fact. What is no assertion (a demand, an offer) must not
    read as one: there its ``act`` is shown wherever it is.
    """

    node: ox.NamedNode
    says: Cell
    speakers: tuple[Cell, ...]
    reporters: tuple[Cell, ...]
    holders: tuple[Cell, ...]
    conditions: tuple[Cell, ...]
    verb: str
    words: str
    act: Word | None
    is_assertion: bool
    date: str
    marks: tuple[Mark, ...]

    @property
    def tone(self) -> str:
        """What matters most of its marks: imputed, denied, hedged, reported; or nothing."""
        tones = {mark.tone for mark in self.marks}
        return next((tone for tone in _TONES if tone in tones), "")


def summary(reader: Reader, claim: ox.NamedNode) -> ClaimSummary:
    """Read what a line on a claim needs."""
    reader.gather(claim)
    proposition = next(iter(reader.resources(claim, STAND.hasProposition)), None)
    text = reader.text(proposition, STAND.propositionText) if proposition else ""
    speakers = _links(reader, claim, STAND.assertedBy)
    holders = _links(reader, claim, STAND.imputedTo)
    certainty, polarity = (
        _name(reader, claim, STAND.certainty),
        _name(reader, claim, STAND.polarity),
    )
    acts = reader.resources(claim, STAND.speechAct)
    return ClaimSummary(
        node=claim,
        says=link_to(claim, reader, text),
        speakers=speakers,
        reporters=tuple(
            reporter
            for reporter in _links(reader, claim, STAND.reportedBy)
            if reporter not in speakers
        ),
        holders=holders,
        conditions=_links(reader, claim, STAND.conditionedOn),
        verb="imputes to" if holders else "says",
        words=_WORDS.get((certainty, polarity), ""),
        act=reader.name(acts[0]) if acts else None,
        is_assertion=bool(acts) and acts[0].value.endswith("/assertion"),
        date=date_in_words(reader.text(claim, STAND.date)),
        marks=reader.claim_marks(claim, attributed=True),
    )


def in_order(nodes: Iterable[ox.NamedNode]) -> list[ox.NamedNode]:
    """Sort things by their IRIs as people number them: c9 before c10."""
    found = list(nodes)
    if len(found) < 2:
        return found
    return sorted(
        set(found),
        key=lambda node: [
            (0, int(part), "") if part.isdecimal() else (1, 0, part)
            for part in _NUMBERS.split(node.value)
        ],
    )


def _links(reader: Reader, node: ox.NamedNode, predicate: str) -> tuple[Cell, ...]:
    return tuple(link_to(found, reader) for found in in_order(reader.resources(node, predicate)))


def _name(reader: Reader, node: ox.NamedNode, predicate: str) -> str:
    """Return the last part of the IRI of a concept, which the ontology fixes."""
    found = next(iter(reader.resources(node, predicate)), None)
    return found.value.rpartition("/")[2] if found else ""
