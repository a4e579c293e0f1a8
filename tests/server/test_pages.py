import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.settings import Settings
from server.app import create_app
from server.current import current_of
from tests.server.conftest import MakeApp
from tests.server.html_page import Page, read_page
from tests.server.small import QUESTIONS, TEXT, publish_small

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ID = "https://w3id.org/standoff/id/"
STAND = "PREFIX stand: <https://w3id.org/standoff/ontology#>\n"
C02_MARKS = [
    ("imputed to Ruritania", "imputed"),
    ("possible", "hedged"),
    ("negative", "denied"),
    ("on condition: guns stand in the harbour", "hedged"),
]


def get(client: FlaskClient, path: str, status: int = 200) -> Page:
    answer = client.get(path, headers=HTML)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    return read_page(answer.text)


def asked(client: FlaskClient, query: str, status: int = 200) -> Page:
    return get(client, f"/query?query={quote(query)}", status)


@pytest.fixture(scope="module")
def without_text(build_root: Path) -> Iterator[FlaskClient]:
    app = create_app(Settings(build=build_root), questions=QUESTIONS)
    yield app.test_client()
    current_of(app).close()


def test_the_start_page_lists_the_article_and_the_questions_by_tag(client: FlaskClient):
    page = get(client, "/")

    assert page.headings == [
        "Who claims what in a security dispute, and where it says so",
        "Questions",
        "claims",
        "minds",
        "Data",
    ]
    assert page.link("Is there a claim?") == "/question/is-there-a-claim"
    assert page.link("Who is said to fear whom & why?") == "/question/who-fears-whom"
    assert "The <harbour> & its guns" in [text for text, _ in page.links]


def test_the_start_page_counts_what_there_is(client: FlaskClient):
    text = client.get("/").text

    counts = re.findall(r"<dt>(\w+)</dt><dd>([\d,]+)</dd>", text)
    assert counts == [
        ("claims", "2"),
        ("propositions", "2"),
        ("mentions", "0"),
        ("positions", "0"),
        ("triples", "77"),
    ]


def test_a_question_shows_its_answer_with_marks_and_the_words(client: FlaskClient):
    page = get(client, "/question/who-fears-whom")

    assert page.headings == ["Who is said to fear whom & why?", "Answer", "As SPARQL"]
    assert page.tables == [
        [
            ["claim", "speaker", "mode", "certainty", "passage"],
            [
                "the columnist: guns stand in the harbour",
                "the columnist",
                "own voice",
                "certain",
                "Old guns guard the 港 quay. passage s01, code points 0–26; carries claim c01",
            ],
            [
                "the columnist: not: the neighbour is feared imputed to Ruritania possible "
                "negative on condition: guns stand in the harbour",
                "the columnist",
                "imputed",
                "possible",
                "Ruritania fears nothing <b>. passage s02, code points 27–55; carries claim c02 "
                "caption or credit, not the author",
            ],
        ]
    ]
    assert page.badges == [
        ("own voice", "plain"),
        ("certain", "plain"),
        *C02_MARKS,
        ("imputed", "imputed"),
        ("possible", "hedged"),
        ("caption or credit, not the author", "reported"),
    ]
    assert page.quotes == ["Old guns guard the 港 quay.", "Ruritania fears nothing <b>."]


def test_without_the_text_a_passage_shows_our_words_and_says_so(without_text: FlaskClient):
    page = get(without_text, "/question/who-fears-whom")

    assert [row[4] for row in page.tables[0][1:]] == [
        "in our words: the guns are there passage s01, code points 0–26; carries claim c01",
        "in our words: fear, ascribed passage s02, code points 27–55; carries claim c02 "
        "caption or credit, not the author",
    ]
    assert page.quotes == []


