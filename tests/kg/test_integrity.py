"""Each rule of the graphs taken together lets the invented corpus pass, and finds its breach."""

from dataclasses import replace

import pyoxigraph as ox
import pytest
from fixture_corpus import load, text

from kg.base import BASE
from kg.dataset import Dataset, assemble
from kg.errors import ConformanceError
from kg.graph import build_graphs
from kg.integrity import integrity_faults, require_integrity

PREFIXES = f"""
PREFIX id: <{BASE}id/>
PREFIX stand: <{BASE}ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
BASE <{BASE}id/>
"""
TEXTS = {slug: text(slug) for slug in ("ferry-note", "harbour-talks")}
TALKS = "article/harbour-talks"
CLAIM = "<claim/harbour-talks/c02>"


@pytest.fixture(scope="module")
def sound() -> Dataset:
    return assemble(build_graphs(load()), [], BASE)


def parsed(turtle: str) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(PREFIXES + turtle, ox.RdfFormat.TURTLE)}


def changed(dataset: Dataset, graph: str, without: str, added: str) -> Dataset:
    """Take the values of a property of a thing away, and add triples."""
    name = ox.NamedNode(f"{BASE}graph/{graph}")
    triples = set(dataset.graphs[name])
    for pattern in parsed(f"{without} [] .") if without else ():
        end = pattern.subject, pattern.predicate
        gone = {triple for triple in triples if (triple.subject, triple.predicate) == end}
        assert gone, without
        triples -= gone
    return replace(dataset, graphs={**dataset.graphs, name: frozenset(triples | parsed(added))})


