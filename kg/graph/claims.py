"""Claims: who says what, who reports it, how, when, and on which words."""

from rdflib import RDF, SKOS, URIRef

from kg.coded_article import CodedArticle
from kg.corpus import Corpus
from kg.graph.claim_dates import claim_date
from kg.graph.documents import activity_of
from kg.graph.labels import claim_label
from kg.graph.passages import passage_node
from kg.graph.triples import Triples, date, each, english, label, text
from kg.model.coding import Claim
from kg.vocab import ID, PROV, STAND, concept, entity, proposition


def claim_triples(corpus: Corpus, article: CodedArticle) -> Triples:
    """Yield the claims found in an article."""
    for claim in article.coding.claims:
        node = claim_node(article, claim.id)
        yield node, RDF.type, STAND.Claim
        yield label(node, _label(corpus, claim))
        yield node, STAND.reportedIn, entity(article.meta.document)
        yield node, PROV.wasGeneratedBy, activity_of(article)
        yield from _content(node, claim)
        yield from _voices(node, claim)
        yield from _manner(node, claim)
        yield from _links(article, node, claim)
        yield from date(node, claim_date(corpus, article, claim))


def claim_node(article: CodedArticle, reference: str) -> URIRef:
    """Return the IRI of a claim that is referred to in an article."""
    return ID[f"claim/{article.claim_key(reference)}"]


def _label(corpus: Corpus, claim: Claim) -> str:
    imputed_to = claim.imputed_to
    return claim_label(
        corpus.entities.label(claim.asserted_by),
        corpus.propositions[claim.proposition].text,
        imputed_to=corpus.entities.label(imputed_to) if imputed_to is not None else None,
        certainty=claim.certainty,
        conditional=bool(claim.conditioned_on),
        negative=claim.polarity == "negative",
    )


def _content(node: URIRef, claim: Claim) -> Triples:
    yield node, STAND.hasProposition, proposition(claim.proposition)
    yield from each(node, STAND.conditionedOn, map(proposition, claim.conditioned_on))
    yield from each(node, STAND.invokes, map(entity, claim.invokes))
    if claim.made_at is not None:
        yield node, STAND.madeAt, entity(claim.made_at)
    if claim.made_in is not None:
        yield node, STAND.madeIn, entity(claim.made_in)
    if claim.note is not None:
        yield node, SKOS.note, english(claim.note)


def _voices(node: URIRef, claim: Claim) -> Triples:
    yield node, STAND.assertedBy, entity(claim.asserted_by)
    if claim.reported_by is not None:
        yield node, STAND.reportedBy, entity(claim.reported_by)
    if claim.imputed_to is not None:
        yield node, STAND.imputedTo, entity(claim.imputed_to)
    yield from each(node, STAND.addressedTo, map(entity, claim.addressed_to))


def _manner(node: URIRef, claim: Claim) -> Triples:
    yield node, STAND.reportingMode, concept("reporting-mode", claim.mode)
    yield node, STAND.speechAct, concept("speech-act", claim.act)
    yield node, STAND.certainty, concept("certainty", claim.certainty)
    yield node, STAND.polarity, concept("polarity", claim.polarity)
    if claim.cue is not None:
        yield node, STAND.cue, text(claim.cue)


def _links(article: CodedArticle, node: URIRef, claim: Claim) -> Triples:
    for passage in article.evidence(claim):
        yield node, STAND.evidencedBy, passage_node(article, passage)
    if claim.embedded_in is not None:
        yield node, STAND.embeddedIn, claim_node(article, claim.embedded_in)
    for predicate, references in (
        (STAND.supports, claim.supports),
        (STAND.attacks, claim.attacks),
        (STAND.respondsTo, claim.responds_to),
        (STAND.restates, claim.restates),
    ):
        for reference in references:
            yield node, predicate, claim_node(article, reference)
