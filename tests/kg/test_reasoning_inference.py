from pathlib import Path

import owlrl
import pyoxigraph as ox
import pytest
import rdflib

from kg.base import BASE
from kg.dataset import RDF_TYPE, Dataset, load_ontology, to_rdflib
from kg.paths import project_data
from kg.reasoning.inference import infer

PREFIXES = f"""
PREFIX stand: <{BASE}ontology#>
PREFIX id: <{BASE}id/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX certainty: <{BASE}vocab/certainty/>
PREFIX mode: <{BASE}vocab/reporting-mode/>
"""

DATA = r"""
id:embassy a stand:GovernmentBody ; stand:unitOf id:ministry .
id:ministry a stand:GovernmentBody ; stand:actsFor id:russia .
id:russia a stand:State .
id:islet a stand:Island ; stand:partOf id:chain .
id:chain a stand:IslandGroup ; stand:partOf id:region .
id:region a stand:Region .
id:c1 a stand:Claim ; stand:hasProposition id:p1 ; stand:evidencedBy id:s01 ;
  stand:certainty certainty:possible ; stand:conditionedOn id:p2 ;
  stand:reportingMode mode:imputed .
id:c2 a stand:Claim ; stand:embeddedIn id:c1 ; stand:certainty certainty:certain ;
  stand:reportingMode mode:own-voice .
id:c3 a stand:Claim ; stand:embeddedIn id:c2 .
id:p1 a stand:Proposition ; stand:contradicts id:p2 .
id:p2 a stand:Proposition .
id:s01 a stand:Passage ; stand:paratext true .
id:m1 a stand:Mention ; stand:refersTo id:russia ; stand:within id:s01 .
id:d1 a stand:SovereigntyClaim ; stand:claimedTerritory id:islet .
id:new a stand:Position ; stand:supersedes id:old .
id:old a stand:Position ; stand:supersedes id:older .
id:older a stand:Position .
"""


def dataset(data: str, ontology: frozenset[ox.Triple]) -> Dataset:
    parsed = ox.parse(PREFIXES + data, ox.RdfFormat.TURTLE)
    return Dataset(
        BASE,
        {
            ox.NamedNode(f"{BASE}graph/ontology"): ontology,
            ox.NamedNode(f"{BASE}graph/entities"): frozenset(quad.triple for quad in parsed),
        },
        frozenset(),
    )


def parse(turtle: str) -> frozenset[ox.Triple]:
    return frozenset(quad.triple for quad in ox.parse(PREFIXES + turtle, ox.RdfFormat.TURTLE))


def owlrl_inferences(found: Dataset) -> frozenset[ox.Triple]:
    """Return what owlrl adds about instances in our terms, without domain and range."""
    graph = to_rdflib(found.union())
    for predicate in (rdflib.RDFS.domain, rdflib.RDFS.range):
        graph.remove((None, predicate, None))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    ours = (rdflib.URIRef(f"{BASE}id/"), rdflib.URIRef(f"{BASE}ontology#"))
    closure = frozenset(
        ox.Triple(*map(ox.NamedNode, map(str, (s, p, o))))
        for s, p, o in graph
        if isinstance(o, rdflib.URIRef)
        and s.startswith(ours[0])
        and (o if p == rdflib.RDF.type else p).startswith(ours[1])
    )
    return closure - found.union()


@pytest.fixture(scope="module")
def ontology() -> frozenset[ox.Triple]:
    return load_ontology(project_data().ontology, BASE)


def logic(ontology: frozenset[ox.Triple]) -> frozenset[ox.Triple]:
    """Leave out labels, definitions and concepts, on which owlrl spends a minute."""
    silent = ("core#", "rdf-schema#label", "rdf-schema#isDefinedBy", "purl.org")
    return frozenset(
        triple
        for triple in ontology
        if not any(part in triple.predicate.value for part in silent)
        and not str(triple.subject).startswith(f"<{BASE}vocab/")
    )


def test_what_is_inferred_is_exactly_what_owlrl_infers_in_our_terms(
    ontology: frozenset[ox.Triple],
):
    found = dataset(DATA, logic(ontology))

    inferred = infer(found)

    assert inferred == owlrl_inferences(found)
    assert inferred >= parse(
        """
        id:embassy a stand:Organization, stand:Actor, stand:Entity ;
          stand:actsFor id:ministry, id:russia .
        id:islet stand:partOf id:region .
        id:c1 a stand:ConditionalClaim, stand:HedgedClaim, stand:ImputedClaim .
        id:c3 stand:embeddedIn id:c1 .
        id:p2 stand:contradicts id:p1 .
        id:s01 a stand:ParatextPassage ; stand:evidenceFor id:c1 .
        id:russia stand:referredToBy id:m1 .
        id:d1 stand:concernsTerritory id:islet .
        id:older stand:supersededBy id:new .
        """
    )


