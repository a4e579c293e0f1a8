"""Where a statement is asserted: in which graphs, at which words, or from what source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import DCTERMS

from kg.prefixes import compact
from kg.vocab import INFERRED_GRAPH, STAND, article_graph
from server.reading import Reader
from server.resource_graph import is_readable
from server.tables import Cell, cell, link_to

MAX_PASSAGES: Final = 5
MAX_ASKED: Final = 1000
"""Characters of a text up to which an address can hold it."""
MAX_BACKGROUND: Final = 100
"""Background statements on one thing that are looked at."""
_DEFAULT: Final = ox.DefaultGraph()
_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True)
class Place:
    """A graph that asserts a statement; ``article`` where it is that of one."""

    graph: Cell
    article: Cell | None


@dataclass(frozen=True)
class Source:
    """The background statement that is the same, and the source that it names."""

    statement: Cell
    says: tuple[Cell, ...]


@dataclass(frozen=True)
class Assertion:
    """All the places of one statement; ``passages`` carry its subject, where that is a claim."""

    places: tuple[Place, ...]
    passages: tuple[Cell, ...]
    sources: tuple[Source, ...]


def assertion_of(reader: Reader, triple: ox.Triple, graphs: Iterable[str]) -> Assertion:
    """Tell where these graphs have a statement from."""
    subject = triple.subject
    places = tuple(_place(reader, graph) for graph in graphs)
    if not isinstance(subject, ox.NamedNode) or not is_readable(reader.snapshot, subject):
        return Assertion(places, (), ())
    passages = reader.resources(subject, STAND.evidencedBy)[:MAX_PASSAGES]
    return Assertion(
        places,
        tuple(cell(passage, reader) for passage in passages),
        tuple(_sources(reader, subject, triple)),
    )


def is_inferred(reader: Reader, triple: ox.Triple) -> bool:
    """Tell whether a statement stands nowhere but among what is inferred."""
    inferred = reader.snapshot.iri(str(INFERRED_GRAPH))
    subject, predicate, value = triple
    found = reader.snapshot.store.quads_for_pattern(subject, predicate, value, None)
    names = {quad.graph_name for quad in found}
    return names - {_DEFAULT} == {inferred}


def asked_for(triple: ox.Triple, base: str) -> Mapping[str, str] | None:
    """Return the parameters of ``/explain`` for a statement; None where it has no such address."""
    subject, predicate, value = triple
    if not isinstance(subject, ox.NamedNode) or not isinstance(value, ox.NamedNode | ox.Literal):
        return None
    if isinstance(value, ox.Literal) and len(value.value) > MAX_ASKED:
        return None
    return {
        "s": _written(subject, base),
        "p": _written(predicate, base),
        "o": _written(value, base),
    }


def _written(term: ox.NamedNode | ox.Literal, base: str) -> str:
    if isinstance(term, ox.NamedNode):
        short = compact(term.value, base)
        return short if short != term.value and "\\" not in short else f"<{term.value}>"
    if term.language:
        return f'"{term.value}"@{term.language}'
    kind = term.datatype.value
    if kind.endswith("XMLSchema#string"):
        return f'"{term.value}"'
    return f'"{term.value}"^^<{kind}>'


def _place(reader: Reader, graph: str) -> Place:
    if ":" not in graph:  # the default graph, in words
        return Place(Cell(graph), None)
    articles = reader.snapshot.iri(str(article_graph(""))).value
    article = None
    if graph.startswith(articles):
        slug = graph.removeprefix(articles)
        document = ox.NamedNode(f"{reader.snapshot.version.base}id/document/{slug}")
        article = link_to(document, reader)
    return Place(link_to(ox.NamedNode(graph), reader), article)


def _sources(reader: Reader, subject: ox.NamedNode, triple: ox.Triple) -> Iterable[Source]:
    for node in islice(reader.subjects(STAND.backgroundSubject, subject), MAX_BACKGROUND):
        values: list[object] = [*reader.values(node, STAND.backgroundObject)]
        values += reader.values(node, STAND.backgroundValue)
        if triple.predicate in reader.values(node, STAND.backgroundPredicate) and (
            triple.object in values
        ):
            said = tuple(cell(value, reader) for value in reader.values(node, DCTERMS.source))
            yield Source(link_to(node, reader), said)
