"""Entities: what they are, what they are called and by whom, and what is known of them."""

from rdflib import DCTERMS, RDF, SKOS, Literal

from kg.entity_index import EntityIndex
from kg.graph.labels import geometry_label, statement_label
from kg.graph.triples import Triples, date, english, label, period, text
from kg.model.entities import Background, Designation, Entity
from kg.model.values import CodedDate
from kg.vocab import EDITORS, GEO, PROV, STAND, background, designation, entity, geometry


def entity_triples(index: EntityIndex) -> Triples:
    """Yield everything of the entity files, and who coded it all."""
    yield EDITORS, RDF.type, PROV.Agent
    yield label(EDITORS, "Standoff editors")
    for found in (at.entity for at in index.defined):
        yield from _names(found)
        for name in found.designations:
            yield from _designation(found, name)
        yield from _geometry(found)
        yield from _background(found, index)


def _names(found: Entity) -> Triples:
    node = entity(found.id)
    yield node, RDF.type, STAND[found.class_]
    yield label(node, found.labels.en)
    yield node, SKOS.definition, english(found.definition)
    if found.note is not None:
        yield node, SKOS.note, english(found.note)
    for language, name in found.labels:
        yield node, SKOS.prefLabel, Literal(name, lang=language)
    for language, names in found.alt:
        for name in names:
            yield node, SKOS.altLabel, Literal(name, lang=language)


def _designation(found: Entity, name: Designation) -> Triples:
    node = designation(found.id, name.id)
    yield node, RDF.type, STAND.Designation
    yield label(node, name.text.en)
    yield node, STAND.designates, entity(found.id)
    yield node, STAND.usedBy, entity(name.used_by)
    yield node, DCTERMS.source, text(name.source)
    for language, words in name.text:
        yield node, STAND.designationText, Literal(words, lang=language)


def _geometry(found: Entity) -> Triples:
    if found.geometry is None:
        return
    node = geometry(found.id)
    yield entity(found.id), GEO.hasGeometry, node
    yield node, RDF.type, GEO.Geometry
    yield label(node, geometry_label(found.labels.en))
    yield node, GEO.asWKT, Literal(found.geometry.wkt, datatype=GEO.wktLiteral)
    yield node, DCTERMS.source, text(found.geometry.source)


def _background(found: Entity, index: EntityIndex) -> Triples:
    for fact in found.background:
        yield from _statement(found, fact, index)
    ends = {fact.property: CodedDate(edtf=fact.edtf) for fact in found.background if fact.edtf}
    yield from period(entity(found.id), ends.get("validFrom"), ends.get("validUntil"))


def _statement(found: Entity, fact: Background, index: EntityIndex) -> Triples:
    subject, predicate = entity(found.id), STAND[fact.property]
    node = background(found.id, fact.property, fact.entity or fact.edtf or "")
    yield node, RDF.type, STAND.BackgroundStatement
    yield node, STAND.backgroundSubject, subject
    yield node, STAND.backgroundPredicate, predicate
    yield node, DCTERMS.source, text(fact.source)
    if fact.entity is not None:
        yield node, STAND.backgroundObject, entity(fact.entity)
        yield subject, predicate, entity(fact.entity)
        yield label(node, statement_label(found.labels.en, fact.property, index.label(fact.entity)))
    elif fact.edtf is not None:
        yield node, STAND.backgroundValue, text(fact.edtf)
        yield label(node, statement_label(found.labels.en, fact.property, fact.edtf))
        if fact.property == "date":
            yield from date(subject, CodedDate(edtf=fact.edtf))
