"""The fast engine and the reference give one answer: the same results, and the same bytes."""

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings

from kg.errors import StandoffError
from kg.validation import validate
from kg.validation.data_graph import DataGraph
from kg.validation.focus_constraints import (
    Closed,
    Count,
    HasValue,
    OfProperty,
    Paired,
    QualifiedCount,
    UniqueLanguage,
)
from kg.validation.queries import Query
from kg.validation.value_constraints import ValueConstraint
from tests.shacl import random_graphs
from tests.shacl.agreement import broken_copy, by_both, dataset, differences
from tests.shacl.trap_cases import turtle


def test_over_the_projects_own_graph_the_reports_are_the_same_bytes(
    project_triples: list[ox.Triple],
):
    fast, reference = by_both(project_triples)

    assert fast == reference
    assert fast.violations == ()
    assert fast.by_reference == {}, "the fast engine is to know every construct of our shapes"


def test_over_the_projects_graph_broken_in_a_thousand_places_they_are_too(
    project_triples: list[ox.Triple],
):
    fast, reference = by_both(broken_copy(project_triples, seed=10))

    assert len(fast.violations) > 1000
    assert len({result.component for result in fast.results}) >= 14
    assert fast == reference


@settings(max_examples=120, deadline=None)
@given(random_graphs.data, random_graphs.shapes)
def test_over_graphs_and_shapes_made_at_random_they_find_the_same(data: str, shapes: str):
    assert differences(data, shapes) == (Counter(), Counter())


# What one constraint of each kind has to find, so that an engine blind to it is found out.
SMALL = {
    Closed: "sh:closed true",
    Count: "sh:property [ sh:path x:p ; sh:maxCount 0 ]",
    HasValue: "sh:property [ sh:path x:p ; sh:hasValue 3 ]",
    OfProperty: "sh:property [ sh:path x:p ; sh:maxCount 0 ]",
    Paired: "sh:property [ sh:path x:p ; sh:equals x:q ]",
    Query: 'sh:sparql [ sh:select "SELECT $this WHERE { $this ?property 1 }" ]',
    QualifiedCount: "sh:property [ sh:path x:p ; sh:qualifiedMinCount 1 ;"
    " sh:qualifiedValueShape [ sh:datatype xsd:string ] ]",
    UniqueLanguage: "sh:property [ sh:path x:q ; sh:uniqueLang true ]",
    ValueConstraint: "sh:nodeKind sh:BlankNode",
}
SMALL_DATA = 'x:a x:p 1 ; x:q "a"@en , "b"@en .'


@pytest.mark.parametrize("kind", SMALL, ids=lambda kind: kind.__name__)
def test_an_engine_that_is_blind_to_a_kind_of_constraint_is_found_out(
    kind: type, monkeypatch: pytest.MonkeyPatch
):
    shapes = f"x:S a sh:NodeShape ; sh:targetNode x:a ; {SMALL[kind]} ."
    assert differences(SMALL_DATA, shapes) == (Counter(), Counter())

    monkeypatch.setattr(kind, "faults", lambda *_: iter(()))

    missed = differences(SMALL_DATA, shapes)[1]
    assert missed.total() >= 1


def test_an_engine_that_goes_the_wrong_way_along_a_path_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
):
    shapes = """x:S a sh:PropertyShape ; sh:targetNode x:b ;
      sh:path [ sh:inversePath x:p ] ; sh:minCount 1 ; sh:maxCount 0 ."""
    assert differences("x:a x:p x:b .", shapes) == (Counter(), Counter())

    monkeypatch.setattr(DataGraph, "backward", DataGraph.forward)

    assert [side.total() for side in differences("x:a x:p x:b .", shapes)] == [1, 1]


def test_whoever_asks_both_engines_is_told_where_they_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "shapes.ttl").write_text(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX x: <http://example.org/x#>"
        " x:S a sh:PropertyShape ; sh:targetNode x:a ; sh:path x:p ; sh:maxCount 0 ."
    )
    data = dataset(turtle("x:a x:p 1 ."))
    assert len(validate(data, tmp_path, engine="both").violations) == 1

    monkeypatch.setattr(Count, "faults", lambda *_: iter(()))

    with pytest.raises(StandoffError, match="the two engines do not agree") as caught:
        validate(data, tmp_path, engine="both")
    assert [fault.where for fault in caught.value.faults] == ["reference only"]
