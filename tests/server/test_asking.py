"""Questions with parameters, asked over HTTP, of the small version."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient

from kg.questions import load_questions
from kg.settings import Settings
from server.app import create_app
from server.asking import questions_of
from server.current import current_of
from server.openapi import describe
from tests.server.html_page import read_page
from tests.server.small import QUESTIONS

ID = "https://w3id.org/standoff/id/"
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
WHO = """#+ summary: Who claims what in their own voice?
#+ asks: Who claims what in the mode {mode}, from {from} on?
#+ defaults:
#+   - mode: vocab:reporting-mode/own-voice
#+ enumerate:
#+   - mode
#+   - doubt: [loud, low]
PREFIX stand: <https://w3id.org/standoff/ontology#>
SELECT ?claim WHERE {
  ?claim stand:reportingMode ?_mode_iri .
  FILTER(!BOUND(?__from_integer) || ?__from_integer < 3)
  FILTER(!BOUND(?__doubt) || ?__doubt != "loud")
} ORDER BY ?claim
"""
OWN, IMPUTED = f"claim\r\n{ID}claim/harbour/c01\r\n", f"claim\r\n{ID}claim/harbour/c02\r\n"


@pytest.fixture(scope="module")
def asking(build_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("queries")
    (folder / "who-claims.rq").write_text(WHO)
    app = create_app(Settings(build=build_root), questions=load_questions(folder))
    yield app.test_client()
    current_of(app).close()


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        ("", OWN),
        ("?mode=", OWN),
        ("?mode=vocab:reporting-mode/imputed", IMPUTED),
        ("?mode=https://w3id.org/standoff/vocab/reporting-mode/imputed&from=2", IMPUTED),
        ("?from=3", "claim\r\n"),
        ("?doubt=loud", "claim\r\n"),
        ("?doubt=", OWN),
    ],
)
def test_a_question_is_answered_for_the_values_given(asking: FlaskClient, given: str, answer: str):
    assert asking.get(f"/question/who-claims.csv{given}").text == answer
    assert asking.get(f"/question/who-claims{given}", headers={"Accept": "text/csv"}).text == answer


def test_an_answer_says_where_the_query_itself_is_answered_and_stays(asking: FlaskClient):
    found = asking.get("/question/who-claims.json?mode=vocab:reporting-mode/imputed")

    [cited] = [link for link in found.headers.getlist("Link") if "cite-as" in link]
    same = asking.get(cited.partition("<")[2].partition(">")[0].replace("http://localhost", ""))
    location = urlsplit(found.headers["Content-Location"])
    assert found.mimetype == "application/sparql-results+json"
    assert (location.path, found.headers["ETag"]) == ("/sparql.json", same.headers["ETag"])
    assert same.headers["Cache-Control"].endswith("immutable")
    assert "summary" not in location.query


@pytest.mark.parametrize(
    ("given", "detail"),
    [
        ("mode=loud", "The parameter 'mode': 'loud' is no name; write an IRI, or a prefixed name"),
        ("mode=urn:a%3E%20%7D", "The parameter 'mode': 'urn:a> }' is no IRI (Invalid IRI code"),
        ("from=1%7D", "The parameter 'from': '1}' is not a whole number, such as 12; write"),
        ("mod=x", "This question has no parameter 'mod': it takes doubt, from, mode, and default-"),
        ("query=ASK%7B%7D", "This question has no parameter 'query': it takes doubt, from, mode,"),
        ("mode=a:b&mode=a:c", "The parameter 'mode' is set 2 times; set it once."),
        ("timeout=x", "The parameter 'timeout' is a number of seconds above 0, not 'x'."),
    ],
)
def test_a_wrong_parameter_is_a_400_that_names_it(asking: FlaskClient, given: str, detail: str):
    found = asking.get(f"/question/who-claims.json?{given}")
    page = asking.get(f"/question/who-claims?{given}", headers=HTML)

    assert (found.status_code, page.status_code) == (400, 400)
    assert found.text.startswith(f"400 Bad Request\n{detail}")
    assert " ".join(detail.split()[:3]).replace("'", "&#39;") in page.text


def options(page: str, name: str) -> dict[str, bool]:
    """Return the choices of a parameter, and whether each is chosen."""
    [listed] = re.findall(rf'<select id="parameter-{name}".*?</select>', page, re.DOTALL)
    found = re.findall(r'<option value="(.*?)"( selected)?>', listed)
    return {value: bool(selected) for value, selected in found}


def test_the_page_has_a_form_with_the_choices_that_the_data_has(
    asking: FlaskClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("server.asking.CHOICES_S", 30.0)
    asking.application.extensions["standoff-slow-choices"].clear()
    first = asking.get("/question/who-claims", headers=HTML).text
    imputed = asking.get(
        "/question/who-claims?mode=vocab:reporting-mode/imputed&from=2", headers=HTML
    ).text

    assert read_page(first).headings[0] == "Who claims what in their own voice?"
    assert read_page(imputed).headings[0] == "Who claims what in the mode imputed, from 2 on?"
    for page, chosen in ((first, "own-voice"), (imputed, "imputed")):
        assert options(page, "mode") == {
            f"vocab:reporting-mode/{name}": name == chosen for name in ("imputed", "own-voice")
        }
        assert options(page, "doubt") == {"": True, "loud": False, "low": False}
    assert 'type="number" value="2"' in imputed


def test_choices_that_take_too_long_are_a_field_to_write_in(
    asking: FlaskClient, monkeypatch: pytest.MonkeyPatch, build_root: Path
):
    monkeypatch.setattr("server.asking.CHOICES_S", 0.0)
    app = create_app(Settings(build=build_root), questions=questions_of(asking.application))
    text = app.test_client().get("/question/who-claims", headers=HTML).text
    current_of(app).close()

    assert '<input id="parameter-mode" name="mode" type="text"' in text


def test_the_page_leads_to_the_same_answer_for_programs(asking: FlaskClient):
    page = read_page(
        asking.get("/question/who-claims?mode=vocab:reporting-mode/imputed", headers=HTML).text
    )

    assert asking.get(page.link(".csv")).text == IMPUTED
    assert asking.get(page.link("CSV")).text == IMPUTED


def test_hostile_values_are_shown_harmlessly(asking: FlaskClient):
    hostile = "</select><script>alert(1)</script>"
    found = asking.get(f"/question/who-claims?mode={quote(hostile)}", headers=HTML)

    assert found.status_code == 400
    assert "<script" not in found.text
    assert found.text.count("&lt;/select&gt;&lt;script&gt;") == 2  # the message and the option


def test_no_such_question_or_format_is_a_404(asking: FlaskClient):
    paths = ("/question/nobody", "/question/nobody.csv", "/question/who-claims.doc")
    assert [asking.get(path).status_code for path in paths] == [404] * 3


def test_each_question_with_parameters_is_described_with_their_kinds(asking: FlaskClient):
    found = asking.get("/openapi.json").json["paths"]["/question/who-claims"]["get"]

    own = {p["name"]: p["schema"] for p in found["parameters"] if p["name"] in ("mode", "from")}
    assert found["summary"] == "Who claims what in their own voice?"
    assert own == {
        "from": {"type": "integer"},
        "mode": {"type": "string", "default": "vocab:reporting-mode/own-voice"},
    }
    assert "/question/who-claims" not in describe(writable=False, questions=QUESTIONS)["paths"]