def test_a_passage_that_nobody_paraphrased_goes_by_its_label(tmp_path: Path, make_app: MakeApp):
    publish_small(
        tmp_path,
        f"""<{ID}graph> {{
          <{ID}mention/m1> <http://www.w3.org/ns/oa#hasSelector> <{ID}mention/m1/at> ;
            <http://www.w3.org/2000/01/rdf-schema#label> "“the guns” at 4–8" .
          <{ID}mention/m1/at> <http://www.w3.org/ns/oa#start> 4 ;
            <http://www.w3.org/ns/oa#end> 8 . }}""",
    )
    client = make_app(tmp_path).test_client()

    page = asked(client, f"SELECT ?m {{ VALUES ?m {{ <{ID}mention/m1> }} }}")

    assert page.tables == [[["m"], ["“the guns” at 4–8 passage m1, code points 4–8"]]]


def test_words_of_another_text_are_never_shown(build_root: Path, make_app: MakeApp):
    other = {"harbour": TEXT.replace("Old", "New")}
    client = make_app(build_root, texts=other).test_client()

    assert get(client, "/question/who-fears-whom").quotes == []


def test_a_question_links_to_its_answer_for_programs_and_to_the_form(client: FlaskClient):
    page = get(client, "/question/who-fears-whom")

    rows = client.get(page.link("CSV"), headers=HTML)
    form = get(client, page.link("Open in the query form"))
    assert rows.mimetype == "text/csv"
    assert rows.text.splitlines()[1] == (
        f"{ID}claim/harbour/c01,the columnist,"
        "https://w3id.org/standoff/vocab/reporting-mode/own-voice,certain,"
        f"{ID}passage/harbour/s01"
    )
    assert form.tables == page.tables


def test_yes_and_no_are_said_in_words(client: FlaskClient):
    assert "Yes." in client.get("/question/is-there-a-claim").text
    assert (
        "No: nothing in this version matches." in client.get("/query?query=ASK{?s%20?s%20?s}").text
    )


def test_an_iri_of_ours_leads_to_what_is_said_of_it(client: FlaskClient):
    listed = asked(client, STAND + "SELECT ?by { ?by stand:deploys ?what }")
    page = get(client, listed.link("Ruritania"))

    assert page.headings[0] == "Ruritania"
    assert page.link("wd:Q1234") == "http://www.wikidata.org/entity/Q1234"


def test_a_subject_is_shown_as_a_table_of_its_properties(client: FlaskClient):
    page = asked(client, f"DESCRIBE <{ID}actor/ruritania>")

    assert page.headings == ["Query", "Answer", "Ruritania"]
    assert page.tables == [
        [
            ["property", "value"],
            ["rdf:type", "stand:State"],
            ["rdfs:label", "Ruritania"],
            ["skos:exactMatch", "wd:Q1234"],
            ["skos:prefLabel", "Ruritania"],
            ["skos:prefLabel", "Руритания ru"],
            ["skos:prefLabel", "ルリタニア ja"],
            ["stand:deploys", "Harbour Gazette"],
        ]
    ]


def test_a_claim_never_stands_without_its_speaker_and_its_marks(client: FlaskClient):
    page = asked(client, f"DESCRIBE <{ID}claim/harbour/c02>")

    assert page.headings[-1] == (
        "the columnist: not: the neighbour is feared "
        "imputed to Ruritania possible negative on condition: guns stand in the harbour"
    )
    assert page.badges[:4] == C02_MARKS


def test_a_graph_is_offered_in_the_formats_that_can_hold_it(client: FlaskClient):
    plain = asked(client, f"DESCRIBE <{ID}claim/harbour/c02>")
    reifying = asked(client, f"VERSION '1.2' CONSTRUCT WHERE {{ <{ID}claim/harbour/c01> ?p ?o }}")

    assert [text for text, href in plain.links if "format=" in href and "/cite?" not in href] == [
        "Turtle",
        "N-Triples",
        "RDF/XML",
        "JSON-LD",
        "N3",
        "TriG",
        "N-Quads",
    ]
    assert [
        text for text, href in reifying.links if "format=" in href and "/cite?" not in href
    ] == [
        "Turtle",
        "N-Triples",
        "RDF/XML",
        "TriG",
        "N-Quads",
    ]


