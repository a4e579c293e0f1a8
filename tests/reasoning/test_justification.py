"""Which axioms and statements clash: held to what ROBOT, another program, says of the same."""

from pathlib import Path

import pyoxigraph as ox

from kg.reasoning.justification import Justification, axiom_groups, justifications
from kg.reasoning.pellet_explanation import explain
from kg.reasoning.verdicts import ask_hermit, ask_pellet, new_subclasses
from tests.reasoning.closures import Triples, parse
from tests.reasoning.robot import Axiom, explanations

BASE = "https://standoff.example/"
OURS = "https://example.org/"
HEADER = """
:o a owl:Ontology . :A a owl:Class . :B a owl:Class . :C a owl:Class . :D a owl:Class .
:p a owl:ObjectProperty . :q a owl:ObjectProperty . :r a owl:ObjectProperty .
:d a owl:DatatypeProperty .
:i a owl:NamedIndividual . :j a owl:NamedIndividual . :k a owl:NamedIndividual .
"""
# A chain, a range, a hierarchy and disjoint classes; and much that has nothing to do with it.
BY_RULES = """
:q owl:propertyChainAxiom ( :p :p ) ; rdfs:range :A . :A rdfs:subClassOf :B .
[] a owl:AllDisjointClasses ; owl:members ( :B :C :D ) . :k a :C . :i :p :j . :j :p :k .
:r rdfs:domain :A . :i :r :j . :j a :A . :i :q :j .
"""
# Two ways out, both of them shut: no rule of OWL 2 RL reasons by cases.
BY_CASES = """
:A rdfs:subClassOf [ a owl:Class ; owl:unionOf ( :B :C ) ] . :i a :A . :j a :A .
:B rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :D ] .
:C rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :q ; owl:someValuesFrom :D ] .
:p rdfs:range [ a owl:Class ; owl:complementOf :D ] . :q rdfs:subPropertyOf :p .
:r rdfs:domain :A . :i :r :j .
"""


def axioms_of(found: Justification, graph: Triples) -> frozenset[Axiom]:
    """Return the axioms and statements that a justification names, each as its entities."""
    named = {*found.axioms, *found.statements}
    groups = [group for root, group in axiom_groups(graph) if root in named or group <= named]
    return frozenset(
        names for group in groups if group & named and (names := frozenset(_names(group)))
    )


def _names(group: frozenset[ox.Triple]) -> set[str]:
    parts = (part for triple in group for part in triple if isinstance(part, ox.NamedNode))
    return {part.value for part in parts if part.value.startswith(OURS)}


def by_robot(graph: Triples, folder: Path) -> list[frozenset[Axiom]]:
    file = folder / "graph.nt"
    ox.serialize(sorted(graph, key=str), file, ox.RdfFormat.N_TRIPLES)
    return explanations(file)


def test_robot_names_the_same_axioms_for_what_rules_find(tmp_path: Path):
    graph = parse(HEADER + BY_RULES)

    [found] = justifications(graph, BASE)

    assert axioms_of(found, graph) in by_robot(graph, tmp_path)


def test_robot_names_the_same_axioms_for_what_only_pellet_explains(tmp_path: Path):
    graph = parse(HEADER + BY_CASES)

    found = explain(graph, BASE)

    assert justifications(graph, BASE) == ()
    assert found is not None
    assert axioms_of(found, graph) in by_robot(graph, tmp_path)


def test_both_reasoners_find_the_same_subclasses_that_nobody_wrote():
    graph = parse(HEADER + ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C ."
        " :D owl:equivalentClass [ a owl:Class ; owl:unionOf ( :A :B ) ] .")  # fmt: skip
    names = {OURS + name for name in "ABCD"}

    hermit, pellet = ask_hermit(graph, classify=True), ask_pellet(graph)

    assert hermit.is_consistent
    assert pellet.is_consistent
    assert hermit.subclasses == pellet.subclasses
    new = new_subclasses(hermit, graph)
    assert {(below[-1], above[-1]) for below, above in new} == {
        ("B", "D"), ("D", "B"), ("D", "C"), ("A", "D"),
    }  # fmt: skip
    assert {name for pair in new for name in pair} <= names
