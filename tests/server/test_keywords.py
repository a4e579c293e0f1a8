import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.keywords import (
    Token,
    decode_escapes,
    is_update,
    is_volatile,
    query_form,
    tokens,
    undeclared_prefix,
)


@given(st.text(max_size=200))
def test_tokens_and_what_is_skipped_make_up_any_text(text: str):
    found = list(tokens(text))

    assert all(text[t.start : t.start + len(t.text)] == t.text for t in found)
    ends = [0, *(t.start + len(t.text) for t in found)]
    gaps = [text[end : t.start] for end, t in zip(ends, found, strict=False)]
    assert all(not gap.strip(" \t\r\n") or gap.lstrip(" \t\r\n").startswith("#") for gap in gaps)


def test_tokens_are_split_as_sparql_does():
    found = [(t.kind, t.text) for t in tokens("SELECT ?a{ex:b <i#j>'q' # c\n1}")]

    assert found == [
        ("word", "SELECT"),
        ("variable", "?a"),
        ("symbol", "{"),
        ("name", "ex:b"),
        ("iri", "<i#j>"),
        ("string", "'q'"),
        ("word", "1"),
        ("symbol", "}"),
    ]


def test_long_runs_of_open_quotes_and_names_take_no_long_time():
    for text in ('"' + '\\"' * 40_000, "a." * 50_000, "a-" * 50_000, "<a" * 50_000, "'''" * 33_333):
        assert sum(len(token.text) for token in tokens(text)) == len(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30))
def test_escapes_are_decoded_to_what_they_stand_for(text: str):
    escaped = "".join(f"\\U{ord(c):08X}" for c in text)

    assert decode_escapes(escaped) == text


def test_an_escape_of_no_character_stays():
    assert decode_escapes("\\uD800 \\U00110000 \\u12") == "\\uD800 \\U00110000 \\u12"


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("# ASK\nBASE <x> PREFIX select: <y> construct {}", "CONSTRUCT"),
        ("VERSION '1.2' DESCRIBE <x>", "DESCRIBE"),
        ("", ""),
    ],
)
def test_the_form_is_the_first_word_after_the_prologue(query: str, form: str):
    assert query_form(query) == form


@pytest.mark.parametrize(
    ("query", "update"),
    [
        ("PREFIX a: <b> insert data {}", True),
        ("LOAD <x>", True),
        ("WITH <g> DELETE {} WHERE {}", True),
        ("SELECT ('INSERT' AS ?x) {}", False),
        ("PREFIX delete: <x> SELECT * {}", False),
    ],
)
def test_an_update_is_known_by_its_form(query: str, update: bool):
    assert is_update(query) is update


@pytest.mark.parametrize(
    ("query", "volatile"),
    [
        ("SELECT (now() AS ?x) {}", True),
        ("SELECT (STRUUID() AS ?x) {}", True),
        ("SELECT ('now' AS ?x) {}", False),
        ("SELECT * { ?rand ex:now ?o }", False),
        ("SELECT * { ?s ?p ?o FILTER(?o < trueNOW()) }", True),
    ],
)
def test_a_query_for_the_time_or_for_chance_is_volatile(query: str, volatile: bool):
    assert is_volatile(query) is volatile


def test_the_first_prefix_that_is_not_declared_is_found():
    query = "PREFIX a: <x> SELECT * { _:b a:b c:d , e:f }"

    assert undeclared_prefix(query) == Token("name", "c:d", query.index("c:d"))
    assert undeclared_prefix("PREFIX : <x> ASK { :a :b 'c:d' }") is None
