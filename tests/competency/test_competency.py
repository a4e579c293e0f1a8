"""Every class and property is used by data and asked for by a question, or a list says why not.

A class is asked for where a question names it, or a property that begins or ends at it. A property
is asked for where a question names it or one above it; as a proposition's or a background
statement's predicate also where questions ask what these say.
"""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from kg.base import BASE
from kg.paths import project_data
from kg.questions import load_questions
from kg.vocab import GRAPH, STAND

TERMS = f"{BASE}ontology#"
REVIEWED = yaml.safe_load((Path(__file__).parent / "reviewed.yaml").read_text(encoding="utf-8"))
PREFIXES = f"""
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX graph: <{GRAPH}>
PREFIX id: <{BASE}id/>
PREFIX stand: <{TERMS}>
"""
DECLARED = """SELECT DISTINCT ?term { GRAPH graph:ontology {
  VALUES ?kind { owl:AnnotationProperty owl:Class owl:DatatypeProperty owl:ObjectProperty }
  ?term a ?kind } }"""
ENDS = """SELECT ?property ?class {
  ?property rdfs:domain|rdfs:range ?end . ?end owl:unionOf?/(rdf:rest*/rdf:first)? ?class }"""
ABOVE = "SELECT ?property ?super { ?property rdfs:subPropertyOf+ ?super }"
PREDICATES = """SELECT DISTINCT ?predicate {
  ?said stand:propositionPredicate|stand:backgroundPredicate ?predicate }"""
OF_VALUES = """SELECT DISTINCT ?class {
  ?concept a ?class ; skos:inScheme ?scheme .
  ?data ?property ?concept . FILTER(STRSTARTS(STR(?data), STR(id:))) }"""


def ask(store: ox.Store, query: str) -> list[list[str]]:
    """Ask for our terms, by their local names; rows with other terms are left out."""
    rows = store.query(PREFIXES + query)
    assert isinstance(rows, ox.QuerySolutions)
    found = [[term.value if isinstance(term, ox.NamedNode) else "" for term in row] for row in rows]
    return [
        [iri.removeprefix(TERMS) for iri in row]
        for row in found
        if all(iri.startswith(TERMS) for iri in row)
    ]


@pytest.fixture(scope="module")
def declared(project_store: ox.Store) -> set[str]:
    return {name for (name,) in ask(project_store, DECLARED)}


@pytest.fixture(scope="module")
def used(project_store: ox.Store) -> set[str]:
    """Give the terms that data names, as a property, a class, or a predicate that is spoken of.

    A class of values is used where one of its values is.
    """
    apart = {ox.NamedNode(GRAPH["ontology"]), ox.NamedNode(GRAPH["catalog"]), ox.DefaultGraph()}
    names = {
        term.value.removeprefix(TERMS)
        for quad in project_store
        if quad.graph_name not in apart
        for term in (quad.predicate, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(TERMS)
    }
    return names | {name for (name,) in ask(project_store, OF_VALUES)}


@pytest.fixture(scope="module")
def asked(project_store: ox.Store) -> set[str]:
    named = {
        name
        for question in load_questions(project_data().queries)
        for name in re.findall(r"(?<!\w)stand:(\w+)", question.text)
    }
    assert {"propositionPredicate", "backgroundPredicate"} <= named
    predicates = {name for (name,) in ask(project_store, PREDICATES)}
    below = {name for name, above in ask(project_store, ABOVE) if above in named}
    properties = named | predicates | below
    return properties | {cls for name, cls in ask(project_store, ENDS) if name in properties}


def test_every_term_is_used_by_data_or_a_reason_is_given(
    declared: set[str], used: set[str]
) -> None:
    assert declared - used == REVIEWED["unused"].keys()


def test_every_term_is_asked_for_or_a_reason_is_given(declared: set[str], asked: set[str]) -> None:
    assert declared - asked == REVIEWED["unasked"].keys()


def test_what_is_unasked_because_it_is_unused_is_unused() -> None:
    because = {name for name, reason in REVIEWED["unasked"].items() if reason == "unused"}

    assert because - REVIEWED["unused"].keys() == set()


def test_what_is_used_and_asked_is_ours(
    declared: set[str], used: set[str], asked: set[str]
) -> None:
    """The two sides see more than nothing, and nothing that is not there."""
    assert len(declared) > 180
    assert used - declared == set()
    assert asked - declared == set()


def test_a_term_that_neither_data_nor_questions_know_is_found(
    project_store: ox.Store, declared: set[str], used: set[str], asked: set[str]
) -> None:
    broken = ox.Store()
    broken.extend(project_store)
    broken.add(
        ox.Quad(
            ox.NamedNode(f"{STAND.Claim}X"),
            ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
            ox.NamedNode("http://www.w3.org/2002/07/owl#Class"),
            ox.NamedNode(GRAPH["ontology"]),
        )
    )

    assert {name for (name,) in ask(broken, DECLARED)} - used - asked == {"ClaimX"} | (
        REVIEWED["unused"].keys() & REVIEWED["unasked"].keys()
    )
