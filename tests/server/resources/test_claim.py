"""The page of a claim, over real HTTP: never what is said without who says it, and how surely."""

from tests.server.resources.pages import page_at


def test_a_claim_is_shown_with_its_speaker_before_its_content(address: str):
    page = page_at(address, "/id/claim/harbour/c01")

    assert page.headings[:3] == ["guns stand in the harbour", "Where it stands", "How it is said"]
    assert page.paragraphs["attribution"] == ["the columnist says:"]
    assert page.quotes[0] == "Old guns guard the 港 quay."
    assert ("passage s01", "/id/passage/harbour/s01") in page.links
    assert page.classes["h1"] == ["asked proposition"]


def test_an_imputed_doubtful_denied_conditional_claim_says_all_of_that(address: str):
    page = page_at(address, "/id/claim/harbour/c02")

    assert page.paragraphs["attribution"] == [
        "the columnist imputes to Ruritania that this may not be so:"
    ]
    assert page.paragraphs["condition"] == ["On the condition that: guns stand in the harbour"]
    assert page.badges[:4] == [
        ("imputed", "imputed"),
        ("possible", "hedged"),
        ("negative", "denied"),
        ("on condition: guns stand in the harbour", "hedged"),
    ]
    assert page.classes["h1"] == ["asked proposition imputed"]


def test_a_claim_names_who_says_the_same_with_the_number_of_independent_sources(
    project_address: str,
):
    page = page_at(project_address, "/id/claim/new-rules-2017/c51")

    assert "Who else says so, and who does not" in page.headings
    assert "Says so 1 independent source, known from 1 document" in page.headings
    assert "Only imputed" in page.headings
    assert page.paragraphs["who"][-1] == (
        "author of the column (probably Yu Koizumi) imputes to Vladimir Putin "
        "that this is probable (2016-12):"
    )


def test_a_claim_shows_what_attacks_it_and_what_it_supports(project_address: str):
    page = page_at(project_address, "/id/claim/new-rules-2017/c37")

    assert [h for h in page.headings if h in ("Attacked by", "It supports", "It attacks")] == [
        "Attacked by",
        "It supports",
    ]
    assert "Is it held as fact?" in page.headings
    assert any(href.startswith("/explain?s=") for _, href in page.links)


def test_a_claim_is_cited_by_its_lasting_name(project_address: str):
    page = page_at(project_address, "/id/claim/new-rules-2017/c37")

    assert "How to cite" in page.headings
    assert "https://w3id.org/standoff/id/claim/new-rules-2017/c37" in page.paragraphs["long"][0]
