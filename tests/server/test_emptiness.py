"""Which part of a query's pattern ends its rows."""

from collections.abc import Callable

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from kg.paths import project_data
from kg.questions import load_questions
from server.emptiness import MAX_ASKS, Dead, why_empty
from server.fault import RequestError
from server.patterns import Cut
from tests.server.html_page import read_page
from tests.server.small import TRIG

PREFIXES = """PREFIX : <https://w3id.org/standoff/ontology#>
PREFIX actor: <https://w3id.org/standoff/id/actor/>
"""


@pytest.fixture(scope="module")
def ask() -> Callable[[str], bool]:
    store = ox.Store()
    store.load(TRIG.encode(), ox.RdfFormat.TRIG)
    for quad in list(store):
        store.add(ox.Quad(*quad.triple))

    def answer(query: str) -> bool:
        try:
            return bool(store.query(query))
        except SyntaxError as error:
            raise RequestError(400, str(error)) from error

    return answer


@pytest.mark.parametrize(
    ("query", "dead"),
    [
        (
            "SELECT ?c { ?c :assertedBy ?a ;\n  :certainty actor:nobody .\n  ?a a ?k }",
            Dead(4, ":certainty actor:nobody", alone=False),
        ),
        (
            "SELECT * { VALUES ?a { actor:ruritania }\n  ?c :assertedBy ?a }",
            Dead(4, "?c :assertedBy ?a", alone=True),
        ),
        ("SELECT * { ?c :assertedBy ?a , actor:x }", Dead(3, "actor:x")),
        (
            "SELECT * { [ a :Nothing ] :assertedBy ?a ; a ?k }",
            Dead(3, "[ a :Nothing ] :assertedBy ?a", alone=False),
        ),
        (
            "SELECT * { ?c :assertedBy ?a FILTER(?k = :Island) ?a a ?k }",
            Dead(3, "FILTER(?k = :Island)"),
        ),
        (
            "SELECT * { ?c :assertedBy ?a . FILTER(1.5 < 2) . ?a a :Island OPTIONAL { ?a :x ?y } }",
            Dead(3, "?a a :Island", alone=False),
        ),
        (
            "SELECT * { { ?x a :Nothing } UNION { ?x a :Nobody } ?x ?p ?o }",
            Dead(3, "{ ?x a :Nothing } UNION { ?x a :Nobody }", alone=False),
        ),
        (
            "SELECT * { { ?c :assertedBy ?a }\n { ?a a ?k\n VALUES (?k) { (:Island) } } }",
            Dead(5, "VALUES (?k) { (:Island) }"),
        ),
        (
            "SELECT * { ?c :assertedBy ?a GRAPH ?g { ?a a ?k .\n ?a a :Nothing } }",
            Dead(4, "?a a :Nothing"),
        ),
        (
            "SELECT * { ?c :assertedBy ?a BIND(STR(?a) AS ?n) MINUS { ?c :certainty ?y } }",
            Dead(3, "MINUS { ?c :certainty ?y }"),
        ),
        (
            "SELECT (COUNT(?c) AS ?n) FROM <urn:x> WHERE { ?c ?p ?o } GROUP BY ?p",
            Dead(3, "?c ?p ?o", alone=False),
        ),
        ("SELECT ?c { ?c :assertedBy ?a } OFFSET 9", Dead()),
        ("SELECT ?a { ?c :assertedBy ?a } GROUP BY ?a HAVING(COUNT(?c) > 9)", Dead()),
        (
            "SELECT * { ?a ?b '. } ; {' # . ; {\n. ?b a ?c }",
            Dead(3, "?a ?b '. } ; {'", alone=False),
        ),
        # What is not cut.
        ("SELECT * { SELECT * { ?a a :Nothing } }", None),
        ("SELECT * { ?a a :Nothing . SERVICE <urn:x> { ?a ?b ?c } }", None),
        ("SELECT * { ?a a :Nothing", None),
        ("ASK { ?a a :Nothing }", None),
        ("SELECT * {}", None),
    ],
)  # fmt: skip
def test_the_first_part_with_which_nothing_matches_is_found(
    ask: Callable[[str], bool], query: str, dead: Dead | None
):
    assert why_empty(PREFIXES + query, ask) == dead


def test_it_asks_only_so_much_and_says_nothing_where_that_is_not_enough():
    asked = []

    def until_the_last(query: str) -> bool:
        asked.append(query)
        return "?last" not in query

    def nested(depth: int) -> str:
        return f"SELECT * {{ {'?x ?y ?z { ' * depth} ?last a ?k {'}' * depth} }}"

    assert why_empty(nested(3), until_the_last) == Dead(1, "?last a ?k")
    asked.clear()
    assert why_empty(nested(60), until_the_last) is None
    assert len(asked) == MAX_ASKS


def test_every_beginning_of_every_question_is_a_query_that_holds(project_store: ox.Store):
    empty = []
    for question in load_questions(project_data().queries):
        cut = Cut(question.text)
        group = cut.group(cut.opened + 1, cut.closed)
        beginnings = [*range(1, len(group.parts)), None]
        for end in beginnings:
            tests = group.filters if end is None else []
            body = "".join(part.text for part in [*group.parts[:end], *tests])
            if not project_store.query(f"{cut.prologue}ASK {{{body} }}"):
                empty.append((question.name, body))

    assert empty == []


def test_the_page_names_the_part_and_its_line(client: FlaskClient):
    query = PREFIXES + "SELECT * {\n ?c :assertedBy ?a .\n ?a a :Island }"
    text = client.get("/query", query_string={"query": query, "why": 1}).text

    assert (
        '<p class="dead" data-line="5">Nothing in this version matches line 5: '
        "<code>?a a :Island</code></p>"
    ) in text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o } LIMIT 1",
        "ASK { ?s ?s ?s }",
        "SELECT * { SELECT * { ?s ?s ?s } }",
        "CONSTRUCT WHERE { ?s ?s ?s }",
    ],
)
def test_the_page_says_nothing_where_there_are_rows_or_nothing_can_be_said(
    client: FlaskClient, query: str
):
    assert 'class="dead"' not in client.get("/query", query_string={"query": query, "why": 1}).text


def test_statements_on_triple_terms_are_asked_as_the_query_asks_them(client: FlaskClient):
    query = (
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
        "SELECT * { ?r ?p ?t .\n ?r rdf:reifies <<( ?a ?b ?c )>> .\n ?a a ?nothing , rdf:Bag }"
    )
    text = client.get("/query", query_string={"query": query, "why": 1}).text

    assert 'class="dead" data-line="4"' in text


def test_where_it_takes_long_a_link_leads_to_why(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("server.pages.WHY_S", 0.0)
    text = client.get("/query", query_string={"query": "SELECT * { ?s ?s ?s }"}).text
    link = read_page(text).link("Find out which part of the pattern matches nothing")

    assert 'class="dead"' not in text
    assert "Nothing in this version matches line 1: <code>?s ?s ?s</code>" in client.get(link).text
