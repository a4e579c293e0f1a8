"""What in the data contradicts the ontology, as far as the rules of OWL 2 RL can tell."""

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.reasoning.clauses import Bindings, Clause, as_triple, substituted
from kg.reasoning.materialization import Workspace
from kg.reasoning.patterns import patterns, unnamed
from kg.reasoning.words import Words


@dataclass(frozen=True)
class Finding:
    """A contradiction: the rule that finds it, the axioms it is about, the statements that clash.

    ``bound`` says what the rule's variables stand for.
    """

    clause: Clause
    premises: tuple[ox.Triple, ...]
    bound: tuple[tuple[str, object], ...]

    @property
    def rule(self) -> str:
        """The W3C name of the rule."""
        return self.clause.rule.name

    def in_words(self, words: Words) -> str:
        """Say in a sentence what clashes."""
        return words.filled(self.clause.rule.words, self.bound)


def findings(workspace: Workspace) -> Iterator[Finding]:
    """Find every contradiction in a workspace that was closed; those of one rule in order."""
    seen = set()
    for clause in workspace.clauses:
        if clause.head is not None or not all(map(workspace.occurs, clause.body)):
            continue
        for found in sorted(_breaches(clause, workspace.store), key=str):
            key = (found.rule, frozenset(found.premises))
            if key not in seen:
                seen.add(key)
                yield found


def _breaches(clause: Clause, store: ox.Store) -> Iterator[Finding]:
    names = {p.value for atom in clause.body for p in atom if isinstance(p, ox.Variable)}
    rows = store.query(f"SELECT DISTINCT * WHERE {{ {patterns(clause.body)} }}")
    if not isinstance(rows, ox.QuerySolutions):
        raise TypeError("the query is a SELECT")
    for row in rows:
        bound: Bindings = {name: unnamed(row[name]) for name in names}
        premises = tuple(as_triple(substituted(atom, bound)) for atom in clause.body)
        yield Finding(clause, premises, (*clause.bound, *sorted(bound.items())))
