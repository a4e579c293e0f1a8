import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.keywords import tokens
from server.syntax import find_fault, syntax_error

BASE = "https://w3id.org/standoff/"
SOUND = """PREFIX ex: <http://example.org/>
SELECT ?s (COUNT(DISTINCT ?o) AS ?n) FROM <http://example.org/g> WHERE {
  ?s ex:p/ex:q* "a"@en , 'b'^^ex:t ; ex:r [ ex:s 1.5 ] . # a comment 'here
  OPTIONAL { ?s ex:u ?o FILTER(?o != 3 && ?n >= 2 || !BOUND(?s)) }
  { VALUES ?s { ex:a UNDEF } } UNION { GRAPH ?g { ?s a ex:C } }
} GROUP BY ?s HAVING(COUNT(?o) > 1) ORDER BY DESC(?n) LIMIT 5"""


def fault_of(query: str) -> tuple[int | None, int | None, str, str]:
    with pytest.raises(SyntaxError) as caught:
        ox.Store().query(query)
    found = syntax_error(query, str(caught.value), base=BASE)
    assert found.status == 400
    return found.line, found.column, found.detail, found.source


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("SELEC *", (1, 1, "the query cannot be read from 'SELEC' on.", "SELEC *")),
        (
            "SELECT ?s WHER { }",
            (1, 11, "the query cannot be read from 'WHER' on.", "SELECT ?s WHER { }"),
        ),
        ("SELECT ?s, ?p {}", (1, 10, "the query cannot be read from ',' on.", "SELECT ?s, ?p {}")),
        ("ASK {\r\n }}\r\n", (2, 3, "the query cannot be read from '}' on.", " }}")),
        ("ASK {\n ?s ?p", (2, 7, "the query ends before it is complete.", " ?s ?p")),
        ("# nothing", (1, 10, "the query ends before it is complete.", "# nothing")),
        (
            "ASK { ?s ?p\n 'no end }",
            (2, 2, "the string that begins here is not closed.", " 'no end }"),
        ),
        (
            "ASK { ?s ex:p 'x' }",
            (
                1,
                10,
                "the prefix ex: is not declared; put PREFIX ex: <…> in front.",
                "ASK { ?s ex:p 'x' }",
            ),
        ),
        (
            "ASK { ?s stand:date 'x' }",
            (
                1,
                10,
                "the prefix stand: is not declared; "
                "put PREFIX stand: <https://w3id.org/standoff/ontology#> in front.",
                "ASK { ?s stand:date 'x' }",
            ),
        ),
        ("ASK { ?s ?p <a b> }", (1, 13, "this is not a valid IRI.", "ASK { ?s ?p <a b> }")),
        (
            "SELECT ?s ?p { ?s ?p ?o } GROUP BY ?s",
            (
                1,
                1,
                "the SELECT line has a variable that is neither grouped by nor aggregated.",
                "SELECT ?s ?p { ?s ?p ?o } GROUP BY ?s",
            ),
        ),
        (
            "SELECT (1 AS ?x) (2 AS ?x) {}",
            (1, 24, "a variable stands twice in the SELECT line.", "SELECT (1 AS ?x) (2 AS ?x) {}"),
        ),
        (
            "ASK {\n {SELECT ?a (MAX(?a) AS ?b) $a {}} }",
            (
                2,
                29,
                "a variable stands twice in the SELECT line.",
                " {SELECT ?a (MAX(?a) AS ?b) $a {}} }",
            ),
        ),
    ],
)
def test_a_fault_is_named_at_its_line_and_column(query: str, fault: tuple[int, int, str, str]):
    assert fault_of(query) == fault


PLACES = [t.start for t in tokens(SOUND) if t.start == 0 or SOUND[t.start - 1] in " \n"]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(PLACES), st.sampled_from(["§", "%%", "@@"]))
def test_a_token_that_does_not_belong_is_found_wherever_it_stands(place: int, stray: str):
    found = find_fault(f"{SOUND[:place]}{stray} {SOUND[place:]}")

    assert found is not None
    assert found.start == place


def test_a_sound_query_has_no_fault():
    assert find_fault(SOUND) is None


def test_a_text_too_long_to_search_gets_the_engines_position():
    query = "ASK {\n x }\n" + "#" * 20_000

    line, column, detail, source = fault_of(query)

    assert (line, detail, source) == (3, "the query cannot be read here.", "#" * 20_000)
    assert column == 5
