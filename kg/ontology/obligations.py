"""What is owed to those who use a term: it stays, with its meaning, or it is deprecated properly.

In use is what queries, shapes, data, code or alignments of the project name, and, once there is a
release, every term of it, because others may name it.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pyoxigraph as ox

from kg.errors import Fault
from kg.ontology import terms
from kg.ontology.differences import Difference, State, TermChange
from kg.ontology.places import Places
from kg.ontology.uses import NAME, Use
from kg.ontology.words import name, said

CHANGE_NOTE: Final = ox.NamedNode(f"{terms.SKOS}changeNote")
MEANING: Final = frozenset(
    {
        terms.TYPE.value,
        f"{terms.SKOS}definition",
        *(f"{terms.RDFS}{p}" for p in ("subClassOf", "subPropertyOf", "domain", "range")),
        *(
            f"{terms.OWL}{p}"
            for p in (
                *("equivalentClass", "equivalentProperty", "disjointWith", "disjointUnionOf"),
                *("inverseOf", "propertyChainAxiom", "propertyDisjointWith", "hasKey"),
            )
        ),
    }
)
"""Predicates of which a term cannot lose a statement and still mean what it meant."""
SHOWN: Final = 3


def unknown_terms(new: State, used: Mapping[str, Sequence[Use]]) -> Iterator[Fault]:
    """Yield the places that name a term of ours which the ontology does not have."""
    for iri in sorted(used.keys() - new.declared):
        for use in used[iri]:
            yield Fault(
                use.where,
                f"{name(iri)} is no term of the ontology",
                fix="name the term that took its place, or put it back into the ontology",
            )


def broken_promises(
    difference: Difference,
    used: Mapping[str, Sequence[Use]],
    places: Places,
    *,
    since: str,
    released: bool,
) -> Iterator[Fault]:
    """Yield the terms in use that are gone, mean something else, or are deprecated halfway."""
    for iri in sorted(difference.old.declared - difference.new.declared):
        if released or _users(iri, used):
            yield _gone(difference, iri, used, places, since)
    for change in difference.changes:
        if change.iri in difference.old.declared & difference.new.declared:
            yield from _changed(difference, change, used, places, since, released=released)
    for iri in sorted(difference.new.declared):
        if difference.new.is_deprecated(iri):
            yield from _halfway(difference, iri, places)


def _gone(
    difference: Difference,
    iri: str,
    used: Mapping[str, Sequence[Use]],
    places: Places,
    since: str,
) -> Fault:
    heir = difference.renamed.get(iri)
    module = next(
        (v.value for v in difference.old.values(iri, ox.NamedNode(f"{terms.RDFS}isDefinedBy"))), ""
    )
    return Fault(
        places.where(heir or module),
        f"{name(iri)}, which {since} had, is gone" + (f", renamed {name(heir)}" if heir else ""),
        cause=_who(iri, used),
        fix=f"put {name(iri)} back with its label, owl:deprecated true and dcterms:isReplacedBy "
        + (name(heir) if heir else "the term to use now"),
    )


def _changed(
    difference: Difference,
    change: TermChange,
    used: Mapping[str, Sequence[Use]],
    places: Places,
    since: str,
    *,
    released: bool,
) -> Iterator[Fault]:
    lost = sorted(said(s) for s in change.removed if s.predicate in MEANING)
    noted = any(s.predicate == CHANGE_NOTE.value for s in change.added)
    if not lost or noted or difference.new.is_deprecated(change.iri):
        return
    if released or _users(change.iri, used):
        yield Fault(
            places.where(change.iri),
            f"{name(change.iri)} no longer means what it meant in {since}: it lost “"
            + "”, “".join(lost[:SHOWN])
            + "”",
            cause=_who(change.iri, used),
            fix="leave it as it was, deprecate it and make a new term; or, where what it means to "
            "its users stays the same, say what changed in a skos:changeNote on it",
        )


def _halfway(difference: Difference, iri: str, places: Places) -> Iterator[Fault]:
    heirs = [v.value for v in difference.new.values(iri, terms.REPLACED_BY)]
    known = difference.new.by_term.keys()
    if not heirs or any(h not in known or difference.new.is_deprecated(h) for h in heirs):
        yield Fault(
            places.where(iri),
            f"{name(iri)} is deprecated and does not say what to use now",
            fix="give it dcterms:isReplacedBy a term that is in use",
        )
    before = difference.old.label(iri)
    if before and difference.new.label(iri) != before:
        yield Fault(
            places.where(iri),
            f"{name(iri)} is deprecated and lost its label “{before}”",
            fix="give the label back, by which old data is read",
        )


def _users(iri: str, used: Mapping[str, Sequence[Use]]) -> list[Use]:
    return [use for use in used.get(iri, ()) if use.kind != NAME]


def _who(iri: str, used: Mapping[str, Sequence[Use]]) -> str:
    users = _users(iri, used)
    if not users:
        return "it was released, so others may use it"
    more = f" and {len(users) - SHOWN} more" if len(users) > SHOWN else ""
    return "used by " + ", ".join(use.where for use in users[:SHOWN]) + more
