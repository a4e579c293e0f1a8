"""Individuals, as Protégé saved them, read as the values of entity files; the rest are faults.

Nothing is dropped in silence: each statement becomes part of an entity, or says what an import
cannot know, or is reported with the individual that it is about.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, get_args

import pyoxigraph as ox

from kg.base import BASE
from kg.errors import Fault
from kg.model.classes import ENTITY_CLASSES, EntityProperty
from kg.model.values import SLUG
from kg.ontology import terms
from kg.ontology.individuals.entity_files import (
    DATES,
    FILE_OF_KIND,
    IDS,
    INDIVIDUALS,
    LANGUAGES,
    Fields,
)
from kg.ontology.individuals.export import (
    ALT_LABEL,
    AS_WKT,
    DEFINITION,
    GEOMETRY,
    HAS_GEOMETRY,
    NAMED_INDIVIDUAL,
    NOTE,
    SOURCE,
    stand,
)
from kg.ontology.statements import Expression, Meaning, Statement, statements
from kg.ontology.words import name, said

ENTITY: Final = re.compile(rf"(?:{'|'.join(FILE_OF_KIND)})/{SLUG}")
DESIGNATION: Final = re.compile(rf"designation/{SLUG}/{SLUG}")
PLACE: Final = re.compile(rf"geometry/{SLUG}")
RELATIONS: Final = {stand(each).value: each for each in get_args(EntityProperty)}
DATED: Final = {stand(each).value: each for each in DATES}
CLASSES: Final = {stand(each).value: each for each in ENTITY_CLASSES}


TEXTS: Final = {DEFINITION.value: "definition", NOTE.value: "note"}


@dataclass
class _Found:
    """What the statements about one entity give, by where it belongs."""

    classes: list[str] = field(default_factory=list)
    background: list[Fields] = field(default_factory=list)
    labels: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    others: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    texts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


class Individuals:
    """Reads statements into entities, and keeps the faults."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.faults: list[Fault] = []
        self._said: dict[str, list[Statement]] = defaultdict(list)
        self._sources: dict[tuple[str, str, Meaning], str] = {}
        self._owner: dict[str, str] = {}
        self._used: set[str] = set()
        for statement in sorted(statements(triples), key=_order):
            if isinstance(statement.subject, Expression):
                self._annotation(statement)
            elif statement.subject.value != INDIVIDUALS:
                self._said[statement.subject.value].append(statement)

    def entities(self) -> dict[str, Fields]:
        """Return the entities by id; what could not be read is in `faults`."""
        for iri in self._said:
            local = iri.removeprefix(IDS)
            if not iri.startswith(IDS) or not _is_ours(local):
                self._refuse_name(iri)
        for owned in (stand("designates").value, HAS_GEOMETRY.value):
            self._find_owners(owned)
        found = {}
        for iri in sorted(self._said):
            local = iri.removeprefix(IDS)
            if iri.startswith(IDS) and ENTITY.fullmatch(local):
                found[local] = self._entity(iri, local)
            elif _is_ours(local) and iri not in self._owner:
                self._fault(iri, "belongs to no entity", "delete it, or say which it belongs to")
        for (subject, predicate, _), source in self._sources.items():
            if (subject, predicate) not in self._sourced:
                self._fault(
                    subject,
                    f"has a source for “{name(predicate)}”, which it does not state: {source}",
                    "delete the annotation, or state it",
                )
        return found

    @property
    def _sourced(self) -> set[tuple[str, str]]:
        return {
            (iri, s.predicate)
            for iri, those in self._said.items()
            for s in those
            if s.predicate in RELATIONS or s.predicate in DATED
        }

    def _annotation(self, statement: Statement) -> None:
        axiom = statement.subject
        assert isinstance(axiom, Expression)  # noqa: S101 -- told apart by the caller
        source, predicate, target = (
            axiom.get(f"annotated{part}") for part in ("Source", "Property", "Target")
        )
        notes = [v for p, v in axiom.said if p == SOURCE.value and isinstance(v, ox.Literal)]
        other = [
            p
            for p, _ in axiom.said
            if p not in (SOURCE.value, terms.TYPE.value)
            and not p.startswith(f"{terms.OWL}annotated")
        ]
        if not isinstance(source, ox.NamedNode) or not isinstance(predicate, ox.NamedNode):
            self._fault("", said(statement), "leave it out: entity files hold no such axiom")
        elif other or len(notes) != 1 or target is None:
            self._fault(
                source.value,
                f"has more than a source on “{name(predicate.value)}”: {said(statement)}",
                "annotate the assertion with one dcterms:source and nothing else",
            )
        else:
            self._sources[source.value, predicate.value, target] = notes[0].value

    def _find_owners(self, predicate: str) -> None:
        for iri, those in self._said.items():
            for s in those:
                if s.predicate == predicate and isinstance(s.value, ox.NamedNode):
                    owned, owner = (iri, s.value.value)
                    if predicate == HAS_GEOMETRY.value:
                        owned, owner = owner, owned
                    self._owner[owned] = owner

    def _entity(self, iri: str, reference: str) -> Fields:
        found = _Found()
        for statement in self._said[iri]:
            self._take(statement, found)
        entity: Fields = {
            "id": reference,
            "class": self._one(iri, "class", found.classes),
            "labels": self._in_each(iri, "rdfs:label", found.labels),
        }
        if found.others:
            spoken = [each for each in LANGUAGES if found.others[each]]
            entity["alt"] = {each: [*found.others[each]] for each in spoken}
        entity["definition"] = self._one(iri, "skos:definition", found.texts["definition"])
        if found.texts["note"]:
            entity["note"] = self._one(iri, "skos:note", found.texts["note"])
        entity |= self._parts(iri)
        if found.background:
            entity["background"] = [*found.background]
        return entity

    def _take(self, s: Statement, found: "_Found") -> None:
        """Put a statement where it belongs in an entity."""
        predicate, value = s.predicate, s.value
        if predicate == terms.TYPE.value and isinstance(value, ox.NamedNode):
            if value.value in CLASSES:
                found.classes.append(CLASSES[value.value])
            elif value != NAMED_INDIVIDUAL:
                self._unfit(s, f"give it one of: {', '.join(ENTITY_CLASSES)}")
        elif predicate in RELATIONS or predicate in DATED:
            found.background += self._fact(s)
        elif predicate in TEXTS and _language(value) == "en":
            found.texts[TEXTS[predicate]].append(_words(value))
        elif predicate == terms.LABEL.value and _language(value):
            found.labels[_language(value)].append(_words(value))
        elif predicate == ALT_LABEL.value and _language(value) in LANGUAGES:
            found.others[_language(value)].append(_words(value))
        elif predicate != HAS_GEOMETRY.value:
            self._unfit(s, "leave it out, or say it in the entity's note")

    def _fact(self, s: Statement) -> list[Fields]:
        assert isinstance(s.subject, ox.NamedNode)  # noqa: S101 -- annotations are apart
        iri = s.subject.value
        source = self._sources.get((iri, s.predicate, s.value))  # type: ignore[arg-type]
        if source is None:
            self._fault(
                iri,
                f"has no source for “{said(s)}”",
                "annotate the assertion with dcterms:source (the @ beside it in Protégé)",
            )
            return []
        if s.predicate in DATED and isinstance(s.value, ox.Literal):
            return [{"property": DATED[s.predicate], "edtf": s.value.value, "source": source}]
        if s.predicate in RELATIONS and isinstance(s.value, ox.NamedNode):
            target = s.value.value.removeprefix(IDS)
            if ENTITY.fullmatch(target):
                return [{"property": RELATIONS[s.predicate], "entity": target, "source": source}]
        self._unfit(s, "relate it to an entity, or give it a date in EDTF")
        return []

    def _parts(self, iri: str) -> Fields:
        owned = [part for part, owner in self._owner.items() if owner == iri]
        names = [self._designation(p) for p in sorted(owned) if DESIGNATION.fullmatch(_local(p))]
        places = [self._place(p) for p in sorted(owned) if PLACE.fullmatch(_local(p))]
        found: Fields = {"designations": [*names]} if names else {}
        return found | ({"geometry": places[0]} if places else {})

    def _designation(self, iri: str) -> Fields:
        texts: dict[str, list[str]] = defaultdict(list)
        users, sources = [], []
        for s in self._said[iri]:
            value = s.value
            if s.predicate == stand("designationText").value and _language(value):
                texts[_language(value)].append(_words(value))
            elif s.predicate == stand("usedBy").value and isinstance(value, ox.NamedNode):
                users.append(_local(value.value))
            elif s.predicate == SOURCE.value and isinstance(value, ox.Literal):
                sources.append(value.value)
            elif not self._is_kept(s, stand("Designation"), stand("designates").value):
                self._unfit(s, "leave it out: a designation has a text, a user and a source")
        return {
            "id": iri.rpartition("/")[2],
            "text": self._in_each(iri, "stand:designationText", texts),
            "used_by": self._one(iri, "stand:usedBy", users),
            "source": self._one(iri, "dcterms:source", sources),
        }

    def _place(self, iri: str) -> Fields:
        found: dict[str, list[str]] = defaultdict(list)
        keys = {AS_WKT.value: "wkt", SOURCE.value: "source"}
        for s in self._said[iri]:
            if s.predicate in keys and isinstance(s.value, ox.Literal):
                found[keys[s.predicate]].append(s.value.value)
            elif not self._is_kept(s, GEOMETRY, ""):
                self._unfit(s, "leave it out: a geometry has its text and a source")
        return {
            "wkt": self._one(iri, "geo:asWKT", found["wkt"]),
            "source": self._one(iri, "dcterms:source", found["source"]),
        }

    def _is_kept(self, s: Statement, class_: ox.NamedNode, owned: str) -> bool:
        typed = s.predicate == terms.TYPE.value and s.value in (class_, NAMED_INDIVIDUAL)
        return typed or s.predicate == owned

    def _one(self, iri: str, what: str, values: list[str]) -> str:
        if len(values) != 1:
            many = "several: " + ", ".join(f"“{value}”" for value in values)
            self._fault(iri, f"has {many if values else 'no ' + what}", f"give it one {what}")
        return values[0] if values else ""

    def _in_each(self, iri: str, what: str, values: Mapping[str, list[str]]) -> Fields:
        for language in LANGUAGES:
            if len(values.get(language, ())) != 1:
                count = len(values.get(language, ()))
                self._fault(
                    iri,
                    f"has {count or 'no'} {what} in {language}",
                    f"give it one {what} in each of {', '.join(LANGUAGES)}",
                )
        for language in sorted(values.keys() - {*LANGUAGES}):
            self._fault(
                iri,
                f"has a {what} in {language}",
                f"entity files have {', '.join(LANGUAGES)}; leave it out",
            )
        return {each: values[each][0] for each in LANGUAGES if values.get(each)}

    def _refuse_name(self, iri: str) -> None:
        statement = self._said[iri][0]
        if iri.startswith((f"{BASE}ontology", f"{BASE}vocab/")):
            fix = "terms of the ontology are edited in its own files"
        else:
            fix = f"rename it {IDS}<kind>/<slug>, its kind one of {', '.join(FILE_OF_KIND)}"
        self._fault(iri, f"is no entity, and the file says of it: {said(statement)}", fix)

    def _unfit(self, s: Statement, fix: str) -> None:
        assert isinstance(s.subject, ox.NamedNode)  # noqa: S101 -- annotations are apart
        self._fault(s.subject.value, f"cannot keep in an entity file: {said(s)}", fix)

    def _fault(self, iri: str, message: str, fix: str) -> None:
        about = iri.removeprefix(IDS)
        self.faults.append(Fault("", f"{about} {message}".strip(), fix=fix))


def _is_ours(local: str) -> bool:
    return any(kind.fullmatch(local) for kind in (ENTITY, DESIGNATION, PLACE))


def _local(iri: str) -> str:
    return iri.removeprefix(IDS)


def _language(value: Meaning | None) -> str:
    return (value.language or "") if isinstance(value, ox.Literal) else ""


def _words(value: Meaning | None) -> str:
    return value.value if isinstance(value, ox.Literal) else ""


def _order(statement: Statement) -> str:
    subject = statement.subject
    return f"{subject.value if isinstance(subject, ox.NamedNode) else ''} {said(statement)}"
