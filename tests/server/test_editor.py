"""The editor in Chromium, by the keyboard alone: nothing from elsewhere, nothing to complain of."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from kg.base import BASE
from kg.paths import project_data
from kg.questions import load_questions
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


PHONE_TOO = pytest.mark.parametrize("page", [1440, 390], indirect=True)


@pytest.fixture
def page(browser: Browser, project_address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open the editor at the width of a desk or a phone, light or dark."""
    if not EDITOR.is_file():
        pytest.skip("the editor is not there: python -m server.frontend.build fetches it")
    width = getattr(request, "param", 1440)
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="light" if width > 1000 else "dark",
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


@PHONE_TOO
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
    policy = (page.reload() or pytest.fail("no answer")).headers["content-security-policy"]
    assert ("default-src 'self'" in policy, "unsafe" in policy) == (True, False)
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


@PHONE_TOO
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


@PHONE_TOO
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


def ask(page: Page, query: str) -> None:
    to(page, "A SPARQL query")
    write(page, f"PREFIX stand: <{BASE}ontology#>\n{query}")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result table")


@PHONE_TOO
def test_numbers_are_drawn_as_bars(page: Page):
    ask(
        page, "SELECT ?who (COUNT(?c) AS ?n) { ?c stand:assertedBy ?who } GROUP BY ?who ORDER BY ?n"
    )
    to(page, "Chart")
    page.keyboard.press("Enter")

    figures = [int(n) for n in page.locator(".chart td:last-child").all_inner_texts()]
    wide = "bars => bars.map(bar => bar.getBoundingClientRect().width)"
    widths = page.locator(".chart .bar").evaluate_all(wide)
    assert page.locator(".chart caption").inner_text().lower() == "n by who"
    assert figures == [int(n) for n in page.locator("#result .scroll td.number").all_inner_texts()]
    assert [round(w / widths[-1], 2) for w in widths] == pytest.approx(
        [n / figures[-1] for n in figures], abs=0.03
    )
    page.keyboard.press("Enter")
    assert page.locator(".chart").count() == 0


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?a ?b { ?a stand:actsFor ?b }",
        "CONSTRUCT { ?a stand:partOf ?b } WHERE { ?a stand:actsFor ?b }",
    ],
)
def test_nodes_are_drawn_as_a_network_that_leads_on(page: Page, query: str):
    ask(page, query)
    to(page, "Network")
    page.keyboard.press("Enter")
    names = page.locator(".network :is(a, g) title").all_text_contents()
    lines = page.locator(".network line").count()
    page.locator(".network a", has_text="Russia").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert len(names) == len(set(names)) > 5
    assert lines > 5
    assert "russia" in page.url


def test_a_hedged_or_imputed_claim_looks_so_in_a_network(page: Page):
    ask(page, "SELECT ?a ?b { ?a stand:attacks ?b . ?b stand:reportingMode ?m } ORDER BY ?a")
    badges = set(page.locator("#result td .badge:not(.plain)").all_inner_texts())
    to(page, "Network")
    page.keyboard.press("Enter")

    titles = page.locator(".network a[class] title").all_text_contents()
    assert badges
    assert {badge for badge in badges if any(badge in title for title in titles)} == badges
    assert page.locator(".network a[class] text.doubt").count() == len(titles)


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
