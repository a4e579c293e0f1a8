"""axe finds nothing wrong with the pages: WCAG 2.2 A and AA, in both schemes, at both widths."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

PAGES = [
    "/",
    "/question/who-speaks-for-russia",
    "/claims",
    "/search?q=thaad",
    "/query?example=who-ties-thaad-to-the-islands",
    "/explain",
    "/id/actor/russia",
    "/id/claim/new-rules-2017/c44",
    "/id/document/new-rules-2017",
    "/id/territory/disputed-islands-hokkaido-urup",
    "/id/situation/new-rules-2017/islands-dispute",
    "/vocab/polarity",
    "/vocab/polarity/positive",
    "/ontology",
    "/ontology/assertedBy",
]
RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
}

# CodeMirror's field, which takes the focus and the keys that scroll, lies beside what it scrolls.
EXCUSED = {("scrollable-region-focusable", '<div class="CodeMirror-scroll" tabindex="-1">')}


@pytest.fixture(params=[("light", 1280), ("dark", 390)], ids=["light, wide", "dark, narrow"])
def tab(browser: Browser, project_address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a tab in a scheme, at a width."""
    scheme, width = request.param
    # axe is put into the page, which no page of ours lets another script be.
    context = browser.new_context(
        base_url=project_address,
        bypass_csp=True,
        color_scheme=scheme,
        viewport={"width": width, "height": 844},
    )
    yield context.new_page()
    context.close()


def faults(tab: Page) -> list[tuple[str, str]]:
    found = Axe().run(tab, options=RULES).response["violations"]
    told = [(rule["id"], node["html"][:120]) for rule in found for node in rule["nodes"]]
    return [fault for fault in told if fault not in EXCUSED]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(tab: Page, path: str):
    tab.goto(path)

    assert faults(tab) == []


def test_axe_finds_what_is_wrong(tab: Page):
    tab.goto("/")
    tab.evaluate("document.querySelector('h1').outerHTML += '<img src=x>'")

    assert [rule for rule, _ in faults(tab)] == ["image-alt"]


def test_a_long_name_in_a_fault_makes_the_page_no_wider(tab: Page):
    tab.goto("/id/situation/of/nothing/that/this/version/has/under/its/name")

    assert tab.get_by_text("/of/nothing/that/").is_visible()
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
