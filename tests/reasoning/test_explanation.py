"""Why a statement holds: the shortest way, back to what is asserted; or why it does not."""

import random
from collections.abc import Callable

import pyoxigraph as ox
import pytest

from kg.base import BASE
from kg.dataset import Dataset, with_inferred
from kg.published import COPY_TO_DEFAULT_GRAPH
from kg.reasoning.asking import ask_of
from kg.reasoning.explanation import Explainer, Explanation
from kg.reasoning.hypergraph import Step, leaves, shortest
from kg.reasoning.inference import infer
from kg.reasoning.materialization import Workspace
from kg.reasoning.report import as_json, as_text, as_turtle
from kg.reasoning.rule_table import RULE_BY_NAME

PREFIXES = f"""
PREFIX stand: <{BASE}ontology#>
PREFIX id: <{BASE}id/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
AXIOMS = """
stand:unitOf rdfs:subPropertyOf stand:actsFor ; rdfs:label "unit of"@en .
stand:actsFor a owl:TransitiveProperty ; rdfs:domain stand:Actor ; rdfs:label "acts for"@en .
stand:Island rdfs:subClassOf stand:Territory ; rdfs:label "island"@en .
stand:Territory rdfs:subClassOf stand:Entity ; rdfs:label "territory"@en .
stand:Actor rdfs:label "actor"@en . stand:Entity rdfs:label "entity"@en .
stand:Claim rdfs:label "claim"@en . stand:certainty rdfs:label "certainty"@en .
stand:Hedged rdfs:label "hedged claim"@en ; owl:equivalentClass [ a owl:Class ;
  owl:intersectionOf ( stand:Claim [ a owl:Restriction ; owl:onProperty stand:certainty ;
    owl:someValuesFrom [ a owl:Class ; owl:oneOf ( id:possible id:probable ) ] ] ) ] .
"""
DATA = """
id:desk stand:unitOf id:embassy . id:embassy stand:unitOf id:ministry .
id:ministry stand:actsFor id:russia ; rdfs:label "ministry"@en .
id:islet a stand:Island ; rdfs:label "the islet"@en .
id:sure a stand:Claim ; stand:certainty id:certain .
id:maybe a stand:Claim ; stand:certainty id:possible .
"""


def triples(turtle: str) -> frozenset[ox.Triple]:
    return frozenset(quad.triple for quad in ox.parse(PREFIXES + turtle, ox.RdfFormat.TURTLE))


def one(turtle: str) -> ox.Triple:
    [triple] = triples(turtle)
    return triple


def store_of(axioms: str, data: str, facts: str = "") -> ox.Store:
    """Make what a version's store holds, with what a build infers."""
    texts = {"ontology": axioms, "entities": data, "facts": facts}
    graphs = {ox.NamedNode(f"{BASE}graph/{name}"): triples(t) for name, t in texts.items()}
    dataset = Dataset(BASE, graphs, frozenset())
    store = ox.Store()
    store.extend(with_inferred(dataset, infer(dataset)).quads())
    store.update(COPY_TO_DEFAULT_GRAPH)
    return store


@pytest.fixture(scope="module")
def explain() -> Callable[[str], Explanation]:
    explainer = Explainer(ask_of(store_of(AXIOMS, DATA)), BASE)
    return lambda turtle: explainer.explain(one(turtle))


def said(found: Explanation) -> list[tuple[str, list[str], str]]:
    return [
        (
            step.rule.name,
            [found.sentence(t) for t in step.premises],
            found.sentence(step.conclusion),
        )
        for step in found.steps
    ]


def test_what_is_asserted_is_said_to_stand_in_its_graph(explain: Callable[[str], Explanation]):
    found = explain("id:islet a stand:Island .")

    assert (found.status, found.graphs, found.steps) == (
        "asserted",
        (f"{BASE}graph/entities",),
        (),
    )


def test_each_step_leads_back_to_what_is_asserted(explain: Callable[[str], Explanation]):
    found = explain("id:desk stand:actsFor id:russia .")

    assert found.status == "inferred"
    assert said(found) == [
        (
            "prp-spo1",
            ["id:desk has “unit of” id:embassy"],
            "id:desk has “acts for” id:embassy",
        ),
        (
            "prp-spo1",
            ["id:embassy has “unit of” ministry"],
            "id:embassy has “acts for” ministry",
        ),
        (
            "prp-trp",
            ["id:embassy has “acts for” ministry", "ministry has “acts for” id:russia"],
            "id:embassy has “acts for” id:russia",
        ),
        (
            "prp-trp",
            ["id:desk has “acts for” id:embassy", "id:embassy has “acts for” id:russia"],
            "id:desk has “acts for” id:russia",
        ),
    ]
    assert {found.places[t] for t in leaves(found.steps)} == {(f"{BASE}graph/entities",)}


