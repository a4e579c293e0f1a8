"""The page of a dispute, over real HTTP."""

import re

from tests.server.drawings.outline import outline
from tests.server.raw import send
from tests.server.resources.pages import BROWSER, page_at

DISPUTE = "/id/situation/new-rules-2017/islands-dispute"


def drawing(address: str, name: str) -> list[tuple[str, str, str, list[str], list[str]]]:
    text = send(address, "GET", DISPUTE, headers=BROWSER).text
    [found] = re.findall(rf'<svg class="drawing" id="{name}".*?</svg>', text, re.DOTALL)
    return outline(found)


def test_all_that_the_timeline_draws_stands_in_the_list_below_it(project_address: str):
    drawn = drawing(project_address, "timeline")
    page = page_at(project_address, DISPUTE)
    listed, _ = page.tables

    assert [row[2] for row in listed[1:]] == [kind.split()[1] for _, kind, *_ in drawn]
    assert {href for href, *_ in drawn} <= {href for _, href in page.links}
    assert [
        (row[0], row[3], row[4].partition(":")[0]) for row in listed[1:] if row[2] == "position"
    ][:2] == [("by 2012", "Russia", "since"), ("2016-12", "Russia", "since")]


def test_all_that_the_network_draws_stands_in_the_lists_below_it(project_address: str):
    drawn = drawing(project_address, "network")
    links = page_at(project_address, DISPUTE).links

    assert {href for href, *_ in drawn} <= {href for _, href in links}
    assert {kind for _, kind, *_ in drawn} == {
        "edge attacks",
        "edge conditional",
        "edge denies",
        "edge excludes",
        "edge imputed",
        "edge says",
        "node actor",
        "node proposition",
    }


def test_no_line_of_the_network_leaves_out_who_says_so(project_address: str):
    titles = [
        title for _, kind, title, *_ in drawing(project_address, "network") if "imputed" in kind
    ]

    assert titles
    assert [t for t in titles if not re.match(r"author of the column .* imputes to .*: ", t)] == []


def test_the_parties_stand_side_by_side_with_how_many_independent_sources(project_address: str):
    page = page_at(project_address, DISPUTE)
    _, sides = page.tables
    rows = {row[0]: row[1:] for row in sides}

    assert sides[0] == [
        "proposition",
        "Japan",
        "Russia",
        "author of the column (probably Yu Koizumi)",
        "sources for",
        "sources against",
    ]
    japan, russia, author, for_it, against = rows[
        "The missile systems on the islands are a response to THAAD in South Korea."
    ]
    assert (japan, for_it, against) == ("silent", "1", "1")
    assert russia == (
        "justification: Embassy of Russia in Japan says, as author of the column (probably Yu "
        "Koizumi) reports indirect speech"
    )
    assert author.startswith("stands against it by saying:")


def test_what_is_imputed_to_a_party_is_marked_and_no_source(project_address: str):
    _, sides = page_at(project_address, DISPUTE).tables
    [row] = [
        row for row in sides if row[0] == "Handing over the islands would harm Russia's security."
    ]

    assert "imputes to government of Russia" in row[2]
    assert "imputed" in row[2]
    assert row[4:] == ["0", "0"]


def test_the_page_tells_what_it_leaves_out_and_stays_light(project_address: str):
    answer = send(project_address, "GET", DISPUTE, headers=BROWSER)
    page = page_at(project_address, DISPUTE)

    assert len(answer.body) < 100_000
    assert any("are not drawn" in note for note in page.paragraphs["note"])


def test_the_query_for_what_is_left_out_finds_claims_of_both_kinds(project_address: str):
    links = page_at(project_address, DISPUTE).links
    [query] = {href for text, href in links if text == "a query finds their claims"}
    _, _, asked = query.partition("?")
    answer = send(project_address, "GET", f"/sparql?{asked}&format=csv")
    claims = {line.split(",")[0].rpartition("/")[2] for line in answer.text.splitlines()[1:]}

    assert answer.status == 200
    assert {"c37", "c55", "c88"} <= claims
    assert len(claims) == len(answer.text.splitlines()) - 1
