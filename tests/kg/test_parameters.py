import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.keyword_check import parse_query
from kg.parameters import bind, choices_query, find_parameters, read_value
from kg.prebinding import variables

BASE = "http://localhost/"
XSD = "http://www.w3.org/2001/XMLSchema#"


def value(variable: str, text: str) -> object:
    [parameter] = find_parameters(f"ASK {{ ?s ?p ?{variable} }}")
    return read_value(parameter, text, BASE)


def typed(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(f"{XSD}{datatype}"))


@pytest.mark.parametrize(
    ("variable", "text", "term"),
    [
        ("_x_iri", "id:actor/one", ox.NamedNode(f"{BASE}id/actor/one")),
        ("_x_iri", "<urn:a>", ox.NamedNode("urn:a")),
        ("__x_iri", "https://example.org/é", ox.NamedNode("https://example.org/é")),
        ("_x", 'a "b" \\', ox.Literal('a "b" \\')),
        ("_x_literal", "12", ox.Literal("12")),
        ("_x_en", "islands", ox.Literal("islands", language="en")),
        ("_x_number", "12", typed("12", "integer")),
        ("_x_number", "-.5", typed("-.5", "decimal")),
        ("_x_integer", "+12", typed("+12", "integer")),
        ("_x_boolean", "true", typed("true", "boolean")),
        ("_x_date", "2016-02-29", typed("2016-02-29", "date")),
        ("_x_dateTime", "2016-02-29T01:02:03Z", typed("2016-02-29T01:02:03Z", "dateTime")),
        ("_x_xsd_gYear", "2017", typed("2017", "gYear")),
        (
            "_x_geo_wktLiteral",
            "POINT(1 2)",
            ox.Literal(
                "POINT(1 2)",
                datatype=ox.NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral"),
            ),
        ),
    ],
)
def test_a_value_is_a_term_of_the_kind_that_the_name_says(variable: str, text: str, term: object):
    assert value(variable, text) == term


@pytest.mark.parametrize(
    ("variable", "text", "message"),
    [
        ("_x_iri", "one", "'one' is no name"),
        ("_x_iri", "no:one", "the prefix 'no' is unknown"),
        ("_x_iri", "urn:a> ?p ?o . <urn:b", "'urn:a> ?p ?o . <urn:b' is no IRI"),
        ("_x_integer", "1.5", "'1.5' is not a whole number, such as 12"),
        ("_x_integer", "1\n", "'1\\n' is not a whole number, such as 12"),
        ("_x_integer", "\u0661", "'\u0661' is not a whole number, such as 12"),
        ("_x_date", "2017-02-29", "'2017-02-29' is not a day, such as 2017-06-15"),
        ("_x_boolean", "yes", "'yes' is not true or false"),
        ("_x", "x" * 2001, "a value has at most 2000 characters; this has 2001"),
    ],
)
def test_what_is_no_value_is_an_error_that_names_the_parameter(
    variable: str, text: str, message: str
):
    with pytest.raises(InputError) as caught:
        value(variable, text)

    assert (caught.value.where, caught.value.message) == ("x", message)


TEMPLATE = """# ?_kind
SELECT ?s ("?_kind" AS ?said) { ?s <urn:p?_kind> ?_kind . FILTER(!BOUND(?__kept) || ?o = ?__kept) }
"""


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=50))
def test_a_value_is_never_anything_but_a_value(text: str):
    asked = bind(TEMPLATE, find_parameters(TEMPLATE), {"kind": text}, BASE)

    parse_query(asked, BASE)
    assert variables(asked) == ({"s", "said", "o", "__kept"} | ({"_kind"} if not text else set()))


def test_strings_comments_and_iris_keep_what_only_looks_like_a_parameter():
    asked = bind(TEMPLATE, find_parameters(TEMPLATE), {"kind": "a", "kept": "b"}, BASE)

    assert asked == (
        """# ?_kind
SELECT ?s ("?_kind" AS ?said) { ?s <urn:p?_kind> "a" . FILTER(!(true) || ?o = "b") }
"""
    )


def test_an_unknown_parameter_is_an_error_that_lists_those_there_are():
    with pytest.raises(InputError) as caught:
        bind(TEMPLATE, find_parameters(TEMPLATE), {"kin": "a"}, BASE)

    assert str(caught.value) == (
        "kin: this question has no such parameter [fix: leave it out; it has kept, kind]"
    )


def test_the_choices_of_a_parameter_are_what_its_pattern_matches():
    query = """#+ summary: {
PREFIX a: <urn:SELECT>
SELECT (COUNT(?s) AS ?n) WHERE { ?s a:p ?_x_iri { ?s a:q "}" } } GROUP BY ?_x_iri LIMIT 1"""

    assert (
        choices_query(query, "_x_iri")
        == """#+ summary: {
PREFIX a: <urn:SELECT>
SELECT DISTINCT ?_x_iri WHERE { ?s a:p ?_x_iri { ?s a:q "}" } }
LIMIT 201"""
    )
