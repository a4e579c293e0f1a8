"""What coding files are checked against is what the ontology says."""

from pathlib import Path
from typing import get_args

import pytest
from rdflib import RDF, RDFS, SKOS, Graph, URIRef

from kg.model import values
from kg.model.classes import ENTITY_CLASSES, PARENTS, SIGNATURES, EntityProperty, is_a
from kg.model.situations import Situation
from kg.vocab import STAND, VOCAB

ONTOLOGY = Path(__file__).parents[2] / "ontology"
SITUATIONS = {model.__name__ for model in get_args(get_args(Situation)[0])}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    graph = Graph(bind_namespaces="none")
    for path in sorted(ONTOLOGY.glob("*.ttl")):
        graph.parse(path)
    return graph


def name(term: object) -> str:
    return str(term).removeprefix(str(STAND._NS))


def below(graph: Graph, ancestor: URIRef) -> set[str]:
    found = {name(term) for term in graph.transitive_subjects(RDFS.subClassOf, ancestor)}
    return {term for term in found if "#" not in term}


def test_the_classes_of_entities_and_their_parents_are_those_of_the_ontology(ontology: Graph):
    entities = below(ontology, STAND.Entity) - below(ontology, STAND.Situation) - {"Entity"}
    parents = {
        term: name(parent)
        for term in entities
        for parent in ontology.objects(STAND[term], RDFS.subClassOf)
        if name(parent) in entities | {"Entity"}
    }

    assert parents == PARENTS


def test_situations_are_those_of_the_ontology(ontology: Graph):
    assert below(ontology, STAND.Situation) - {"Situation"} == SITUATIONS


def test_an_entity_may_have_any_class_but_the_articles_and_what_is_too_general():
    assert set(PARENTS) - set(ENTITY_CLASSES) == {"Actor", "Territory", "Article"}


def test_properties_relate_what_the_ontology_says(ontology: Graph):
    declared = {
        term: (
            name(ontology.value(STAND[term], RDFS.domain)),
            name(ontology.value(STAND[term], RDFS.range)),
        )
        for term in get_args(EntityProperty)
    }

    assert {term: tuple(signature) for term, signature in SIGNATURES.items()} == declared


@pytest.mark.parametrize(
    ("scheme", "coded", "elsewhere"),
    [
        ("reporting-mode", values.ReportingMode, set()),
        ("speech-act", values.SpeechAct, set()),
        ("certainty", values.Certainty, set()),
        ("polarity", values.Polarity, set()),
        ("deployment-status", values.DeploymentStatus, set()),
        ("passage-kind", values.SentenceKind, {"clause"}),
        ("damage-cause", values.DamageCause, set()),
    ],
)
def test_the_lists_that_coding_files_use_are_the_schemes(
    ontology: Graph, scheme: str, coded: object, elsewhere: set[str]
):
    concepts = {
        str(concept).removeprefix(f"{VOCAB}{scheme}/")
        for concept in ontology.subjects(SKOS.inScheme, VOCAB[scheme])
    }

    assert set(get_args(coded)) | elsewhere == concepts


def test_a_class_is_itself_and_what_lies_above_it():
    pairs = [
        ("State", "State"), ("State", "Actor"), ("State", "Entity"), ("State", "Territory"),
        ("Actor", "State"), ("MediaOutlet", "Actor"), ("Nothing", "Entity"),
    ]  # fmt: skip

    assert [is_a(*pair) for pair in pairs] == [True, True, True, False, False, True, False]


def test_every_class_in_use_is_declared(ontology: Graph):
    undeclared = [term for term in PARENTS if (STAND[term], RDF.type, None) not in ontology]

    assert undeclared == []
