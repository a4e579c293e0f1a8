"""The page of an actor, over real HTTP."""

from tests.server.resources.pages import page_at


def test_an_actor_is_shown_by_what_it_claims_and_what_others_claim_of_it(project_address: str):
    page = page_at(project_address, "/id/actor/russia")

    assert [h for h in page.headings if h[-1].isdigit()] == [
        "What it claims 4",
        "What those acting for it claim 21",
        "What is imputed to it 12",
        "What others claim about it 43",
    ]
    assert ("Vladimir Putin", "/id/actor/vladimir-putin") in page.links


def test_what_is_imputed_is_never_among_what_an_actor_claims(address: str):
    ruritania = page_at(address, "/id/actor/ruritania")
    columnist = page_at(address, "/id/actor/columnist")

    assert "What is imputed to it 1" in ruritania.headings
    assert not [h for h in ruritania.headings if h.startswith("What it claims")]
    assert "What it claims 2" in columnist.headings


def test_the_positions_of_an_actor_stand_in_the_order_of_their_time(project_address: str):
    page = page_at(project_address, "/id/actor/russia")

    assert page.paragraphs["when"] == [
        "by 2016-12",
        "by 2012",
        "by 2016-12 to spring 2017",
        "spring 2017",
        "2016-12",
    ]
    [replaced] = [note for note in page.paragraphs["note"] if note.startswith("In the place of")]
    assert replaced.startswith("In the place of: What troubles Russia about a return")


def test_an_actor_disagrees_with_who_attacks_or_denies_what_it_says(project_address: str):
    page = page_at(project_address, "/id/actor/russia")

    assert set(page.spans["how"]) == {"is attacked by"}
    assert "Disagrees with" in page.headings
    assert "Agrees with" not in page.headings


def test_the_silence_of_a_text_is_told_apart_from_what_nobody_coded(
    address: str, project_address: str
):
    silent = page_at(project_address, "/id/actor/united-states")
    uncoded = page_at(address, "/id/actor/gazette")

    assert silent.paragraphs["silence"] == [
        "the text is silent No American is reported to have said anything. (column on Russia's "
        "new rules for the islands question: no claim is asserted by an American body)"
    ]
    assert any("nobody has coded" in text for text in uncoded.texts)
    assert not any("nobody has coded" in text for text in silent.texts)