def found(dataset: Dataset, texts: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """List what is found: the rule, and the thing without the start of its name."""
    faults = integrity_faults(dataset, texts)
    return sorted(
        {
            (fault.cause.removeprefix("rule "), fault.where.removeprefix(f"{BASE}id/"))
            for fault in faults
        }
    )


def test_the_graphs_of_a_corpus_fit_together(sound: Dataset) -> None:
    assert found(sound, TEXTS) == []


C02 = "claim/harbour-talks/c02"
S03 = "passage/harbour-talks/s03"
NORLAND = "actor/norland"
BREACHES = [
    # where a triple stands
    ("entities", "", "<actor/nobody> rdfs:label 'Nobody'@en .", [("placement", "actor/nobody")]),
    ("entities", "", "<claim/harbour-talks/c02> stand:cue 'may' .", [("placement", C02)]),
    (TALKS, "", "<actor/norland> skos:note 'a state'@en .", [("placement", NORLAND)]),
    (
        "entities",
        "",
        "<event/harbour-briefing> stand:restsOn <claim/harbour-talks/c01> .",
        [("placement", "event/harbour-briefing")],
    ),
    (
        "article/ferry-note",
        "",
        "<event/harbour-briefing> stand:restsOn <claim/harbour-talks/c01> .",
        [("placement", "event/harbour-briefing")],
    ),
    (
        "article/ferry-note",
        "",
        "<proposition/radars-on-rocks> a stand:Proposition .",
        [("placement", "proposition/radars-on-rocks")],
    ),
    (
        "article/ferry-note",
        "",
        "<event/harbour-briefing> stand:dateBasis 'said there' .",
        [("placement", "event/harbour-briefing")],
    ),
    (
        TALKS,
        "",
        "<claim/ferry-note/c01> stand:cue 'may' .",
        [("placement", "claim/ferry-note/c01")],
    ),
    (
        TALKS,
        "",
        "<claim/harbour-talks/c99> stand:cue 'may' .",
        [("placement", "claim/harbour-talks/c99")],
    ),
    (
        TALKS,
        "",
        f"<proposition/radars-on-rocks> stand:establishedBy {CLAIM} .",
        [("placement", "proposition/radars-on-rocks")],
    ),
    (
        "entities",
        "",
        "<actor/norland> skos:exactMatch <http://www.wikidata.org/entity/Q1> .",
        [("placement", NORLAND)],
    ),
    ("links", "", "<actor/norland> rdfs:label 'Norland'@en .", [("placement", NORLAND)]),
    (
        "links",
        "",
        "<actor/norland> skos:closeMatch <http://www.wikidata.org/entity/Q1> .",
        [("link-label", NORLAND)],
    ),
    ("facts", "", "<actor/norland> rdfs:label 'Norland'@en .", [("placement", NORLAND)]),
    (
        TALKS,
        "",
        "<document/harbour-talks> dcterms:source <actor/norland> .",
        [("source", "document/harbour-talks")],
    ),
    (
        "entities",
        "<designation/gull-rocks/skerry> stand:designates",
        "<designation/gull-rocks/skerry> stand:designates <territory/strait> .",
        [("kind", "designation/gull-rocks/skerry")],
    ),
    # what a plain triple leads back to
    (
        "entities",
        "",
        "<actor/norland> stand:opposes <actor/suderia> .",
        [("plain-triple", NORLAND)],
    ),
    ("facts", "", "<actor/norland> stand:opposes <actor/suderia> .", [("plain-triple", NORLAND)]),
    (
        TALKS,
        "",
        "<document/harbour-talks> stand:distributedAt <event/harbour-briefing> .",
        [("plain-triple", "document/harbour-talks")],
    ),
    (
        "facts",
        "<proposition/radars-on-rocks> stand:establishedBy",
        "",
        [("plain-triple", "actor/suderia")],
    ),
    (
        TALKS,
        "<proposition/radars-on-rocks> stand:about",
        "",
        [("about", "proposition/radars-on-rocks")],
    ),
    (TALKS, "<proposition/strait-closed> stand:about", "", []),
    (
        "facts",
        "",
        "<proposition/radars-on-rocks> stand:establishedBy <actor/norland> .",
        [("plain-triple", "proposition/radars-on-rocks")],
    ),
    (
        TALKS,
        "",
        "<claim/harbour-talks/c07> stand:embeddedIn <claim/harbour-talks/c01> .",
        [("nearest", "claim/harbour-talks/c07")],
    ),
    # what a claim reifies
    (
        TALKS,
        f"{CLAIM} stand:hasProposition",
        f"{CLAIM} stand:hasProposition <proposition/norland-objects> .",
        [("label", C02), ("reification", C02)],
    ),
    # dates
    (
        TALKS,
        "<claim/harbour-talks/c01> stand:date",
        "<claim/harbour-talks/c01> stand:date '2031-13' .",
        [("edtf", "claim/harbour-talks/c01")],
    ),
    (TALKS, "<claim/harbour-talks/c01> stand:latest", "", [("bounds", "claim/harbour-talks/c01")]),
    (
        TALKS,
        "<position/harbour-talks/norland-open> stand:validUntil",
        "<position/harbour-talks/norland-open> stand:validUntil '2031-06' .",
        [("bounds", "position/harbour-talks/norland-open")],
    ),
    # names
    ("entities", "", "_:a a stand:Person .", [("blank-node", "_:a")]),
    (
        "entities",
        "<actor/suderia> a",
        "<actor/suderia> a stand:Region .",
        [("kind", "actor/suderia")],
    ),
    (
        "entities",
        "<issue/strait> rdfs:label",
        "<issue/strait> rdfs:label 'a strait'@en .",
        [("label", "issue/strait")],
    ),
    (
        TALKS,
        "<claim/harbour-talks/c05> stand:imputedTo",
        "",
        [("label", "claim/harbour-talks/c05")],
    ),
    (
        TALKS,
        "<claim/harbour-talks/c05> stand:conditionedOn",
        "",
        [("label", "claim/harbour-talks/c05")],
    ),
    (
        TALKS,
        "<silence/harbour-talks/no-suderia> stand:silenceText",
        "<silence/harbour-talks/no-suderia> stand:silenceText 'Nothing.' .",
        [("label", "silence/harbour-talks/no-suderia")],
    ),
    # spans
    (
        TALKS,
        "<mention/harbour-talks/0-7> stand:paratext",
        "<mention/harbour-talks/0-7> stand:paratext true .",
        [("paratext", "mention/harbour-talks/0-7")],
    ),
    (
        TALKS,
        "<passage/harbour-talks/s08> stand:paratext",
        "",
        [("paratext", "passage/harbour-talks/s08")],
    ),
    (
        TALKS,
        "<mention/harbour-talks/0-7> stand:surface",
        "<mention/harbour-talks/0-7> stand:surface 'Norlanda' .",
        [("label", "mention/harbour-talks/0-7"), ("surface", "mention/harbour-talks/0-7")],
    ),
    (
        TALKS,
        "<mention/harbour-talks/0-7> stand:sha256",
        f"<mention/harbour-talks/0-7> stand:sha256 '{'0' * 64}' .",
        [("surface", "mention/harbour-talks/0-7")],
    ),
    (
        TALKS,
        "<mention/harbour-talks/0-7/selector> oa:end",
        "<mention/harbour-talks/0-7/selector> oa:end '8'^^xsd:nonNegativeInteger .",
        [
            ("label", "mention/harbour-talks/0-7"),
            ("span-name", "mention/harbour-talks/0-7"),
            ("surface", "mention/harbour-talks/0-7"),
        ],
    ),
    (
        TALKS,
        "<mention/harbour-talks/0-7> oa:hasSelector",
        "<mention/harbour-talks/0-7> oa:hasSelector <passage/harbour-talks/s01/selector> .",
        [(rule, "mention/harbour-talks/0-7") for rule in ("label", "span-name", "surface")],
    ),
    (
        TALKS,
        "<passage/harbour-talks/s02/selector> oa:start",
        "<passage/harbour-talks/s02/selector> oa:start '1'^^xsd:nonNegativeInteger .",
        [("cover", "passage/harbour-talks/s02")],
    ),
    (
        TALKS,
        "",
        "<passage/harbour-talks/s01> stand:hasDamage <mention/harbour-talks/0-7> .",
        [("damage", "passage/harbour-talks/s01")],
    ),
    (
        TALKS,
        "<document/harbour-talks> stand:codingComplete",
        "<document/harbour-talks> stand:codingComplete false .",
        [("complete", "document/harbour-talks")],
    ),
    (
        TALKS,
        "<document/harbour-talks> stand:codePointLength",
        "<document/harbour-talks> stand:codePointLength '9'^^xsd:nonNegativeInteger .",
        [("cover", "document/harbour-talks")],
    ),
]


@pytest.mark.parametrize(("graph", "without", "added", "expected"), BREACHES)
def test_a_breach_is_found_at_its_thing(
    graph: str, without: str, added: str, expected: list[tuple[str, str]], sound: Dataset
) -> None:
    assert found(changed(sound, graph, without, added)) == expected


def test_what_a_claim_reifies_is_what_its_proposition_says(sound: Dataset) -> None:
    [quad, *others] = sorted(sound.reifications, key=str)
    where = quad.subject.value.removeprefix(f"{BASE}id/")

    assert found(replace(sound, reifications=frozenset(others))) == [("reification", where)]


def test_the_words_tell_what_the_graph_alone_cannot(sound: Dataset) -> None:
    digest = f"<passage/harbour-talks/s01> stand:sha256 '{'0' * 64}' ."
    dataset = changed(sound, TALKS, "<passage/harbour-talks/s01> stand:sha256", digest)

    assert found(dataset) == []
    assert found(dataset, TEXTS) == [("words", "passage/harbour-talks/s01")]
    other = {**TEXTS, "ferry-note": TEXTS["ferry-note"] + "!"}
    assert found(sound, other) == [("words", "document/ferry-note")]
    dataset = changed(
        sound, TALKS, f"{CLAIM[:-3]}01> stand:cue", f"{CLAIM[:-3]}01> stand:cue 'might' ."
    )
    assert found(dataset, TEXTS) == [("words", "claim/harbour-talks/c01")]
    assert found(dataset) == []


def test_a_graph_of_another_kind_is_left_alone(sound: Dataset) -> None:
    name = ox.NamedNode(f"{BASE}graph/notes")
    graphs = {**sound.graphs, name: frozenset(parsed("<actor/norland> skos:note 'x'@en ."))}

    assert found(replace(sound, graphs=graphs)) == []


def test_the_error_names_the_thing_the_rule_and_the_mend(sound: Dataset) -> None:
    dataset = changed(sound, TALKS, "<claim/harbour-talks/c01> stand:latest", "")

    with pytest.raises(ConformanceError) as caught:
        require_integrity(dataset)

    assert str(caught.value) == (
        "the graphs do not fit together in 1 place; nothing was published\n"
        "  https://w3id.org/standoff/id/claim/harbour-talks/c01: is dated 2031-05-03, with the"
        " bounds 2031-05-03T00:00:00Z, none: rule bounds [fix: write 2031-05-03T00:00:00Z as"
        " stand:earliest and 2031-05-03T23:59:59Z as stand:latest]"
    )


def test_an_error_names_fifty_faults_and_counts_the_rest(sound: Dataset) -> None:
    added = " ".join(f"<actor/nobody{n}> rdfs:label 'Nobody'@en ." for n in range(60))

    with pytest.raises(ConformanceError) as caught:
        require_integrity(changed(sound, "entities", "", added))

    assert len(caught.value.faults) == 51
    assert str(caught.value.faults[-1]) == "… and 10 more"
