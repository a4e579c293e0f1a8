"""The ontology's part of a graph: its axioms, indexed, with what follows from them alone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pyoxigraph as ox

from kg.prefixes import COMMON

OWL: Final = COMMON["owl"]
RDF: Final = COMMON["rdf"]
RDFS: Final = COMMON["rdfs"]
RDF_TYPE: Final = ox.NamedNode(f"{RDF}type")
RDF_FIRST: Final = ox.NamedNode(f"{RDF}first")
RDF_REST: Final = ox.NamedNode(f"{RDF}rest")
RDF_NIL: Final = ox.NamedNode(f"{RDF}nil")

RELATIONS: Final = frozenset(
    {
        *(f"{RDFS}{name}" for name in ("subClassOf", "subPropertyOf", "domain", "range")),
        *(f"{RDF}{name}" for name in ("first", "rest")),
        *(
            f"{OWL}{name}"
            for name in (
                *("equivalentClass", "disjointWith", "complementOf", "intersectionOf", "unionOf"),
                *("oneOf", "disjointUnionOf", "onProperty", "onClass", "onDataRange", "hasValue"),
                *("someValuesFrom", "allValuesFrom", "hasSelf", "cardinality", "minCardinality"),
                *("maxCardinality", "qualifiedCardinality", "minQualifiedCardinality"),
                *("maxQualifiedCardinality", "equivalentProperty", "propertyDisjointWith"),
                *("inverseOf", "propertyChainAxiom", "hasKey", "members", "distinctMembers"),
                *("sourceIndividual", "assertionProperty", "targetIndividual", "targetValue"),
            )
        ),
    }
)
"""The properties by which axioms are said."""

KINDS: Final = frozenset(
    f"{OWL}{name}"
    for name in (
        *("FunctionalProperty", "InverseFunctionalProperty", "IrreflexiveProperty"),
        *("ReflexiveProperty", "SymmetricProperty", "AsymmetricProperty", "TransitiveProperty"),
        *("AllDifferent", "AllDisjointClasses", "AllDisjointProperties"),
        *("Class", "ObjectProperty", "DatatypeProperty", "Restriction"),
        "NegativePropertyAssertion",
    )
)
"""The classes that axioms say something to be of."""

_NUMBERS: Final = frozenset({"0", "1"})


def is_axiom(triple: ox.Triple) -> bool:
    """Tell whether a triple says something of the vocabulary, or is part of such a statement."""
    if triple.predicate == RDF_TYPE:
        return isinstance(triple.object, ox.NamedNode) and triple.object.value in KINDS
    return triple.predicate.value in RELATIONS


class Schema:
    """Axioms, by property and by what they are about; lists are read as their members."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.triples: set[ox.Triple] = set()
        self._by_predicate: dict[Any, list[ox.Triple]] = defaultdict(list)
        self._by_subject: dict[Any, list[ox.Triple]] = defaultdict(list)
        self._by_object: dict[Any, list[ox.Triple]] = defaultdict(list)
        self._lists: dict[object, tuple[Any, ...]] = {}
        # Sorted, so that of two ways to the same conclusion the same comes first every time.
        for triple in sorted(filter(is_axiom, triples), key=str):
            self.add(triple)

    def add(self, triple: ox.Triple) -> bool:
        """Add an axiom; tell whether it is new."""
        if triple in self.triples:
            return False
        self.triples.add(triple)
        self._by_predicate[triple.predicate].append(triple)
        self._by_subject[triple.subject, triple.predicate].append(triple)
        self._by_object[triple.predicate, triple.object].append(triple)
        return True

    def match(self, pattern: tuple[Any, Any, Any]) -> Iterator[tuple[dict[str, Any], ox.Triple]]:
        """Find the axioms of a pattern, each with what the variables stand for."""
        for triple in tuple(self._candidates(*pattern)):
            bound = unified(pattern, triple)
            if bound is not None:
                yield bound, triple

    def members(self, node: object) -> tuple[Any, ...]:
        """Return the members of the list at a node; none where it is broken or runs in a circle."""
        if node not in self._lists:
            triples = list(self.list_triples(node))
            self._lists[node] = tuple(t.object for t in triples if t.predicate == RDF_FIRST)
        return self._lists[node]

    def list_triples(self, node: Any) -> Iterator[ox.Triple]:
        """Return the triples that a list consists of; none where it is broken or circular."""
        seen, found = set(), []
        while node != RDF_NIL:
            first = self._by_subject.get((node, RDF_FIRST), [])
            rest = self._by_subject.get((node, RDF_REST), [])
            if node in seen or not first or not rest:
                return
            seen.add(node)
            found += [first[0], rest[0]]
            node = rest[0].object
        yield from found

    def _candidates(self, subject: Any, predicate: Any, value: Any) -> Iterable[ox.Triple]:
        if not isinstance(subject, ox.Variable):
            return self._by_subject.get((subject, predicate), ())
        if not isinstance(value, ox.Variable | ox.Literal):
            return self._by_object.get((predicate, value), ())
        return self._by_predicate.get(predicate, ())


def unified(pattern: tuple[Any, Any, Any], triple: ox.Triple) -> dict[str, Any] | None:
    """Return what the variables of a pattern stand for in a triple, None where it is no match."""
    bound: dict[str, Any] = {}
    for wanted, found in zip(pattern, triple, strict=True):
        if isinstance(wanted, ox.Variable):
            if bound.setdefault(wanted.value, found) != found:
                return None
        elif wanted != found and not _is_same_number(wanted, found):
            return None
    return bound


def _is_same_number(wanted: object, found: object) -> bool:
    """Tell a cardinality, whichever integer datatype it is written with."""
    return (
        isinstance(wanted, ox.Literal)
        and isinstance(found, ox.Literal)
        and wanted.value in _NUMBERS
        and wanted.value == found.value
    )
