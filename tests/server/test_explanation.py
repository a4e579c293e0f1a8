"""The page that says why a statement holds, over the project's own data and over any files."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from kg.build import BuildReport
from kg.ingest import ingest
from kg.settings import Settings
from server import explanation
from server.app import create_app
from server.current import current_of
from tests.server.conftest import MakeApp
from tests.server.html_page import Page, read_page

SECTION = "id:actor/embassy-of-russia-in-japan-military-section"
ASKED = {"s": SECTION, "p": "stand:actsFor", "o": "id:actor/russia"}
IN_FULL = "https://w3id.org/standoff/id/actor/"


@pytest.fixture(scope="module")
def project(project_root: Path, project_build: BuildReport) -> Iterator[FlaskClient]:
    app = create_app(Settings(build=project_root))
    yield app.test_client()
    current_of(app).close()


def get(client: FlaskClient, status: int = 200, **asked: str) -> Page:
    answer = client.get(f"/explain?{urlencode(asked)}", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (status, "text/html"), answer.text
    return read_page(answer.text)


def test_a_page_leads_from_a_statement_to_those_it_follows_from(project: FlaskClient):
    page = get(project, **ASKED)

    assert page.headings == [
        "military section of the Embassy of Russia in Japan has “acts for” Russia",
        "Step by step",
    ]
    premise = page.link("Embassy of Russia in Japan has “acts for” Russia")
    asserted = read_page(project.get(premise, headers={"Accept": "text/html"}).text)
    assert asserted.headings == ["Embassy of Russia in Japan has “acts for” Russia"]


def test_iris_say_the_same_as_short_names(project: FlaskClient):
    in_full = {
        "s": f"{IN_FULL}embassy-of-russia-in-japan-military-section",
        "p": "<https://w3id.org/standoff/ontology#actsFor>",
        "o": f"<{IN_FULL}russia>",
    }

    assert get(project, **in_full).headings == get(project, **ASKED).headings


def test_a_fact_shows_the_claims_it_rests_on(project: FlaskClient, project_store: ox.Store):
    [row, *_] = project_store.query("""
        PREFIX stand: <https://w3id.org/standoff/ontology#>
        SELECT ?s ?p ?o ?claim WHERE {
          ?content stand:establishedBy ?claim ; stand:propositionSubject ?s ;
            stand:propositionPredicate ?p ; stand:propositionObject ?o } ORDER BY ?claim""")

    page = get(project, s=row["s"].value, p=row["p"].value, o=row["o"].value)

    assert "The claims it rests on as a fact" in page.headings
    name = row["claim"].value.replace("https://w3id.org/standoff/id/", "id:")
    assert page.link(name) == f"/id/{name.removeprefix('id:')}"


def test_what_does_not_hold_shows_what_is_missing(project: FlaskClient):
    page = get(project, s="id:actor/russia", p="a", o="stand:Territory")

    assert page.headings[0] == "Russia is a territory"
    assert ("missing", "denied") in page.badges
    assert "What the version says instead" in page.headings


def test_without_a_statement_there_is_a_form(client: FlaskClient):
    assert get(client).headings == ["Explain a statement"]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"s": "id:actor/x"}, "The parameter 'p' is missing: it is the predicate"),
        ({**ASKED, "s": "russia"}, "The subject cannot be read: 'russia' is no name; write an IRI"),
        ({**ASKED, "p": "foo:x"}, "the prefix 'foo' is unknown; take one of dcat, "),
        ({**ASKED, "o": '"x"^^'}, "The object cannot be read: "),
        ({**ASKED, "o": "<http://x/ y>"}, "The object cannot be read: 'http://x/ y' is no IRI"),
        ({**ASKED, "s": "<> } INSERT DATA {"}, "The subject cannot be read: "),
    ],
)
def test_what_cannot_be_read_is_a_fault_of_the_request_that_says_how_to_mend_it(
    client: FlaskClient, asked: dict[str, str], message: str
):
    answer = client.get(
        f"/explain?{urlencode(asked)}", headers={"Accept": "application/problem+json, */*;q=0.1"}
    )

    assert answer.status_code == 400
    assert message in answer.text


def test_programs_get_json_and_turtle(project: FlaskClient):
    json = project.get(f"/explain?{urlencode({**ASKED, 'format': 'json'})}")
    turtle = project.get(f"/explain?{urlencode(ASKED)}", headers={"Accept": "text/turtle"})
    other = project.get(f"/explain?{urlencode({**ASKED, 'format': 'xml'})}")

    assert json.json is not None
    assert json.json["status"] == "inferred"
    assert [step["rule"] for step in json.json["steps"]] == ["prp-spo1", "prp-trp"]
    assert len(list(ox.parse(turtle.data, ox.RdfFormat.TURTLE))) > 20
    assert other.status_code == 406


def test_files_with_axioms_of_their_own_are_explained_by_those(tmp_path: Path, make_app: MakeApp):
    file = tmp_path / "data.ttl"
    file.write_text("""
        @prefix : <https://example.org/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        :p rdfs:domain :C . :C rdfs:subClassOf :D . :x :p 1 .
    """)
    ingest([file], tmp_path / "build")
    client = make_app(tmp_path / "build").test_client()
    asked = {"s": "https://example.org/x", "p": "a", "o": "https://example.org/D", "format": "json"}

    found = client.get(f"/explain?{urlencode(asked)}").json

    assert found is not None
    assert found["status"] == "not kept"
    assert [step["rule"] for step in found["steps"]] == ["prp-dom", "cax-sco"]
    assert found["steps"][0]["premises"][0]["graphs"] == ["the default graph"]


def test_an_ontology_too_large_is_left_to_the_command_line(
    build_root: Path, make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(explanation, "MOST_AXIOMS", -1)
    client = make_app(build_root).test_client()

    answer = client.get(f"/explain?{urlencode(ASKED)}")

    assert answer.status_code == 503
    assert "standoff explain" in answer.text
