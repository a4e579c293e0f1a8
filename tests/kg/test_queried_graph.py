import pyoxigraph as ox
import pytest
import rdflib

from kg.dataset import to_rdflib
from kg.queried_graph import queried_graph

TURTLE = """
PREFIX x: <http://x/>
x:a x:p x:b ; x:n 1, 2.5, "one", "eins"@de .
x:b x:p [ x:n 3 ] .
"""
TRIPLES = [quad.triple for quad in ox.parse(TURTLE, ox.RdfFormat.TURTLE)]


@pytest.mark.parametrize(
    ("query", "bindings"),
    [
        ("SELECT ?s ?n WHERE { ?s x:n ?n }", {}),
        ("SELECT $this ?n WHERE { $this x:n ?n }", {"this": rdflib.URIRef("http://x/a")}),
        ("SELECT ?n WHERE { $this x:n ?n }", {"this": rdflib.URIRef("http://x/a")}),
        ("SELECT $this WHERE { $this x:p ?o FILTER ( $this = x:b ) }", {}),
        ("SELECT ?o ?n WHERE { x:b x:p ?o OPTIONAL { ?o x:none ?n } }", {}),
        ("SELECT ?s WHERE { ?s x:n ?v }", {"v": rdflib.Literal("eins", lang="de")}),
        ("SELECT ?none WHERE { ?none x:none ?n }", {}),
    ],
)
def test_a_select_gives_what_rdflib_gives(query: str, bindings: dict[str, rdflib.term.Node]):
    prefixed = f"PREFIX x: <http://x/> {query}"

    found, expected = (
        graph.query(prefixed, initBindings=bindings)
        for graph in (queried_graph(TRIPLES), to_rdflib(TRIPLES))
    )

    assert found.vars == expected.vars
    assert sorted(map(str, found.bindings)) == sorted(map(str, expected.bindings))


def test_an_ask_is_answered():
    graph = queried_graph(TRIPLES)

    assert bool(graph.query("ASK { <http://x/a> ?p ?o }"))
    assert not bool(graph.query("ASK { <http://x/none> ?p ?o }"))


def test_the_graphs_prefixes_may_be_used():
    graph = queried_graph(TRIPLES)
    graph.bind("y", "http://x/")

    assert [str(row.o) for row in graph.query("SELECT ?o { y:a y:p ?o }")] == ["http://x/b"]


def test_the_triples_are_there_for_rdflib_too():
    assert set(queried_graph(TRIPLES)) == set(to_rdflib(TRIPLES))
