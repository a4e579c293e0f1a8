"""The article as a document, the chain it was translated along, and who wrote what."""

from rdflib import DCTERMS, RDF, SKOS, Literal, URIRef

from kg.coded_article import CodedArticle
from kg.entity_index import EntityIndex
from kg.graph.triples import Triples, date, english, flag, label, natural, text
from kg.model.article import ChainLink
from kg.vocab import EDITORS, PROV, STAND, concept, entity, part


def document_triples(article: CodedArticle, index: EntityIndex, *, complete: bool) -> Triples:
    """Yield the document, its chain and attributions; `complete`: each sentence is coded."""
    meta = article.meta
    node = entity(meta.document)
    yield node, RDF.type, STAND.Article
    yield label(node, meta.label)
    yield node, DCTERMS.title, Literal(meta.title, lang=meta.language)
    yield node, DCTERMS.language, text(meta.language)
    yield node, STAND.writtenBy, entity(meta.author)
    yield node, STAND.publishedBy, entity(meta.publisher)
    yield node, STAND.sha256, text(meta.sha256)
    yield node, STAND.codePointLength, natural(meta.length)
    yield node, STAND.codingComplete, flag(complete)
    yield from date(node, meta.published)
    if meta.url is not None:
        yield node, DCTERMS.source, URIRef(meta.url)
    yield from _chain(article)
    yield from _attributions(article, index)
    yield from _activity(article)


def activity_of(article: CodedArticle) -> URIRef:
    """Return the IRI of the activity that coded the article."""
    return part("activity", article.slug, article.coding.activity.id)


def _chain(article: CodedArticle) -> Triples:
    translation = entity(article.meta.document)
    for link in article.meta.chain:
        node = entity(link.id)
        yield translation, STAND.translationOf, node
        yield from _link(node, link)
        translation = node


def _link(node: URIRef, link: ChainLink) -> Triples:
    yield node, RDF.type, STAND.Document
    yield label(node, link.label)
    yield node, DCTERMS.language, text(link.language)
    yield from date(node, link.published)
    if link.publisher is not None:
        yield node, STAND.publishedBy, entity(link.publisher)
    if link.url is not None:
        yield node, DCTERMS.source, URIRef(link.url)
    if link.note is not None:
        yield node, SKOS.note, english(link.note)


def _attributions(article: CodedArticle, index: EntityIndex) -> Triples:
    for finding in article.meta.attributions:
        node = part("attribution", article.slug, finding.id)
        yield node, RDF.type, STAND.AuthorshipAttribution
        person, document = index.label(finding.person), index.label(finding.document)
        yield label(node, f"{document}: by {person} ({finding.certainty})")
        yield node, STAND.attributedDocument, entity(finding.document)
        yield node, STAND.attributedTo, entity(finding.person)
        yield node, STAND.certainty, concept("certainty", finding.certainty)
        yield node, STAND.basis, text(finding.basis)
        yield node, PROV.wasGeneratedBy, activity_of(article)


def _activity(article: CodedArticle) -> Triples:
    activity, node = article.coding.activity, activity_of(article)
    yield node, RDF.type, STAND.CodingActivity
    yield label(node, activity.label)
    yield node, PROV.wasAssociatedWith, EDITORS
    yield node, PROV.used, entity(article.meta.document)
    yield from date(node, activity.coded_date)
    if activity.note is not None:
        yield node, SKOS.note, english(activity.note)
