"""The RDF graphs of a corpus: its entities, links, articles and facts, in RDF 1.1."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import Graph, URIRef

from kg.base import BASE, rebase
from kg.coded_article import CodedArticle
from kg.corpus import Corpus
from kg.coverage import article_coverage
from kg.facts import established_facts
from kg.graph.claims import claim_node, claim_triples
from kg.graph.documents import document_triples
from kg.graph.entities import entity_triples
from kg.graph.findings import event_triples, position_triples, silence_triples, situation_triples
from kg.graph.links import link_triples
from kg.graph.passages import passage_triples
from kg.graph.propositions import proposition_triples
from kg.graph.triples import Triple, Triples
from kg.vocab import (
    ENTITIES_GRAPH,
    FACTS_GRAPH,
    ID,
    LINKS_GRAPH,
    STAND,
    article_graph,
    entity,
    proposition,
)


@dataclass(frozen=True)
class Reification:
    """Claim reifies the triple (subject, predicate, object), written to the named graph."""

    claim: URIRef
    subject: URIRef
    predicate: URIRef
    object: URIRef
    graph: URIRef


@dataclass(frozen=True)
class GraphSet:
    """Named graphs by IRI, and the triple terms to add in RDF 1.2."""

    graphs: dict[URIRef, Graph]
    reifications: tuple[Reification, ...]


def build_graphs(corpus: Corpus, base: str = BASE) -> GraphSet:
    """Build the graphs of entities, links, each article, and facts; all IRIs start with `base`."""
    contents: dict[URIRef, Iterable[Triple]] = {
        ENTITIES_GRAPH: entity_triples(corpus.entities),
        LINKS_GRAPH: link_triples(corpus.mappings),
        **{
            article_graph(article.slug): article_triples(corpus, article)
            for article in corpus.articles
        },
        FACTS_GRAPH: fact_triples(corpus),
    }
    graphs = {
        _moved(name, base): _graph(_moved(name, base), triples, base)
        for name, triples in contents.items()
    }
    return GraphSet(graphs, tuple(_reifications(corpus, base)))


def article_triples(corpus: Corpus, article: CodedArticle) -> Triples:
    """Yield all that one article's files say."""
    complete = article_coverage(article).complete
    yield from document_triples(article, corpus.entities, complete=complete)
    yield from passage_triples(article)
    yield from event_triples(article)
    yield from proposition_triples(article)
    yield from claim_triples(corpus, article)
    yield from position_triples(corpus, article)
    yield from situation_triples(article)
    yield from silence_triples(article)


def fact_triples(corpus: Corpus) -> Triples:
    """Yield the triples that are held as fact, and the claims that establish each."""
    for fact in established_facts(corpus):
        triple = fact.triple
        yield entity(triple.subject), STAND[triple.predicate], entity(triple.object)
        for key in fact.claims:
            yield proposition(fact.proposition), STAND.establishedBy, ID[f"claim/{key}"]


def _reifications(corpus: Corpus, base: str) -> Iterator[Reification]:
    for article, claim in corpus.claims.values():
        triple = corpus.propositions[claim.proposition].triple
        if triple is not None:
            nodes = (
                claim_node(article, claim.id),
                entity(triple.subject),
                STAND[triple.predicate],
                entity(triple.object),
                article_graph(article.slug),
            )
            yield Reification(*(_moved(node, base) for node in nodes))


def _graph(name: URIRef, triples: Iterable[Triple], base: str) -> Graph:
    graph = Graph("SimpleMemory", identifier=name, bind_namespaces="none")
    if base != BASE:
        triples = (_moved_triple(triple, base) for triple in triples)
    graph.addN((*triple, graph) for triple in triples)
    return graph


def _moved_triple(triple: Triple, base: str) -> Triple:
    subject, predicate, value = (
        _moved(node, base) if isinstance(node, URIRef) else node for node in triple
    )
    return subject, predicate, value


def _moved(node: URIRef, base: str) -> URIRef:
    return node if base == BASE else URIRef(rebase(node, base))
