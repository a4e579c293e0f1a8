"""The page of a claim: who says what, how surely, where it stands, and who says otherwise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import SKOS

from kg.vocab import STAND
from server.reading import Passage, Reader
from server.resources.any_resource import own, pointing
from server.resources.claim_summary import ClaimSummary, in_order, summary
from server.resources.claims_address import claims_address
from server.resources.stances import stances
from server.tables import Cell, cell, link_to

KINDS: Final = (STAND.Claim,)
TEMPLATE: Final = "claim.html"

MAX_SHOWN: Final = 12
"""Claims of one relation that are shown."""

_DETAILS: Final = (
    ("speech act", STAND.speechAct),
    ("certainty", STAND.certainty),
    ("polarity", STAND.polarity),
    ("mode", STAND.reportingMode),
    ("said at", STAND.madeAt),
    ("said in", STAND.madeIn),
    ("said to", STAND.addressedTo),
    ("invokes", STAND.invokes),
    ("reported in", STAND.reportedIn),
)
_OUTWARD: Final = (
    ("It supports", STAND.supports),
    ("It attacks", STAND.attacks),
    ("It answers", STAND.respondsTo),
    ("It says again", STAND.restates),
    ("It is retold within", STAND.embeddedIn),
)
_INWARD: Final = (
    ("Supported by", STAND.supports),
    ("Attacked by", STAND.attacks),
    ("Answered by", STAND.respondsTo),
    ("Said again by", STAND.restates),
    ("It retells", STAND.embeddedIn),
)


@dataclass(frozen=True)
class Relation:
    """Claims that are related to this one; ``more`` counts those that are not shown."""

    title: str
    claims: tuple[ClaimSummary, ...]
    more: int


@dataclass(frozen=True)
class Evidence:
    """A passage, and the page that it has."""

    passage: Passage
    path: str


def values(reader: Reader, node: ox.NamedNode) -> Mapping[str, object]:
    """Return what the page of a claim shows."""
    proposition = next(iter(reader.resources(node, STAND.hasProposition)), None)
    return {
        "claim": summary(reader, node),
        "proposition": link_to(proposition, reader) if proposition else None,
        "details": details(reader, node),
        "cue": reader.text(node, STAND.cue),
        "date_basis": reader.text(node, STAND.dateBasis),
        "notes": [v.value for v in reader.values(node, SKOS.note) if isinstance(v, ox.Literal)],
        "evidence": evidence(reader, node),
        "relations": relations(reader, node),
        "stances": stances(reader, proposition, without=node) if proposition else None,
        "fact": fact(reader, proposition) if proposition else None,
        "own": own(reader, node, is_brief=True),
        "pointing": pointing(reader, node, is_brief=True),
        "document": next(
            (link_to(d, reader) for d in reader.resources(node, STAND.reportedIn)), None
        ),
        "claims_href": claims_address(reader, proposition=[proposition]) if proposition else "",
    }


def details(reader: Reader, node: ox.NamedNode) -> list[tuple[str, list[Cell]]]:
    """Return what else is known of how it was said, each with its name."""
    found = (
        (name, [cell(value, reader) for value in in_order(reader.resources(node, predicate))])
        for name, predicate in _DETAILS
    )
    return [(name, cells) for name, cells in found if cells]


def evidence(reader: Reader, node: ox.NamedNode) -> list[Evidence]:
    """Return the passages that carry a claim."""
    found = []
    for place in in_order(reader.resources(node, STAND.evidencedBy)):
        if passage := reader.passage(place):
            found.append(Evidence(passage, link_to(place, reader).path))
    return found


def relations(reader: Reader, node: ox.NamedNode) -> list[Relation]:
    """Return the claims that this one speaks for or against, and those that speak of it."""
    outward = ((title, reader.resources(node, predicate)) for title, predicate in _OUTWARD)
    inward = (
        (title, islice(reader.subjects(predicate, node), 10 * MAX_SHOWN))
        for title, predicate in _INWARD
    )
    return [
        found
        for title, claims in (*inward, *outward)
        if (found := _relation(reader, title, claims)).claims
    ]


def _relation(reader: Reader, title: str, claims: Iterable[ox.NamedNode]) -> Relation:
    found = in_order(claims)
    shown = tuple(summary(reader, claim) for claim in found[:MAX_SHOWN])
    return Relation(title, shown, len(found) - len(shown))


def fact(reader: Reader, proposition: ox.NamedNode) -> Mapping[str, object] | None:
    """Return the statement that a proposition is, and the claims for which it is held as fact.

    None where the proposition is no single statement.
    """
    parts = [
        next(iter(reader.resources(proposition, predicate)), None)
        for predicate in (
            STAND.propositionSubject,
            STAND.propositionPredicate,
            STAND.propositionObject,
        )
    ]
    if None in parts:
        return None
    nodes = [part for part in parts if part is not None]
    return {
        "parts": [link_to(part, reader) for part in nodes],
        "link": {name: str(part) for name, part in zip("spo", nodes, strict=True)},
        "backing": [
            link_to(claim, reader)
            for claim in in_order(reader.resources(proposition, STAND.establishedBy))[:MAX_SHOWN]
        ],
    }
