"""What an ontology states, as values that are equal when they mean the same to OWL.

A blank node is what is said of it, and a list that OWL reads as a set is a set; so two versions of
a file are compared by comparing sets, whatever their blank nodes are called.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.ontology import terms
from kg.ontology.blank_trees import BlankTrees, Value
from kg.ontology.normal_form import normal

SETS: Final = frozenset(
    f"{terms.OWL}{name}"
    for name in (
        *("members", "distinctMembers", "intersectionOf", "unionOf", "oneOf"),
        *("disjointUnionOf", "hasKey", "withRestrictions"),
    )
)
"""Predicates whose list OWL reads as a set, so that its order says nothing."""


@dataclass(frozen=True)
class Expression:
    """A blank node: what is said of it."""

    said: frozenset[tuple[str, "Meaning"]]

    def get(self, name: str) -> "Meaning | None":
        """Return the value of a predicate of OWL, given by its local name."""
        return next((v for p, v in self.said if p == f"{terms.OWL}{name}"), None)

    def types(self) -> set[str]:
        """Return the IRIs of the types."""
        return {
            v.value for p, v in self.said if p == terms.TYPE.value and isinstance(v, ox.NamedNode)
        }


@dataclass(frozen=True)
class Sequence:
    """A list whose order counts."""

    items: tuple["Meaning", ...]


@dataclass(frozen=True)
class Group:
    """A list that is read as a set."""

    items: frozenset["Meaning"]


Meaning = ox.NamedNode | ox.Literal | Expression | Sequence | Group


@dataclass(frozen=True)
class Statement:
    """One thing that is stated: of a term, or, where `subject` is an expression, an axiom alone."""

    subject: ox.NamedNode | Expression
    predicate: str = ""
    value: Meaning | None = None

    def names(self) -> Iterator[str]:
        """Yield every IRI that occurs in it."""
        yield from _names(self.subject)
        if self.value is not None:
            yield self.predicate
            yield from _names(self.value)


def statements(triples: Iterable[ox.Triple]) -> frozenset[Statement]:
    """Return what triples state; raises `InputError` where blank nodes are shared."""
    trees = BlankTrees(normal(triples))
    found = {Statement(_expression(trees, root)) for root in trees.roots}
    for subject, said in trees.said.items():
        if isinstance(subject, ox.NamedNode):
            found |= {
                Statement(subject, predicate.value, _meaning(trees, value, predicate.value))
                for predicate, values in said.items()
                for value in values
            }
    return frozenset(found)


def _expression(trees: BlankTrees, node: ox.BlankNode) -> Expression:
    said = trees.said.get(node, {})
    return Expression(
        frozenset(
            (predicate.value, _meaning(trees, value, predicate.value))
            for predicate, values in said.items()
            for value in values
        )
    )


def _meaning(trees: BlankTrees, value: Value, predicate: str) -> Meaning:
    if isinstance(value, ox.Literal):
        return value
    items = trees.items(value)
    if items is not None:
        inside = [_meaning(trees, item, predicate) for item in items]
        return Group(frozenset(inside)) if predicate in SETS else Sequence(tuple(inside))
    return value if isinstance(value, ox.NamedNode) else _expression(trees, value)


def _names(meaning: Meaning) -> Iterator[str]:
    if isinstance(meaning, ox.NamedNode):
        yield meaning.value
    elif isinstance(meaning, ox.Literal):
        yield meaning.datatype.value
    elif isinstance(meaning, Expression):
        for predicate, value in meaning.said:
            yield predicate
            yield from _names(value)
    else:
        for item in meaning.items:
            yield from _names(item)