def test_a_triple_term_is_shown_as_a_statement_of_names(client: FlaskClient):
    page = asked(
        client,
        "SELECT ?what { ?c <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> ?what }",
    )

    assert page.tables == [
        [["what"], ["the statement: Ruritania · stand:deploys · Harbour Gazette"]]
    ]


def test_a_string_that_is_an_iri_of_ours_is_shown_as_the_node(client: FlaskClient):
    page = asked(client, STAND + "SELECT (MIN(STR(?p)) AS ?first) { ?p a stand:Passage }")

    assert page.tables == [
        [
            ["first"],
            ["Old guns guard the 港 quay. passage s01, code points 0–26; carries claim c01"],
        ]
    ]


def test_a_column_of_a_schemes_labels_is_shown_as_badges_and_another_is_not(client: FlaskClient):
    page = asked(
        client, "SELECT * { VALUES (?a ?b) { ('possible' 'possible') ('certain' 'other') } }"
    )

    assert page.badges == [("possible", "hedged"), ("certain", "plain")]


def test_a_long_answer_comes_in_pages(client: FlaskClient):
    numbers = " ".join(str(number) for number in range(250))
    address = f"/query?query={quote(f'SELECT ?n {{ VALUES ?n {{ {numbers} }} }}')}"
    pages = [client.get(f"{address}&page={number}") for number in (1, 2, 3)]
    shown = [[row[0] for row in read_page(page.text).tables[0][1:]] for page in pages]

    assert [name for page in shown for name in page] == [str(number) for number in range(250)]
    assert [len(page) for page in shown] == [100, 100, 50]
    assert "250 rows, 100 of them on this page; a download has them all." in pages[0].text
    links = [re.findall(r'rel="(prev|next)"', page.text) for page in pages]
    assert links == [["next"], ["prev", "next"], ["prev"]]
    for wrong in (4, 0, "x"):
        assert 'role="alert"' in client.get(f"{address}&page={wrong}").text


def test_a_column_puts_the_rows_in_order(client: FlaskClient):
    rows = "('b' 10) ('a' 9) ('C' 1.5) (UNDEF 2)"
    address = f"/query?query={quote(f'SELECT * {{ VALUES (?t ?n) {{ {rows} }} }}')}"

    def column(number: int, sort: str) -> list[str]:
        page = read_page(client.get(f"{address}&sort={sort}").text)
        return [row[number] for row in page.tables[0][1:]]

    assert column(0, "n") == ["1.5", "2", "9", "10"]
    assert column(0, "-n") == ["10", "9", "2", "1.5"]
    assert column(1, "t") == ["", "a", "b", "C"]
    assert "names no column: take one of n, t." in client.get(f"{address}&sort=x").text


def test_the_answer_of_a_question_is_ordered_and_the_heading_says_so(client: FlaskClient):
    page = client.get("/question/who-fears-whom?sort=-speaker", headers=HTML)

    assert page.status_code == 200
    assert page.text.count('aria-sort="descending"') == 1


def test_an_empty_answer_says_so(client: FlaskClient):
    nothing = "nothing in this version answers the query as it is put."
    rows = client.get("/query?query=SELECT * { ?s ?s ?s }").text
    graph = client.get("/query?query=DESCRIBE <urn:x>").text

    assert f"No rows: {nothing}" in rows
    assert f"No triples: {nothing}" in graph


def test_an_error_is_shown_at_its_line_beside_the_query(client: FlaskClient):
    answer = client.get("/query?query=ASK {%0A ?s xy <b> }", headers=HTML)

    text = " ".join(answer.text.split())
    assert answer.status_code == 400
    assert (
        "<strong>Line 2, column 5:</strong> the query cannot be read from &#39;xy&#39; on." in text
    )
    assert " ?s xy &lt;b&gt; }\n    ^</code>" in answer.text
    assert 'aria-describedby="fault" aria-invalid="true"' in answer.text


