"""Map, timeline and network in Chromium: they draw, respond, and ask nobody else for anything."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

ISLANDS = "/id/territory/disputed-islands-hokkaido-urup"
DISPUTE = "/id/situation/new-rules-2017/islands-dispute"


@pytest.fixture
def tab(browser: Browser, project_address: str) -> Iterator[Page]:
    """Open a tab with JavaScript; what it complains of or asks elsewhere fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=project_address)
    found = context.new_page()
    faults: list[str] = []
    found.on("console", lambda message: faults.append(message.text))
    found.on("pageerror", lambda error: faults.append(str(error)))
    found.on(
        "request",
        lambda asked: None if asked.url.startswith(project_address) else faults.append(asked.url),
    )
    yield found
    assert faults == []
    context.close()


def test_the_map_comes_nearer_and_leads_on_by_keyboard(tab: Page):
    tab.goto(ISLANDS)
    drawing = tab.locator("#map-1")
    whole = drawing.get_attribute("viewBox")
    figure = tab.locator("figure.map").nth(1)
    figure.get_by_role("button", name="Nearer").press("Enter")

    assert drawing.get_attribute("viewBox") != whole
    figure.get_by_role("button", name="The whole drawing").press("Enter")
    assert [float(n) for n in (drawing.get_attribute("viewBox") or "").split()] == [
        float(n) for n in (whole or "").split()
    ]
    assert (drawing.bounding_box() or {})["width"] > 200
    drawing.locator("a.place").first.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/id/territory/habomai")


def test_the_timeline_leaves_out_what_is_not_wanted(tab: Page):
    tab.goto(DISPUTE)
    figure = tab.locator("figure.timeline")
    positions = figure.locator("a.position")
    assert positions.first.is_visible()
    figure.get_by_role("checkbox", name="positions").uncheck()

    assert positions.first.is_hidden()
    assert figure.locator("a.event").first.is_visible()


def test_the_network_lights_up_what_an_actor_is_tied_to(tab: Page):
    tab.goto(DISPUTE)
    drawing = tab.locator("#network")
    drawing.get_by_role("link", name="Vladimir Putin", exact=True).focus()
    near = drawing.locator("a.node.near title").all_text_contents()

    assert "Vladimir Putin" in near
    assert "Embassy of Russia in Japan" not in near
    assert 1 < len(near) < drawing.locator("a.node").count()
    drawing.locator("a.node.actor").last.blur()
    assert drawing.locator("a.near").count() == 0
