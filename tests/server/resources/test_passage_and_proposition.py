"""The pages of a passage and of a proposition, over real HTTP."""

from tests.server.resources.pages import page_at


def test_a_passage_shows_its_words_and_who_claims_what_there(address: str):
    page = page_at(address, "/id/passage/harbour/s02")

    assert page.quotes[0] == "Ruritania fears nothing <b>."
    assert "What is claimed there" in page.headings
    assert page.paragraphs["who"] == ["the columnist imputes to Ruritania that this may not be so:"]
    assert ("column on the harbour", "/id/document/harbour") in page.links


def test_without_the_text_a_passage_says_so(project_address: str):
    page = page_at(project_address, "/id/passage/new-rules-2017/s23a")

    assert page.quotes == []
    assert (
        "The text is not at hand here: what stands there is given in our words, with its place."
        in page.texts
    )


def test_a_passage_without_a_claim_says_for_what_reason(project_address: str):
    page = page_at(project_address, "/id/passage/new-rules-2017/s09")

    assert "What is claimed there" in page.headings
    assert (
        "Nothing, for a reason that is coded: a question that only opens the next section"
        in page.texts
    )


def test_a_proposition_belongs_to_nobody_and_lists_who_takes_which_side(project_address: str):
    page = page_at(project_address, "/id/proposition/problem-confined-to-us-japan")

    assert page.paragraphs["above"] == ["Proposition: what can be claimed, by itself nobody’s"]
    assert page.headings[1:3] == [
        "Who says so, who does not",
        "Denies it 1 independent source, known from 1 document",
    ]
    assert page.paragraphs["who"] == [
        "author of the column (probably Yu Koizumi) says that this is not so (2017-06-19):"
    ]
    assert (
        "It cannot hold together with: The islands question is tied to America's military "
        "presence in all of East Asia."
    ) in page.texts
