"""The page of a thing of which nothing else is known: what is said of it, and what points to it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Final

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import RDF, RDFS

from server.reading import Reader
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

_DEFAULT: Final = ox.DefaultGraph()


@dataclass(frozen=True)
class Property:
    """A property with its values; ``more`` counts those that were read and are not shown.

    ``iri`` is that of the property; ``is_open`` tells that not all statements were read.
    """

    iri: str
    title: Cell
    values: tuple[Cell, ...]
    more: int
    is_open: bool = False


def values(reader: Reader, node: ox.NamedNode) -> Mapping[str, object]:
    """Return what is said of a thing, property by property, both ways."""
    return {"own": own(reader, node), "pointing": pointing(reader, node)}


def own(reader: Reader, node: ox.NamedNode, *, is_brief: bool = False) -> list[Property]:
    """Return the properties of a thing; few values each where its page shows more than them."""
    store = reader.snapshot.store
    found = list(islice(store.quads_for_pattern(node, None, None, _DEFAULT), MAX_OWN + 1))
    pairs = ((quad.predicate, quad.object) for quad in found[:MAX_OWN])
    return list(_grouped(pairs, reader, is_brief=is_brief, is_open=len(found) > MAX_OWN))


def pointing(reader: Reader, node: ox.NamedNode, *, is_brief: bool = False) -> list[Property]:
    """Return the properties by which others point to a thing, as `own` does its own."""
    store = reader.snapshot.store
    found = list(islice(store.quads_for_pattern(None, None, node, _DEFAULT), MAX_POINTING + 1))
    pairs = ((quad.predicate, quad.subject) for quad in found[:MAX_POINTING])
    return list(_grouped(pairs, reader, is_brief=is_brief, is_open=len(found) > MAX_POINTING))


def _grouped(
    pairs: Iterable[tuple[ox.NamedNode, object]], reader: Reader, *, is_brief: bool, is_open: bool
) -> Iterator[Property]:
    ordered = sorted(pairs, key=lambda pair: (_rank(pair[0]), str(pair[0]), str(pair[1])))
    for predicate, group in groupby(ordered, key=lambda pair: pair[0]):
        terms = [term for _, term in group]
        shown = _names(terms[:FEW_VALUES], reader) if is_brief else _whole(terms, reader)
        more = len(terms) - len(shown)
        yield Property(predicate.value, cell(predicate, reader), shown, more, is_open)


def _whole(terms: Sequence[object], reader: Reader) -> tuple[Cell, ...]:
    """Show values with what must be seen with them: marks, passages."""
    return tuple(cell(term, reader) for term in terms[:MAX_VALUES])


def _names(terms: Sequence[object], reader: Reader) -> tuple[Cell, ...]:
    """Show things by their labels alone, which say of a claim who makes it, and how surely."""
    return tuple(
        link_to(term, reader) if isinstance(term, ox.NamedNode) else cell(term, reader)
        for term in terms
    )


def _rank(predicate: ox.NamedNode) -> int:
    """Put names and classes first."""
    return 0 if predicate.value in (str(RDFS.label), str(RDF.type)) else 1
