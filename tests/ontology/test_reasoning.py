"""What HermiT infers from the core: the defined classes, and what domains and ranges entail."""

from pathlib import Path

from hermit import reason
from rdflib import Graph

from kg.ontology.checks.graphs import merged
from kg.ontology.folder import OntologyFolder

CODED = """
@prefix certainty: <https://w3id.org/standoff/vocab/certainty/> .
@prefix ex: <https://example.org/> .
@prefix mode: <https://w3id.org/standoff/vocab/reporting-mode/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix stand: <https://w3id.org/standoff/ontology#> .

ex:imputed a owl:NamedIndividual , stand:Claim ;
    stand:reportingMode mode:imputed ;
    stand:certainty certainty:probable .
ex:own a owl:NamedIndividual , stand:Claim ;
    stand:reportingMode mode:own-voice ;
    stand:certainty certainty:certain ;
    stand:conditionedOn ex:proposition .
ex:proposition a owl:NamedIndividual .
ex:caption a owl:NamedIndividual , stand:Passage ; stand:paratext true .
ex:section a owl:NamedIndividual ; stand:unitOf ex:embassy .
ex:embassy a owl:NamedIndividual .
"""


def _types(types: set[str]) -> set[str]:
    return {iri.partition("ontology#")[2] for iri in types if "/standoff/" in iri}


def test_hermit_infers_the_defined_classes_and_no_other(ontology: Path) -> None:
    coded = Graph().parse(data=CODED, format="turtle")

    reasoning = reason(merged(OntologyFolder(ontology).modules) + coded)

    assert reasoning.complaints == []
    inferred = {
        iri.rpartition("/")[2]: _types(types)
        for iri, types in reasoning.types.items()
        if iri.startswith("https://example.org/")
    }
    assert inferred == {
        "imputed": {"Claim", "HedgedClaim", "ImputedClaim"},
        "own": {"Claim", "ConditionalClaim", "OwnVoiceClaim"},
        "proposition": {"Proposition"},
        "caption": {"ParatextPassage", "Passage"},
        "section": {"Actor", "Entity", "Organization"},
        "embassy": {"Actor", "Entity", "Organization"},
    }


def test_hermit_as_the_build_has_it_finds_core_and_alignments_consistent(ontology: Path) -> None:
    """One run tells for each part: what the whole does not contradict, no part of it does."""
    assert reason(merged(OntologyFolder(ontology).files)).complaints == []
