"""Whether each plain triple leads back to its source or claim, and each claim reifies its own."""

from collections.abc import Iterable, Iterator
from typing import Final, get_args

import pyoxigraph as ox

from kg.errors import Fault
from kg.integrity.view import Subject, View, fault
from kg.model.classes import DateProperty, EntityProperty

_METADATA: Final = frozenset({"translationOf", "writtenBy", "publishedBy"})
"""What the metadata of an article says of documents, without a claim or a background source."""

_RELATIONS: Final = frozenset(get_args(EntityProperty))
_PROPERTIES: Final = _RELATIONS | frozenset(get_args(DateProperty))


def unbacked(view: View) -> Iterator[Fault]:
    """Find plain triples whose source or claim does not stand with them."""
    yield from _without_source(view)
    yield from _without_claim(view)
    for graph in view.articles.values():
        for triple in _plain(view, graph, _RELATIONS - _METADATA):
            message = f"is in an article's graph the subject of {triple}, as if we stood for it"
            fix = "write it as a proposition that a claim is made on"
            yield fault(triple.subject, message, "plain-triple", fix)
    for node, said_of in view.described.items():
        ends = {*view.values(node, "propositionSubject"), *view.values(node, "propositionObject")}
        for end in ends - set(said_of.get(view.term("about"), ())):
            fix = "add it by stand:about, or correct the triple"
            yield fault(node, f"is not said to be about {end}, an end of its triple", "about", fix)


def _without_source(view: View) -> Iterator[Fault]:
    entities = view.graph("entities")
    sourced = _stated(view, entities, "background")
    for triple in _plain(view, entities, _PROPERTIES):
        if triple not in sourced:
            fix = "add a stand:BackgroundStatement with its source, or take the triple away"
            yield fault(triple.subject, f"has no source for {triple}", "plain-triple", fix)


def _without_claim(view: View) -> Iterator[Fault]:
    facts, claims = view.graph("facts"), set(view.instances.get("Claim", ()))
    back = [triple for triple in facts if triple.predicate.value == view.term("establishedBy")]
    for triple in back:
        if triple.object not in claims:
            fix = "name a claim that an article's graph defines"
            message = f"is established by {triple.object}, which is no claim"
            yield fault(triple.subject, message, "plain-triple", fix)
    said = [_stated(view, graph, "proposition") for graph in view.articles.values()]
    content = {triple: node for found in said for triple, node in found.items()}
    established = {triple.subject for triple in back}
    for triple in _plain(view, facts, _PROPERTIES):
        node = content.get(triple)
        if node not in established:
            said_by = f", though {node} says it" if node else ""
            fix = "add stand:establishedBy from its proposition to a claim, or take it away"
            message = f"is the subject of {triple}, which no claim establishes{said_by}"
            yield fault(triple.subject, message, "plain-triple", fix)


def wrong_reifications(view: View) -> Iterator[Fault]:
    """Find claims that reify another triple than the one their proposition is."""
    stated: dict[object, set[ox.Triple]] = {}
    for graph in view.articles.values():
        for triple, node in _stated(view, graph, "proposition").items():
            stated.setdefault(node, set()).add(triple)
    for slug, graph in view.articles.items():
        wanted = {
            (triple.subject, content)
            for triple in graph
            if triple.predicate.value == view.term("hasProposition")
            for content in stated.get(triple.object, ())
        }
        name = ox.NamedNode(f"{view.dataset.base}graph/article/{slug}")
        found = {
            (quad.subject, quad.object)
            for quad in view.dataset.reifications
            if quad.graph_name == name and view.values(quad.subject, "hasProposition")
        }
        for claim, content in wanted ^ found:
            does = "reifies" if (claim, content) in found else "does not reify"
            [said, *_] = view.values(claim, "hasProposition")
            message = f"{does} {content}, against what {said} says"
            fix = "write rdf:reifies with the subject, predicate and object of its proposition"
            yield fault(claim, message, "reification", fix)


def repeated(view: View) -> Iterator[Fault]:
    """Find second values that only the graphs apart show: what is inferred has more than one."""
    for node in view.described:
        for name in ("embeddedIn", "supersedes", "translationOf"):
            if len(values := view.values(node, name)) > 1:
                told = " and ".join(sorted(map(str, values)))
                fix = "keep the nearest; the others follow from it"
                yield fault(node, f"has stand:{name} {told}", "nearest", fix)


def _plain(view: View, graph: Iterable[ox.Triple], names: frozenset[str]) -> Iterator[ox.Triple]:
    terms = {view.term(name) for name in names}
    return (triple for triple in graph if triple.predicate.value in terms)


def _stated(view: View, graph: Iterable[ox.Triple], what: str) -> dict[ox.Triple, Subject]:
    """Return the triples that statements or propositions of a graph are, with their nodes."""
    prefix = view.term(what)
    parts: dict[Subject, dict[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]] = {}
    for subject, predicate, value in graph:
        name = predicate.value.removeprefix(prefix)
        if name in {"Subject", "Predicate", "Object", "Value"}:
            role = "Object" if name == "Value" else name
            parts.setdefault(subject, {})[role] = value
    found = {}
    for node, part in parts.items():
        match part:
            case {
                "Subject": ox.NamedNode() as subject,
                "Predicate": ox.NamedNode() as predicate,
                "Object": value,
            }:
                found[ox.Triple(subject, predicate, value)] = node
    return found
