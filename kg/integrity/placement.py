"""Whether each triple stands in the graph that defines what it is about."""

from collections.abc import Iterator
from typing import Final, get_args

import pyoxigraph as ox

from kg.errors import Fault
from kg.integrity.view import CODED, ENTITIES, RDFS_LABEL, View, fault, typed
from kg.model.classes import EntityProperty

_MATCHES: Final = tuple(
    f"http://www.w3.org/2004/02/skos/core#{name}"
    for name in ("exactMatch", "closeMatch", "broadMatch")
)
_SOURCE: Final = "http://purl.org/dc/terms/source"
_SHARED: Final = ENTITIES | {"designation", "background", "geometry", "agent"}
_DATES: Final = ("date", "restsOn")
_OF_DATES: Final = ("earliest", "latest", "dateInferred", "dateBasis")
"""What stands with a date, in the graph that gives it."""


def misplaced(view: View) -> Iterator[Fault]:
    """Find triples that stand in another graph than the one that defines their subject."""
    yield from _in_entities(view)
    yield from _in_links(view)
    yield from _in_facts(view)
    for slug, graph in view.articles.items():
        yield from _in_article(view, slug, graph)
    for triple in view.graph("ontology"):
        if view.kind(triple.subject)[0] in _SHARED | CODED | {"document", "proposition"}:
            yield _misplaced(triple, "ontology", "put it into the graph that defines the thing")


def _in_entities(view: View) -> Iterator[Fault]:
    graph = view.graph("entities")
    defined = typed(graph)
    for triple in graph:
        kind, _ = view.kind(triple.subject)
        if kind and (kind not in _SHARED | {"document"} or triple.subject not in defined):
            yield _undefined(triple, "entities")
        if triple.predicate.value == view.term("restsOn"):
            fix = "put it into the graph of the article whose claim it is; entities have sources"
            yield _misplaced(triple, "entities", fix)
        yield from _elsewhere(view, triple, "entities")


def _in_article(view: View, slug: str, graph: frozenset[ox.Triple]) -> Iterator[Fault]:
    defined, dates = typed(graph), {view.term(name) for name in _DATES}
    of_dates = {view.term(name) for name in _OF_DATES}
    has_date = {each.subject for each in graph if each.predicate.value == view.term("date")}
    # Several articles may state one proposition: each gives its text with its type.
    texts = {each.subject for each in graph if each.predicate.value == view.term("propositionText")}
    name = f"article/{slug}"
    for triple in graph:
        kind, rest = view.kind(triple.subject)
        foreign = kind in CODED and rest.partition("/")[0] != slug
        said = triple.predicate.value
        dated = kind == "event" and (
            said in dates or (said in of_dates and triple.subject in has_date)
        )
        known = triple.subject in defined and kind not in _SHARED
        ours = kind in _SHARED | CODED | {"document", "proposition"}
        if ours and (foreign or not (known or dated)):
            yield _undefined(triple, name)
        elif kind == "proposition" and triple.subject not in texts:
            yield _misplaced(triple, name, "put it into the graph that gives its text")
        elif kind == "event" and said == view.term("restsOn"):
            target, of = view.kind(triple.object)
            if target in CODED and of.partition("/")[0] != slug:
                fix = "put it into the graph of the article whose claim it is"
                yield _misplaced(triple, name, fix)
        yield from _elsewhere(view, triple, name)


def _elsewhere(view: View, triple: ox.Triple, name: str) -> Iterator[Fault]:
    if triple.predicate.value in _MATCHES:
        yield _misplaced(triple, name, "put matches into the graph of links, by kg/links")
    if triple.predicate.value == view.term("establishedBy"):
        yield _misplaced(triple, name, "put it into the graph of facts")
    if triple.predicate.value == _SOURCE and view.kind(triple.object)[0]:
        message = f"has our own {triple.object} as its source"
        yield fault(triple.subject, message, "source", "name what it was taken from")


def _in_links(view: View) -> Iterator[Fault]:
    graph = view.graph("links")
    targets = {triple.object for triple in graph if triple.predicate.value in _MATCHES}
    for triple in graph:
        label = triple.predicate.value == RDFS_LABEL and triple.subject in targets
        if triple.predicate.value not in _MATCHES and not label:
            fix = "put it into the graph that defines the thing; links are matches and their names"
            yield _misplaced(triple, "links", fix)
    labelled = {triple.subject for triple in graph if triple.predicate.value == RDFS_LABEL}
    for triple in graph:
        if triple.predicate.value in _MATCHES and triple.object not in labelled:
            fix = "give what it leads to an rdfs:label there, by object_label in kg/links"
            yield fault(triple.subject, f"has a match without a name: {triple}", "link-label", fix)


def _in_facts(view: View) -> Iterator[Fault]:
    plain = {view.term(name) for name in get_args(EntityProperty)}
    for triple in view.graph("facts"):
        if triple.predicate.value not in plain | {view.term("establishedBy")}:
            fix = "put it into the graph that defines the thing; facts are plain triples"
            yield _misplaced(triple, "facts", fix)


def _undefined(triple: ox.Triple, graph: str) -> Fault:
    fix = "correct the name of the thing, or put the triple into the graph that gives it a type"
    message = f"is not defined in graph/{graph}, which says {triple}"
    return fault(triple.subject, message, "placement", fix)


def _misplaced(triple: ox.Triple, graph: str, fix: str) -> Fault:
    return fault(
        triple.subject, f"has in graph/{graph} what is not for it: {triple}", "placement", fix
    )
