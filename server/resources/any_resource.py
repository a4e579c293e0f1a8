"""The page of a thing of which nothing else is known: what is said of it, and what points to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import Final

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import RDF, RDFS

from kg.vocab import OA, STAND
from server.asserted import asked_for, is_inferred
from server.reading import Reader
from server.resources.claims_address import claims_pointing
from server.tables import Cell, cell, link_to

KINDS: Final[tuple[URIRef, ...]] = ()
TEMPLATE: Final = "resource.html"

MAX_OWN: Final = 300
"""Statements of the thing that are read."""
MAX_POINTING: Final = 300
"""Statements pointing to it that are read."""
MAX_VALUES: Final = 20
"""Values of one property that are shown."""
FEW_VALUES: Final = 5
MOST_BRIEF: Final = 75
"""Values in all, or little more, where the page shows more than them; two of each in any case."""

_DEFAULT: Final = ox.DefaultGraph()


@dataclass(frozen=True)
class Value:
    """A value of a property; ``asked`` are the parameters by which the statement is explained."""

    cell: Cell
    asked: Mapping[str, str] | None
    is_inferred: bool


@dataclass(frozen=True)
class Property:
    """A property with its values; ``more`` counts those that were read and are not shown.

    ``iri`` is that of the property; ``is_open`` tells that not all statements were read; ``href``
    leads to all values where they are claims.
    """

    iri: str
    title: Cell
    values: tuple[Value, ...]
    more: int
    is_open: bool = False
    href: str = ""


def values(reader: Reader, node: ox.NamedNode) -> Mapping[str, object]:
    """Return what is said of a thing, property by property, both ways."""
    return {"own": own(reader, node), "pointing": pointing(reader, node)}


def own(reader: Reader, node: ox.NamedNode, *, is_brief: bool = False) -> list[Property]:
    """Return the properties of a thing; few values each where its page shows more than them."""
    store = reader.snapshot.store
    found = list(islice(store.quads_for_pattern(node, None, None, _DEFAULT), MAX_OWN + 1))
    said = [(quad.triple, quad.object) for quad in found[:MAX_OWN]]
    return list(_grouped(said, reader, is_brief=is_brief, is_open=len(found) > MAX_OWN))


def pointing(reader: Reader, node: ox.NamedNode, *, is_brief: bool = False) -> list[Property]:
    """Return the properties by which others point to a thing, as `own` does its own."""
    store = reader.snapshot.store
    found = list(islice(store.quads_for_pattern(None, None, node, _DEFAULT), MAX_POINTING + 1))
    said = [(quad.triple, quad.subject) for quad in found[:MAX_POINTING]]
    grouped = _grouped(said, reader, is_brief=is_brief, is_open=len(found) > MAX_POINTING)
    return [replace(p, href=_claims(reader, p, node)) if p.more else p for p in grouped]


def _claims(reader: Reader, found: Property, node: ox.NamedNode) -> str:
    return claims_pointing(reader, ox.NamedNode(found.iri), node)


def _grouped(
    said: Iterable[tuple[ox.Triple, object]], reader: Reader, *, is_brief: bool, is_open: bool
) -> Iterator[Property]:
    """Group statements by property; beside each stands the end of it that is shown."""
    ordered = sorted(said, key=_order)
    few = max(2, min(FEW_VALUES, MOST_BRIEF // max(1, len({t.predicate for t, _ in ordered}))))
    for predicate, group in groupby(ordered, key=lambda pair: pair[0].predicate):
        pairs = list(group)
        shown = pairs[: few if is_brief else MAX_VALUES]
        make = _name if is_brief else cell
        values = tuple(_value(triple, make(term, reader), reader) for triple, term in shown)
        more = len(pairs) - len(values)
        yield Property(predicate.value, cell(predicate, reader), values, more, is_open)


def _value(triple: ox.Triple, shown: Cell, reader: Reader) -> Value:
    asked = asked_for(triple, reader.snapshot.version.base)
    return Value(shown, asked, is_inferred(reader, triple))


def _name(term: object, reader: Reader) -> Cell:
    """Show a thing by its label alone, which says of a claim who makes it, and how surely.

    That of a mention says where in its article it stands, but not in which.
    """
    if not isinstance(term, ox.NamedNode):
        return cell(term, reader)
    found = link_to(term, reader)
    if not reader.is_a(term, STAND.Mention):
        return found
    articles = " and ".join(map(reader.label, reader.resources(term, OA.hasSource)))
    return replace(found, text=f"{found.text} ({articles})") if articles else found


def _order(pair: tuple[ox.Triple, object]) -> tuple[int, str, str]:
    """Put names and classes first."""
    predicate = pair[0].predicate
    is_first = predicate.value in (str(RDFS.label), str(RDF.type))
    return (0 if is_first else 1, str(predicate), str(pair[1]))
