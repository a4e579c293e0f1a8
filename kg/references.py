"""Whether everything that coding files refer to exists and is of the right kind."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kg.coded_article import CodedArticle
from kg.entity_index import EntityIndex
from kg.errors import Fault
from kg.mappings import Mapping as Link
from kg.model.classes import SIGNATURES, is_a
from kg.model.coding import Claim, Position, Proposition, Triple
from kg.model.passages import Mention
from kg.model.reading import nearest
from kg.model.situations import (
    Deployment,
    Membership,
    MilitaryPresence,
    Situation,
    SovereigntyClaim,
    TerritorialControl,
)
from kg.model.values import CodedDate
from kg.vocab import ID

CLAIM_LINKS = ("supports", "attacks", "responds_to", "restates")
"""The fields by which a claim refers to other claims."""

_CIRCLES: Final = {
    "supports": ("supports", "keep the direction in which the text gives the reason"),
    "attacks": ("attacks", "keep the link from the later claim to the one it speaks to"),
    "responds_to": ("responds to", "keep the link from the later claim to the one it speaks to"),
    "restates": ("restates", "keep the link from the later claim to the one it speaks to"),
    "embedded_in": ("is embedded in", "embed it in the claim around it"),
}
"""The links that never lead back, what they say, and what to do where they do."""


def reference_faults(
    index: EntityIndex, mappings: list[Link], articles: list[CodedArticle]
) -> Iterator[Fault]:
    """Find references that lead nowhere, to the wrong kind, to themselves or in a circle."""
    known = _Known(index, articles)
    yield from known.entity_faults()
    yield from known.mapping_faults(mappings)
    yield from known.double_propositions()
    yield from known.double_triples()
    yield from known.event_dates()
    for article in articles:
        yield from _ArticleReferences(known, article).faults()
    yield from known.unused_propositions()
    yield from known.circles()


class _Known:
    """What can be referred to, in all of the corpus."""

    def __init__(self, index: EntityIndex, articles: list[CodedArticle]) -> None:
        self.index = index
        self.articles = articles
        self.claims = {
            article.claim_key(claim.id): claim
            for article in articles
            for claim in article.coding.claims
        }
        self.propositions = {
            proposition.id for article in articles for proposition in article.coding.propositions
        }
        self.designations = {
            at.entity.id: [name.id for name in at.entity.designations] for at in index.defined
        }

    def entity(self, reference: str | None, where: str) -> Iterator[Fault]:
        if reference is not None and reference not in self.index.named:
            kind = reference.partition("/")[0]
            same_kind = [name for name in self.index.named if name.startswith(f"{kind}/")]
            yield Fault(where, f"there is no {reference}", fix=nearest(reference, same_kind))

    def relation(self, subject: str, predicate: str, value: str, where: str) -> Iterator[Fault]:
        """Check the subject and the value of a property against its domain and range."""
        named = self.index.named
        for reference, wanted, role in (
            (subject, SIGNATURES[predicate].domain, "subject"),
            (value, SIGNATURES[predicate].range, "object"),
        ):
            if reference in named and not is_a(named[reference].class_, wanted):
                yield Fault(
                    where,
                    f"{reference}, of class {named[reference].class_}, cannot be the {role}"
                    f" of {predicate}",
                    fix=f"use something of class {wanted}, or another property",
                )

    def claim(self, article: CodedArticle, reference: str, where: str) -> Iterator[Fault]:
        if article.claim_key(reference) not in self.claims:
            names = [claim.id for claim in article.coding.claims]
            fix = nearest(reference, sorted(self.claims) if "/" in reference else names)
            yield Fault(where, f"there is no claim {reference}", fix=fix)

    def proposition(self, reference: str, where: str) -> Iterator[Fault]:
        if reference not in self.propositions:
            fix = nearest(reference, sorted(self.propositions))
            yield Fault(where, f"there is no proposition {reference}", fix=fix)

    def entity_faults(self) -> Iterator[Fault]:
        for at in self.index.defined:
            for number, designation in enumerate(at.entity.designations):
                yield from self.entity(designation.used_by, at.where("designations", number))
            for number, fact in enumerate(at.entity.background):
                where = at.where("background", number)
                yield from self.entity(fact.entity, where)
                if fact.entity is not None:
                    yield from self.relation(at.entity.id, fact.property, fact.entity, where)

    def mapping_faults(self, mappings: list[Link]) -> Iterator[Fault]:
        for mapping in mappings:
            reference = mapping.subject.removeprefix(str(ID))
            if reference == mapping.subject:
                fix = f"map an entity, {ID}<kind>/<slug>"
                yield Fault(mapping.where, f"{mapping.subject} is not one of ours", fix=fix)
            else:
                yield from self.entity(reference, mapping.where)

    def double_propositions(self) -> Iterator[Fault]:
        first: dict[str, str] = {}
        for article in self.articles:
            for number, proposition in enumerate(article.coding.propositions):
                where = article.coding_file.where("propositions", number, "id")
                if proposition.id in first:
                    message = f"proposition {proposition.id} is defined twice"
                    fix = "refer to the first, or choose another id"
                    yield Fault(where, message, f"first at {first[proposition.id]}", fix)
                first.setdefault(proposition.id, where)

    def double_triples(self) -> Iterator[Fault]:
        """Find propositions that say the same, so that whoever denies one is found by the other."""
        first: dict[Triple, str] = {}
        for article in self.articles:
            for number, proposition in enumerate(article.coding.propositions):
                if proposition.triple is None:
                    continue
                other = first.setdefault(proposition.triple, proposition.id)
                if other != proposition.id:
                    where = article.coding_file.where("propositions", number, "triple")
                    message = f"proposition {proposition.id} is the same triple as {other}"
                    fix = "refer to that one, or leave the triple out of what it does not say whole"
                    yield Fault(where, message, fix=fix)

    def event_dates(self) -> Iterator[Fault]:
        first: dict[str, tuple[CodedDate, str]] = {}
        for event, date, where in self._dated_events():
            known, at = first.setdefault(event, (date, where))
            if date != known:
                message = f"{event} is dated {date.edtf} here and {known.edtf} at {at}"
                fix = "keep one date, with one reason; widen it to an interval if need be"
                yield Fault(where, message, fix=fix)

    def _dated_events(self) -> Iterator[tuple[str, CodedDate, str]]:
        for at in self.index.defined:
            for number, fact in enumerate(at.entity.background):
                if fact.property == "date" and fact.edtf is not None:
                    where = at.where("background", number)
                    yield at.entity.id, CodedDate(edtf=fact.edtf), where
        for article in self.articles:
            for number, dated in enumerate(article.coding.events):
                yield dated.event, dated.date, article.coding_file.where("events", number)

    def unused_propositions(self) -> Iterator[Fault]:
        used: set[str] = set()
        for claim in self.claims.values():
            used |= {claim.proposition, *claim.conditioned_on}
        for article in self.articles:
            for proposition in article.coding.propositions:
                used |= set(proposition.contradicts)
                used |= {proposition.id} if proposition.contradicts else set()
        for article in self.articles:
            for number, proposition in enumerate(article.coding.propositions):
                if proposition.id not in used:
                    where = article.coding_file.where("propositions", number)
                    message = f"proposition {proposition.id} is used by no claim"
                    yield Fault(where, message, fix="code the claim on it, or remove it")

    def circles(self) -> Iterator[Fault]:
        """Find claims that lead back to themselves by links of one kind, by way of others."""
        for field, (does, fix) in _CIRCLES.items():
            links = {
                article.claim_key(claim.id): {
                    article.claim_key(reference) for reference in _linked(claim, field)
                }
                for article in self.articles
                for claim in article.coding.claims
            }
            for article in self.articles:
                for number, claim in enumerate(article.coding.claims):
                    key = article.claim_key(claim.id)
                    if key not in links[key] and _in_circle(key, links):
                        where = article.coding_file.where("claims", number, field)
                        message = f"claim {claim.id} {does} itself, by way of others"
                        yield Fault(where, message, fix=fix)


@dataclass(frozen=True)
class _ArticleReferences:
    """The references made in one article."""

    known: _Known
    article: CodedArticle

    def faults(self) -> Iterator[Fault]:
        yield from self._meta()
        coding = self.article.coding
        for number, reason in enumerate(coding.no_claim):
            yield from self._sentence(reason.sentence, self._at("no_claim", number))
        for number, mention in enumerate(coding.mentions):
            yield from self._mention(mention, self._at("mentions", number))
        for number, dated in enumerate(coding.events):
            where = self._at("events", number)
            yield from self.known.entity(dated.event, where)
            yield from self._claims(dated.rests_on, where)
        for number, proposition in enumerate(coding.propositions):
            yield from self._proposition(proposition, self._at("propositions", number))
        for number, claim in enumerate(coding.claims):
            yield from self._claim(claim, number)
        for number, position in enumerate(coding.positions):
            yield from self._position(position, self._at("positions", number))
        for number, situation in enumerate(coding.situations):
            where = self._at("situations", number)
            yield from self._entities(_situation_entities(situation), where)
            yield from self._claims(situation.rests_on, where)
        for number, silence in enumerate(coding.silences):
            yield from self._entities(silence.on, self._at("silences", number))
        yield from self._double_ids()

    def _at(self, section: str, number: int, *path: str) -> str:
        return self.article.coding_file.where(section, number, *path)

    def _entities(self, references: Iterable[str | None], where: str) -> Iterator[Fault]:
        for reference in references:
            yield from self.known.entity(reference, where)

    def _claims(self, references: Iterable[str], where: str) -> Iterator[Fault]:
        for reference in references:
            yield from self.known.claim(self.article, reference, where)

    def _sentence(self, reference: str, where: str) -> Iterator[Fault]:
        names = [sentence.id for sentence in self.article.meta.sentences]
        if reference not in names:
            yield Fault(where, f"there is no sentence {reference}", fix=nearest(reference, names))

    def _meta(self) -> Iterator[Fault]:
        meta, file = self.article.meta, self.article.meta_file
        yield from self.known.entity(meta.publisher, file.where("publisher"))
        yield from self.known.entity(meta.author, file.where("author"))
        for number, link in enumerate(meta.chain):
            yield from self.known.entity(link.publisher, file.where("chain", number, "publisher"))
        for number, finding in enumerate(meta.attributions):
            where = file.where("attributions", number)
            yield from self._entities([finding.document, finding.person], where)
            named = self.known.index.named.get(finding.person)
            if named is not None and named.class_ != "Person":
                message = f"{finding.person} is a {named.class_}, and no person"
                yield Fault(where, message, fix="attribute the document to a person")

    def _mention(self, mention: Mention, where: str) -> Iterator[Fault]:
        yield from self.known.entity(mention.entity, where)
        names = self.known.designations.get(mention.entity, [])
        if mention.name is not None and mention.name not in names:
            message = f"{mention.entity} has no designation {mention.name}"
            yield Fault(where, message, fix=nearest(mention.name, names))

    def _proposition(self, proposition: Proposition, where: str) -> Iterator[Fault]:
        yield from self._entities(proposition.about, where)
        if proposition.triple is not None:
            yield from self._triple(proposition.triple, where)
        for other in proposition.contradicts:
            yield from self.known.proposition(other, where)
        if proposition.id in proposition.contradicts:
            message = f"proposition {proposition.id} contradicts itself"
            yield Fault(where, message, fix="name the other proposition")

    def _triple(self, triple: Triple, where: str) -> Iterator[Fault]:
        yield from self._entities([triple.subject, triple.object], where)
        yield from self.known.relation(triple.subject, triple.predicate, triple.object, where)

    def _claim(self, claim: Claim, number: int) -> Iterator[Fault]:
        where = self._at("claims", number)
        actors = (claim.asserted_by, claim.reported_by, claim.imputed_to, *claim.addressed_to)
        others = (claim.made_at, claim.made_in, *claim.invokes)
        yield from self._entities((*actors, *others), where)
        for reference in (claim.proposition, *claim.conditioned_on):
            yield from self.known.proposition(reference, where)
        for name in claim.evidence:
            if name not in self.article.passages:
                fix = nearest(name, list(self.article.passages))
                yield Fault(where, f"there is no sentence or clause {name}", fix=fix)
        for field in CLAIM_LINKS:
            references: tuple[str, ...] = getattr(claim, field)
            place = self._at("claims", number, field)
            yield from self._claims(references, place)
            if self.article.claim_key(claim.id) in map(self.article.claim_key, references):
                message = f"claim {claim.id} {field} itself"
                yield Fault(place, message, fix="name the other claim")
        if claim.embedded_in is not None:
            yield from self._claims([claim.embedded_in], self._at("claims", number, "embedded_in"))

    def _position(self, position: Position, where: str) -> Iterator[Fault]:
        positions = self.article.coding.positions
        yield from self._entities(
            (position.held_by, position.on_issue, position.ascribed_by), where
        )
        yield from self._claims(position.expressed_by, where)
        earlier = {other.id: (other.supersedes,) for other in positions if other.supersedes}
        if position.supersedes is not None and position.supersedes not in {p.id for p in positions}:
            fix = nearest(position.supersedes, [other.id for other in positions])
            yield Fault(where, f"there is no position {position.supersedes}", fix=fix)
        if _in_circle(position.id, earlier):
            message = f"position {position.id} supersedes itself, by way of others"
            yield Fault(where, message, fix="order the positions in time")

    def _double_ids(self) -> Iterator[Fault]:
        meta, coding = self.article.meta, self.article.coding
        at_meta, at_coding = self.article.meta_file.where, self.article.coding_file.where
        passages = [(s.id, at_meta("sentences", i)) for i, s in enumerate(meta.sentences)]
        passages += [(p.id, at_coding("passages", i)) for i, p in enumerate(coding.passages)]
        attributions = [(a.id, at_meta("attributions", i)) for i, a in enumerate(meta.attributions)]
        yield from _doubles("passage", passages)
        yield from _doubles("attribution", attributions)
        for section, items in (
            ("claims", coding.claims),
            ("positions", coding.positions),
            ("situations", coding.situations),
            ("silences", coding.silences),
        ):
            named = [(item.id, at_coding(section, i)) for i, item in enumerate(items)]
            yield from _doubles(section.removesuffix("s"), named)
        reasons = [(r.sentence, at_coding("no_claim", i)) for i, r in enumerate(coding.no_claim)]
        yield from _doubles("reason for", reasons)
        dated = [(e.event, at_coding("events", i)) for i, e in enumerate(coding.events)]
        yield from _doubles("date of", dated)


def _situation_entities(situation: Situation) -> tuple[str | None, ...]:
    if isinstance(situation, Deployment):
        return situation.system, situation.operator, situation.place
    if isinstance(situation, MilitaryPresence):
        return situation.force, situation.place
    if isinstance(situation, SovereigntyClaim):
        return situation.claimant, situation.territory
    if isinstance(situation, TerritorialControl):
        return situation.controller, situation.territory
    if isinstance(situation, Membership):
        return situation.member, situation.member_of
    return (*situation.disputants, situation.territory)


def _doubles(what: str, named: list[tuple[str, str]]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for name, where in named:
        if name in first:
            message = f"{what} {name} is defined twice"
            yield Fault(where, message, f"first at {first[name]}", "keep one, or rename it")
        first.setdefault(name, where)


def _linked(claim: Claim, field: str) -> tuple[str, ...]:
    found: tuple[str, ...] | str | None = getattr(claim, field)
    return (found,) if isinstance(found, str) else found or ()


def _in_circle(start: str, following: Mapping[str, Iterable[str]]) -> bool:
    seen, left = set[str](), [*following.get(start, ())]
    while left:
        name = left.pop()
        if name == start:
            return True
        if name not in seen:
            seen.add(name)
            left += following.get(name, ())
    return False
