"""What changed between two states of the ontology, term by term."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.base import BASE
from kg.ontology import terms
from kg.ontology.folder import OntologyFolder
from kg.ontology.normal_form import DECLARED_KINDS
from kg.ontology.statements import Expression, Statement, statements

OURS: Final = (f"{BASE}ontology#", f"{BASE}vocab/")
ALIGNMENTS: Final = "alignments/"
ALIKE: Final = 0.5
"""The share of statements that a term must have in common with one that is gone to be its heir."""


@dataclass(frozen=True)
class State:
    """What all files of a folder, or one file, state."""

    by_file: Mapping[str, frozenset[Statement]]

    @cached_property
    def all(self) -> frozenset[Statement]:
        """Every statement, of whichever file."""
        return frozenset().union(*self.by_file.values())

    @cached_property
    def by_term(self) -> Mapping[str, frozenset[Statement]]:
        """The statements of each term."""
        found: dict[str, set[Statement]] = defaultdict(set)
        for statement in self.all:
            found[_subject(statement)].add(statement)
        return {iri: frozenset(those) for iri, those in found.items()}

    @cached_property
    def core(self) -> "State":
        """The same without the alignments, which repeat declarations and add no meaning."""
        return State({f: s for f, s in self.by_file.items() if not f.startswith(ALIGNMENTS)})

    @cached_property
    def declared(self) -> frozenset[str]:
        """The terms of ours that the core declares."""
        kinds = {kind.value for kind in DECLARED_KINDS}
        return frozenset(
            s.subject.value
            for s in self.core.all
            if isinstance(s.subject, ox.NamedNode)
            and s.subject.value.startswith(OURS)
            and s.predicate == terms.TYPE.value
            and isinstance(s.value, ox.NamedNode)
            and s.value.value in kinds
        )

    def types(self, iri: str) -> set[str]:
        """Return the IRIs of a term's types."""
        return {
            s.value.value
            for s in self.by_term.get(iri, ())
            if s.predicate == terms.TYPE.value and isinstance(s.value, ox.NamedNode)
        }

    def values(self, iri: str, predicate: ox.NamedNode) -> list[ox.NamedNode | ox.Literal]:
        """Return the values of a term's predicate, in order."""
        found = (s.value for s in self.by_term.get(iri, ()) if s.predicate == predicate.value)
        return sorted((v for v in found if isinstance(v, ox.NamedNode | ox.Literal)), key=str)

    def label(self, iri: str) -> str:
        """Return the English label of a term, or nothing."""
        for value in self.values(iri, terms.LABEL):
            if isinstance(value, ox.Literal) and value.language == "en":
                return value.value
        return ""

    def is_deprecated(self, iri: str) -> bool:
        """Tell whether a term is marked as deprecated."""
        return any(v.value == "true" for v in self.values(iri, terms.DEPRECATED))


def read_state(path: Path) -> State:
    """Read a folder's modules and alignments, or one file.

    Raises `InputError` where a file does not parse.
    """
    if path.is_file():
        source = OntologyFolder(path.parent).source(path)
        return State({path.name: statements(source.triples)})
    folder = OntologyFolder(path)
    return State(
        {
            file.relative_to(path).as_posix(): _stated(folder.source(file).triples)
            for file in folder.files
        }
    )


@cache
def _stated(triples: tuple[ox.Triple, ...]) -> frozenset[Statement]:
    """Return what a file states, once however many states have it."""
    return statements(triples)


@dataclass(frozen=True)
class TermChange:
    """The statements of a term that came and went; axioms on several terms have no IRI."""

    iri: str
    added: frozenset[Statement]
    removed: frozenset[Statement]


@dataclass(frozen=True)
class Difference:
    """Two states, and what lies between them."""

    old: State
    new: State

    @cached_property
    def changes(self) -> list[TermChange]:
        """The changes, in order of IRI, those of axioms on several terms last."""
        added = self.new.all - self.old.all
        removed = self.old.all - self.new.all
        subjects = sorted({_subject(s) for s in added | removed}, key=lambda iri: (not iri, iri))
        return [self._change(s, _of(s, added), _of(s, removed)) for s in subjects]

    def _change(
        self, iri: str, added: frozenset[Statement], removed: frozenset[Statement]
    ) -> TermChange:
        """Leave out what a renamed term and its heir have in common."""
        heir = self.renamed.get(iri)
        gone = next((old for old, new in self.renamed.items() if new == iri), None)
        if heir is not None:
            removed = frozenset()
        elif gone is not None:
            kept = {(s.predicate, s.value) for s in self.old.by_term[gone]}
            had = {(s.predicate, s.value) for s in added}
            added = frozenset(s for s in added if (s.predicate, s.value) not in kept)
            removed = frozenset(
                s for s in self.old.by_term[gone] if (s.predicate, s.value) not in had
            )
        return TermChange(iri, added, removed)

    @property
    def added(self) -> list[str]:
        """The terms of ours that are new, heirs of renamed ones left out."""
        heirs = set(self.renamed.values())
        return sorted(self.new.declared - self.old.declared - heirs)

    @property
    def removed(self) -> list[str]:
        """The terms of ours that are gone, renamed ones left out."""
        return sorted(self.old.declared - self.new.declared - self.renamed.keys())

    @property
    def deprecated(self) -> list[str]:
        """The terms that are deprecated now and were not."""
        return sorted(
            iri
            for iri in self.new.declared
            if self.new.is_deprecated(iri) and not self.old.is_deprecated(iri)
        )

    @cached_property
    def renamed(self) -> dict[str, str]:
        """The terms that are gone, and the new term of which much the same is said."""
        found: dict[str, str] = {}
        new = sorted(self.new.declared - self.old.declared)
        for gone in sorted(self.old.declared - self.new.declared):
            ranked = [
                (_likeness(self, gone, heir), heir) for heir in new if heir not in found.values()
            ]
            best = max(ranked, default=(0.0, ""))
            if best[0] >= ALIKE:
                found[gone] = best[1]
        return found


def _likeness(difference: Difference, gone: str, heir: str) -> float:
    one = {(s.predicate, s.value) for s in difference.old.by_term[gone]}
    other = {(s.predicate, s.value) for s in difference.new.by_term[heir]}
    if difference.old.types(gone) != difference.new.types(heir):
        return 0.0
    return len(one & other) / max(len(one), len(other))


def _subject(statement: Statement) -> str:
    if not isinstance(statement.subject, Expression):
        return statement.subject.value
    source = statement.subject.get("annotatedSource")
    return source.value if isinstance(source, ox.NamedNode) else ""


def _of(subject: str, those: Iterable[Statement]) -> frozenset[Statement]:
    return frozenset(s for s in those if _subject(s) == subject)
