"""Axioms in words: what OWL says of a class or a property, for people who don't read OWL."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from rdflib import OWL, RDF, Graph, Literal, URIRef
from rdflib.term import Node

CHARACTERISTICS: Final = {
    OWL.FunctionalProperty: "has at most one value for a thing",
    OWL.InverseFunctionalProperty: "has a value of its own for each thing",
    OWL.SymmetricProperty: "holds both ways (symmetric)",
    OWL.AsymmetricProperty: "never holds both ways (asymmetric)",
    OWL.TransitiveProperty: "holds along a chain (transitive)",
    OWL.ReflexiveProperty: "relates everything to itself (reflexive)",
    OWL.IrreflexiveProperty: "relates nothing to itself (irreflexive)",
}
_QUANTITIES: Final = {
    OWL.qualifiedCardinality: "exactly",
    OWL.minQualifiedCardinality: "at least",
    OWL.maxQualifiedCardinality: "at most",
    OWL.cardinality: "exactly",
    OWL.minCardinality: "at least",
    OWL.maxCardinality: "at most",
}
_NUMBERS: Final = {"0": "none", "1": "one", "2": "two"}


@dataclass(frozen=True)
class Word:
    """A piece of text, and the term or thing that it names, if any.

    ``anchor`` is the id under which this ontology's documentation describes what is named.
    """

    text: str
    iri: str = ""
    anchor: str = ""


Words = tuple[Word, ...]


class Wording:
    """Says what expressions of a graph mean; ``word`` names and links a term or a value."""

    def __init__(self, graph: Graph, word: Callable[[Node], Word]) -> None:
        self._graph = graph
        self._word = word

    def of(self, node: Node) -> Words:
        """Say what a class expression means; a name stands for itself."""
        if isinstance(node, URIRef | Literal):
            return (self._word(node),)
        if (of := self._graph.value(node, OWL.onProperty)) is not None:
            return self._restriction(node, of)
        for predicate, between in ((OWL.unionOf, " or "), (OWL.oneOf, " or ")):
            if (members := self._graph.value(node, predicate)) is not None:
                return joined([self.of(each) for each in self._items(members)], between)
        if (members := self._graph.value(node, OWL.intersectionOf)) is not None:
            return self._intersection(list(self._items(members)))
        if (other := self._graph.value(node, OWL.complementOf)) is not None:
            return (Word("no "), *self.of(other))
        return (Word("something that is not said here in words"),)

    def _items(self, members: Node) -> list[Node]:
        return list(self._graph.items(members))

    def _intersection(self, members: list[Node]) -> Words:
        named = [self.of(each) for each in members if isinstance(each, URIRef)]
        conditions = [self.of(each) for each in members if not isinstance(each, URIRef)]
        whole = joined(named, " and ")
        return (*whole, Word(" with "), *joined(conditions, " and ")) if conditions else whole

    def _restriction(self, node: Node, of: Node) -> Words:
        said = (self._word(of), Word(": "))
        value = self._graph.value(node, OWL.hasValue)
        if value is not None:
            return (*said, *self.of(value))
        for predicate, quantity in ((OWL.someValuesFrom, "some "), (OWL.allValuesFrom, "only ")):
            if (filler := self._graph.value(node, predicate)) is not None:
                return (*said, Word(quantity), *self.of(filler))
        for predicate, quantity in _QUANTITIES.items():
            if (number := self._graph.value(node, predicate)) is not None:
                filler = self._graph.value(node, OWL.onClass)
                of_what = (Word(" "), *self.of(filler)) if filler is not None else ()
                count = _NUMBERS.get(str(number), str(number))
                return (*said, Word(f"{quantity} {count}"), *of_what)
        return (*said, Word("something"))

    def characteristics(self, term: Node) -> tuple[str, ...]:
        """List what a property is in general, such as symmetric, each in words."""
        kinds = set(self._graph.objects(term, RDF.type))
        return tuple(text for kind, text in CHARACTERISTICS.items() if kind in kinds)


def joined(parts: list[Words], between: str) -> Words:
    """Put lists of words together, with a word between them."""
    whole: list[Word] = []
    for part in parts:
        whole += [Word(between), *part] if whole else part
    return tuple(whole)
