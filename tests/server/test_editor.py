"""The editor in Chromium, by the keyboard alone: nothing from elsewhere, nothing to complain of."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from kg.paths import project_data
from kg.questions import load_questions
from kg.vocab import BASE
from server.pages import EDITOR

# Each marks an error that is one, and none where SPARQL 1.2 has what it does not know.
RDF12 = {
    "SELECT * { ?r ?p <<( ?a ?b ?c )>> }": True,
    "SELECT * { << ?a ?b ?c >> ?d ?e }": True,
    "SELECT * { ?a ?b ?c {| ?d ?e |} }": True,
    "SELECT * { ?a ?b ?c ~ ?r }": True,
    'VERSION "1.2" SELECT * { ?a ?b ?c }': True,
    "SELECT * { ?r ?p ?t FILTER(isTRIPLE(?t)) BIND(SUBJECT(?t) AS ?s) }": True,
    'SELECT * { ?a ?b "x"@ar--rtl }': True,
    "SELECT * { ?a ?b }": False,
    'SELECT * { ?a "<<( ~" }  # <<(': False,
    "SELECT * { ?a ?b ?c }": True,
}
VALUE = "document.querySelector('.CodeMirror').CodeMirror.getValue()"
MARKED = """texts => texts.map(text => {
  const editor = document.querySelector(".CodeMirror").CodeMirror;
  editor.setValue(text);
  return !document.querySelector(".parseErrorIcon");
})"""


@pytest.fixture(params=[1440, 390])
def page(browser: Browser, project_address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open the editor at the width of a desk or a phone, light or dark."""
    if not EDITOR.is_file():
        pytest.skip("the editor is not there: python -m server.frontend.build fetches it")
    wide = request.param > 1000
    context = browser.new_context(
        viewport={"width": request.param, "height": 900}, color_scheme="light" if wide else "dark"
    )
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("console", lambda message: wrong.append(message.text))
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("request", lambda r: None if r.url.startswith(project_address) else wrong.append(r.url))
    tab.goto(f"{project_address}/query")
    tab.wait_for_selector(".CodeMirror")
    yield tab
    overflow = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert (wrong, overflow) == ([], 0)


def to(page: Page, text: str) -> None:
    """Press Tab until what has the focus is called this."""
    name = "(document.activeElement.labels?.[0] ?? document.activeElement).innerText?.trim()"
    label = f"document.activeElement.ariaLabel ?? {name}"
    for _ in range(30):
        page.keyboard.press("Tab")
        if str(page.evaluate(label)).startswith(text):
            return
    pytest.fail(f"the keyboard does not reach {text!r}")


def write(page: Page, text: str) -> None:
    """Replace what stands in the editor."""
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def test_an_example_is_shown_and_answered(page: Page):
    to(page, "A question to begin with")
    page.keyboard.type("Who ties THAAD")
    to(page, "Show its query")
    page.keyboard.press("Enter")
    page.locator(".CodeMirror-code", has_text="system:thaad").wait_for()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result table")

    query = page.evaluate(VALUE)
    assert parse_qs(urlsplit(page.url).query)["query"] == [query]
    assert page.locator("#result h2").all_inner_texts() == ["Answer"]
    assert page.locator("#result tbody tr").count() > 1
    assert page.get_by_role("status").inner_text() == page.locator("#result .note").inner_text()
    page.reload()
    page.wait_for_selector(".CodeMirror")
    assert page.evaluate(VALUE) == query
    assert page.locator("#result tbody tr").count() > 1


def test_a_row_leads_to_its_evidence(page: Page):
    to(page, "A SPARQL query")
    write(page, f"SELECT (COUNT(?c) AS ?n) {{ ?c <{BASE}ontology#attacks> ?d }}")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result table")
    count = page.locator("#result td.number").inner_text()
    to(page, "Evidence of row 1")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.get_by_role("heading", level=1).inner_text() == "What stands behind this row"
    assert page.locator(".backings li").count() >= int(count) > 0
    assert page.locator(".backings li .passage").count() >= int(count)


def test_an_empty_answer_marks_the_line_that_matches_nothing(page: Page):
    to(page, "A SPARQL query")
    write(page, f"SELECT * {{\n ?c a ?k .\n ?c <{BASE}nothing> ?x }}")
    page.keyboard.press("Control+Enter")
    page.locator("#result .dead, #result a", has_text="matches").first.wait_for()
    if page.locator("#result .dead").count() == 0:  # it took long to find out
        with page.expect_navigation():
            page.locator("#result a", has_text="Find out").click()
    page.wait_for_selector(".line-of-nothing")

    line = page.locator(".CodeMirror-code > div", has=page.locator(".line-of-nothing"))
    assert "nothing> ?x" in line.inner_text()
    assert "Nothing in this version matches line 3:" in page.locator("#result .dead").inner_text()


def test_a_property_and_a_class_are_completed_with_their_prefixes(page: Page):
    to(page, "A SPARQL query")
    write(page, "SELECT * { ?c a stand:Clai")
    page.keyboard.press("Control+Space")
    page.locator(".CodeMirror-hint", has_text="stand:Claim").first.wait_for()
    page.keyboard.press("Enter")
    page.keyboard.type(" ; asserted")
    hint = page.locator(".CodeMirror-hint-active")
    page.keyboard.press("Control+Space")
    hint.wait_for()
    shown = hint.inner_text().split("\n")
    page.keyboard.press("Enter")
    page.keyboard.type(" ?who }")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result table")

    assert shown[0] == "stand:assertedBy"
    assert "said or wrote" in shown[-1]
    assert page.evaluate(VALUE) == (
        f"PREFIX stand: <{BASE}ontology#>\nSELECT * {{ ?c a stand:Claim ; stand:assertedBy ?who }}"
    )


def test_an_error_is_shown_at_its_line_until_it_is_mended(page: Page):
    to(page, "A SPARQL query")
    faulty = '  ?a ?b ?c FILTER(STR(?c) != "𝕏") ?x }'
    write(page, f"SELECT * {{\n{faulty}\nLIMIT 3")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".line-at-fault")

    said = page.locator("#result .fault strong").inner_text()
    line = page.locator(".CodeMirror-code > div", has=page.locator(".line-at-fault")).inner_text()
    at = page.locator(".at-fault").inner_text()
    page.keyboard.type("?y ?z ")
    assert (said, at) == (f"Line 2, column {len(faulty)}:", "}")
    assert "?x }" in line
    assert page.locator(".line-at-fault, .at-fault").count() == 0
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result table")


def test_the_keyboard_leads_out_of_the_editor(page: Page):
    to(page, "A SPARQL query")
    before = page.evaluate(VALUE)
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Ask"
    assert page.evaluate(VALUE) == before


def test_no_question_and_nothing_of_sparql_12_is_marked_as_an_error(page: Page):
    questions = load_questions(project_data().queries)

    assert page.evaluate(MARKED, [question.text for question in questions]) == [True] * len(
        questions
    )
    assert page.evaluate(MARKED, list(RDF12)) == list(RDF12.values())


def test_it_may_run_nothing_and_style_nothing_that_is_not_ours(page: Page):
    policy = page.evaluate("fetch(location).then(a => a.headers.get('Content-Security-Policy'))")

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
