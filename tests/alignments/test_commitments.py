"""No alignment says more than the coders stand for; and what a tempting mapping would let in."""

import owlrl
import pyoxigraph as ox
import pytest
from rdflib import OWL, Graph, URIRef

from kg.paths import project_data
from kg.vocab import ID, STAND
from tests.alignments.leaks import CARRIES, LEAKS, Asserted, Following
from tests.alignments.reasoning import VOCABULARIES, alignment, derived

TIED, AUTHOR, DESCRIBED, FACT, OURS, UNREVIEWED = LEAKS
PREFIXES = """
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> .
@prefix stand: <https://w3id.org/standoff/ontology#> .
"""
TEMPTING = {
    "stand:assertedBy rdfs:subPropertyOf schema:author .": {TIED, AUTHOR, UNREVIEWED},
    "stand:imputedTo rdfs:subPropertyOf prov:wasAttributedTo .": {TIED, AUTHOR, UNREVIEWED},
    "stand:reportedBy rdfs:subPropertyOf sem:accordingTo .": {TIED, UNREVIEWED},
    "stand:attributedTo rdfs:subPropertyOf prov:wasAttributedTo .": {AUTHOR, UNREVIEWED},
    "stand:locatedAt rdfs:subPropertyOf geo:sfWithin .": {DESCRIBED, UNREVIEWED},
    "stand:member rdfs:subPropertyOf org:member .": {DESCRIBED, UNREVIEWED},
    "stand:Situation rdfs:subClassOf sem:Event .": {DESCRIBED},
    "stand:Territory rdfs:subClassOf schema:Place .": set(),
    "stand:hasAudience rdfs:subPropertyOf sem:hasActor .": {UNREVIEWED},
    """schema:about owl:propertyChainAxiom
         ( [ owl:inverseOf stand:propositionSubject ] stand:propositionObject ) .""": {
        FACT,
        UNREVIEWED,
    },
    """stand:organizedBy rdfs:subPropertyOf sem:hasActor .
       sem:hasActor rdfs:subPropertyOf stand:hasParticipant .""": {OURS},
}
ISLANDS = ID["territory/disputed-islands-hokkaido-urup"]
KURILS = URIRef("http://www.wikidata.org/entity/Q80389")


@pytest.fixture(scope="module")
def asserted(data: ox.Store) -> Asserted:
    return Asserted(data)


def axioms(text: str) -> list[ox.Triple]:
    return [quad.triple for quad in ox.parse(PREFIXES + text, ox.RdfFormat.TURTLE)]


def leaking(asserted: Asserted, data: ox.Store, added: list[ox.Triple]) -> dict[str, list[str]]:
    found = Following(asserted, derived(data, added))
    return {name: leaks for name, leak in LEAKS.items() if (leaks := leak(found))}


@pytest.mark.parametrize("name", sorted(VOCABULARIES))
def test_an_alignment_lets_nothing_leak(name: str, asserted: Asserted, data: ox.Store) -> None:
    assert leaking(asserted, data, list(alignment(name))) == {}


def test_all_alignments_together_let_nothing_leak(asserted: Asserted, data: ox.Store) -> None:
    together = [triple for name in VOCABULARIES for triple in alignment(name)]

    assert leaking(asserted, data, together) == {}


@pytest.mark.parametrize("mapping", TEMPTING, ids=lambda mapping: " ".join(mapping.split())[:60])
def test_a_tempting_mapping_leaks_just_this(
    mapping: str, asserted: Asserted, data: ox.Store
) -> None:
    assert leaking(asserted, data, axioms(mapping)).keys() == TEMPTING[mapping]


def test_every_leak_is_shown_by_some_mapping() -> None:
    assert set().union(*TEMPTING.values()) == LEAKS.keys()


def test_every_property_that_is_reviewed_is_mapped_and_every_one_mapped_is_reviewed() -> None:
    together = [triple for name in VOCABULARIES for triple in alignment(name)]
    used = {t.subject.value for t in together if t.predicate.value.endswith("#subPropertyOf")}

    assert {str(name) for name in CARRIES} == used


def test_feared_troops_are_nowhere_with_ours_and_on_the_islands_with_the_tempting_mapping(
    data: ox.Store,
) -> None:
    troops = ox.NamedNode(ID["situation/new-rules-2017/us-troops-on-islands"])
    within = ox.NamedNode("http://www.opengis.net/ont/geosparql#sfWithin")
    there = ox.Triple(troops, within, ox.NamedNode(ISLANDS))
    tempting = axioms("stand:locatedAt rdfs:subPropertyOf geo:sfWithin .")

    assert there not in derived(data, alignment("geosparql"))
    assert there in derived(data, tempting)


def claimed(data: ox.Store, mapping: URIRef | None = None) -> set[tuple[str, str]]:
    """Say who claims what, as OWL RL has it; with the mapping to Wikidata's Kurils as it stands."""
    near = {ox.NamedNode(ISLANDS), ox.NamedNode(KURILS)}
    wanted = {str(STAND.claimant), str(STAND.claimedTerritory), str(mapping)}
    graph = Graph()
    for t in (quad.triple for quad in data):
        if t.predicate.value in wanted or (t.subject in near and t.object in near):
            graph.parse(data=f"{t.subject} {t.predicate} {t.object} .", format="nt")
    if mapping is not None:
        graph.add((ISLANDS, mapping, KURILS))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return {
        (str(who), str(what))
        for claim, who in graph.subject_objects(STAND.claimant)
        for what in graph.objects(claim, STAND.claimedTerritory)
    }


def test_japan_claims_the_disputed_islands_and_not_the_whole_chain(
    data: ox.Store,
) -> None:
    ours = {(str(ID["actor/japan"]), str(ISLANDS))}

    assert claimed(data) == ours
    assert claimed(data, OWL.sameAs) == ours | {(str(ID["actor/japan"]), str(KURILS))}


def test_the_rules_give_what_owlrl_gives(data: ox.Store) -> None:
    """Over what is said of events, documents and what relates them, with all alignments."""
    logical = {"subClassOf", "subPropertyOf", "inverseOf"}
    mapped = [
        t
        for name in VOCABULARIES
        for t in alignment(name)
        if t.predicate.value.rpartition("#")[2] in logical
    ]
    prefixes = tuple(f"{ID}{kind}/" for kind in ("event", "document", "territory"))
    sample = [
        t
        for t in (quad.triple for quad in data)
        if isinstance(t.subject, ox.NamedNode)
        and t.subject.value.startswith(prefixes)
        and (t.predicate.value.endswith("#type") or f"<{t.predicate.value}>" in reviewed())
    ]
    graph = Graph().parse(data=nt([*sample, *mapped]), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    store = ox.Store()
    store.extend(ox.Quad(*t) for t in sample)
    ours = {str(t) for t in derived(store, mapped)}
    theirs = {
        str(quad.triple)
        for quad in ox.parse(graph.serialize(format="nt"), ox.RdfFormat.N_TRIPLES)
        if isinstance(quad.subject, ox.NamedNode)
        and quad.subject.value.startswith(prefixes)
        and isinstance(quad.object, ox.NamedNode)
        and not quad.predicate.value.startswith(str(OWL))
        and quad.object != ox.NamedNode(OWL.Thing)
    } - {str(t) for t in sample}

    assert len(ours) > 50
    assert ours == theirs


def reviewed() -> set[str]:
    return {f"<{name}>" for name in CARRIES}


def nt(triples: list[ox.Triple]) -> str:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES).decode()


def test_the_alignments_read_are_all_there_are() -> None:
    assert len(VOCABULARIES) == len(list((project_data().ontology / "alignments").iterdir())) == 10
