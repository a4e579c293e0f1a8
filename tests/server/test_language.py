"""Which dataset a query is for, and which queries the default graph in memory can answer."""

import pytest

from server.engine.job import Job
from server.language import announces_rdf12, stays_in_default_graph


def job(text: str, **more: str) -> Job:
    return Job(text, "http://e/sparql", "http://e/", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT ?graph { ?graph ?predicate ?object . $from ?p ?version }",
        "SELECT * { <https://e/graph/from#triple> ?p ?o }",
        "CONSTRUCT WHERE { ?s <https://e/ontology#version> ?o }",
    ],
)
def test_a_query_of_the_default_graph_alone_is_known(text: str):
    assert stays_in_default_graph(job(text))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { graph<http://e/>{ ?s ?p ?o } }",
        "SELECT * FROM <http://e/> { ?s ?p ?o }",
        "SELECT * { ?s <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> ?o }",
        "PREFIX r: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> SELECT * { ?s r:reifies ?o }",
        "SELECT * { ?s ?p <<( ?a ?b ?c )>> }",
        "SELECT * { ?s ?p ?o {| ?a ?b |} }",
        "SELECT (SUBJECT(?t) AS ?x) { ?s ?p ?t }",
        "VERSION '1.2' ASK {}",
        r"ASK { ?s ?p '\u0047' }",
        # What looks like an IRI and is two strings with a keyword behind them.
        "ASK { FILTER('<x://a'<'b') GRAPH ?g {} }",
        "ASK { ?s ?p '<x://a' . GRAPH<x://b> {} }",
        "ASK { ?s ?p ?t FILTER(STRSTARTS('<x://a',SUBJECT(?t))&&2>1) }",
    ],
)
def test_a_query_that_may_see_more_is_never_taken_for_one_that_does_not(text: str):
    assert not stays_in_default_graph(job(text))


def test_a_dataset_or_a_language_in_the_request_is_looked_at_on_disk():
    plain = "SELECT * { ?s ?p ?o }"

    assert not stays_in_default_graph(job(plain, language="1.2"))
    assert not stays_in_default_graph(
        Job(plain, "http://e/sparql", "http://e/", default_graphs=("http://e/g",))
    )


@pytest.mark.parametrize(
    ("text", "language", "is_12"),
    [
        ("SELECT * { ?s ?p ?o }", "", False),
        ("SELECT * { ?s ?p ?o }", "1.2", True),
        ("SELECT * { ?s ?p ?o }", "1.2-basic", False),
        ("SELECT * { ?s ?p <<( ?a ?b ?c )>> }", "1.1", False),
        ("SELECT * { ?s ?p <<( ?a ?b ?c )>> }", "", True),
        ("SELECT ?object { ?s ?p ?object }", "", False),
        ("SELECT * { ?s ?p 'TRIPLE' }", "", False),
    ],
)
def test_the_rdf_12_dataset_is_for_who_announces_it(text: str, language: str, is_12: bool):
    assert announces_rdf12(job(text, language=language)) is is_12