def test_a_class_by_definition_names_its_conditions(explain: Callable[[str], Explanation]):
    found = explain("id:maybe a stand:Hedged .")

    condition = "something with a value of “certainty” that is one of id:possible, id:probable"
    assert said(found)[-2:] == [
        (
            "cls-int1",
            ["id:maybe is a claim", f"id:maybe is {condition}"],
            f"id:maybe is a claim and {condition}",
        ),
        (
            "cax-eqc2",
            [f"id:maybe is a claim and {condition}"],
            "id:maybe is a hedged claim",
        ),
    ]


def test_what_does_not_hold_names_what_is_missing(explain: Callable[[str], Explanation]):
    found = explain("id:sure a stand:Hedged .")

    assert found.status == "absent"
    assert [found.sentence(t) for t in found.missing] == [
        "id:sure is something with a value of “certainty” that is one of id:possible, id:probable"
    ]
    assert [found.sentence(t) for t in found.nearby] == ["id:sure is a claim"]


def test_what_no_rule_leads_to_names_what_is_said_instead(explain: Callable[[str], Explanation]):
    found = explain("id:russia stand:unitOf id:ministry .")

    assert (found.status, found.steps, found.missing) == ("absent", (), ())
    assert [found.sentence(t) for t in found.nearby] == ["id:embassy has “unit of” ministry"]


def test_what_a_build_leaves_out_is_told_from_what_does_not_follow(
    explain: Callable[[str], Explanation],
):
    by_domain = explain("id:ministry a stand:Actor .")
    of_schema = explain("stand:Island rdfs:subClassOf stand:Entity .")

    assert (by_domain.status, said(by_domain)) == (
        "not kept",
        [("prp-dom", ["ministry has “acts for” id:russia"], "ministry is an actor")],
    )
    assert (of_schema.status, said(of_schema)) == (
        "not kept",
        [
            (
                "scm-sco",
                ["every island is a territory", "every territory is an entity"],
                "every island is an entity",
            )
        ],
    )


def test_a_fact_names_the_claims_that_back_it_and_others_that_say_it():
    claims = """
        id:p1 stand:propositionSubject id:a ; stand:propositionPredicate stand:fears ;
          stand:propositionObject id:b ; stand:establishedBy id:c1 .
        id:c1 stand:hasProposition id:p1 ; stand:assertedBy id:author ;
          stand:reportingMode id:own ; stand:certainty id:certain ; stand:polarity id:positive .
        id:c2 stand:hasProposition id:p1 ; stand:assertedBy id:envoy ;
          stand:reportingMode id:own ; stand:certainty id:certain ; stand:polarity id:negative .
        id:author rdfs:label "author"@en . id:envoy rdfs:label "envoy"@en .
        id:own rdfs:label "own voice"@en . id:certain rdfs:label "certain"@en .
        id:positive rdfs:label "positive"@en . id:negative rdfs:label "negative"@en .
        stand:fears rdfs:subPropertyOf stand:minds .
    """
    explainer = Explainer(ask_of(store_of("", claims, "id:a stand:fears id:b .")), BASE)

    fact = explainer.explain(one("id:a stand:fears id:b ."))
    from_it = explainer.explain(one("id:a stand:minds id:b ."))

    assert fact.graphs == (f"{BASE}graph/facts",)
    assert [(c.claim, c.speaker) for c in fact.backing] == [(f"{BASE}id/c1", "author")]
    assert [(c.speaker, c.polarity) for c in fact.claimed] == [("envoy", "negative")]
    assert [c.claim for c in from_it.backing] == [f"{BASE}id/c1"]


COMPARED = """
stand:Islet rdfs:subClassOf stand:Island . stand:Island rdfs:subClassOf stand:Territory .
stand:fears rdfs:subPropertyOf stand:minds .
stand:Narrow rdfs:subClassOf [ a owl:Restriction ; %s ] .
[ a owl:Restriction ; %s ] rdfs:subClassOf stand:Wide .
stand:Narrow rdfs:label "narrow thing"@en . stand:Wide rdfs:label "wide thing"@en .
"""


