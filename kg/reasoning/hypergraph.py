"""The shortest derivation, among all that are known (Knuth's generalisation of Dijkstra).

A step leads from premises to a conclusion. What is asserted costs nothing; a step costs one more
than all its premises together. Of two derivations of the same cost the one that comes first in the
order of the steps' texts is taken, so that the answer is the same every time.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.reasoning.rule import Rule


@dataclass(frozen=True)
class Step:
    """One use of a rule: the axioms it is about, the statements it was given, its conclusion.

    ``bound`` says what the rule's variables stand for.
    """

    rule: Rule
    axioms: tuple[ox.Triple, ...]
    premises: tuple[ox.Triple, ...]
    conclusion: ox.Triple
    bound: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        parts = (*self.premises, *self.axioms)
        return f"{self.rule.name} {' '.join(map(str, parts))}"


def shortest(
    goal: ox.Triple, steps: Iterable[Step], costs: Mapping[ox.Triple, int]
) -> tuple[Step, ...]:
    """Return the steps to the goal, each after those it needs; none where there is no way.

    ``costs`` are of what need not be derived: nothing for what is asserted, more for what would
    have to be assumed. No such statement is derived, and none is derived from itself. Of those
    used none can be left out: where fewer of them are enough, another way is taken.
    """
    known = list(dict.fromkeys(steps))
    found = _cheapest(goal, known, costs)
    while found:
        used = leaves(found)
        for leaf in sorted(used, key=str):
            rest = {triple: costs[triple] for triple in used if triple != leaf}
            without = _cheapest(goal, known, rest)
            if without:
                found = without
                break
        else:
            return found
    return ()


def leaves(steps: Iterable[Step]) -> frozenset[ox.Triple]:
    """Return the statements that steps use and do not conclude."""
    steps = tuple(steps)
    concluded = {step.conclusion for step in steps}
    used = {triple for step in steps for triple in step.premises}
    return frozenset(used - concluded)


def _cheapest(
    goal: ox.Triple, steps: list[Step], costs: Mapping[ox.Triple, int]
) -> tuple[Step, ...]:
    waiting = _by_premise(steps)
    missing = {step: len(set(step.premises)) for step in steps}
    cost: dict[ox.Triple, int] = {}
    chosen: dict[ox.Triple, Step] = {}
    queue = _Queue(costs)
    for step in steps:
        if not step.premises:
            queue.put(1, step)
    while queue.entries:
        price, triple, step_used = queue.take()
        if triple in cost:
            continue
        cost[triple] = price
        if step_used is not None:
            chosen[triple] = step_used
        if triple == goal:
            return _in_order(goal, chosen)
        for step in waiting[triple]:
            missing[step] -= 1
            if not missing[step]:
                queue.put(1 + sum(cost[premise] for premise in step.premises), step)
    return ()


def _by_premise(steps: Iterable[Step]) -> dict[ox.Triple, list[Step]]:
    found: dict[ox.Triple, list[Step]] = defaultdict(list)
    for step in steps:
        for premise in set(step.premises):
            found[premise].append(step)
    return found


class _Queue:
    """Conclusions in the order of their price, then of the texts of the steps that lead there."""

    def __init__(self, costs: Mapping[ox.Triple, int]) -> None:
        self.entries: list[tuple[int, str, str, int]] = []
        self._known: list[tuple[ox.Triple, Step | None]] = []
        for triple, price in costs.items():
            self._push(price, "", triple, None)

    def put(self, price: int, step: Step) -> None:
        """Add the conclusion of a step."""
        self._push(price, str(step), step.conclusion, step)

    def take(self) -> tuple[int, ox.Triple, Step | None]:
        """Return the cheapest conclusion, with its price and the step to it, if it needs one."""
        price, _, _, number = heapq.heappop(self.entries)
        return (price, *self._known[number])

    def _push(self, price: int, text: str, triple: ox.Triple, step: Step | None) -> None:
        heapq.heappush(self.entries, (price, text, str(triple), len(self._known)))
        self._known.append((triple, step))


def _in_order(goal: ox.Triple, chosen: dict[ox.Triple, Step]) -> tuple[Step, ...]:
    ordered: dict[ox.Triple, Step] = {}

    def visit(triple: ox.Triple) -> None:
        step = chosen.get(triple)
        if step is None or triple in ordered:
            return
        for premise in step.premises:
            visit(premise)
        ordered[triple] = step

    visit(goal)
    return tuple(ordered.values())
