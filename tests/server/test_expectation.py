"""What could stand at a place in a query, in words."""

import pytest

from server.expectation import expected_after


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * WHERE ", {"{"}),
        ("SELECT * { ?s ?p ?o } LIMIT ", {"a number"}),
        ("SELECT * { ?s ?p ?o } ORDER ", {"a keyword"}),
        ("SELECT * {?s ?p ?o", {",", ".", ";", "{", "{|", "}", "~", "a keyword"}),
    ],
)
def test_what_could_come_next_is_named(text: str, expected: set[str]):
    assert set(expected_after(text, "http://e/")) == expected


def test_kinds_of_terms_are_said_in_words_and_once():
    found = expected_after("SELECT ?x WHERE { ?s ?p ", "http://e/")

    assert len(found) == len(set(found))
    assert {"a variable", "an IRI", "a prefixed name", "a string", "a number"} <= set(found)
    assert not {"?", "$", "<", '"""', "_:"} & set(found)


def test_beside_other_comparisons_less_than_is_one():
    assert "<" in expected_after("ASK { FILTER(1 ", "http://e/")


def test_nothing_is_said_of_a_query_that_is_whole():
    assert expected_after("ASK {}", "http://e/") == ()