@pytest.mark.parametrize(
    ("rule", "narrow", "wide", "because"),
    [
        (
            "scm-svf1",
            "owl:onProperty stand:fears ; owl:someValuesFrom stand:Islet",
            "owl:onProperty stand:fears ; owl:someValuesFrom stand:Territory",
            ["every stand:Islet is a stand:Island", "every stand:Island is a stand:Territory"],
        ),
        (
            "scm-svf2",
            "owl:onProperty stand:fears ; owl:someValuesFrom stand:Islet",
            "owl:onProperty stand:minds ; owl:someValuesFrom stand:Islet",
            ["whatever has “stand:fears” has the same value of “stand:minds”"],
        ),
        (
            "scm-hv",
            "owl:onProperty stand:fears ; owl:hasValue id:reef",
            "owl:onProperty stand:minds ; owl:hasValue id:reef",
            ["whatever has “stand:fears” has the same value of “stand:minds”"],
        ),
        (
            "scm-avf1",
            "owl:onProperty stand:fears ; owl:allValuesFrom stand:Islet",
            "owl:onProperty stand:fears ; owl:allValuesFrom stand:Territory",
            ["every stand:Islet is a stand:Island", "every stand:Island is a stand:Territory"],
        ),
        (
            "scm-avf2",
            "owl:onProperty stand:minds ; owl:allValuesFrom stand:Islet",
            "owl:onProperty stand:fears ; owl:allValuesFrom stand:Islet",
            ["whatever has “stand:fears” has the same value of “stand:minds”"],
        ),
    ],
)
def test_what_follows_by_comparing_conditions_goes_back_to_what_is_written(
    rule: str, narrow: str, wide: str, because: list[str]
):
    store = store_of(COMPARED % (narrow, wide), "id:reef a stand:Narrow .")
    explainer = Explainer(ask_of(store), BASE)
    goal = one("id:reef a stand:Wide .")

    found = explainer.explain(goal)
    used = leaves(found.steps)
    axioms = {axiom for step in found.steps for axiom in step.axioms}
    told = [found.sentence(t) for step in found.steps for t in step.premises if t in used]

    assert found.status == "not kept"
    if rule != "scm-hv":  # a value that is there is there by either property
        assert rule in {step.rule.name for step in found.steps}
        assert sorted(told) == sorted([*because, "id:reef is a narrow thing"])
    assert all(found.places[statement] for statement in used)
    assert goal in closed(used | axioms, with_schema=True)
    for statement in used:
        assert goal not in closed((used - {statement}) | axioms, with_schema=True)


def test_what_the_project_infers_is_explained_soundly_and_by_no_more_than_it_takes(
    project_store: ox.Store,
):
    """What is named is enough, and without any of the statements it is not."""
    inferred = sorted(
        (
            quad.triple
            for quad in project_store.quads_for_pattern(
                None, None, None, ox.NamedNode(f"{BASE}graph/inferred")
            )
        ),
        key=str,
    )
    sample = random.Random(7).sample(inferred, 40)  # noqa: S311 -- nothing is kept secret
    explainer = Explainer(ask_of(project_store), BASE)
    for goal in sample:
        found = explainer.explain(goal)
        statements = leaves(found.steps)
        axioms = {axiom for step in found.steps for axiom in step.axioms}

        assert found.status == "inferred"
        assert all(found.places[statement] for statement in statements)
        assert goal in closed(statements | axioms)
        for statement in statements:
            assert goal not in closed((statements - {statement}) | axioms)


def closed(
    given: frozenset[ox.Triple] | set[ox.Triple], *, with_schema: bool = False
) -> frozenset[ox.Triple]:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in given)
    workspace = Workspace(store, with_schema=with_schema)
    workspace.close()
    return frozenset(workspace.inferred())


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"https://example.org/{name}")


def statement(name: str) -> ox.Triple:
    return ox.Triple(node(name), node("is"), node("so"))


def step(premises: str, conclusion: str, rule: str = "cax-sco") -> Step:
    return Step(RULE_BY_NAME[rule], (), tuple(map(statement, premises)), statement(conclusion))


STEPS = [
    step("ab", "x"),
    step("x", "g"),
    step("c", "y"),
    step("y", "z"),
    step("z", "g"),
    step("g", "x"),
    step("gg", "g"),
]


def test_of_two_ways_the_shorter_is_taken_whatever_the_order():
    asserted = dict.fromkeys(map(statement, "abc"), 0)
    ways = set()
    for seed in range(20):
        steps = STEPS.copy()
        random.Random(seed).shuffle(steps)  # noqa: S311 -- nothing is kept secret
        ways.add(shortest(statement("g"), steps, asserted))

    assert ways == {(STEPS[0], STEPS[1])}


def test_nothing_is_derived_from_itself():
    circular = [step("g", "x"), step("x", "g")]

    assert shortest(statement("g"), circular, {}) == ()
    assert shortest(statement("g"), circular, {statement("a"): 0}) == ()


def test_a_premise_that_is_not_needed_is_left_out_though_the_way_gets_longer():
    steps = [step("ab", "g"), step("a", "x"), step("x", "y"), step("y", "g")]

    found = shortest(statement("g"), steps, dict.fromkeys(map(statement, "ab"), 0))

    assert leaves(found) == {statement("a")}


def test_an_explanation_reads_the_same_in_each_format(explain: Callable[[str], Explanation]):
    found = explain("id:islet a stand:Entity .")

    assert as_text(found, BASE) == (
        "the islet is an entity: inferred.\n"
        "1. the islet is a territory\n"
        "     because the islet is an island [graph:entities]\n"
        "     and every island is a territory\n"
        "     by rule cax-sco\n"
        "2. the islet is an entity\n"
        "     because the islet is a territory [1]\n"
        "     and every territory is an entity\n"
        "     by rule cax-sco\n"
    )
    assert '"status": "inferred"' in as_json(found, BASE)
    written = ox.parse(as_turtle(found, BASE), ox.RdfFormat.TURTLE)
    derived = ox.NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
    assert sum(quad.predicate == derived for quad in written) == 4
