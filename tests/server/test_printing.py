"""Pages as they are printed: what can be pressed is left out, what is shown is whole."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

PAPER = {"width": 680, "height": 960}
PRESSED = "nav, form, button, .skip, .formats, a.why"
CUT = """() => [...document.querySelectorAll("main *")].filter(it => {
  const style = getComputedStyle(it);
  const hides = style.overflowX !== "visible" && !it.matches(".unseen, svg, svg *, thead");
  return hides && it.scrollWidth > it.clientWidth + 1;
}).map(it => it.outerHTML.slice(0, 80))"""
PAGES = (
    "/",
    "/id/actor/russia",
    "/id/document/new-rules-2017",
    "/id/situation/new-rules-2017/islands-dispute",
    "/claims?speaker=russia",
    "/ontology",
    "/ontology/assertedBy",
    "/question/who-ties-thaad-to-the-islands",
    "/query?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%203",
)


@pytest.fixture
def paper(browser: Browser, project_address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=project_address, viewport=PAPER)
    page = context.new_page()
    page.emulate_media(media="print")
    yield page
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_a_printed_page_has_nothing_to_press_and_cuts_nothing(paper: Page, path: str):
    paper.goto(path)

    shown = [it for it in paper.locator(PRESSED).all() if it.is_visible()]
    assert [it.evaluate("it => it.outerHTML.slice(0, 80)") for it in shown] == []
    assert paper.evaluate(CUT) == []
    assert paper.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]


def test_a_printed_answer_has_its_query_and_elsewhere_its_addresses(paper: Page):
    paper.goto(PAGES[-1])
    assert paper.locator(".printed").inner_text() == "SELECT * { ?s ?p ?o } LIMIT 3"

    paper.goto("/id/actor/russia")
    after = "getComputedStyle(document.querySelector('main a[href^=\"http\"]'), '::after').content"
    paper.locator("details.all > summary").evaluate("it => { it.parentElement.open = true }")
    assert paper.evaluate(after).startswith('" <')
