"""A graph whose blank nodes each hang on one statement, as OWL writes its class expressions.

The nodes then need no names: a node is what is said of it. A node that two statements share, or
that leads back to itself, has no such spelling; OWL needs none, and it is refused.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kg.errors import InputError
from kg.ontology import terms

Subject = ox.NamedNode | ox.BlankNode
Value = ox.NamedNode | ox.BlankNode | ox.Literal

ANNOTATED_TARGET: Final = ox.NamedNode(f"{terms.OWL}annotatedTarget")


class BlankTrees:
    """What is said of each subject, and the blank nodes that no statement leads to."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.said: dict[Subject, dict[ox.NamedNode, list[Value]]] = defaultdict(
            lambda: defaultdict(list)
        )
        parents: dict[ox.BlankNode, int] = defaultdict(int)
        targets: set[Value] = set()
        for subject, predicate, value in triples:
            if isinstance(value, ox.Triple) or isinstance(subject, ox.Triple):
                raise InputError("an ontology holds no triple terms", fix="leave them out")
            self.said[subject][predicate].append(value)
            # The target of an annotation may repeat a value that another statement leads to.
            if predicate == ANNOTATED_TARGET:
                targets.add(value)
            elif isinstance(value, ox.BlankNode):
                parents[value] += 1
        for node, count in parents.items():
            if count > 1:
                raise InputError(
                    "a blank node is the value of more than one statement",
                    cause=self._described(node),
                    fix="give it an IRI, or write it out at each place",
                )
        self.roots = [
            node
            for node in self.said
            if isinstance(node, ox.BlankNode) and not parents[node] and node not in targets
        ]
        self._refuse_cycles()

    def items(self, node: Value) -> list[Value] | None:
        """Return what a list holds; None for what is no list that Turtle's ``( )`` can write."""
        if node == terms.NIL:
            return []
        found: list[Value] = []
        while isinstance(node, ox.BlankNode):
            said = self.said.get(node, {})
            if set(said) != {terms.FIRST, terms.REST} or any(len(v) != 1 for v in said.values()):
                return None
            found += said[terms.FIRST]
            [node] = said[terms.REST]
        return found if node == terms.NIL else None

    def _refuse_cycles(self) -> None:
        reached: set[Subject] = set()
        todo: list[Value] = [n for n in self.said if isinstance(n, ox.NamedNode)]
        todo += self.roots
        while todo:
            node = todo.pop()
            if isinstance(node, ox.Literal) or node in reached:
                continue
            reached.add(node)
            for values in self.said.get(node, {}).values():
                todo += [value for value in values if isinstance(value, ox.BlankNode)]
        lost = [node for node in self.said if node not in reached]
        if lost:
            raise InputError(
                "blank nodes lead back to themselves",
                cause=self._described(lost[0]),
                fix="give one of them an IRI",
            )

    def _described(self, node: Subject) -> str:
        said = (f"{p.value} {v}" for p, values in self.said[node].items() for v in values)
        return "it is said of it: " + "; ".join(sorted(said)[:3])


def named_subjects(trees: BlankTrees) -> Iterator[ox.NamedNode]:
    """Yield the IRIs that something is said of, in order."""
    yield from sorted((n for n in trees.said if isinstance(n, ox.NamedNode)), key=str)
