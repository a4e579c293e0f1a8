from pathlib import Path

import pyoxigraph as ox
import pytest
from small_version import BASE

from kg.dataset import Dataset
from kg.errors import ConformanceError, InputError
from kg.validation import Result, describe, require_conformance, shapes_digest, validate

PREFIXES = """
PREFIX stand: <https://w3id.org/standoff/ontology#>
PREFIX id: <https://w3id.org/standoff/id/>
PREFIX shape: <https://w3id.org/standoff/shape/>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
SHAPES = """
shape:Claim a sh:NodeShape ; sh:targetClass stand:Claim ;
  sh:property shape:Claim-asserter, shape:Claim-cue, shape:Claim-back .
shape:Claim-asserter a sh:PropertyShape ; sh:path stand:assertedBy ; sh:class stand:Actor ;
  sh:minCount 1 ; sh:message "A claim has an asserter; write asserted_by." .
shape:Claim-cue a sh:PropertyShape ; sh:path stand:cue ; sh:minCount 1 ; sh:severity sh:Warning ;
  sh:message "A claim should have its cue word." .
shape:Claim-back a sh:PropertyShape ;
  sh:path ( [ sh:inversePath stand:supports ] [ sh:alternativePath ( stand:cue stand:note ) ] ) ;
  sh:maxCount 0 ; sh:message "Nothing supports it with a cue." .
"""


@pytest.fixture
def shapes(tmp_path: Path) -> Path:
    (tmp_path / "claims.ttl").write_text(PREFIXES + SHAPES)
    return tmp_path


def dataset(turtle: str) -> Dataset:
    text = (PREFIXES + turtle).replace("https://w3id.org/standoff/", BASE)
    graph = ox.NamedNode(f"{BASE}graph/entities")
    parsed = frozenset(quad.triple for quad in ox.parse(text, ox.RdfFormat.TURTLE))
    return Dataset(BASE, {graph: parsed}, frozenset())


GOOD = 'id:one a stand:Actor . id:c1 a stand:Claim ; stand:assertedBy id:one ; stand:cue "says" .'
MISSING = Result(
    severity="Violation",
    focus=f"{BASE}id/c1",
    path=f"{BASE}ontology#assertedBy",
    value="",
    shape=f"{BASE}shape/Claim-asserter",
    component="MinCountConstraintComponent",
    message="A claim has an asserter; write asserted_by.",
)
ADVICE = Result(
    severity="Warning",
    focus=f"{BASE}id/c1",
    path=f"{BASE}ontology#cue",
    value="",
    shape=f"{BASE}shape/Claim-cue",
    component="MinCountConstraintComponent",
    message="A claim should have its cue word.",
)


def test_data_that_conforms_has_no_results_and_a_report_that_says_so(shapes: Path):
    validation = validate(dataset(GOOD), shapes)

    assert validation.results == ()
    assert b"sh:conforms true" in validation.report


def test_what_must_not_be_is_told_from_what_is_advised_against(shapes: Path):
    validation = validate(dataset("id:c1 a stand:Claim ."), shapes)

    assert validation.violations == (MISSING,)
    assert validation.warnings == (ADVICE,)
    assert validation.results == (MISSING, ADVICE)


def test_a_value_of_the_wrong_class_is_in_the_result(shapes: Path):
    data = 'id:c1 a stand:Claim ; stand:assertedBy id:islet ; stand:cue "says" .'

    [result] = validate(dataset(data), shapes).results

    assert (result.value, result.component) == (f"{BASE}id/islet", "ClassConstraintComponent")
    assert describe(result, BASE) == (
        "id:c1 stand:assertedBy: A claim has an asserter; write asserted_by."
        " Found: id:islet. (shape:Claim-asserter)"
    )


def test_a_query_over_the_whole_graph_is_told_of_its_value(tmp_path: Path):
    """Its focus is the ontology, which a person coding an article cannot mend."""
    (tmp_path / "all.ttl").write_text(
        PREFIXES
        + """
        shape:Twice a sh:NodeShape ; sh:targetNode <https://w3id.org/standoff/ontology> ;
          sh:sparql shape:Twice-query .
        shape:Twice-query sh:message "{?value} is said twice, by {?one} too." ;
          sh:select """
        + '"""SELECT $this ?value ?one WHERE { ?value <https://w3id.org/standoff/ontology#cue> ?one'
        + ' , ?other FILTER ( ?one < ?other ) }""" .'
    )
    data = 'id:c1 stand:cue "a", "b" . id:c2 stand:cue "a" .'

    [result] = validate(dataset(data), tmp_path).results

    assert (result.focus, result.value) == (f"{BASE}ontology", f"{BASE}id/c1")
    assert describe(result, BASE) == "id:c1: id:c1 is said twice, by a too. (shape:Twice)"


