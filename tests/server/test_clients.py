"""Standard clients, unchanged, against the running server; whole results are compared."""

from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from rdflib import Graph, Literal, Namespace, URIRef, Variable
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TURTLE,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

ID = Namespace("https://w3id.org/standoff/id/")
STAND = Namespace("https://w3id.org/standoff/ontology#")
SPEAKERS = """PREFIX stand: <https://w3id.org/standoff/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?claim ?name { ?claim stand:assertedBy/rdfs:label ?name } ORDER BY ?claim"""
FACTS = "CONSTRUCT { ?s ?p ?o } { GRAPH <https://w3id.org/standoff/graph/facts> { ?s ?p ?o } }"
FACT = (ID["actor/ruritania"], STAND.deploys, ID["actor/gazette"])
C01, C02 = ID["claim/harbour/c01"], ID["claim/harbour/c02"]
NAME = Literal("the columnist", lang="en")


def wrapper(address: str, query: str, kind: str) -> SPARQLWrapper:
    found = SPARQLWrapper(f"{address}/sparql", returnFormat=kind)
    found.setQuery(query)
    return found


@pytest.mark.parametrize("way", ["GET", "form", "direct"])
def test_sparqlwrapper_gets_the_rows_as_json_by_each_way(address: str, way: str):
    asked = wrapper(address, SPEAKERS, JSON)
    if way != "GET":
        asked.setMethod(POST)
    if way == "direct":
        asked.setRequestMethod(POSTDIRECTLY)

    rows = asked.queryAndConvert()["results"]["bindings"]
    name = {"type": "literal", "value": "the columnist", "xml:lang": "en"}
    assert rows == [
        {"claim": {"type": "uri", "value": str(claim)}, "name": name} for claim in (C01, C02)
    ]


def test_sparqlwrapper_gets_csv_and_xml(address: str):
    rows = wrapper(address, SPEAKERS, CSV).queryAndConvert()
    document = wrapper(address, "ASK { ?s ?p ?o }", XML).queryAndConvert()

    assert rows == f"claim,name\r\n{C01},the columnist\r\n{C02},the columnist\r\n".encode()
    assert document.getElementsByTagName("boolean")[0].firstChild.data == "true"


# SPARQLWrapper itself uses what rdflib has deprecated.
@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")
@pytest.mark.parametrize("kind", [RDFXML, JSONLD])
def test_sparqlwrapper_gets_a_graph(address: str, kind: str):
    graph = wrapper(address, FACTS, kind).queryAndConvert()

    assert set(graph) == {FACT}


@pytest.mark.parametrize("kind", [TURTLE, N3])
def test_sparqlwrapper_gets_turtle_that_rdflib_reads(address: str, kind: str):
    data = wrapper(address, FACTS, kind).queryAndConvert()

    assert set(Graph().parse(data=data, format="turtle")) == {FACT}


def test_sparqlwrapper_reports_a_bad_query_with_our_words(address: str):
    with pytest.raises(QueryBadFormed, match=r"the query cannot be read from .*WHER.* on"):
        wrapper(address, "SELECT ?s WHER { ?s ?p ?o }", JSON).query()


@pytest.fixture
def remote(address: str) -> Graph:
    return Graph(SPARQLStore(f"{address}/sparql"))


def test_rdflib_gets_the_rows(remote: Graph):
    found = remote.query(SPEAKERS)

    assert found.vars == [Variable("claim"), Variable("name")]
    assert [tuple(row) for row in found] == [(C01, NAME), (C02, NAME)]


def test_rdflib_gets_yes_or_no_and_a_graph(remote: Graph):
    assert remote.query("ASK { ?s ?p ?o }").askAnswer is True
    assert remote.query("ASK { ?s ?s ?s }").askAnswer is False
    assert set(remote.query(FACTS).graph) == {FACT}


def test_rdflib_walks_the_remote_graph_as_its_own(remote: Graph):
    assert set(remote.objects(ID["actor/ruritania"], STAND.deploys)) == {ID["actor/gazette"]}
    assert set(remote.triples((None, STAND.imputedTo, None))) == {
        (C02, STAND.imputedTo, ID["actor/ruritania"])
    }


def test_rdflib_reads_one_named_graph(address: str):
    graph = Graph(
        SPARQLStore(f"{address}/sparql", context_aware=True),
        identifier=URIRef("https://w3id.org/standoff/graph/facts"),
    )

    assert set(graph.triples((None, None, None))) == {FACT}


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    ("accept", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
def test_a_claim_on_a_triple_is_described_in_what_rdflib_reads(
    address: str, accept: str, parser: str
):
    query = urlencode({"query": f"DESCRIBE <{C01}>"})
    request = Request(f"{address}/sparql?{query}", headers={"Accept": accept})
    with urlopen(request, timeout=30) as answer:
        graph = Graph().parse(data=answer.read(), format=parser)
    rows = wrapper(address, f"SELECT ?p ?o {{ <{C01}> ?p ?o }}", JSON)
    said = rows.queryAndConvert()["results"]["bindings"]

    assert {str(predicate) for predicate in graph.predicates(C01)} == {
        row["p"]["value"] for row in said
    }
    assert len(graph) == len(said)
