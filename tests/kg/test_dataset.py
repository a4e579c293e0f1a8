from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from small_version import BASE, iri, small_dataset

from kg.dataset import assemble, from_rdflib, load_ontology, parse_turtle, to_rdflib, with_inferred
from kg.errors import InputError
from kg.graph import GraphSet, Reification
from kg.paths import project_data
from kg.vocab import BASE as DEFAULT_BASE

TURTLE = """
PREFIX x: <http://x/>
x:a x:p x:b, "plain", "日本"@ja, 1, 1.50, true, "2017-06-15T00:00:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>,
  "01"^^<http://www.w3.org/2001/XMLSchema#integer>, [ x:q "in a blank node" ] .
"""


def test_terms_survive_the_way_to_rdflib_and_back():
    triples = frozenset(quad.triple for quad in ox.parse(TURTLE, ox.RdfFormat.TURTLE))

    assert from_rdflib(to_rdflib(triples)) == triples


def test_plain_strings_have_no_datatype_in_rdflib():
    """An explicit xsd:string would not match the shapes' own literals."""
    triple = ox.Triple(ox.NamedNode("http://x/a"), ox.NamedNode("http://x/p"), ox.Literal("text"))

    [(_, _, value)] = to_rdflib([triple])

    assert value == rdflib.Literal("text")


def test_rdflib_is_given_no_triple_terms():
    [quad] = small_dataset().reifications

    with pytest.raises(TypeError, match=r"RDF 1\.1 has no such term"):
        to_rdflib([quad.triple])


def test_coded_graphs_ontology_and_triple_terms_become_one_dataset():
    name = rdflib.URIRef(f"{BASE}graph/article/a")
    claim, one, two = (rdflib.URIRef(f"{BASE}id/{local}") for local in ("c1", "one", "two"))
    graph = rdflib.Graph()
    graph.add((claim, rdflib.RDFS.label, rdflib.Literal("it rains", lang="en")))
    said = Reification(claim, one, rdflib.URIRef(f"{BASE}ontology#opposes"), two, name)
    axiom = ox.Triple(iri("ontology#A"), iri("p"), iri("ontology#B"))

    found = assemble(GraphSet({name: graph}, (said,)), [axiom], BASE)

    assert sorted(map(str, found.quads())) == [
        f"<{BASE}id/c1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> <<( <{BASE}id/one> "
        f"<{BASE}ontology#opposes> <{BASE}id/two> )>> <{BASE}graph/article/a>",
        f'<{BASE}id/c1> <http://www.w3.org/2000/01/rdf-schema#label> "it rains"@en '
        f"<{BASE}graph/article/a>",
        f"<{BASE}ontology#A> <{BASE}p> <{BASE}ontology#B> <{BASE}graph/ontology>",
    ]
    assert found.counts() == {"article/a": 2, "ontology": 1}
    assert with_inferred(found, frozenset({axiom})).counts() == {
        "article/a": 2,
        "inferred": 1,
        "ontology": 1,
    }


def test_the_ontology_has_the_same_blank_nodes_at_every_reading():
    folder = project_data().ontology

    assert load_ontology(folder, DEFAULT_BASE) == load_ontology(folder, DEFAULT_BASE)


def test_another_base_is_put_into_the_ontology():
    terms = {
        term.value
        for triple in load_ontology(project_data().ontology, BASE)
        for term in triple
        if isinstance(term, ox.NamedNode)
    }

    assert f"{BASE}ontology#Claim" in terms
    assert not [term for term in terms if term.startswith(DEFAULT_BASE)]


def test_a_folder_without_turtle_is_no_ontology(tmp_path: Path):
    with pytest.raises(InputError, match="there is no ontology"):
        load_ontology(tmp_path, BASE)


@pytest.mark.parametrize(
    ("content", "where"),
    [(b"<http://x/a> <http://x/b> .\n", "bad.ttl:1"), (b"\xff", "bad.ttl")],
)
def test_what_is_not_turtle_is_an_error_that_says_where(tmp_path: Path, content: bytes, where: str):
    (tmp_path / "bad.ttl").write_bytes(content)

    with pytest.raises(InputError) as caught:
        parse_turtle(tmp_path / "bad.ttl", BASE)

    assert caught.value.where == str(tmp_path / where)
