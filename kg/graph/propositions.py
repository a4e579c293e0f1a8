"""Propositions: the content that claims share."""

from rdflib import RDF, SKOS

from kg.coded_article import CodedArticle
from kg.graph.triples import Triples, each, english, label, text
from kg.model.coding import Proposition
from kg.vocab import STAND, entity, proposition


def proposition_triples(article: CodedArticle) -> Triples:
    """Yield the propositions that an article's coding defines."""
    for content in article.coding.propositions:
        yield from _proposition(content)


def _proposition(content: Proposition) -> Triples:
    node = proposition(content.id)
    about = set(content.about)
    yield node, RDF.type, STAND.Proposition
    yield label(node, content.text)
    yield node, STAND.propositionText, text(content.text)
    if content.triple is not None:
        about |= {content.triple.subject, content.triple.object}
        yield node, STAND.propositionSubject, entity(content.triple.subject)
        yield node, STAND.propositionPredicate, STAND[content.triple.predicate]
        yield node, STAND.propositionObject, entity(content.triple.object)
    yield from each(node, STAND.about, map(entity, sorted(about)))
    yield from each(node, STAND.contradicts, map(proposition, content.contradicts))
    if content.note is not None:
        yield node, SKOS.note, english(content.note)
