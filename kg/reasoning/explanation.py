"""Why a statement holds in a version, back to what is asserted; or why it does not."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pyoxigraph as ox

from kg.base import rebase
from kg.errors import InputError
from kg.reasoning.asking import Ask, labels_query, places_of, schema_query
from kg.reasoning.claims import Backing, backing
from kg.reasoning.clauses import Atom, Clause, compile_rules
from kg.reasoning.comparisons import SchemaConclusions
from kg.reasoning.derivation import MAX_GOALS, Derivations, Search
from kg.reasoning.hypergraph import Step, leaves, shortest
from kg.reasoning.profiles import in_build, in_rl
from kg.reasoning.schema import OWL, RDF_TYPE, RDFS, RELATIONS, Schema
from kg.reasoning.words import Words, labels_of
from kg.vocab import FACTS_GRAPH, INFERRED_GRAPH

Status = Literal["asserted", "inferred", "not kept", "absent"]
"""Said in some graph; inferred by the build; it follows, but no build keeps it; none of these."""

MISSING: Final = 1_000
EXPRESSION: Final = 4_000
"""What it costs to assume that something holds, or meets a condition that has parts."""
SHOWN: Final = 5


@dataclass(frozen=True)
class Explanation:
    """What there is to say of one statement.

    ``graphs`` are those that assert it. ``steps`` lead to it, each after those it needs; where it
    does not hold, they would lead to it if what is ``missing`` held as well. ``places`` are the
    graphs of the statements that steps use. ``backing`` are the claims it, or what it follows
    from, rests on; ``claimed`` those that say it without it being held as fact. ``nearby`` is what
    is in the version instead. ``is_whole`` is false where the search ended at a bound.
    """

    goal: ox.Triple
    status: Status
    graphs: tuple[str, ...]
    steps: tuple[Step, ...]
    places: Mapping[ox.Triple, tuple[str, ...]]
    missing: tuple[ox.Triple, ...]
    backing: tuple[Backing, ...]
    claimed: tuple[Backing, ...]
    nearby: tuple[ox.Triple, ...]
    words: Words
    is_whole: bool

    def sentence(self, triple: ox.Triple) -> str:
        """Say a statement in words."""
        return self.words.statement(triple)


class Explainer:
    """Explains statements of one version, whose axioms it reads once."""

    def __init__(
        self,
        ask: Ask,
        base: str,
        *,
        has_own_default: bool = False,
        most_axioms: int | None = None,
        most_goals: int = MAX_GOALS,
    ) -> None:
        """Read the axioms; raises `InputError` where there are more than ``most_axioms``."""
        self._ask = ask
        self._base = base
        self._default = has_own_default
        self._most_goals = most_goals
        rows = ask(schema_query(most_axioms))
        if most_axioms is not None and len(rows) > most_axioms:
            raise InputError(
                f"the version has more than {most_axioms:,} axioms, too many to explain here",
                fix="the command `standoff explain` has no such bound",
            )
        self.schema = Schema(ox.Triple(row["s"], row["p"], row["o"]) for row in rows)
        self._build = compile_rules(self.schema, in_build)
        self._conclusions = SchemaConclusions(self.schema)
        self._all = compile_rules(self._conclusions.schema, in_rl)
        derivable = [clause.head for clause in self._all if clause.head is not None]
        self._derivable_properties = {head[1] for head in derivable}

    def explain(self, goal: ox.Triple, ask: Ask | None = None) -> Explanation:
        """Explain a statement; with an ``ask`` of this request, where each has its own."""
        ask = ask or self._ask
        graphs = self._places(ask, [goal]).get(goal, ())
        inferred_graph = rebase(INFERRED_GRAPH, self._base)
        asserted = tuple(name for name in graphs if name != inferred_graph)
        if asserted:
            return self._told(ask, goal, "asserted", asserted, Derivations(), (), ())
        status, found, steps, missing = self._derived(ask, goal, inferred=bool(graphs))
        return self._told(ask, goal, status, (), found, steps, missing)

    def _derived(
        self, ask: Ask, goal: ox.Triple, *, inferred: bool
    ) -> tuple[Status, Derivations, tuple[Step, ...], tuple[ox.Triple, ...]]:
        if goal.predicate.value in RELATIONS:
            steps = self._of_schema(goal)
            found = Derivations(graphs={})
            if steps:
                found.graphs = self._places(ask, leaves(steps))
            return ("not kept" if steps else "absent"), found, steps, ()
        if inferred:
            found = self._search(ask, self._build, self._is_unkept).derivations(goal)
            if steps := shortest(goal, found.steps, dict.fromkeys(found.graphs, 0)):
                return "inferred", found, steps, ()
        found = self._search(ask, self._all, self._is_derivable).derivations(goal)
        found.steps = self._conclusions.reasons(found.steps)
        costs = self._costs(found, goal)
        steps = shortest(goal, found.steps, costs)
        used = leaves(steps)
        found.graphs |= self._places(ask, used & self.schema.triples)
        missing = tuple(sorted((t for t in used if costs[t]), key=str))
        if inferred:
            return "inferred", found, () if missing else steps, ()
        return ("absent" if missing or not steps else "not kept"), found, steps, missing

    def _places(self, ask: Ask, triples: Iterable[ox.Triple]) -> dict[ox.Triple, tuple[str, ...]]:
        return places_of(ask, triples, has_own_default=self._default)

    def _search(self, ask: Ask, clauses: Sequence[Clause], trusted: Any) -> Search:
        inferred_graph = rebase(INFERRED_GRAPH, self._base)
        places = lambda triples: {  # noqa: E731
            triple: tuple(name for name in names if name != inferred_graph)
            for triple, names in self._places(ask, triples).items()
        }
        return Search(ask, clauses, places, trusted, most=self._most_goals)

    def _of_schema(self, goal: ox.Triple) -> tuple[Step, ...]:
        return shortest(goal, self._conclusions.steps, dict.fromkeys(self.schema.triples, 0))

    def _costs(self, found: Derivations, goal: ox.Triple) -> dict[ox.Triple, int]:
        premises = {triple for step in found.steps for triple in step.premises} - {goal}
        costs = {triple: self._price(triple) for triple in premises}
        written = premises & self.schema.triples
        return {**costs, **dict.fromkeys(written, 0), **dict.fromkeys(found.graphs, 0)}

    def _price(self, triple: ox.Triple) -> int:
        """Say what it costs to assume a statement: more where it can be taken apart."""
        parts = (f"{OWL}intersectionOf", f"{OWL}unionOf")
        has_parts = isinstance(triple.object, ox.BlankNode) and any(
            any(True for _ in self.schema.match((triple.object, ox.NamedNode(part), _ANY)))
            for part in parts
        )
        return EXPRESSION if has_parts else MISSING

    def _is_unkept(self, atom: Atom) -> bool:
        """Tell whether a build infers such a statement and does not keep it."""
        _, predicate, value = atom
        term = value if predicate == RDF_TYPE else predicate
        if isinstance(term, ox.BlankNode):
            return True
        is_ours = isinstance(term, ox.NamedNode) and term.value.startswith(f"{self._base}ontology#")
        return not is_ours and self._is_derivable(atom)

    def _is_derivable(self, atom: Atom) -> bool:
        """Tell whether some rule could lead to a statement of which nothing is open."""
        subject, predicate, value = atom
        if isinstance(value, ox.BlankNode):
            return True
        if isinstance(subject, ox.Variable) or isinstance(value, ox.Variable):
            return False
        if predicate == RDF_TYPE:
            return True
        return predicate in self._derivable_properties

    def _told(
        self,
        ask: Ask,
        goal: ox.Triple,
        status: Status,
        graphs: tuple[str, ...],
        found: Derivations,
        steps: tuple[Step, ...],
        missing: tuple[ox.Triple, ...],
    ) -> Explanation:
        used = leaves(steps)
        nearby = _nearby(ask, goal) if status == "absent" else ()
        facts = rebase(FACTS_GRAPH, self._base)
        places = {triple: found.graphs.get(triple, ()) for triple in used}
        held = [triple for triple, names in places.items() if facts in names]
        if facts in graphs:
            held.append(goal)
        claims = backing(ask, [*held, goal], self._base)
        words = self._words(ask, [goal, *used, *nearby, *missing], steps)
        return Explanation(
            goal,
            status,
            graphs,
            steps,
            places,
            missing,
            tuple(c for c in claims if c.establishes and c.statement in held),
            tuple(c for c in claims if c.statement == goal and not c.establishes),
            nearby,
            words,
            found.is_whole,
        )

    def _words(self, ask: Ask, triples: Iterable[ox.Triple], steps: Iterable[Step]) -> Words:
        said = [*triples]
        for step in steps:
            said += [step.conclusion, *step.premises, *step.axioms]
        terms = {part for triple in said for part in triple if isinstance(part, ox.NamedNode)}
        terms |= {
            part
            for triple in self.schema.triples
            for part in triple
            if isinstance(part, ox.NamedNode) and part.value.startswith(self._base)
        }
        rows = ask(labels_query(terms))
        label = ox.NamedNode(f"{RDFS}label")
        labels = labels_of(ox.Triple(row["s"], label, row["o"]) for row in rows)
        return Words(self.schema, labels, self._base)


_ANY: Final = ox.Variable("any")


def _nearby(ask: Ask, goal: ox.Triple) -> tuple[ox.Triple, ...]:
    """Return what is said instead: the other way round, of other values, of other subjects."""
    subject, predicate, value = goal
    is_thing = isinstance(value, ox.NamedNode)
    places: list[tuple[object, object]] = [(value, subject)] if is_thing else []
    places.append((subject, _ANY))
    if is_thing and predicate != RDF_TYPE:
        places.append((_ANY, value))
    found = []
    for left, right in places:
        where = f"{left} {predicate} {right}"
        for row in ask(f"SELECT DISTINCT * WHERE {{ {where} }} ORDER BY ?any LIMIT {SHOWN}"):
            ends = (row["any"] if end == _ANY else end for end in (left, right))
            found.append(_made(next(ends), predicate, next(ends)))
    return tuple(dict.fromkeys(found))


def _made(subject: Any, predicate: ox.NamedNode, value: Any) -> ox.Triple:
    return ox.Triple(subject, predicate, value)
