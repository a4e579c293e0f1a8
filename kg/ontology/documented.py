"""An ontology as its readers look at it: its terms and schemes, each with all there is to say."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, Graph, Literal, URIRef
from rdflib.term import BNode, Node

from kg.ontology.evidence import Evidence, Match, Shape
from kg.ontology.wording import Word, Wording, Words
from kg.prefixes import compact
from kg.questions import Question

KINDS: Final = {
    OWL.Class: "class",
    OWL.ObjectProperty: "object property",
    OWL.DatatypeProperty: "data property",
    OWL.AnnotationProperty: "annotation property",
}
STATUS: Final = URIRef("http://purl.org/ontology/bibo/status")


@dataclass(frozen=True)
class Term:
    """A class or a property. ``rows`` are a heading and its entries each; ``uses`` counts data."""

    iri: str
    anchor: str
    name: str
    kind: str
    label: str
    labels: tuple[tuple[str, str], ...]
    definition: str
    examples: tuple[str, ...]
    notes: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Words, ...]], ...]
    module: str
    is_deprecated: bool
    uses: int | None
    shapes: Sequence[Shape]
    questions: Sequence[Question]
    mappings: Sequence[Match]


@dataclass(frozen=True)
class Concept:
    """A value of a closed list."""

    iri: str
    anchor: str
    label: str
    labels: tuple[tuple[str, str], ...]
    definition: str


@dataclass(frozen=True)
class Scheme:
    """A closed list of values."""

    iri: str
    anchor: str
    label: str
    definition: str
    concepts: tuple[Concept, ...]


@dataclass(frozen=True)
class Branch:
    """A term in its hierarchy, with what lies below it."""

    word: Word
    is_deprecated: bool
    below: tuple["Branch", ...]


@dataclass(frozen=True)
class Documented:
    """A whole ontology: what its header says, and its terms by kind."""

    iri: str
    title: str
    description: str
    facts: tuple[tuple[str, str], ...]
    terms: tuple[Term, ...]
    schemes: tuple[Scheme, ...]
    classes: tuple[Branch, ...]
    properties: tuple[Branch, ...]

    def of_kind(self, kind: str) -> tuple[Term, ...]:
        """Give the terms of a kind, by their labels."""
        return tuple(term for term in self.terms if term.kind == kind)

    def term(self, iri: str) -> Term | None:
        """Give the term of this IRI, None where there is none."""
        return next((term for term in self.terms if term.iri == iri), None)


class Reader:
    """Reads an ontology from a graph, and each term's evidence beside it."""

    def __init__(self, graph: Graph, evidence: Evidence, base: str) -> None:
        self._graph = graph
        self._evidence = evidence
        self._base = base
        self._wording = Wording(graph, self.word)

    def read(self) -> Documented:
        """Read the whole."""
        header = URIRef(f"{self._base}ontology")
        terms = [self._term(iri, KINDS[kind]) for iri, kind in self._own()]
        return Documented(
            iri=str(header),
            title=self._text(header, DCTERMS.title) or str(header),
            description=self._text(header, DCTERMS.description),
            facts=tuple(self._facts(header)),
            terms=tuple(sorted(terms, key=lambda term: (term.label, term.iri))),
            schemes=tuple(self._schemes()),
            classes=self._tree(OWL.Class, RDFS.subClassOf),
            properties=self._tree(OWL.ObjectProperty, RDFS.subPropertyOf)
            + self._tree(OWL.DatatypeProperty, RDFS.subPropertyOf),
        )

    def word(self, node: Node) -> Word:
        """Name a term or a value, and where it is described."""
        if isinstance(node, URIRef):
            if self._graph.value(node, SKOS.inScheme) is not None or self._is_own(node):
                return Word(self._label(node), str(node), self.anchor(node))
            return Word(compact(str(node), self._base), str(node))
        return Word(str(node))

    def anchor(self, node: Node) -> str:
        """Return the id under which a page describes a term, a scheme or a concept."""
        return (
            str(node)
            .removeprefix(f"{self._base}ontology#")
            .removeprefix(self._base)
            .replace("/", "-")
        )

    def _is_own(self, node: Node) -> bool:
        return str(node).startswith((f"{self._base}ontology#", f"{self._base}vocab/"))

    def _own(self) -> Iterator[tuple[URIRef, URIRef]]:
        for kind in KINDS:
            for iri in self._graph.subjects(RDF.type, kind):
                if isinstance(iri, URIRef) and str(iri).startswith(f"{self._base}ontology#"):
                    yield iri, kind

    def _label(self, node: Node) -> str:
        return self._text(node, RDFS.label) or self._text(node, SKOS.prefLabel) or str(node)

    def _text(self, node: Node, predicate: URIRef) -> str:
        """Return the English text, or one without a language, or none."""
        texts = [v for v in self._graph.objects(node, predicate) if isinstance(v, Literal)]
        fitting = [t for t in texts if t.language == "en"] or [t for t in texts if not t.language]
        return str(min(fitting, default=""))

    def _texts(self, node: Node, *predicates: URIRef) -> tuple[str, ...]:
        return tuple(sorted(str(v) for p in predicates for v in self._graph.objects(node, p)))

    def _labels(self, node: Node) -> tuple[tuple[str, str], ...]:
        found = (
            (str(v.language), str(v))
            for predicate in (RDFS.label, SKOS.prefLabel)
            for v in self._graph.objects(node, predicate)
            if isinstance(v, Literal) and v.language and v.language != "en"
        )
        return tuple(sorted(set(found), reverse=True))

    def _facts(self, header: URIRef) -> Iterator[tuple[str, str]]:
        for name, predicate in (
            ("Version", OWL.versionInfo),
            ("Status", STATUS),
            ("Issued", DCTERMS.issued),
            ("Changed", DCTERMS.modified),
            ("Licence", DCTERMS.license),
            ("Namespace", VANN.preferredNamespaceUri),
            ("Prefix", VANN.preferredNamespacePrefix),
            ("Cite as", DCTERMS.bibliographicCitation),
        ):
            if (value := self._graph.value(header, predicate)) is not None:
                yield name, str(value).rpartition("/status/")[2]

    def _term(self, iri: URIRef, kind: str) -> Term:
        key, evidence = str(iri), self._evidence
        return Term(
            iri=key,
            anchor=self.anchor(iri),
            name=compact(key, self._base),
            kind=kind,
            label=self._label(iri),
            labels=self._labels(iri),
            definition=self._text(iri, SKOS.definition),
            examples=self._texts(iri, SKOS.example),
            notes=self._texts(iri, SKOS.scopeNote, SKOS.changeNote),
            rows=tuple((name, found) for name, found in self._rows(iri) if found),
            module=str(self._graph.value(iri, RDFS.isDefinedBy) or "").rpartition("/")[2],
            is_deprecated=self._is_deprecated(iri),
            uses=None if evidence.uses is None else evidence.uses.get(key, 0),
            shapes=evidence.shapes.get(key, ()),
            questions=evidence.questions.get(key, ()),
            mappings=evidence.mappings.get(key, ()),
        )

    def _is_deprecated(self, iri: Node) -> bool:
        return str(self._graph.value(iri, OWL.deprecated)) in ("true", "True", "1")

    def _rows(self, iri: URIRef) -> Iterator[tuple[str, tuple[Words, ...]]]:
        """Give what the axioms say, heading by heading."""
        graph = self._graph
        above = [*graph.objects(iri, RDFS.subClassOf), *graph.objects(iri, RDFS.subPropertyOf)]
        yield "Use instead", self._said(graph.objects(iri, DCTERMS.isReplacedBy))
        yield "Is a kind of", self._said(each for each in above if isinstance(each, URIRef))
        yield "Always has", self._said(each for each in above if isinstance(each, BNode))
        same = (OWL.equivalentClass, OWL.equivalentProperty)
        yield "Is the same as", self._said(each for p in same for each in graph.objects(iri, p))
        below = (RDFS.subClassOf, RDFS.subPropertyOf)
        yield "Kinds of it", self._said(each for p in below for each in graph.subjects(p, iri))
        yield "Leads from", self._said(graph.objects(iri, RDFS.domain))
        yield "Leads to", self._said(graph.objects(iri, RDFS.range))
        inverses = {*graph.objects(iri, OWL.inverseOf), *graph.subjects(OWL.inverseOf, iri)}
        yield "The other way round", self._said(inverses)
        yield "In general", tuple((Word(w),) for w in self._wording.characteristics(iri))
        yield "Never also", self._said(self._disjoint(iri))
        yield "Has properties", self._said(self._properties.get((iri, RDFS.domain), set()))
        yield "Is reached by", self._said(self._properties.get((iri, RDFS.range), set()))

    def _said(self, nodes: Iterator[Node] | set[Node]) -> tuple[Words, ...]:
        found = [self._wording.of(node) for node in nodes]
        return tuple(sorted(found, key=lambda words: "".join(word.text for word in words)))

    def _disjoint(self, iri: URIRef) -> set[Node]:
        graph = self._graph
        found = {*graph.objects(iri, OWL.disjointWith), *graph.subjects(OWL.disjointWith, iri)}
        for members in self._all_disjoint:
            found |= members if iri in members else set()
        return found - {iri}

    @cached_property
    def _all_disjoint(self) -> list[set[Node]]:
        graph = self._graph
        return [set(graph.items(listed)) for listed in graph.objects(None, OWL.members)]

    @cached_property
    def _properties(self) -> dict[tuple[Node, URIRef], set[Node]]:
        """The properties whose domain or range is a class, or has it among others."""
        graph, found = self._graph, defaultdict[tuple[Node, URIRef], set[Node]](set)
        for end in (RDFS.domain, RDFS.range):
            for prop, expression in graph.subject_objects(end):
                if self._is_own(prop):
                    union = graph.value(expression, OWL.unionOf)
                    for each in (expression, *(graph.items(union) if union is not None else ())):
                        found[each, end].add(prop)
        return found

    def _tree(self, kind: URIRef, above: URIRef) -> tuple[Branch, ...]:
        own = {iri for iri, of in self._own() if of == kind}
        roots = {iri for iri in own if not own & set(self._graph.objects(iri, above))}
        return self._branches(roots, above, frozenset())

    def _branches(
        self, nodes: set[URIRef], above: URIRef, seen: frozenset[URIRef]
    ) -> tuple[Branch, ...]:
        branches = []
        for node in sorted(nodes, key=self._label):
            below = {
                each
                for each in self._graph.subjects(above, node)
                if isinstance(each, URIRef) and each not in seen
            }
            deeper = self._branches(below, above, seen | {node})
            branches.append(Branch(self.word(node), self._is_deprecated(node), deeper))
        return tuple(branches)

    def _schemes(self) -> Iterator[Scheme]:
        schemes = set(self._graph.subjects(RDF.type, SKOS.ConceptScheme))
        for scheme in sorted(schemes, key=self._label):
            concepts = sorted(self._graph.subjects(SKOS.inScheme, scheme), key=self._label)
            yield Scheme(
                iri=str(scheme),
                anchor=self.anchor(scheme),
                label=self._label(scheme),
                definition=self._text(scheme, SKOS.definition)
                or self._text(scheme, DCTERMS.description),
                concepts=tuple(self._concept(each) for each in concepts),
            )

    def _concept(self, node: Node) -> Concept:
        return Concept(
            iri=str(node),
            anchor=self.anchor(node),
            label=self._label(node),
            labels=self._labels(node),
            definition=self._text(node, SKOS.definition),
        )
