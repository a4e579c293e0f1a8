"""The page of a thing of which nothing else is known: what is said of it, and what points to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Final

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import RDF, RDFS

from server.reading import Reader
from server.tables import Cell, cell

KINDS: Final[tuple[URIRef, ...]] = ()
TEMPLATE: Final = "resource.html"

MAX_OWN: Final = 300
"""Statements of the thing that are read."""
MAX_POINTING: Final = 300
"""Statements pointing to it that are read."""
MAX_VALUES: Final = 20
"""Values of one property that are shown."""
FEW_VALUES: Final = 5
"""The same, on a page that shows more of a thing than its statements."""


@dataclass(frozen=True)
class Property:
    """A property with its values; ``more`` counts those left out, ``is_open`` if there are others.

    ``iri`` is that of the property.
    """

    iri: str
    title: Cell
    values: tuple[Cell, ...]
    more: int
    is_open: bool = False


def values(reader: Reader, node: ox.NamedNode) -> Mapping[str, object]:
    """Return what is said of a thing, property by property, both ways."""
    return {"own": own(reader, node), "pointing": pointing(reader, node)}


def own(reader: Reader, node: ox.NamedNode, most: int = MAX_VALUES) -> list[Property]:
    """Return the properties of a thing, with so many values each."""
    store = reader.snapshot.store
    found = list(islice(store.quads_for_pattern(node, None, None, _DEFAULT), MAX_OWN + 1))
    pairs = ((quad.predicate, quad.object) for quad in found[:MAX_OWN])
    return list(_grouped(pairs, reader, most=most, is_open=len(found) > MAX_OWN))


def pointing(reader: Reader, node: ox.NamedNode, most: int = MAX_VALUES) -> list[Property]:
    """Return the properties by which other things point to this one, with so many of them each."""
    store = reader.snapshot.store
    found = list(islice(store.quads_for_pattern(None, None, node, _DEFAULT), MAX_POINTING + 1))
    pairs = ((quad.predicate, quad.subject) for quad in found[:MAX_POINTING])
    return list(_grouped(pairs, reader, most=most, is_open=len(found) > MAX_POINTING))


def _grouped(
    pairs: Iterable[tuple[ox.NamedNode, object]], reader: Reader, *, most: int, is_open: bool
) -> Iterator[Property]:
    ordered = sorted(pairs, key=lambda pair: (_rank(pair[0]), str(pair[0]), str(pair[1])))
    for predicate, group in groupby(ordered, key=lambda pair: pair[0]):
        terms = [term for _, term in group]
        cells = tuple(cell(term, reader) for term in terms[:most])
        more = len(terms) - len(cells)
        yield Property(predicate.value, cell(predicate, reader), cells, more, is_open)


def _rank(predicate: ox.NamedNode) -> int:
    """Put names and classes first, and the words of the standards after ours."""
    if predicate.value in (str(RDFS.label), str(RDF.type)):
        return 0
    return 1


_DEFAULT: Final = ox.DefaultGraph()
