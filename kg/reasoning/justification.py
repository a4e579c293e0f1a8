"""Which axioms and statements clash: as few as there can be, in words.

The rules of OWL 2 RL find most contradictions in a fraction of a second and know how they came
about. What they do not find, Pellet explains.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.reasoning.asking import ask_of
from kg.reasoning.clauses import Atom
from kg.reasoning.derivation import Search
from kg.reasoning.findings import Finding, findings
from kg.reasoning.hypergraph import Step, leaves, shortest
from kg.reasoning.materialization import NEW, Workspace
from kg.reasoning.profiles import in_rl
from kg.reasoning.schema import RDF_TYPE
from kg.reasoning.words import Words, labels_of

MOST: int = 200
"""Contradictions that are traced back in the search for the shortest."""


@dataclass(frozen=True)
class Justification:
    """A contradiction with what it comes of: all of it clashes, nothing of it can be left out.

    ``about`` is the thing or class in question; ``clash`` says in a sentence what cannot be;
    ``axioms`` and ``statements`` are what clashes, ``steps`` how one gets there by rules, where
    rules do. ``lines`` are the axioms and statements in words.
    """

    about: str
    clash: str
    axioms: tuple[ox.Triple, ...]
    statements: tuple[ox.Triple, ...]
    steps: tuple[Step, ...]
    lines: tuple[str, ...]


def justifications(
    triples: Collection[ox.Triple], base: str, *, most: int = 10
) -> tuple[Justification, ...]:
    """Find contradictions by rules, the shortest first, one for each thing they are about."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    workspace = Workspace(store, in_rl, with_schema=False)
    workspace.close()
    words = Words(workspace.schema, labels_of(triples), base)
    made = []
    for number, finding in enumerate(findings(workspace)):
        if number == MOST:
            break
        made.append(_justified(finding, workspace, words))
    made.sort(key=lambda j: (len(j.lines), len(j.steps), j.lines, j.clash))
    by_content = {(frozenset(j.axioms), frozenset(j.statements)): j for j in reversed(made)}
    by_thing = {j.about: j for j in reversed(made) if j in by_content.values()}
    return tuple(j for j in made if by_thing.get(j.about) == j)[:most]


def _justified(finding: Finding, workspace: Workspace, words: Words) -> Justification:
    steps: dict[Step, None] = {}
    statements: dict[ox.Triple, None] = {}
    for premise in finding.premises:
        if _is_asserted(premise, workspace):
            statements[premise] = None
            continue
        way = derived(premise, workspace)
        steps |= dict.fromkeys(way)
        statements |= dict.fromkeys(sorted(leaves(way), key=str))
    axioms = dict.fromkeys(finding.clause.axioms)
    for step in steps:
        axioms |= dict.fromkeys(step.axioms)
    statements = {t: None for t in statements if t not in {s.conclusion for s in steps}}
    lines = (*(words.statement(t) for t in statements), *words.axioms(axioms))
    return Justification(
        _about(finding),
        finding.in_words(words),
        tuple(axioms),
        tuple(statements),
        tuple(steps),
        tuple(dict.fromkeys(lines)),
    )


def derived(goal: ox.Triple, workspace: Workspace) -> tuple[Step, ...]:
    """Return the shortest way to a statement from what was put into a closed workspace."""

    def places(triples: Iterable[ox.Triple]) -> dict[ox.Triple, tuple[str, ...]]:
        return {t: ("data",) for t in triples if _is_asserted(t, workspace)}

    search = Search(ask_of(workspace.store), workspace.clauses, places, _is_of_expression)
    found = search.derivations(goal)
    return shortest(goal, found.steps, dict.fromkeys(found.graphs, 0))


def _is_of_expression(atom: Atom) -> bool:
    return isinstance(atom[2], ox.BlankNode)


def _is_asserted(triple: ox.Triple, workspace: Workspace) -> bool:
    subject, predicate, value = triple
    return (
        ox.Quad(subject, predicate, value) in workspace.store
        and ox.Quad(subject, predicate, value, NEW) not in workspace.store
    )


def _about(finding: Finding) -> str:
    bound: dict[str, Any] = dict(finding.bound)
    about = bound.get("x")
    return about.value if isinstance(about, ox.NamedNode) else str(about)


def axiom_groups(triples: Iterable[ox.Triple]) -> Iterator[tuple[ox.Triple, frozenset[ox.Triple]]]:
    """Group triples into axioms: each triple of a named thing with what its blank nodes say."""
    found = list(triples)
    by_subject: dict[Any, list[ox.Triple]] = {}
    for triple in found:
        by_subject.setdefault(triple.subject, []).append(triple)
    owned = {t.object for t in found if isinstance(t.object, ox.BlankNode)}
    for triple in found:
        if isinstance(triple.subject, ox.NamedNode):
            yield triple, frozenset(_with_blank(triple, by_subject))
        elif triple.subject not in owned and triple.predicate == RDF_TYPE:
            group = {t for one in by_subject[triple.subject] for t in _with_blank(one, by_subject)}
            yield triple, frozenset(group)


def _with_blank(triple: ox.Triple, by_subject: dict[Any, list[ox.Triple]]) -> set[ox.Triple]:
    found, waiting = {triple}, [triple.object]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ox.BlankNode):
            fresh = set(by_subject.get(node, ())) - found
            found |= fresh
            waiting += [t.object for t in fresh]
    return found
