"""The search for derivations, backwards: from a statement to what it may follow from.

Each level is one query: for all statements that are still to be derived, which uses of which rules
lead there? A version holds what its build inferred, so that the premises are looked for in it; only
what a build does not keep (that a thing meets the condition of a class) is taken on trust until the
next level derives it, or does not.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pyoxigraph as ox

from kg.reasoning.asking import Ask, Row
from kg.reasoning.clauses import Atom, Bindings, Clause, as_triple, is_sayable, substituted
from kg.reasoning.hypergraph import Step
from kg.reasoning.patterns import patterns
from kg.reasoning.schema import RDF_TYPE

MAX_LEVELS: Final = 24
MAX_GOALS: Final = 5_000
MAX_ROWS: Final = 5_000
ANY_PROPERTY: Final = "any property"
BATCH: Final = 60
"""Uses of rules that one query asks for: more would take long to plan."""


@dataclass
class Derivations:
    """What the search came upon: steps, and statements that a version asserts.

    ``graphs`` are those in which the asserted statements stand. ``is_whole`` is false where a
    bound ended the search.
    """

    steps: list[Step] = field(default_factory=list)
    graphs: dict[ox.Triple, tuple[str, ...]] = field(default_factory=dict)
    is_whole: bool = True


@dataclass(frozen=True)
class _Use:
    """A clause that leads to a goal, as far as the goal tells what its variables stand for."""

    clause: Clause
    goal: ox.Triple
    bound: tuple[tuple[str, Any], ...]
    stored: tuple[Atom, ...]
    trusted: tuple[Atom, ...]


class Search:
    """Searches one version.

    ``places`` finds the graphs that assert statements; ``is_trusted`` tells of a premise that it
    need not be in the version.
    """

    def __init__(
        self,
        ask: Ask,
        clauses: Sequence[Clause],
        places: Callable[[Iterable[ox.Triple]], dict[ox.Triple, tuple[str, ...]]],
        is_trusted: Callable[[Atom], bool],
        *,
        most: int = MAX_GOALS,
    ) -> None:
        self._most = most
        self._ask = ask
        self._clauses: dict[object, list[Clause]] = defaultdict(list)
        for clause in clauses:
            if clause.head is not None:
                self._clauses[_key(clause.head)].append(clause)
        self._places = places
        self._is_trusted = is_trusted

    def derivations(self, goal: ox.Triple) -> Derivations:
        """Find the ways to derive a statement, as far as the bounds allow."""
        found = Derivations()
        seen = {goal}
        level = [goal]
        self._assert(level, found)
        for _ in range(MAX_LEVELS):
            level = [triple for triple in level if triple not in found.graphs or triple == goal]
            if not level:
                return found
            fresh: dict[ox.Triple, None] = {}
            for step in self._steps(level):
                found.steps.append(step)
                fresh |= dict.fromkeys(t for t in step.premises if t not in seen)
            seen |= fresh.keys()
            level = list(fresh)
            if len(seen) > self._most:
                break
            self._assert(level, found)
        found.is_whole = not level
        return found

    def _assert(self, triples: Sequence[ox.Triple], found: Derivations) -> None:
        asserted = self._places(triples)
        found.graphs |= {triple: graphs for triple, graphs in asserted.items() if graphs}

    def _steps(self, goals: Iterable[ox.Triple]) -> Iterator[Step]:
        uses = [use for goal in goals for use in self._uses(goal)]
        asked = [use for use in uses if use.stored]
        for use in uses:
            if not use.stored:
                yield from _step(use, {})
        for start in range(0, len(asked), BATCH):
            part = asked[start : start + BATCH]
            for row in self._ask(_query(part)):
                yield from _step(part[int(row["use"].value)], row)

    def _uses(self, goal: ox.Triple) -> Iterator[_Use]:
        for clause in (*self._clauses[_key(goal)], *self._clauses[ANY_PROPERTY]):
            bound = _matched(clause.head, goal)
            if bound is None:
                continue
            body = tuple(substituted(atom, bound) for atom in clause.body)
            if not all(map(is_sayable, body)):
                continue
            trusted = tuple(atom for atom in body if self._is_trusted(atom))
            stored = tuple(atom for atom in body if atom not in trusted)
            yield _Use(clause, goal, tuple(bound.items()), stored, trusted)


def _query(uses: Sequence[_Use]) -> str:
    parts = (
        f"{{ {patterns(use.stored)} BIND({number} AS ?use) }}" for number, use in enumerate(uses)
    )
    return f"SELECT DISTINCT * WHERE {{ {' UNION '.join(parts)} }} LIMIT {MAX_ROWS}"


def _step(use: _Use, row: Row) -> Iterator[Step]:
    """Make a step, unless a variable is still open: then the clause tells of no one thing."""
    bound = {**dict(use.bound), **{k: v for k, v in row.items() if k != "use"}}
    body = tuple(substituted(atom, bound) for atom in use.clause.body)
    if any(isinstance(part, ox.Variable) for atom in body for part in atom):
        return
    premises = tuple(as_triple(atom) for atom in body if is_sayable(atom))
    if len(premises) == len(body) and use.goal not in premises:
        named = tuple(sorted({**dict(use.clause.bound), **bound}.items()))
        yield Step(use.clause.rule, use.clause.axioms, premises, use.goal, named)


def _key(atom: Iterable[Any]) -> object:
    """Return what conclusion and goal share: a class, or a property."""
    _, predicate, value = atom
    if isinstance(predicate, ox.Variable):
        return ANY_PROPERTY
    return ("class", value) if predicate == RDF_TYPE else predicate


def _matched(head: Atom | None, goal: ox.Triple) -> Bindings | None:
    bound: Bindings = {}
    for wanted, found in zip(head or (), goal, strict=True):
        if isinstance(wanted, ox.Variable):
            if bound.setdefault(wanted.value, found) != found:
                return None
        elif wanted != found:
            return None
    return bound