def test_an_empty_query_leaves_the_form_empty_and_says_so(client: FlaskClient):
    answer = client.get("/query?query=", headers=HTML)

    assert answer.status_code == 400
    assert re.findall(r"<textarea[^>]*>\n(.*)</textarea>", answer.text, re.DOTALL) == [""]
    assert "The query is empty; try SELECT *" in answer.text


def test_the_form_starts_with_a_query_that_has_an_answer(client: FlaskClient):
    text = client.get("/query").text
    [query] = re.findall(r"<textarea[^>]*>\n(.*)</textarea>", text, re.DOTALL)

    page = asked(client, unescape(query))

    assert len(page.tables[0]) == 3


HOSTILE = "\"'><script>alert(1)</script>&amp;{{7*7}}"


@pytest.mark.parametrize(
    "path",
    [
        f"/query?query={quote(HOSTILE)}",
        f"/query?query={quote('SELECT (' + repr(HOSTILE) + ' AS ?x) {}')}",
        f"/query?query={quote('SELECT (<javascript:alert(1)> AS ?x) {}')}",
        f"/query?{quote(HOSTILE)}=1&query=ASK",
        f"/question/{quote(HOSTILE)}",
        f"/{quote(HOSTILE)}",
    ],
)
def test_nothing_that_is_sent_becomes_markup(client: FlaskClient, path: str):
    text = client.get(path, headers=HTML).text

    assert re.findall(r"<script(?! src=)", text) == []
    assert 'href="javascript' not in text


@pytest.mark.parametrize(
    "path", ["/", "/query", "/question/who-fears-whom", "/nope", "/sparql?query=x"]
)
def test_a_page_takes_nothing_from_elsewhere(client: FlaskClient, path: str):
    answer = client.get(path, headers=HTML)
    text = re.sub(r'<link rel="canonical"[^>]*>', "", answer.text)  # names what is not loaded
    sources = re.findall(r'(?:src|href|action)="([^"]*)"', text)

    loaded = [s for s in sources if not s.startswith(("/", "#", "http://www.wikidata.org/"))]
    assert loaded == []
    assert "style=" not in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")


def test_what_is_not_there_is_404_in_the_clients_own_way(client: FlaskClient):
    page = client.get("/question/none", headers=HTML)
    plain = client.get("/question/none")
    problem = client.get("/question/none", headers={"Accept": "application/json"})

    detail = "There is no such page; the start page lists what there is."
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert read_page(page.text).headings == ["Not Found"]
    assert (plain.status_code, plain.text) == (404, f"404 Not Found\n{detail}\n")
    assert (problem.status_code, problem.mimetype) == (404, "application/problem+json")
    assert problem.get_json(force=True) == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": detail,
    }


def test_pages_work_under_a_prefix_that_a_proxy_put_there(app: Flask):
    client = app.test_client()
    environ = {"SCRIPT_NAME": "/standoff"}

    page = read_page(client.get("/", environ_overrides=environ).text)

    assert page.link("Is there a claim?") == "/standoff/question/is-there-a-claim"


def test_another_base_serves_its_own_iris(tmp_path: Path, make_app: MakeApp):
    publish_small(tmp_path, base="https://example.org/kg/")
    client = make_app(tmp_path, texts={"harbour": TEXT}).test_client()

    page = get(client, "/question/who-fears-whom")

    assert [row[3] for row in page.tables[0][1:]] == ["certain", "possible"]
    assert page.quotes == ["Old guns guard the 港 quay.", "Ruritania fears nothing <b>."]
    assert "stand: <https://example.org/kg/ontology#>" in unescape(client.get("/query").text)
