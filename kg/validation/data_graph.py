"""The data as numbers: each term once, and triples by predicate as pairs of numbers.

Validation asks over and over which values of which property a node has. Answered from these
tables, that takes tenths of a microsecond; terms keep the form in which the data wrote them, which
a SPARQL store does not promise. Queries in shapes do need such a store, which stands beside them.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

import pyoxigraph as ox
from rdflib.term import Node

from kg.dataset import to_rdflib_node
from kg.validation.property_paths import Step
from kg.validation.terms import RDF, RDFS, iri, is_literal, to_node, to_term

TYPE: Final = iri(f"{RDF}type")
SUBCLASS: Final = iri(f"{RDFS}subClassOf")
Index = Mapping[int, tuple[int, ...]]


class DataGraph:
    """The union of what was read; a triple that came twice is there once."""

    def __init__(self) -> None:
        self.terms: list[str] = []
        self.store: ox.Store | None = None
        self._numbers: dict[str, int] = {}
        self._pairs: dict[str, array[int]] = {}
        self._forward: dict[str, Index] = {}
        self._backward: dict[str, Index] = {}
        self._instances: dict[int, frozenset[int]] = {}

    def add(self, ntriples: str) -> None:
        """Add lines of N-Triples."""
        numbers, pairs = self._numbers, self._pairs
        last, number = "", 0
        for line in ntriples.split("\n"):
            if not line:
                continue
            subject, predicate, rest = line.split(" ", 2)
            if subject != last:
                last, number = subject, numbers.setdefault(subject, len(numbers))
            found = pairs.get(predicate)
            if found is None:
                found = pairs[predicate] = array("I")
            found.append(number)
            found.append(numbers.setdefault(rest[:-2], len(numbers)))

    def number(self, term: str) -> int:
        """Return the number of a term, a new one if the data has not got it."""
        return self._numbers.setdefault(term, len(self._numbers))

    def term(self, number: int) -> str:
        """Return the term of a number."""
        if number >= len(self.terms):
            self.terms = list(self._numbers)
        return self.terms[number]

    def __contains__(self, term: str) -> bool:
        return term in self._numbers

    @property
    def predicates(self) -> Iterable[str]:
        """Return every predicate."""
        return self._pairs

    def triples(self) -> int:
        """Count what was read, a triple as often as it came."""
        return sum(map(len, self._pairs.values())) // 2

    def objects(self, predicate: str) -> Index:
        """Return the objects of a predicate, by subject."""
        if predicate not in self._forward:
            pairs = self._pairs.get(predicate, ())
            self._forward[predicate] = _index(pairs[::2], pairs[1::2])
        return self._forward[predicate]

    def subjects(self, predicate: str) -> Index:
        """Return the subjects of a predicate, by object."""
        if predicate not in self._backward:
            pairs = self._pairs.get(predicate, ())
            self._backward[predicate] = _index(pairs[1::2], pairs[::2])
        return self._backward[predicate]

    def forward(self, predicate: str) -> Step:
        """Lead from subjects to objects."""
        get = self.objects(predicate).get
        return lambda node: get(node, ())

    def backward(self, predicate: str) -> Step:
        """Lead from objects to subjects."""
        get = self.subjects(predicate).get
        return lambda node: get(node, ())

    def instances(self, cls: int) -> frozenset[int]:
        """Return what is of the class, or of one below it in the data."""
        if cls not in self._instances:
            below, by_class = self.subjects(SUBCLASS), self.subjects(TYPE)
            classes, ahead = {cls}, [cls]
            while ahead:
                new = set(below.get(ahead.pop(), ())) - classes
                classes |= new
                ahead.extend(new)
            self._instances[cls] = frozenset().union(*(by_class.get(c, ()) for c in classes))
        return self._instances[cls]

    def rdflib_triples(self) -> Iterator[tuple[Node, Node, Node]]:
        """Yield the triples as rdflib has them."""
        nodes = [to_rdflib_node(to_node(term)) for term in self._numbers]
        for predicate, pairs in self._pairs.items():
            node = to_rdflib_node(to_node(predicate))
            for subject, value in zip(pairs[::2], pairs[1::2], strict=True):
                yield nodes[subject], node, nodes[value]

    def restore(self, term: str) -> str:
        """Return the form in which the data has a literal that the store has in its own."""
        return self._as_written.get(term, term) if term not in self._numbers else term

    @cached_property
    def _as_written(self) -> Mapping[str, str]:
        """Map what a store makes of the data's literals to the literals, where it changes them."""
        predicate, store = ox.NamedNode("urn:x-standoff:literal"), ox.Store()
        typed = [term for term in self._numbers if is_literal(term) and term[-1] == ">"]
        store.bulk_extend(
            ox.Quad(ox.NamedNode(f"urn:x-standoff:{place}"), predicate, to_node(term))
            for place, term in enumerate(typed)
        )
        found = {}
        for subject, _, stored, _ in store:
            term = typed[int(str(subject.value).rpartition(":")[2])]
            if (now := to_term(stored)) != term:
                found[now] = term
        return found


def _index(keys: Sequence[int], values: Sequence[int]) -> Index:
    found: dict[int, tuple[int, ...]] = {}
    get = found.get
    for key, value in zip(keys, values, strict=True):
        before = get(key)
        if before is None:
            found[key] = (value,)
        elif value not in before:
            if len(before) == _MANY:
                return _big_index(keys, values)
            found[key] = (*before, value)
    return found


_MANY: Final = 32


def _big_index(keys: Sequence[int], values: Sequence[int]) -> Index:
    """Make an index where a key has many values, and looking for each in a tuple takes long."""
    found: dict[int, dict[int, None]] = {}
    for key, value in zip(keys, values, strict=True):
        found.setdefault(key, {})[value] = None
    return {key: tuple(several) for key, several in found.items()}
