"""Everything that follows, as new triples: rules compiled from the ontology, run in pyoxigraph.

Chains of rules with one premise are put together beforehand, so that one pass over the data draws
all their conclusions. Rules that join several statements run once over everything, then only over
what the round before has added (semi-naive evaluation), until a round adds nothing.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, Final

import pyoxigraph as ox

from kg.reasoning.clauses import Atom, Clause, compile_rules
from kg.reasoning.linear import chained
from kg.reasoning.patterns import named, named_triple, pattern, patterns, unnamed
from kg.reasoning.rule import Rule
from kg.reasoning.schema import KINDS, OWL, RDF_FIRST, RDF_REST, RDF_TYPE, RELATIONS, Schema
from kg.reasoning.schema_closure import close_schema

NEW: Final = ox.NamedNode("urn:standoff:new")
"""The graph of what was inferred; the default graph holds it too, with what was asserted."""
LAST: Final = ox.NamedNode("urn:standoff:last")
DEFAULT: Final = ox.DefaultGraph()
NEXT: Final = ox.NamedNode("urn:standoff:next")


def every_rule(_rule: Rule) -> bool:
    """Keep every rule."""
    return True


class Workspace:
    """A store whose default graph is closed under the rules of the axioms in it."""

    def __init__(
        self,
        store: ox.Store,
        keep: Callable[[Rule], bool] = every_rule,
        *,
        with_schema: bool = True,
    ) -> None:
        self.store = store
        self._keep = keep
        self._with_schema = with_schema
        self.schema = Schema(_axioms_in(store))
        self.clauses: list[Clause] = []
        self._joins: list[Clause] = []
        self._linear: dict[Atom, tuple[Atom, ...]] = {}

    def close(self) -> None:
        """Run the rules until nothing new comes; new axioms are compiled into new rules."""
        while True:
            follow = self._compile()
            self._run()
            # That members are the same as others would give a list two firsts.
            new = [
                t
                for t in _axioms_in(self.store, NEW)
                if t not in follow and t.predicate not in (RDF_FIRST, RDF_REST)
            ]
            known = len(self.schema.triples)
            for triple in new:
                self.schema.add(triple)
            if len(self.schema.triples) == known:
                return

    def inferred(self) -> Iterator[ox.Triple]:
        """Return what was inferred; class expressions are blank nodes again."""
        for quad in self.store.quads_for_pattern(None, None, None, NEW):
            subject, predicate, value = quad.triple
            yield ox.Triple(unnamed(subject), predicate, unnamed(value))

    def _compile(self) -> frozenset[ox.Triple]:
        """Make the rules of the axioms; return the axioms that follow from the axioms alone."""
        follow: frozenset[ox.Triple] = frozenset()
        closed = Schema(self.schema.triples)
        if self._with_schema:
            # Of what meets a condition, some can only be told by what follows from axioms alone.
            follow = frozenset(step.conclusion for step in close_schema(closed))
        self.clauses = compile_rules(closed, self._keep)
        facts = [clause.head for clause in self.clauses if clause.head and not clause.body]
        self._add(named_triple(fact) for fact in facts)
        self._add(named_triple(triple) for triple in follow)
        rules = [clause for clause in self.clauses if clause.head and clause.body]
        self._joins = [clause for clause in rules if not clause.is_linear]
        self._linear = chained(clause for clause in rules if clause.is_linear)
        self._leave_out_unused()
        self._name_expressions()
        return follow

    def _leave_out_unused(self) -> None:
        """Leave out that things belong to a class expression from which nothing follows."""
        checks = [clause.body for clause in self.clauses if clause.head is None]
        while True:
            bodies = [*checks, *(clause.body for clause in self._joins), *self._linear.values()]
            used = {atom[2] for body in bodies for atom in body}
            rules = len(self._joins), len(self._linear)
            self._joins = [c for c in self._joins if c.head and _is_named(c.head, used)]
            self._linear = {h: found for h, found in self._linear.items() if _is_named(h, used)}
            if rules == (len(self._joins), len(self._linear)):
                return

    def _name_expressions(self) -> None:
        """Let data that is said to be of a class expression be of its name too."""
        for expression in {atom[2] for clause in self.clauses for atom in clause.body}:
            if isinstance(expression, ox.BlankNode):
                found = self.store.quads_for_pattern(None, RDF_TYPE, expression, ox.DefaultGraph())
                for quad in tuple(found):
                    self.store.add(ox.Quad(quad.subject, RDF_TYPE, named(expression)))

    def _add(self, triples: Iterable[ox.Triple]) -> None:
        fresh = [
            t
            for t in triples
            if ox.Quad(t.subject, t.predicate, t.object) not in self.store
            and ox.Quad(unnamed(t.subject), t.predicate, unnamed(t.object)) not in self.store
        ]
        self.store.extend(ox.Quad(*triple) for triple in fresh)
        self.store.extend(ox.Quad(t.subject, t.predicate, t.object, NEW) for t in fresh)

    def _run(self) -> None:
        for head, bodies in self._linear.items():
            self._conclude(head, bodies)
        self._clear(LAST, NEXT)
        for clause in self._joins:
            if all(map(self.occurs, clause.body)):
                self._insert(clause.head, patterns(clause.body), into=NEXT)
        while self._turn():
            for head, bodies in self._linear.items():
                self._conclude(head, bodies, graph=LAST)
            for clause in self._joins:
                self._join_with_last(clause)

    def _turn(self) -> bool:
        """Let what is new be the last; tell whether there is any."""
        self._clear(LAST)
        self.store.update(f"MOVE {NEXT} TO {LAST}")
        self.store.add_graph(NEXT)
        return _first(self.store, None, LAST)

    def _clear(self, *graphs: ox.NamedNode) -> None:
        for graph in graphs:
            self.store.add_graph(graph)
            self.store.clear_graph(graph)

    def _conclude(
        self, head: Atom, bodies: tuple[Atom, ...], graph: ox.NamedNode | None = None
    ) -> None:
        found = [body for body in bodies if self.occurs(body, graph)]
        if not found:
            return
        names = " ".join(str(part) for part in head if isinstance(part, ox.Variable))
        parts = " UNION ".join(f"{{ {_in(body, graph)} }}" for body in found)
        where = f"{{ SELECT DISTINCT {names} WHERE {{ {parts} }} }}" if names else parts
        self._insert(head, where, into=graph)

    def _join_with_last(self, clause: Clause) -> None:
        if not all(map(self.occurs, clause.body)):
            return
        for place, atom in enumerate(clause.body):
            if self.occurs(atom, LAST):
                rest = [other for n, other in enumerate(clause.body) if n != place]
                where = f"{_in(atom, LAST)} LATERAL {{ {patterns(rest)} }}"
                self._insert(clause.head, where, into=NEXT)

    def _insert(self, head: Atom | None, where: str, *, into: ox.NamedNode | None) -> None:
        if head is None:
            return
        made = pattern(head)
        also = f"GRAPH {into} {{ {made} }}" if into else ""
        self.store.update(
            f"INSERT {{ {made} . GRAPH {NEW} {{ {made} }} {also} }}"
            f" WHERE {{ {where} FILTER NOT EXISTS {{ {made} }} {_guard(head)} }}"
        )

    def occurs(self, atom: Atom, graph: ox.NamedNode | None = None) -> bool:
        """Tell whether there is any statement of this pattern, as far as an index can tell."""
        return _first(self.store, atom, graph or ox.DefaultGraph())


def _is_named(head: Atom, used: Collection[Any]) -> bool:
    return not isinstance(head[2], ox.BlankNode) or head[2] in used


def _guard(head: Atom) -> str:
    """Keep out what RDF cannot say, and that a thing is itself."""
    guards = []
    subject, predicate, value = head
    if isinstance(subject, ox.Variable):
        guards.append(f"!isLITERAL({subject})")
    if isinstance(predicate, ox.Variable):
        guards += [f"isIRI({predicate})", f"!({predicate} = {SAME_AS} && {subject} = {value})"]
    elif predicate == SAME_AS:
        guards += [f"!isLITERAL({part})" for part in head if isinstance(part, ox.Variable)]
        guards.append(f"{subject} != {value}")
    return f"FILTER({' && '.join(dict.fromkeys(guards))})" if guards else ""


SAME_AS: Final = ox.NamedNode(f"{OWL}sameAs")


def _in(atom: Atom, graph: ox.NamedNode | None) -> str:
    return f"GRAPH {graph} {{ {pattern(atom)} }}" if graph else pattern(atom)


def _first(store: ox.Store, atom: Atom | None, graph: ox.NamedNode | ox.DefaultGraph) -> bool:
    """Tell whether there is a triple of this pattern, as far as an index can tell."""
    parts = (None if isinstance(p, ox.Variable) else named(p) for p in atom or (None,) * 3)
    subject, predicate, value = parts
    return any(True for _ in store.quads_for_pattern(subject, predicate, value, graph))


def _axioms_in(
    store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph = DEFAULT
) -> Iterator[ox.Triple]:
    relations = ((None, ox.NamedNode(name), None) for name in sorted(RELATIONS))
    kinds = ((None, RDF_TYPE, ox.NamedNode(name)) for name in sorted(KINDS))
    for wanted in (*relations, *kinds):
        for quad in store.quads_for_pattern(*wanted, graph):
            yield ox.Triple(unnamed(quad.subject), quad.predicate, unnamed(quad.object))
