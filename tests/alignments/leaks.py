"""What must not follow from our data with an alignment: each check returns what does, as text.

The checks see what was asserted and what follows beyond it, and know of no vocabulary but ours,
save for the words by which others say who wrote something.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib import RDF

from kg.base import BASE
from kg.vocab import STAND

TYPE = ox.NamedNode(str(RDF.type))
AUTHORSHIP = {
    "http://purl.org/dc/terms/creator",
    "http://www.w3.org/ns/prov#wasAttributedTo",
    "https://schema.org/author",
    "https://schema.org/creator",
}
CARRIES = {
    STAND.attacks, STAND.hasParticipant, STAND.hasTranslation, STAND.organizedBy, STAND.partOf,
    STAND.publishedBy, STAND.subEventOf, STAND.supports, STAND.takesPlaceIn, STAND.translationOf,
    STAND.unitOf, STAND.writtenBy,
}  # fmt: skip
"""The properties that may say something in another's words, since each triple of them is a
commitment of the coders. Two relate claims, and say what the coders found in the text."""


class Asserted:
    """What stands in the data: subject and object by property, and instances by class."""

    def __init__(self, data: ox.Store) -> None:
        self._data = data
        self._pairs: dict[str, set[tuple[object, object]]] = {}

    def pairs(self, name: str) -> set[tuple[object, object]]:
        """Give subject and object of what is asserted with this property."""
        if name not in self._pairs:
            quads = self._data.quads_for_pattern(None, ox.NamedNode(name), None)
            self._pairs[name] = {(quad.subject, quad.object) for quad in quads}
        return self._pairs[name]

    def instances(self, kind: str) -> set[object]:
        """Give what is asserted to be of a class."""
        return {s for s, o in self.pairs(str(RDF.type)) if o == ox.NamedNode(kind)}

    def relates(self, one: object, other: object) -> bool:
        """Tell whether something is asserted between the two, one way or the other."""
        return any(
            next(self._data.quads_for_pattern(s, None, o), None)  # type: ignore[arg-type]
            for s, o in ((one, other), (other, one))
        )


@dataclass(frozen=True)
class Following:
    """What stands in the data, and what follows with an alignment."""

    asserted: Asserted
    derived: frozenset[ox.Triple]


def _texts(triples: Collection[ox.Triple]) -> list[str]:
    return sorted(str(triple) for triple in triples)


def claims_tied_to_actors(found: Following) -> list[str]:
    """Who asserts, reports, hears or is imputed a claim has it in no other words."""
    claims, actors = found.asserted.instances(STAND.Claim), found.asserted.instances(STAND.Actor)
    return _texts(
        [
            t
            for t in found.derived
            if (t.subject in claims and t.object in actors)
            or (t.subject in actors and t.object in claims)
        ]
    )


def authors_of_what_they_did_not_write(found: Following) -> list[str]:
    """Nobody is the author of anything but a document that the coding says they wrote."""
    wrote = found.asserted.pairs(STAND.writtenBy)
    return _texts(
        [
            t
            for t in found.derived
            if t.predicate.value in AUTHORSHIP and (t.subject, t.object) not in wrote
        ]
    )


def described_situations(found: Following) -> list[str]:
    """Find situations: describing one does not say that it obtains, in whatever words."""
    situations = found.asserted.instances(STAND.Situation)
    return _texts([t for t in found.derived if {t.subject, t.object} & situations])


def content_as_fact(found: Following) -> list[str]:
    """Find what a proposition says as a plain triple, where the coders do not stand for it."""
    subjects = dict(found.asserted.pairs(STAND.propositionSubject))
    objects = dict(found.asserted.pairs(STAND.propositionObject))
    said = {(subjects[p], objects[p]) for p in subjects.keys() & objects.keys()}
    unsaid = {(s, o) for s, o in said if not found.asserted.relates(s, o)}
    ends = unsaid | {(o, s) for s, o in unsaid}
    return _texts([t for t in found.derived if (t.subject, t.object) in ends])


def words_of_ours(found: Following) -> list[str]:
    """Nothing of ours follows from the words of others."""
    terms = f"{BASE}ontology#"
    return _texts(
        [
            t
            for t in found.derived
            if str(t.object if t.predicate == TYPE else t.predicate).startswith(f"<{terms}")
        ]
    )


def properties_not_reviewed(found: Following) -> list[str]:
    """Only properties that are reviewed as commitments say something in the words of others."""
    carried = {pair for name in CARRIES for pair in found.asserted.pairs(name)}
    carried |= {(o, s) for s, o in carried}
    return _texts(
        [t for t in found.derived if t.predicate != TYPE and (t.subject, t.object) not in carried]
    )


LEAKS: dict[str, Callable[[Following], list[str]]] = {
    "a claim is tied to an actor": claims_tied_to_actors,
    "somebody is author of what they did not write": authors_of_what_they_did_not_write,
    "a described situation is stated": described_situations,
    "what is said stands as a fact": content_as_fact,
    "another's word comes back as ours": words_of_ours,
    "a property carries that is not reviewed": properties_not_reviewed,
}
