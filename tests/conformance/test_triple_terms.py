"""SPARQL 1.2 over RDF 1.2: the endpoint answers as the store does, in every format that can."""

import pyoxigraph as ox
import pytest

from tests.conformance import answers
from tests.conformance.endpoint import Endpoint, Request
from tests.conformance.matching import Answer, answers_match
from tests.conformance.triple_terms import GRAPH, NQUADS, QUERIES

FORMATS = {
    "json, turtle": "application/sparql-results+json, text/turtle",
    "xml, n-triples": "application/sparql-results+xml, application/n-triples",
    "tsv, n-triples": "text/tab-separated-values, application/sparql-results+json;q=0.5, "
    "application/n-triples",
}


def by_store(query: str) -> Answer:
    store = ox.Store()
    store.load(input=NQUADS, format=ox.RdfFormat.N_QUADS)
    try:
        found = store.query(query, default_graph=ox.NamedNode(GRAPH), named_graphs=[])
        return answers.of_results(found, ordered="ORDER BY" in query)
    except (SyntaxError, RuntimeError):  # the latter where a pattern can be no term of RDF
        return Answer("refused")


def by_endpoint(endpoint: Endpoint, query: str, accept: str) -> Answer:
    headers = (("Content-Type", "application/sparql-query"), ("Accept", accept))
    params = (("default-graph-uri", GRAPH), ("version", "1.2"))
    response = endpoint.send(Request("POST", params, headers, query.encode()))
    if response.status in (400, 422, 501):
        return Answer("refused")
    assert response.status == 200, response.body
    return answers.of_body(response.body, response.media_type, ordered="ORDER BY" in query)


@pytest.mark.parametrize("accept", FORMATS)
@pytest.mark.parametrize("name", QUERIES)
def test_the_endpoint_answers_as_the_store(name: str, accept: str, endpoint: Endpoint) -> None:
    wanted = by_store(QUERIES[name])
    found = by_endpoint(endpoint, QUERIES[name], FORMATS[accept])

    assert found == wanted or answers_match(found, wanted), (found, wanted)


@pytest.mark.parametrize("name", QUERIES)
def test_the_store_refuses_what_is_to_be_refused_and_nothing_else(name: str) -> None:
    assert (by_store(QUERIES[name]).kind == "refused") == name.startswith("refused")
