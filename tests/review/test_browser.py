"""A person reviews a draft in Chromium, by keyboard alone."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.review.conftest import TEXT, Review, changed_lines, held

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}


def at(tab: Page, id_: str, state: str = "proposed") -> None:
    """Wait until a candidate is looked at."""
    expect(tab.locator("#focus")).to_have_text(re.compile(rf"^\s*{id_}\s+\w+\s+\S\s+{state}\s*$"))


def select(tab: Page, words: str) -> None:
    """Select words of the text as a mouse does, from piece to piece."""
    tab.evaluate(
        """(words) => {
          const text = document.getElementById("text");
          const walk = document.createTreeWalker(text, NodeFilter.SHOW_TEXT, (node) =>
            node.parentElement.dataset.start ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP);
          const places = [];
          let whole = "";
          while (walk.nextNode()) {
            const node = walk.currentNode;
            for (let i = 0; i < node.data.length; i++) places.push([node, i]);
            whole += node.data;
          }
          const start = whole.indexOf(words);
          const [first, from] = places[start];
          const [last, to] = places[start + words.length - 1];
          getSelection().setBaseAndExtent(first, from, last, to + 1);
        }""",
        words,
    )


def test_candidates_are_decided_on_by_single_keys(tab: Page, review: Review):
    before = review.content
    at(tab, "k001")
    tab.keyboard.press("a")
    at(tab, "m001")
    tab.keyboard.press("r")
    tab.keyboard.type("only a 'name': no.")
    tab.keyboard.press("Enter")
    at(tab, "k002")
    tab.keyboard.press("k")
    at(tab, "m001", "rejected")
    tab.keyboard.press("j")
    at(tab, "k002")
    tab.keyboard.press("j")
    at(tab, "d001")
    tab.keyboard.press("e")
    tab.keyboard.press("Control+A")
    tab.keyboard.type("2016-06-15")
    tab.keyboard.press("Enter")
    at(tab, "m002")

    lines = changed_lines(before, review.content)
    assert lines == [
        "-  edtf: '2017-06-15'",
        "+  state: rejected",
        "+  note: 'only a ''name'': no.'",
        "+  state: edited",
        "+  edtf: '2016-06-15'",
        "+  state: accepted",
    ]


def test_keys_that_come_fast_are_taken_one_after_the_other(tab: Page, review: Review):
    tab.keyboard.type("aaaaa")

    at(tab, "k003")
    assert [id_ for id_, one in held(review.draft).items() if one["state"] == "accepted"] == [
        *("m001", "m002", "d001", "k001", "k002")
    ]


def test_selected_words_are_added_at_their_code_points(tab: Page, review: Review):
    spans = {
        "🛰 Talks": (1, 8),
        "𝕏": (52, 53),
        "radar. 𝕏 wrote on 15": (45, 65),
        "Reuters\u202c desk": (171, 184),
    }
    assert list(spans) == [TEXT[start:end] for start, end in spans.values()]
    for number, words in enumerate(spans, 5):
        select(tab, words)
        tab.keyboard.press("n")
        expect(tab.locator("#chosen")).to_have_text(words)
        expect(tab.locator("#add input:visible")).to_have_count(5)
        tab.fill("#n-mentions-entity", "actor/japan")
        tab.keyboard.press("Enter")
        at(tab, f"m{number:03}", "accepted")

    added = {id_: one for id_, one in held(review.draft).items() if one["rule"] == "person"}
    common = {"rule": "person", "score": 1.0, "state": "accepted", "entity": "actor/japan"}
    assert added == {
        f"m{number:03}": common
        | {"id": f"m{number:03}", "start": span[0], "end": span[1], "surface": words}
        for number, (words, span) in enumerate(spans.items(), 5)
    }


def test_words_are_added_without_a_mouse_and_a_refused_form_keeps_what_was_typed(
    tab: Page, review: Review
):
    tab.goto(f"{review.site}?at=k003")
    tab.keyboard.press("n")
    tab.keyboard.type("new radar it")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("alert")).to_contain_text("does not have the words 'new radar it'")
    expect(tab.locator("#n-words")).to_have_value("new radar it")
    tab.fill("#n-words", "it")
    tab.keyboard.press("Enter")
    at(tab, "m005", "accepted")

    # The place behind what was looked at, not the one in the heading.
    assert held(review.draft)["m005"]["start"] == TEXT.index("buy it") + 4


def test_what_is_split_and_merged_is_undone_step_by_step_after_a_reload(tab: Page, review: Review):
    texts = [review.content]
    tab.goto(f"{review.site}?at=m003")
    tab.keyboard.press("s")
    tab.keyboard.press("Enter")
    at(tab, "m005")
    texts.append(review.content)
    tab.keyboard.press("m")
    tab.keyboard.press("Enter")
    at(tab, "m007")
    surfaces = {id_: one["surface"] for id_, one in held(review.draft).items() if id_ > "m003"}
    assert surfaces == {
        "m004": "Reuters",
        "m005": "Captain",
        "m006": "Ito",
        "m007": "Captain Ito",
    }

    tab.reload()
    tab.keyboard.press("u")
    at(tab, "m005")
    assert review.content == texts[1]
    tab.keyboard.press("u")
    at(tab, "m003")
    assert review.content == texts[0]
    expect(tab.locator("#undo")).to_be_disabled()


def test_what_an_editor_did_meanwhile_is_kept_and_shown(tab: Page, review: Review):
    at(tab, "k001")
    edited = review.content.replace("state: proposed", "state: rejected", 1)
    (review.draft / "candidates.yaml").write_text(edited, "utf-8")

    tab.keyboard.press("a")
    expect(tab.get_by_role("alert")).to_contain_text("Nothing was written")
    assert review.content == edited
    expect(tab.locator(".mark.rejected")).to_have_text("m001✗")

    tab.keyboard.press("a")
    at(tab, "k002")
    assert changed_lines(edited, review.content) == ["+  state: accepted"]


def test_progress_and_coverage_follow_each_decision(tab: Page, review: Review):
    far = tab.locator(".coverage")
    expect(far).to_contain_text("0 of 10 decided (mentions 0/4, dates 0/1, claims 0/5)")
    expect(far).to_contain_text("0 of 5 sentences accounted for")

    tab.keyboard.press("a")
    expect(far).to_contain_text("1 of 5 sentences accounted for: 1 by a claim, 0 by a reason")
    tab.goto(f"{review.site}?at=k002")
    tab.keyboard.press("r")
    tab.keyboard.type("names its topic only")
    tab.keyboard.press("Enter")
    expect(far).to_contain_text("2 of 10 decided (mentions 0/4, dates 0/1, claims 2/5)")
    expect(far).to_contain_text("2 of 5 sentences accounted for: 1 by a claim, 1 by a reason")
    expect(far.locator(".open a")).to_have_text(["s03", "s04", "s05"])


def test_the_text_is_shown_as_it_is_and_runs_no_script(tab: Page):
    pieces = tab.eval_on_selector_all("#text [data-start]", "all => all.map(e => e.textContent)")

    assert "".join(pieces) == TEXT.replace("\n", "")
    assert tab.title() == "k001 · Review of strait · Standoff"
    assert tab.locator("main script").count() == 0
    assert tab.evaluate("getComputedStyle(document.querySelector('#text span')).unicodeBidi") == (
        "isolate"
    )


def test_the_coding_is_written_and_checked_from_the_page(tab: Page, review: Review):
    tab.keyboard.press("a")
    at(tab, "m001")
    tab.click("#code")
    expect(tab.locator(".done")).to_have_text(re.compile("made: 0 mentions and 1 claims are new"))
    tab.click("#check")
    expect(tab.get_by_role("alert")).to_contain_text("coding.yaml:5:9: a value is missing")
    assert (review.draft / "coding.yaml").exists()


def test_without_javascript_the_forms_do_it(browser: Browser, review: Review):
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{review.address}")
    before = review.content
    tab.click("#accept")
    at(tab, "m001")
    tab.fill("#f-entity", "territory/moscow")
    tab.click("#correct")
    at(tab, "k002")
    tab.fill("#why", "no")
    tab.click("#reject")
    at(tab, "d001")
    context.close()

    assert changed_lines(before, review.content) == [
        "-  entity: actor/russia",
        "+  state: edited",
        "+  entity: territory/moscow",
        "+  state: accepted",
        "+  state: rejected",
        "+  note: 'no'",
    ]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    scheme: str, width: int, browser: Browser, review: Review, tmp_path: Path
):
    # axe is put into the page, which no page of ours lets another script be.
    context = browser.new_context(
        bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 844}
    )
    tab = context.new_page()
    tab.goto(review.address)
    tab.keyboard.press("a")
    at(tab, "m001")
    tab.keyboard.press("r")
    tab.keyboard.press("Enter")
    at(tab, "k002")
    tab.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    found = Axe().run(tab, options=RULES).response["violations"]
    wide = tab.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert [(rule["id"], node["html"][:120]) for rule in found for node in rule["nodes"]] == []
    assert wide == width
