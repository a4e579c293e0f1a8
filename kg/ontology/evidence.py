"""What speaks for a term beside the ontology itself: data, shapes, questions, alignments."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from kg.base import rebase
from kg.questions import Question

RELATIONS: Final = {
    RDFS.subClassOf: "is a kind of",
    RDFS.subPropertyOf: "is a kind of",
    OWL.equivalentClass: "is the same as",
    OWL.equivalentProperty: "is the same as",
    SKOS.exactMatch: "is the same as",
    SKOS.closeMatch: "is close to",
    SKOS.broadMatch: "is narrower than",
    SKOS.narrowMatch: "is broader than",
    SKOS.relatedMatch: "is related to",
}
_NAMED: Final = re.compile(r"(?<![\w:/])stand:(\w+)")
_ALIGNED_WITH: Final = " aligned with "


@dataclass(frozen=True)
class Shape:
    """A shape that speaks of a term: its name, what it demands, and how grave a breach is."""

    name: str
    message: str
    severity: str


@dataclass(frozen=True)
class Match:
    """How a term stands to one of another vocabulary."""

    relation: str
    iri: str
    label: str
    vocabulary: str
    note: str


@dataclass(frozen=True)
class Evidence:
    """For each term, by its IRI: how often data has it, and what else speaks of it.

    ``uses`` is None where no data is at hand.
    """

    uses: Mapping[str, int] | None = None
    shapes: Mapping[str, Sequence[Shape]] = field(default_factory=dict)
    questions: Mapping[str, Sequence[Question]] = field(default_factory=dict)
    mappings: Mapping[str, Sequence[Match]] = field(default_factory=dict)


def read_evidence(
    *,
    shapes: Path,
    alignments: Path,
    questions: Iterable[Question],
    base: str,
    uses: Mapping[str, int] | None = None,
) -> Evidence:
    """Read what folders of shapes and of alignments, and questions, say of each term."""
    return Evidence(
        uses=uses,
        shapes=_shapes([_graph(file, base) for file in sorted(shapes.glob("*.ttl"))], base),
        questions=_questions(questions, base),
        mappings=_mappings([_graph(file, base) for file in sorted(alignments.glob("*.ttl"))], base),
    )


def _graph(file: Path, base: str) -> Graph:
    return Graph().parse(data=rebase(file.read_text(encoding="utf-8"), base), format="turtle")


def _questions(questions: Iterable[Question], base: str) -> dict[str, list[Question]]:
    found: dict[str, list[Question]] = defaultdict(list)
    for question in questions:
        for name in sorted(set(_NAMED.findall(question.text))):
            found[f"{base}ontology#{name}"].append(question)
    return dict(found)


def _shapes(graphs: Iterable[Graph], base: str) -> dict[str, list[Shape]]:
    found: dict[str, list[Shape]] = defaultdict(list)
    for graph in graphs:
        for node in sorted(n for n in set(graph.subjects(SH.message)) if isinstance(n, URIRef)):
            message = next((str(m) for m in graph.objects(node, SH.message)), "")
            # A constraint in SPARQL has the message, the shape that holds it the name.
            owner = graph.value(None, SH.sparql, node) or node
            severity = graph.value(owner, SH.severity) or SH.Violation
            name = str(owner).removeprefix(f"{base}shape/")
            shape = Shape(name, message, str(severity).rpartition("#")[2].lower())
            for term in sorted(_terms(graph, node, f"{base}ontology#")):
                found[term].append(shape)
    return dict(found)


def _terms(graph: Graph, node: Node, namespace: str) -> set[str]:
    """Give the terms that a shape names, in its triples and in its queries."""
    found, todo, done = set[str](), [node, *graph.subjects(None, node)], set[Node]()
    while todo:
        at = todo.pop()
        if at in done:
            continue
        done.add(at)
        for value in graph.objects(at):
            if isinstance(value, URIRef) and str(value).startswith(namespace):
                found.add(str(value))
            elif isinstance(value, Literal):
                found |= {namespace + name for name in _NAMED.findall(_queried(value))}
            elif not isinstance(value, URIRef):
                todo.append(value)
    return found


def _queried(value: Literal) -> str:
    return str(value) if "{" in value else ""


def _mappings(graphs: Iterable[Graph], base: str) -> dict[str, list[Match]]:
    found: dict[str, list[Match]] = defaultdict(list)
    for graph in graphs:
        for term, mapping in _mapped(graph, f"{base}ontology#"):
            found[term].append(mapping)
    return {term: sorted(each, key=lambda m: (m.vocabulary, m.iri)) for term, each in found.items()}


def _mapped(graph: Graph, namespace: str) -> Iterator[tuple[str, Match]]:
    header = graph.value(None, RDF.type, OWL.Ontology)
    title = str(graph.value(header, DCTERMS.title) or "")
    vocabulary = title.partition(_ALIGNED_WITH)[2].removeprefix("the ") or title
    for predicate, relation in RELATIONS.items():
        for term, value in graph.subject_objects(predicate):
            if not str(term).startswith(namespace):
                continue
            inverse = graph.value(value, OWL.inverseOf)
            other = inverse if inverse is not None else value
            words = "is a kind of the inverse of" if inverse is not None else relation
            label = str(graph.value(other, RDFS.label) or other)
            note = str(graph.value(term, SKOS.scopeNote) or "")
            yield str(term), Match(words, str(other), label, vocabulary, note)
