"""Triples and literals, made one way: plain strings without datatype, labels in English."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from rdflib import RDFS, XSD, Literal, URIRef
from rdflib.term import Node

from kg.dates import parse_date
from kg.graph.labels import cut
from kg.model.values import CodedDate
from kg.vocab import STAND

Triple = tuple[Node, Node, Node]
Triples = Iterator[Triple]


def text(words: str) -> Literal:
    """Return a plain string."""
    return Literal(words)


def english(words: str) -> Literal:
    """Return a string in English."""
    return Literal(words, lang="en")


@lru_cache(maxsize=65536)
def natural(number: int) -> Literal:
    """Return a number of code points."""
    return Literal(str(number), datatype=XSD.nonNegativeInteger, normalize=False)


@lru_cache(maxsize=4096)
def moment(time: str) -> Literal:
    """Return a point in time that is written as xsd:dateTime in UTC."""
    return Literal(time, datatype=XSD.dateTime, normalize=False)


TRUE: Final = Literal("true", datatype=XSD.boolean)
FALSE: Final = Literal("false", datatype=XSD.boolean)


def flag(value: bool) -> Literal:
    """Return a truth value."""
    return TRUE if value else FALSE


def label(node: URIRef, words: str) -> Triple:
    """Return the triple that gives a node its one label."""
    return node, RDFS.label, english(cut(words))


def each(node: URIRef, predicate: URIRef, values: Iterable[Node]) -> Triples:
    """Yield one triple for each value."""
    for value in values:
        yield node, predicate, value


def date(node: URIRef, coded: CodedDate | None) -> Triples:
    """Yield the date of a node with its bounds and, where it is inferred, the reason."""
    if coded is None:
        return
    bounds = parse_date(coded.edtf)
    yield node, STAND.date, text(coded.edtf)
    yield from _bounds(node, bounds.earliest, bounds.latest)
    yield from inferred(node, coded.inferred)


def period(node: URIRef, since: CodedDate | None, until: CodedDate | None) -> Triples:
    """Yield since when and until when something holds, with the outermost bounds."""
    reasons = []
    if since is not None:
        yield node, STAND.validFrom, text(since.edtf)
        reasons += [f"since: {since.inferred}"] if since.inferred else []
    if until is not None:
        yield node, STAND.validUntil, text(until.edtf)
        reasons += [f"until: {until.inferred}"] if until.inferred else []
    earliest = parse_date(since.edtf).earliest if since is not None else None
    latest = parse_date(until.edtf).latest if until is not None else None
    yield from _bounds(node, earliest, latest)
    yield from inferred(node, "; ".join(reasons) or None)


def inferred(node: URIRef, reason: str | None) -> Triples:
    """Yield that a date is inferred, and from what, if it is."""
    if reason is not None:
        yield node, STAND.dateInferred, TRUE
        yield node, STAND.dateBasis, text(reason)


def _bounds(node: URIRef, earliest: str | None, latest: str | None) -> Triples:
    if earliest is not None:
        yield node, STAND.earliest, moment(earliest)
    if latest is not None:
        yield node, STAND.latest, moment(latest)
