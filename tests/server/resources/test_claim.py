"""The page of a claim, over real HTTP: never what is said without who says it, and how surely."""

from tests.server.html_page import Page, read_page
from tests.server.raw import send

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def page_of(address: str, path: str) -> tuple[Page, str]:
    answer = send(address, "GET", path, headers=BROWSER)
    assert answer.status == 200
    return read_page(answer.text), " ".join(answer.text.split())


def test_a_claim_is_shown_with_its_speaker_before_its_content(address: str):
    page, text = page_of(address, "/id/claim/harbour/c01")

    assert page.headings[:3] == ["guns stand in the harbour", "Where it stands", "How it is said"]
    assert page.paragraphs["attribution"] == ["the columnist says:"]
    assert page.quotes[0] == "Old guns guard the 港 quay."
    assert ("passage s01", "/id/passage/harbour/s01") in page.links
    assert '<h1 class="asked proposition">' in text


def test_an_imputed_doubtful_denied_conditional_claim_says_all_of_that(address: str):
    page, text = page_of(address, "/id/claim/harbour/c02")

    assert page.paragraphs["attribution"] == [
        "the columnist imputes to Ruritania that this may not be so:"
    ]
    assert page.paragraphs["condition"] == ["On the condition that: guns stand in the harbour"]
    assert page.badges[:4] == [
        ("imputed to Ruritania", "imputed"),
        ("possible", "hedged"),
        ("negative", "denied"),
        ("on condition: guns stand in the harbour", "hedged"),
    ]
    assert '<h1 class="asked proposition imputed">' in text


def test_a_claim_names_who_says_the_same_with_the_number_of_independent_sources(
    project_address: str,
):
    page, _ = page_of(project_address, "/id/claim/new-rules-2017/c51")

    assert "Who else says so, and who does not" in page.headings
    assert "Says so 1 independent source, known from 1 document" in page.headings
    assert "Only imputed" in page.headings
    assert page.paragraphs["who"][-1] == (
        "author of the column (probably Yu Koizumi) imputes to Vladimir Putin "
        "that this is probable (2016-12):"
    )


def test_a_claim_shows_what_attacks_it_and_what_it_supports(project_address: str):
    page, _ = page_of(project_address, "/id/claim/new-rules-2017/c37")

    assert [h for h in page.headings if h in ("Attacked by", "It supports", "It attacks")] == [
        "Attacked by",
        "It supports",
    ]
    assert "Is it held as fact?" in page.headings


def test_a_claim_is_cited_by_its_lasting_name(project_address: str):
    page, text = page_of(project_address, "/id/claim/new-rules-2017/c37")

    assert "How to cite" in page.headings
    assert "url = {https://w3id.org/standoff/id/claim/new-rules-2017/c37}" in text
