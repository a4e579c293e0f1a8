"""Chains of rules of one premise each, put together beforehand: one look at the data takes all.

From "a Briefing is an Event" and "an Event is an Entity" comes "a Briefing is an Entity", so that
no rule has to wait for another's conclusions.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from kg.reasoning.clauses import Atom, Bindings, Clause, substituted

Pair = tuple[Atom, Atom]


def chained(clauses: Iterable[Clause]) -> dict[Atom, tuple[Atom, ...]]:
    """Return for each conclusion what is enough for it, directly or through others; in order."""
    steps = dict.fromkeys(_normal(clause.body[0], clause.head) for clause in clauses if clause.head)
    onward: dict[object, list[Pair]] = defaultdict(list)
    for pair in steps:
        onward[_key(pair[0])].append(pair)
    pairs = dict.fromkeys(pair for pair in steps if pair[0] != pair[1])
    waiting = list(pairs)
    while waiting:
        body, head = waiting.pop()
        for below, above in onward[_key(head)]:
            found = _composed(body, head, below, above)
            if found is not None and found[0] != found[1] and found not in pairs:
                pairs[found] = None
                waiting.append(found)
    sources: dict[Atom, list[Atom]] = defaultdict(list)
    for body, head in pairs:
        body, head = _by_head(body, head)
        sources[head].append(body)
    return {
        head: tuple(sorted(dict.fromkeys(bodies), key=str))
        for head, bodies in sorted(sources.items(), key=lambda item: str(item[0]))
    }


def _key(atom: Atom) -> object:
    """Return what conclusion and premise share where one can feed the other."""
    _, predicate, value = atom
    is_type = isinstance(predicate, ox.NamedNode) and predicate.value.endswith("#type")
    return (predicate, value) if is_type else predicate


def _composed(body: Atom, head: Atom, below: Atom, above: Atom) -> Pair | None:
    """Feed the conclusion of one step to the next; None where constants differ."""
    apart = {name: ox.Variable(f"{name}_") for atom in (below, above) for name in _variables(atom)}
    below, above = substituted(below, apart), substituted(above, apart)
    bound: Bindings = {}
    for known, wanted in zip(head, below, strict=True):
        left, right = _resolved(known, bound), _resolved(wanted, bound)
        if isinstance(right, ox.Variable):
            if left != right:
                bound[right.value] = left
        elif isinstance(left, ox.Variable):
            bound[left.value] = right
        elif left != right:
            return None
    made = [_deep(atom, bound) for atom in (body, above)]
    if isinstance(made[1][0], ox.Literal):
        return None
    return _normal(made[0], made[1])


def _resolved(part: Any, bound: Bindings) -> Any:
    while isinstance(part, ox.Variable) and part.value in bound:
        part = bound[part.value]
    return part


def _deep(atom: Atom, bound: Bindings) -> Atom:
    subject, predicate, value = (_resolved(part, bound) for part in atom)
    return subject, predicate, value


def _variables(atom: Atom) -> list[str]:
    return [part.value for part in atom if isinstance(part, ox.Variable)]


def _normal(body: Atom, head: Atom) -> Pair:
    """Name variables by their first place in the body, so that equal pairs are equal."""
    return _renamed(body, head, first=body)


def _by_head(body: Atom, head: Atom) -> Pair:
    """Name variables by their first place in the head, so that equal heads are equal."""
    return _renamed(body, head, first=head)


def _renamed(body: Atom, head: Atom, *, first: Atom) -> Pair:
    names: Bindings = {}
    for name in (*_variables(first), *_variables(body), *_variables(head)):
        names.setdefault(name, ox.Variable(f"x{len(names)}"))
    return substituted(body, names), substituted(head, names)
