"""What follows from axioms alone: Table 9, each new axiom tried against every rule once."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.reasoning.clauses import (
    SCHEMA_TABLE,
    Atom,
    Bindings,
    as_triple,
    atoms,
    is_sayable,
    substituted,
    term,
)
from kg.reasoning.rule import Rule
from kg.reasoning.rule_table import RULES
from kg.reasoning.schema import Schema, unified


@dataclass(frozen=True)
class SchemaStep:
    """A conclusion about the vocabulary, and the axioms it was drawn from by a rule."""

    rule: Rule
    premises: tuple[ox.Triple, ...]
    conclusion: ox.Triple
    bound: tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class _Ready:
    rule: Rule
    premises: tuple[Atom, ...]
    member: tuple[str, str] | None
    conclusions: tuple[Atom, ...]


def _ready(rule: Rule) -> _Ready:
    premises, member = [], None
    for name, terms in atoms(rule.premises):
        if name:
            member = (terms[0][1:], terms[1][1:])
        else:
            premises.append((term(terms[0]), term(terms[1]), term(terms[2])))
    conclusions = tuple((term(s), term(p), term(o)) for _, (s, p, o) in atoms(rule.conclusion))
    return _Ready(rule, tuple(premises), member, conclusions)


_RULES: Final = tuple(
    _ready(rule) for rule in RULES if rule.table == SCHEMA_TABLE and not rule.left_out
)


_BY_PREDICATE: Final[dict[object, list[tuple[_Ready, int]]]] = {}
for _rule in _RULES:
    for _place, _premise in enumerate(_rule.premises):
        _BY_PREDICATE.setdefault(_premise[1], []).append((_rule, _place))


def close_schema(schema: Schema) -> list[SchemaStep]:
    """Add to the schema what follows from it; return every step that leads to something new."""
    steps: list[SchemaStep] = []
    asserted = frozenset(schema.triples)
    waiting = deque(sorted(asserted, key=str))
    while waiting:
        triple = waiting.popleft()
        for step in _steps(triple, schema):
            if step.conclusion not in asserted:
                steps.append(step)
            if schema.add(step.conclusion):
                waiting.append(step.conclusion)
    return list(dict.fromkeys(steps))


def _steps(triple: ox.Triple, schema: Schema) -> Iterator[SchemaStep]:
    for ready, place in _BY_PREDICATE.get(triple.predicate, ()):
        bound = unified(ready.premises[place], triple)
        if bound is None:
            continue
        rest = [*ready.premises[:place], *ready.premises[place + 1 :]]
        for found, used in _joined(rest, bound, schema):
            yield from _concluded(ready, found, (triple, *used), schema)


def _joined(
    premises: list[Atom], bound: Bindings, schema: Schema
) -> Iterator[tuple[Bindings, tuple[ox.Triple, ...]]]:
    if not premises:
        yield bound, ()
        return
    # The premise with most known terms first: the others then have little left to try.
    first = min(premises, key=lambda p: _unknown(substituted(p, bound)))
    rest = [premise for premise in premises if premise is not first]
    for more, triple in schema.match(substituted(first, bound)):
        for found, used in _joined(rest, {**bound, **more}, schema):
            yield found, (triple, *used)


def _unknown(atom: Atom) -> int:
    return sum(isinstance(part, ox.Variable) for part in atom)


def _concluded(
    ready: _Ready, bound: Bindings, used: tuple[ox.Triple, ...], schema: Schema
) -> Iterator[SchemaStep]:
    choices = [bound]
    if ready.member is not None:
        node, name = ready.member
        choices = [{**bound, name: member} for member in schema.members(bound[node])]
        used = (*used, *schema.list_triples(bound[node]))
    for chosen in choices:
        for conclusion in ready.conclusions:
            made = substituted(conclusion, chosen)
            if is_sayable(made) and made[0] != made[2]:
                yield SchemaStep(
                    ready.rule,
                    tuple(sorted(set(used), key=str)),
                    as_triple(made),
                    tuple(sorted(chosen.items(), key=str)),
                )
