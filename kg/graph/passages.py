"""Sentences, clauses, mentions and emendations: offsets, digests, readings, nesting."""

from rdflib import RDF, URIRef

from kg.coded_article import CodedArticle, words_digest
from kg.graph.labels import emendation_label, mention_label, passage_label
from kg.graph.triples import Triples, flag, label, natural, text
from kg.model.article import Sentence, Span
from kg.model.passages import Clause, Damage, Emendation, Mention
from kg.vocab import OA, STAND, concept, designation, entity, part, selector, span_part


def passage_triples(article: CodedArticle) -> Triples:
    """Yield every passage of an article."""
    reasons = {reason.sentence: reason.reason for reason in article.coding.no_claim}
    for sentence in article.meta.sentences:
        yield from _sentence(article, sentence, reasons.get(sentence.id))
    for clause in article.coding.passages:
        yield from _clause(article, clause)
    for mention in article.coding.mentions:
        yield from _mention(article, mention)
    for words in article.coding.emendations:
        yield from _emendation(article, words)
    yield from _damage_in(article)


def passage_node(article: CodedArticle, span: Span) -> URIRef:
    """Return the IRI of a passage of whichever kind."""
    if isinstance(span, Sentence | Clause):
        return part("passage", article.slug, span.id)
    kind = "mention" if isinstance(span, Mention) else "emendation"
    return span_part(kind, article.slug, span.start, span.end)


def _sentence(article: CodedArticle, sentence: Sentence, reason: str | None) -> Triples:
    node = passage_node(article, sentence)
    yield node, RDF.type, STAND.Passage
    yield label(node, passage_label(sentence.id, sentence.paraphrase))
    yield node, STAND.passageKind, concept("passage-kind", sentence.kind)
    yield node, STAND.paraphrase, text(sentence.paraphrase)
    yield node, STAND.paratext, flag(sentence.paratext)
    yield from _anchor(article, node, sentence, sentence.sha256)
    if reason is not None:
        yield node, STAND.noClaimReason, text(reason)


def _clause(article: CodedArticle, clause: Clause) -> Triples:
    node = passage_node(article, clause)
    yield node, RDF.type, STAND.Passage
    yield label(node, passage_label(clause.id, clause.paraphrase))
    yield node, STAND.passageKind, concept("passage-kind", "clause")
    yield node, STAND.paraphrase, text(clause.paraphrase)
    yield from _anchor(article, node, clause, clause.sha256)
    yield from _within(article, node, clause)


def _mention(article: CodedArticle, mention: Mention) -> Triples:
    node = passage_node(article, mention)
    yield node, RDF.type, STAND.Mention
    yield label(node, mention_label(mention.surface, mention.start, mention.end))
    yield node, STAND.surface, text(mention.surface)
    yield node, STAND.refersTo, entity(mention.entity)
    if mention.name is not None:
        yield node, STAND.usesName, designation(mention.entity, mention.name)
    yield from _anchor(article, node, mention, words_digest(mention))
    yield from _within(article, node, mention)
    if mention.damage is not None:
        yield from _damage(node, mention.damage)


def _emendation(article: CodedArticle, words: Emendation) -> Triples:
    node = passage_node(article, words)
    yield label(node, emendation_label(words.surface, words.start, words.end, words.reading))
    if words.surface is not None:
        yield node, STAND.surface, text(words.surface)
    yield from _anchor(article, node, words, words_digest(words))
    yield from _within(article, node, words)
    yield from _damage(node, words)


def _damage(node: URIRef, damage: Damage | Emendation) -> Triples:
    yield node, RDF.type, STAND.DamagedPassage
    yield node, STAND.correctedReading, text(damage.reading)
    yield node, STAND.damageCause, concept("damage-cause", damage.cause)
    yield node, STAND.readingConfidence, concept("certainty", damage.confidence)
    yield node, STAND.damageNote, text(damage.reason)


def _anchor(article: CodedArticle, node: URIRef, span: Span, sha256: str) -> Triples:
    place = selector(node)
    yield node, OA.hasSource, entity(article.meta.document)
    yield node, OA.hasSelector, place
    yield node, STAND.sha256, text(sha256)
    yield place, RDF.type, OA.TextPositionSelector
    yield place, OA.start, natural(span.start)
    yield place, OA.end, natural(span.end)


def _within(article: CodedArticle, node: URIRef, span: Span) -> Triples:
    sentence = article.sentence_at(span.start)
    if sentence is not None:
        yield node, STAND.within, passage_node(article, sentence)
        yield node, STAND.paratext, flag(sentence.paratext)


def _damage_in(article: CodedArticle) -> Triples:
    spans: tuple[Span, ...] = (
        *article.meta.sentences,
        *article.coding.passages,
        *article.coding.mentions,
        *article.coding.emendations,
    )
    for damaged in article.damaged:
        for span in spans:
            if span is not damaged and span.overlaps(damaged):
                yield passage_node(article, span), STAND.hasDamage, passage_node(article, damaged)