@pytest.mark.parametrize(
    ("axioms", "data", "inferred"),
    [
        ("stand:A rdfs:subClassOf stand:B .", "id:x a stand:A .", "id:x a stand:B ."),
        ("stand:A owl:equivalentClass stand:B .", "id:x a stand:B .", "id:x a stand:A ."),
        (
            "stand:A owl:intersectionOf ( stand:B stand:C stand:D ) .",
            "id:x a stand:B, stand:C, stand:D . id:y a stand:B, stand:C . id:z a stand:A .",
            "id:x a stand:A . id:z a stand:B, stand:C, stand:D .",
        ),
        (
            "stand:A owl:unionOf ( stand:B stand:C ) .",
            "id:x a stand:C .",
            "id:x a stand:A .",
        ),
        (
            "stand:A owl:equivalentClass [ owl:onProperty stand:p ; owl:hasValue true ] .",
            "id:x stand:p true . id:y stand:p false .",
            "id:x a stand:A .",
        ),
        (
            "stand:A owl:equivalentClass [ owl:onProperty stand:p ; owl:someValuesFrom stand:B ] .",
            "id:x stand:p id:b . id:b a stand:B . id:y stand:p id:c .",
            "id:x a stand:A .",
        ),
        (
            "stand:p rdfs:subPropertyOf stand:q . stand:q rdfs:subPropertyOf stand:r .",
            "id:x stand:p id:y .",
            "id:x stand:q id:y ; stand:r id:y .",
        ),
        ("stand:p owl:equivalentProperty stand:q .", "id:x stand:q 1 .", "id:x stand:p 1 ."),
        ("stand:p owl:inverseOf stand:q .", "id:x stand:q id:y .", "id:y stand:p id:x ."),
        ("stand:p a owl:SymmetricProperty .", "id:x stand:p id:y .", "id:y stand:p id:x ."),
        (
            "stand:p a owl:TransitiveProperty .",
            "id:a stand:p id:b . id:b stand:p id:c . id:c stand:p id:d .",
            "id:a stand:p id:c, id:d . id:b stand:p id:d .",
        ),
        ("stand:p rdfs:domain stand:A ; rdfs:range stand:B .", "id:x stand:p id:y .", ""),
        ("stand:A rdfs:subClassOf skos:Concept .", "id:x a stand:A .", ""),
        ("stand:p rdfs:subPropertyOf prov:used .", "id:x stand:p id:y .", ""),
        ("stand:A rdfs:subClassOf stand:B .", "skos:x a stand:A .", ""),
        ("stand:A rdfs:subClassOf stand:B .", "id:x a stand:A, stand:B .", ""),
    ],
)
def test_each_rule_gives_what_follows_and_nothing_else(axioms: str, data: str, inferred: str):
    assert infer(dataset(data, parse(axioms))) == parse(inferred)


def test_what_follows_from_what_follows_is_found_too():
    axioms = """
        stand:p owl:inverseOf stand:q . stand:q rdfs:subPropertyOf stand:r .
        stand:r a owl:TransitiveProperty .
    """

    found = infer(dataset("id:b stand:p id:a . id:c stand:p id:b .", parse(axioms)))

    assert found == parse(
        "id:a stand:q id:b ; stand:r id:b, id:c . id:b stand:q id:c ; stand:r id:c ."
    )


def test_the_base_decides_which_instances_are_ours(tmp_path: Path):
    (tmp_path / "o.ttl").write_text(f"{PREFIXES}stand:A rdfs:subClassOf stand:B .")
    base = "https://example.org/other/"
    ontology = load_ontology(tmp_path, base)
    mine = ox.Triple(ox.NamedNode(f"{base}id/x"), RDF_TYPE, ox.NamedNode(f"{base}ontology#A"))
    other = ox.Triple(ox.NamedNode(f"{BASE}id/x"), RDF_TYPE, ox.NamedNode(f"{base}ontology#A"))
    graphs = {ox.NamedNode(f"{base}graph/entities"): ontology | {mine, other}}

    assert infer(Dataset(base, graphs, frozenset())) == {
        ox.Triple(mine.subject, RDF_TYPE, ox.NamedNode(f"{base}ontology#B"))
    }