def test_a_subclass_will_do_because_the_ontology_is_in_the_union(shapes: Path):
    data = GOOD.replace("id:one a stand:Actor", "id:one a stand:State") + (
        "stand:State rdfs:subClassOf stand:Actor ."
    )

    assert validate(dataset(data), shapes).results == ()


def test_a_path_of_several_steps_is_written_as_in_sparql(shapes: Path):
    data = (
        GOOD
        + 'id:c2 a stand:Claim ; stand:assertedBy id:one ; stand:cue "so" ; stand:supports id:c1 .'
    )

    [result] = validate(dataset(data), shapes).results

    assert result.path == (f"^{BASE}ontology#supports/{BASE}ontology#cue|{BASE}ontology#note")


def test_a_violation_is_an_error_that_lists_it_and_advice_is_not(shapes: Path):
    require_conformance(validate(dataset(GOOD.replace(' ; stand:cue "says"', "")), shapes), BASE)

    with pytest.raises(ConformanceError, match="breaks the shapes in 1 place") as caught:
        require_conformance(validate(dataset("id:c1 a stand:Claim ."), shapes), BASE)

    assert [str(fault) for fault in caught.value.faults] == [describe(MISSING, BASE)]


def test_of_many_violations_the_first_fifty_are_listed(shapes: Path):
    data = "".join(f"id:c{n} a stand:Claim ." for n in range(60))

    with pytest.raises(ConformanceError) as caught:
        require_conformance(validate(dataset(data), shapes), BASE)

    assert len(caught.value.faults) == 51
    assert caught.value.faults[-1].message == "… and 10 more"


def test_the_report_is_the_same_at_every_run(shapes: Path):
    data = "".join(f"id:c{n} a stand:Claim ." for n in range(5))

    first, second = (validate(dataset(data), shapes).report for _ in range(2))

    assert first == second
    assert first.count(b"sh:ValidationResult") == 10


def test_a_folder_without_shapes_checks_nothing_and_is_an_error(tmp_path: Path):
    with pytest.raises(InputError, match="there are no shapes"):
        validate(dataset(GOOD), tmp_path)


@pytest.mark.parametrize(
    "constraint",
    [
        'sh:property [ sh:path stand:cue ; sh:pattern "(" ]',
        'sh:sparql [ sh:select "SELECT $this WHERE {" ]',
        "sh:property [ sh:minCount 1 ]",
        'sh:property [ sh:path stand:cue ; sh:minCount "one" ]',
    ],
)
def test_a_shape_that_cannot_run_is_an_error(tmp_path: Path, constraint: str):
    shape = f"shape:A a sh:NodeShape ; sh:targetClass stand:Claim ; {constraint} ."
    (tmp_path / "bad.ttl").write_text(PREFIXES + shape)

    with pytest.raises(InputError, match="the shapes cannot be run"):
        validate(dataset(GOOD), tmp_path)


def test_the_digest_of_the_shapes_follows_their_text_and_the_base(shapes: Path):
    before = shapes_digest(shapes, BASE)
    other_base = shapes_digest(shapes, "https://example.org/other/")
    (shapes / "claims.ttl").write_text(PREFIXES)

    assert len({before, other_base, shapes_digest(shapes, BASE)}) == 3
