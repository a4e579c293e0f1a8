"""The names that the code may write are those that the ontology declares, no more and no fewer."""

from pathlib import Path

from rdflib import OWL, RDF, SKOS

from kg.base import BASE
from kg.ontology.checks.declarations import DECLARATIONS
from kg.ontology.checks.graphs import merged, own
from kg.ontology.folder import OntologyFolder
from kg.vocab import STAND


def _declared(ontology: Path) -> set[str]:
    graph = merged(OntologyFolder(ontology).modules)
    return {
        str(term)
        for term, kind in graph.subject_objects(RDF.type)
        if own(term) and kind in DECLARATIONS - {OWL.NamedIndividual}
    }


def test_the_code_names_every_declared_term_and_no_other(ontology: Path) -> None:
    assert {str(STAND[name]) for name in STAND.__annotations__} == _declared(ontology)


def test_a_name_that_the_ontology_lacks_is_missed(ontology: Path) -> None:
    assert f"{BASE}ontology#Clam" not in _declared(ontology)


def test_the_code_and_the_ontology_have_the_same_base(ontology: Path) -> None:
    schemes = {
        str(s)
        for s in merged(OntologyFolder(ontology).modules).subjects(RDF.type, SKOS.ConceptScheme)
    }

    assert {scheme.rpartition("/")[0] for scheme in schemes} == {f"{BASE}vocab"}
