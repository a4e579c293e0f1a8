"""A person's way through the pages, in Chromium, at the width of a desk and of a phone."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import pytest
from playwright.sync_api import Browser, Locator, Page

WIDTHS = [1280, 390]
EVIDENCE = """PREFIX stand: <https://w3id.org/standoff/ontology#>
SELECT ?claim ?passage { ?claim stand:evidencedBy ?passage } ORDER BY ?claim"""


@pytest.fixture(params=WIDTHS)
def page(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """Open a tab of this width on the small version."""
    with tab_on(browser, address, width=request.param) as tab:
        yield tab


@pytest.fixture(params=WIDTHS)
def project_page(
    browser: Browser, project_address: str, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """Open a tab of this width on the project's own version."""
    with tab_on(browser, project_address, width=request.param) as tab:
        yield tab


@contextmanager
def tab_on(browser: Browser, address: str, *, width: int) -> Iterator[Page]:
    """Open a tab, without JavaScript, that may reach nothing but the server."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, java_script_enabled=False
    )
    elsewhere: list[str] = []

    def pass_on(route, asked):
        if asked.url.startswith(address):
            route.continue_()
        else:
            elsewhere.append(asked.url)
            route.abort()

    context.route("**/*", pass_on)
    tab = context.new_page()
    wrong: list[str] = []
    tab.on("response", lambda r: wrong.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    tab.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    yield tab
    context.close()
    assert (elsewhere, wrong) == ([], [])


def follow(page: Page, link: Locator) -> None:
    """Click and wait until the page that it leads to is there."""
    with page.expect_navigation():
        link.click()


def overflow(page: Page) -> int:
    """How many pixels of the page stick out at the right."""
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(width))


def test_from_the_start_page_to_an_answer_and_its_evidence(page: Page, address: str):
    page.goto(f"{address}/")
    at_start = overflow(page)
    follow(page, page.get_by_role("link", name="Query", exact=True))
    page.get_by_label("A SPARQL query").fill(EVIDENCE)
    follow(page, page.get_by_role("button", name="Ask"))
    rows = page.get_by_role("row")
    seen = [rows.nth(i).is_visible() for i in range(rows.count())]
    words = page.locator("blockquote").all_inner_texts()
    at_answer = overflow(page)
    follow(page, page.get_by_role("link", name="the columnist: guns stand in the harbour"))

    assert (at_start, at_answer, overflow(page)) == (0, 0, 0)
    assert seen == [True, True, True]
    assert words == ["Old guns guard the 港 quay.", "Ruritania fears nothing <b>."]
    assert page.title() == "guns stand in the harbour · Standoff"


def test_a_question_of_the_start_page_opens(page: Page, address: str):
    page.goto(f"{address}/")
    first = page.locator(".groups a").first
    asked = first.inner_text()
    follow(page, first)

    assert page.get_by_role("heading", level=1).inner_text() == asked
    assert overflow(page) == 0


def hidden_part(page: Page) -> int:
    """How many pixels of the answer one would have to scroll to."""
    width = "box => box.scrollWidth - box.clientWidth"
    return int(page.locator(".scroll:has(table)").evaluate(width))


@pytest.mark.parametrize("columns", [3, 10])
def test_a_row_is_seen_whole_however_many_its_columns(page: Page, address: str, columns: int):
    names = " ".join(f"?the_column_{i}" for i in range(columns))
    values = " ".join(f"'a value of some length, the {i}.'" for i in range(columns))
    page.goto(f"{address}/query?query=SELECT * {{ VALUES ({names}) {{ ({values}) }} }}")

    assert page.locator("td:not(.why):visible").count() == columns
    assert (hidden_part(page), overflow(page)) == (0, 0)


def test_what_rows_share_stands_once_in_a_table_and_in_each_record(page: Page, address: str):
    page.goto(f"{address}/query?query=SELECT * {{ VALUES (?a ?b) {{ ('x' 1) ('x' 2) }} }}")

    seen = page.locator("td:not(.why):visible").all_inner_texts()
    is_table = (page.viewport_size or {})["width"] == 1280
    assert seen == (["x", "1", "2"] if is_table else ["x", "1", "x", "2"])


def test_an_empty_query_is_not_sent(page: Page, address: str):
    page.goto(f"{address}/query")
    page.get_by_label("A SPARQL query").fill("")
    page.get_by_role("button", name="Ask").click()

    assert page.url == f"{address}/query"


def test_the_keyboard_reaches_the_content_first_and_then_the_site(page: Page, address: str):
    page.goto(f"{address}/query?query=SELECT * WHERE {{ ?s ?p ?o }} LIMIT 3")
    reached = []
    for _ in range(11):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.trim().slice(0, 20)"))

    site = ["Questions", "Claims", "Search", "Query", "Explain", "Data", "Ontology"]
    assert reached[:9] == ["Skip to the content", "[Standoff)", *site]
    assert reached[9].startswith("SELECT")
    assert reached[10] == "Ask"


def test_the_ontology_is_read_from_its_contents_to_a_term_and_a_question(
    project_page: Page, project_address: str
):
    page = project_page
    page.goto(f"{project_address}/")
    follow(page, page.get_by_role("link", name="Ontology", exact=True))
    headings = page.get_by_role("heading", level=2).all_inner_texts()
    broken = page.evaluate(
        """[...document.querySelectorAll('main a[href^="#"]')]
           .map(a => a.getAttribute("href")).filter(to => !document.getElementById(to.slice(1)))"""
    )
    follow(page, page.locator(".trees").get_by_role("link", name="asserted by", exact=True))
    at_term = page.url
    asked = page.get_by_role("link", name="Who ties THAAD in Korea to the islands")
    seen = (asked.first.is_visible(), overflow(page))
    follow(page, page.get_by_role("link", name="The Standoff ontology"))
    place = page.locator("#assertedBy")
    back = (page.url, place.is_visible(), overflow(page))
    follow(page, place.get_by_role("link", name="asserted by", exact=True))
    follow(page, asked.first)

    assert broken == []
    assert headings == [
        *("Hierarchy", "Classes", "Object properties", "Data properties"),
        *("Annotation properties", "Closed lists", "Index"),
    ]
    assert at_term == f"{project_address}/ontology/assertedBy"
    assert seen == (True, 0)
    assert back == (f"{project_address}/ontology#assertedBy", True, 0)
    assert page.url == f"{project_address}/question/who-ties-thaad-to-the-islands"


def test_a_value_of_a_closed_list_leads_to_its_place_in_the_documentation(
    project_page: Page, project_address: str
):
    project_page.goto(f"{project_address}/vocab/polarity/negative")
    follow(project_page, project_page.get_by_role("link", name="Its place in the ontology"))

    assert project_page.url == f"{project_address}/ontology#vocab-polarity-negative"
    assert project_page.locator("#vocab-polarity-negative").is_visible()


def test_three_clicks_lead_from_the_start_page_to_the_passage_of_a_claim(
    project_page: Page, project_address: str
):
    page = project_page
    page.goto(f"{project_address}/")
    follow(page, page.get_by_role("link", name="Who ties THAAD in Korea to the islands"))
    asked = (page.get_by_role("heading", level=1).inner_text(), overflow(page))
    follow(page, page.get_by_role("link", name="claim c44").first)
    claimed = (
        page.locator(".attribution").inner_text(),
        page.get_by_role("heading", level=1).inner_text(),
        overflow(page),
    )
    follow(page, page.locator(".place a").first)

    assert asked == (
        "Who ties THAAD in Korea to the islands, when, and does the author of the article agree?",
        0,
    )
    assert claimed == (
        "Vladimir Putin says, as author of the column (probably Yu Koizumi) reports:",
        "The islands are of great importance for countering THAAD in South Korea.",
        0,
    )
    assert page.url == f"{project_address}/id/passage/new-rules-2017/s23a"
    assert page.get_by_text("code points 2518–2660").is_visible()
    assert overflow(page) == 0


def test_data_for_search_engines_is_no_script_to_a_browser(browser: Browser, project_address: str):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    found = []
    for path in ("/", "/id/actor/russia", "/id/claim/new-rules-2017/c51"):
        page.goto(f"{project_address}{path}")
        data = page.locator('script[type="application/ld+json"]')
        found.append((data.count(), overflow(page)))
    context.close()

    assert (found, said) == ([(1, 0)] * 3, [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ontology_prints_whole_in_either_scheme(
    project_page: Page, project_address: str, scheme: Literal["light", "dark"]
):
    project_page.emulate_media(media="print", color_scheme=scheme)
    project_page.goto(f"{project_address}/ontology")

    assert project_page.locator("nav:visible").count() == 0
    assert project_page.locator(".lines > div:visible").count() > 180
    assert overflow(project_page) == 0

    project_page.goto(f"{project_address}/ontology/assertedBy")

    assert project_page.locator("nav:visible").count() == 0
    assert project_page.get_by_text("Who ties THAAD in Korea to the islands").first.is_visible()
    assert project_page.get_by_text("Claim-assertedBy").is_visible()
    assert overflow(project_page) == 0


@pytest.fixture(params=WIDTHS)
def claims_page(
    browser: Browser, claims_address: str, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """Open a tab of this width on the version with claims to tell apart."""
    with tab_on(browser, claims_address, width=request.param) as tab:
        yield tab


def test_claims_are_narrowed_down_put_in_order_and_widened_again(
    claims_page: Page, claims_address: str
):
    page = claims_page
    page.goto(f"{claims_address}/")
    follow(page, page.get_by_role("link", name="Claims", exact=True))
    at_first = page.locator("td.said:visible").count()
    page.locator("summary", has_text="Imputed to").click()
    follow(page, page.get_by_role("link", name="Ruritania", exact=True).first)
    narrowed = page.locator("td.said").all_inner_texts()
    sizes = (overflow(page), hidden_part(page))
    follow(page, page.get_by_role("link", name="Drop Imputed to: Ruritania"))
    follow(page, page.get_by_role("link", name="Permanent address"))

    assert (at_first, sizes) == (4, (0, 0))
    assert [" ".join(text.split()) for text in narrowed] == [
        "denied: the neighbour is feared imputed to Ruritania possible "
        "on condition: guns stand in the harbour"
    ]
    assert page.url.startswith(f"{claims_address}/claims?snapshot=")
    assert page.locator("td.said:visible").count() == 4


def test_a_word_of_another_script_leads_to_the_thing_by_keyboard(
    claims_page: Page, claims_address: str
):
    page = claims_page
    page.goto(f"{claims_address}/search")
    page.get_by_label("Names, other names").focus()
    page.keyboard.insert_text("北方岩礁")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    found = page.get_by_role("link", name="the disputed rock")
    assert found.get_attribute("href") == "/id/territory/rock"
    assert page.locator("mark:visible").all_inner_texts() == ["北方岩礁"]
    assert overflow(page) == 0


def test_the_map_of_an_article_leads_to_a_sentence_a_claim_and_its_page(
    project_page: Page, project_address: str
):
    page = project_page
    page.goto(f"{project_address}/")
    follow(page, page.get_by_role("link", name="The new rules of Russia", exact=False).first)
    sizes = [overflow(page)]
    page.locator('.strip a[href="#s23"]').first.click()
    at_sentence = page.url
    is_seen = page.locator("#s23").is_visible()
    follow(page, page.locator("#c44 > a"))
    sizes.append(overflow(page))

    assert at_sentence == f"{project_address}/id/document/new-rules-2017#s23"
    assert (is_seen, sizes) == (True, [0, 0])
    assert page.url == f"{project_address}/id/claim/new-rules-2017/c44"


def test_on_the_map_no_look_is_told_by_colour_alone(project_page: Page, project_address: str):
    page = project_page
    page.goto(f"{project_address}/id/document/new-rules-2017")
    looks = ("own", "reported", "imputed")
    style = "(element, name) => getComputedStyle(element)[name]"
    lines = [
        page.locator(f".legend .said.{look}").evaluate(style, "borderBottomStyle") for look in looks
    ]
    fills = [page.locator(f".strip .{look}").first.evaluate(style, "fill")[:4] for look in looks]

    assert lines == ["solid", "dotted", "double"]
    assert fills == ["rgb(", "url(", "url("]


def test_a_heading_is_seen_at_any_width_and_puts_the_rows_in_order(
    project_page: Page, project_address: str
):
    page = project_page
    page.goto(f"{project_address}/question/who-and-what-is-spoken-of")
    heading = page.locator("thead").get_by_role("link", name="mentions")
    is_seen = heading.bounding_box()
    follow(page, heading)
    counts = [int(cell) for cell in page.locator('td[data-column="mentions"]').all_inner_texts()]

    assert is_seen is not None
    assert is_seen["height"] > 10
    assert len(counts) == 100
    assert counts == sorted(counts)
    assert overflow(page) <= 0
