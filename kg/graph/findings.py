"""What follows from claims in the coding: positions, situations, event dates, silences."""

from rdflib import RDF, URIRef

from kg.coded_article import CodedArticle
from kg.corpus import Corpus
from kg.graph.claims import claim_node
from kg.graph.documents import activity_of
from kg.graph.labels import position_label
from kg.graph.triples import Triples, date, each, label, period, text
from kg.model.coding import Position
from kg.model.situations import (
    Deployment,
    Membership,
    MilitaryPresence,
    Situation,
    SovereigntyClaim,
    TerritorialControl,
)
from kg.vocab import PROV, STAND, concept, entity, part


def position_triples(corpus: Corpus, article: CodedArticle) -> Triples:
    """Yield the positions that an article tells of."""
    for position in article.coding.positions:
        yield from _position(corpus, article, position)


def situation_triples(article: CodedArticle) -> Triples:
    """Yield the situations that an article tells of."""
    for situation in article.coding.situations:
        node = part("situation", article.slug, situation.id)
        yield node, RDF.type, STAND[situation.class_]
        yield label(node, situation.label)
        yield node, PROV.wasGeneratedBy, activity_of(article)
        yield from _rests_on(article, node, situation.rests_on)
        yield from date(node, situation.date)
        yield from _roles(node, situation)


def event_triples(article: CodedArticle) -> Triples:
    """Yield what an article says of events' dates."""
    for dated in article.coding.events:
        node = entity(dated.event)
        yield from date(node, dated.date)
        yield from _rests_on(article, node, dated.rests_on)


def silence_triples(article: CodedArticle) -> Triples:
    """Yield what an article was found not to speak of."""
    for silence in article.coding.silences:
        node = part("silence", article.slug, silence.id)
        yield node, RDF.type, STAND.Silence
        yield label(node, silence.text)
        yield node, STAND.silenceText, text(silence.text)
        yield node, STAND.basis, text(silence.basis)
        yield node, STAND.silentDocument, entity(article.meta.document)
        yield node, PROV.wasGeneratedBy, activity_of(article)
        yield from each(node, STAND.silentOn, map(entity, silence.on))


def _position(corpus: Corpus, article: CodedArticle, position: Position) -> Triples:
    node = part("position", article.slug, position.id)
    yield node, RDF.type, STAND.Position
    yield label(node, position_label(corpus.entities.label(position.held_by), position.text))
    yield node, STAND.positionText, text(position.text)
    yield node, STAND.heldBy, entity(position.held_by)
    yield node, STAND.onIssue, entity(position.on_issue)
    yield node, STAND.ascribedBy, entity(position.ascribed_by)
    yield node, PROV.wasGeneratedBy, activity_of(article)
    if position.supersedes is not None:
        yield node, STAND.supersedes, part("position", article.slug, position.supersedes)
    for reference in position.expressed_by:
        yield node, STAND.expressedBy, claim_node(article, reference)
    yield from period(node, position.valid_from, position.valid_until)


def _rests_on(article: CodedArticle, node: URIRef, claims: tuple[str, ...]) -> Triples:
    for reference in claims:
        yield node, STAND.restsOn, claim_node(article, reference)


def _roles(node: URIRef, found: Situation) -> Triples:
    if isinstance(found, Deployment):
        yield node, STAND.deployedSystem, entity(found.system)
        yield node, STAND.deploymentStatus, concept("deployment-status", found.status)
        if found.operator is not None:
            yield node, STAND.operatedBy, entity(found.operator)
        if found.place is not None:
            yield node, STAND.locatedAt, entity(found.place)
    elif isinstance(found, MilitaryPresence):
        yield node, STAND.presentForce, entity(found.force)
        yield node, STAND.locatedAt, entity(found.place)
        yield node, STAND.deploymentStatus, concept("deployment-status", found.status)
    elif isinstance(found, SovereigntyClaim):
        yield node, STAND.claimant, entity(found.claimant)
        yield node, STAND.claimedTerritory, entity(found.territory)
    elif isinstance(found, TerritorialControl):
        yield node, STAND.controller, entity(found.controller)
        yield node, STAND.controlledTerritory, entity(found.territory)
    elif isinstance(found, Membership):
        yield node, STAND.member, entity(found.member)
        yield node, STAND.memberOf, entity(found.member_of)
        if found.role is not None:
            yield node, STAND.roleName, text(found.role)
    else:
        yield node, STAND.disputedTerritory, entity(found.territory)
        yield from each(node, STAND.disputant, map(entity, found.disputants))
