"""The page of an actor, over real HTTP."""

from pathlib import Path

from kg.base import BASE
from tests.server.conftest import MakeApp
from tests.server.html_page import read_page
from tests.server.resources.pages import page_at
from tests.server.small import publish_small

TWO_MENTIONS = " ".join(
    f"""<{BASE}graph/article/{name}> {{
  <{BASE}id/document/{name}> <http://www.w3.org/2000/01/rdf-schema#label>
    "report on the {name} harbour" .
  <{BASE}id/mention/{name}/5-14> a <{BASE}ontology#Mention> ;
    <{BASE}ontology#refersTo> <{BASE}id/actor/ruritania> ;
    <http://www.w3.org/ns/oa#hasSource> <{BASE}id/document/{name}> ;
    <http://www.w3.org/2000/01/rdf-schema#label> "“Ruritania”, 5–14" . }}"""
    for name in ("one", "other")
)


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


def test_a_mention_of_an_actor_is_told_with_its_article(project_address: str):
    names = [
        text
        for text, href in page_at(project_address, "/id/actor/russia").links
        if "/mention/" in href
    ]
    articles = {name.partition(" (")[2] for name in names}

    assert len(names) > 1
    assert articles == {"column on Russia's new rules for the islands question)"}


def test_mentions_alike_of_two_articles_are_told_apart(tmp_path: Path, make_app: MakeApp):
    publish_small(tmp_path, TWO_MENTIONS)
    page = read_page(make_app(tmp_path).test_client().get("/id/actor/ruritania.html").text)

    assert [text for text, href in page.links if "/mention/" in href] == [
        "“Ruritania”, 5–14 (report on the one harbour)",
        "“Ruritania”, 5–14 (report on the other harbour)",
    ]


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
