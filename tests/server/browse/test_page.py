"""The table of claims, as people get it."""

import re
from pathlib import Path

from tests.server.claims_version import HOSTILE
from tests.server.conftest import MakeApp
from tests.server.html_page import Page, read_page
from tests.server.raw import send

CERTAIN = ("certain", "positive")
HARBOUR = "column on the harbour"


def page(address: str, path: str, **headers: str) -> Page:
    answer = send(address, "GET", path, headers={"Accept": "text/html"} | headers)
    assert answer.status == 200, answer.text
    return read_page(answer.text)


def test_each_row_says_what_is_claimed_how_surely_by_whom_and_through_whom(claims_address: str):
    found = page(claims_address, "/claims")

    assert found.tables[0][0] == [
        *("Proposition", "Speaker · Reported by · Imputed to", "Mode", "Speech act"),
        *("Certainty", "Polarity", "Date", "Article"),
    ]
    assert found.tables[0][1:] == [
        [
            "guns stand in the harbour",
            "the columnist",
            "own voice",
            "",
            *CERTAIN,
            "2020-05",
            HARBOUR,
        ],
        [
            "denied: the neighbour is feared imputed to Ruritania possible "
            "on condition: guns stand in the harbour",
            "the columnist imputing it to Ruritania",
            *("imputed", "", "possible", "negative", "", HARBOUR),
        ],
        [
            *("The rock has guns.", "the envoy reported by the columnist", "indirect speech", ""),
            *(*CERTAIN, "2019-12/2020-02", HARBOUR),
        ],
        [" ".join(HOSTILE.split()), "the columnist", "own voice", "", *CERTAIN, "", HARBOUR],
    ]
    assert found.badges == [
        ("imputed to Ruritania", "imputed"),
        ("possible", "hedged"),
        ("on condition: guns stand in the harbour", "hedged"),
        ("imputed", "imputed"),
        ("possible", "hedged"),
        ("negative", "denied"),
        ("indirect speech", "reported"),
    ]


def test_what_is_chosen_can_be_dropped_and_everything_leads_on(claims_address: str):
    found = page(claims_address, "/claims?speaker=envoy&year=2020&sort=date")

    assert found.link("Drop Speaker: the envoy ×") == "/claims?year=2020&sort=date"
    assert found.link("Drop Year: 2020 ×") == "/claims?speaker=envoy&sort=date"
    assert found.link("Show all claims") == "/claims"
    assert found.link("Date ↑") == "/claims?speaker=envoy&year=2020&sort=-date"
    assert found.link("2019") == "/claims?speaker=envoy&year=2019&year=2020&sort=date"
    assert found.link("CSV") == "/claims.csv?speaker=envoy&year=2020&sort=date"
    assert found.link("The rock has guns.") == "/id/claim/harbour/c9"
    assert found.link("Put them in the order of the texts") == ("/claims?speaker=envoy&year=2020")


def test_labels_come_in_the_language_of_the_visitor(claims_address: str):
    japanese = page(claims_address, "/claims?speaker=envoy", **{"Accept-Language": "fr, ja-JP"})
    other = page(claims_address, "/claims?speaker=envoy", **{"Accept-Language": "de"})

    assert japanese.tables[0][1][1] == "大使 reported by the columnist"
    assert other.tables[0][1][1] == "the envoy reported by the columnist"


def test_hostile_text_and_addresses_are_shown_and_do_nothing(claims_address: str):
    opened = "%22%3E%3Cscript%3E"
    answer = send(claims_address, "GET", f"/claims?open={opened}&snapshot=&mode=own-voice")
    as_html = {"Accept": "text/html"}
    refused = send(claims_address, "GET", "/claims?mode=%3Cscript%3E", headers=as_html)

    assert (answer.status, refused.status) == (200, 400)
    assert re.findall(r"<script|javascript:", answer.text + refused.text) == []
    # Marks of direction stay within their text.
    assert "<bdi>&lt;script&gt;alert(1)&lt;/script&gt; \u202egnp.exe" in answer.text


def test_a_choice_that_no_claim_has_says_what_to_do(claims_address: str):
    found = page(claims_address, "/claims?speaker=envoy&polarity=negative")

    assert found.tables == []
    assert found.link("Drop Polarity: negative ×") == "/claims?speaker=envoy"


def test_served_under_a_path_every_link_stays_under_it(claims_root: Path, make_app: MakeApp):
    client = make_app(claims_root, prefix="/standoff").test_client()
    paths = ("/standoff/claims?speaker=envoy", "/standoff/search?q=rock")
    found = [read_page(client.get(path, headers={"Accept": "text/html"}).text) for path in paths]

    links = [href for each in found for _, href in each.links if href.startswith("/")]
    assert len(links) > 30
    assert {href.split("/")[1] for href in links} == {"standoff"}
