"""The search over HTTP: what words find, in which order, and what is made of odd ones."""

import csv
import io
import json
import re
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest

from kg.base import BASE
from tests.server.claims_version import HOSTILE
from tests.server.html_page import read_page
from tests.server.raw import Answer, send

ISLANDS = f"{BASE}id/territory/disputed-islands-hokkaido-urup"
ROCK = f"{BASE}id/territory/rock"


def get(address: str, path: str, **headers: str) -> Answer:
    return send(address, "GET", path, headers=headers)


def rows(address: str, query: str, more: str = "") -> list[tuple[str, str, str]]:
    """Return what is found: its kind, the end of its IRI, what the words stand in."""
    answer = get(address, f"/search.csv?q={quote(query)}{more}")
    assert (answer.status, answer.kind) == (200, "text/csv; charset=utf-8"), answer.text
    found = csv.DictReader(io.StringIO(answer.text, newline=""))
    return [(row["kind"], row["iri"].rpartition("/")[2], row["matched"]) for row in found]


def document(address: str, query: str, more: str = "") -> dict[str, Any]:
    answer = get(address, f"/search.json?q={quote(query)}{more}")
    assert (answer.status, answer.kind) == (200, "application/json"), answer.text
    found: dict[str, Any] = json.loads(answer.text)
    return found


def test_a_name_in_another_language_finds_the_thing_and_says_which_name_it_was(
    claims_address: str,
):
    found = document(claims_address, "северная скала")
    snapshot = found.pop("snapshot")

    assert re.fullmatch("[0-9a-f]{16}", snapshot)
    assert found == {
        "query": "северная скала",
        "page": 1,
        "links": {},
        "kinds": {
            "territory": {
                "total": 1,
                "results": [
                    {
                        "kind": "territory",
                        "iri": ROCK,
                        "label": "the disputed rock",
                        "language": "en",
                        "matched": "Северная скала",
                        "matched_language": "ru",
                    }
                ],
            }
        },
    }


@pytest.mark.parametrize(
    "query",
    [
        *("Северные территории", "северные", "Южные Курилы", "北方領土", "北方", "領土"),
        *("Northern Territories", "NORTHERN TERRIT"),
    ],
)
def test_the_islands_are_found_by_what_each_side_calls_them(project_address: str, query: str):
    found = document(project_address, query)["kinds"]

    assert ISLANDS in [result["iri"] for result in found["territory"]["results"]]
    assert next(iter(found)) == "territory"


def test_what_is_of_that_very_name_stands_first(project_address: str):
    for query, first in (("Russia", "russia"), ("Россия", "russia"), ("thaad", "thaad")):
        assert rows(project_address, query)[0][1] == first


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ROCK", [("territory", "rock"), ("proposition", "rock-armed"), ("claim", "c9")]),
        ("rocks", []),
        ("roc", [("territory", "rock"), ("proposition", "rock-armed"), ("claim", "c9")]),
        ("r", []),
        ("rock guns", [("proposition", "rock-armed"), ("claim", "c9")]),
        ('"guns rock"', []),
        ('"rock has"', [("proposition", "rock-armed"), ("claim", "c9")]),
        ("ecueil", [("territory", "rock")]),
        ("ＥＣＵＥＩＬ", [("territory", "rock")]),
        ("lighthouse", [("territory", "rock")]),
        ("without doubt", [("concept", "certain")]),
        ("岩礁", [("territory", "rock")]),
        ("礁岩", []),
        ("大使", [("actor", "envoy")]),
        ("envoy OR gazette", []),
        ("NOT rock", []),
        ("rock*", [("territory", "rock"), ("proposition", "rock-armed"), ("claim", "c9")]),
        ("label:rock", []),
        (
            "ro\u00adck \u202e",
            [("territory", "rock"), ("proposition", "rock-armed"), ("claim", "c9")],
        ),
        ("\u0000", []),
        ("'; DROP TABLE node; --", []),
        ("alert(1)", [("proposition", "hostile")]),
        ("?!", []),
        ("", []),
    ],
)
def test_all_words_must_be_there_and_none_is_an_operator(
    claims_address: str, query: str, expected: list[tuple[str, str]]
):
    assert [(kind, name) for kind, name, _ in rows(claims_address, query)] == expected


def test_pages_of_one_kind_turned_by_their_links_have_everything_once(project_address: str):
    whole = document(project_address, "japan")["kinds"]
    seen, path = [], "/search.json?q=japan&kind=claim"
    while path:
        page = json.loads(get(project_address, path).text)
        seen += [result["iri"] for result in page["kinds"]["claim"]["results"]]
        path = page["links"].get("next", "")

    assert list(whole) == list(page["kinds"])
    assert len(whole["claim"]["results"]) == 5
    assert len(seen) == len(set(seen)) == whole["claim"]["total"] > 25


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/search?q=" + "a" * 301, 400, "q has 301 characters; 300 are the most that is searched"),
        ("/search?q=" + "+a".join(map(str, range(18))), 400, "q has more than 16 words"),
        ("/search?q=a&kind=thing", 400, "There is no kind 'thing'; there are actor, territory,"),
        ("/search?q=rock&page=2", 404, "There is no page 2; the last is 1."),
        ("/search?q=rock&page=401", 400, "page='401' is no number from 1 to 400."),
        ("/search.xml?q=rock", 404, "There is no format 'xml'; this comes as html, json, csv."),
        ("/search?q=rock&snapshot=0", 404, "There is no snapshot '0' here"),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(
    claims_address: str, path: str, status: int, message: str
):
    answer = get(claims_address, path, Accept="text/html")

    assert (answer.status, answer.kind) == (status, "text/html; charset=utf-8")
    assert message in unescape(answer.text)


def test_a_text_of_100_kb_is_refused_and_the_next_search_answered(claims_address: str):
    refused = get(claims_address, f"/search?q={'a' * 100_000}")

    assert refused.status in (400, 414)
    assert get(claims_address, "/search?q=rock").status == 200


def test_the_page_marks_the_words_and_leads_to_each_thing(claims_address: str):
    answer = get(claims_address, "/search?q=rock", Accept="text/html")
    page = read_page(answer.text)

    assert page.headings == ["Search", "Territories", "Propositions", "Claims"]
    assert page.link("the disputed rock") == "/id/territory/rock"
    assert page.link("The rock has guns.") == "/id/proposition/rock-armed"
    assert page.link("CSV") == "/search.csv?q=rock"
    assert re.findall("<mark>(.*?)</mark>", answer.text) == ["rock"] * 3
    assert "none of it is said to be so" in answer.text


def test_a_name_of_another_language_is_shown_as_such(claims_address: str):
    answer = get(claims_address, f"/search?q={quote('скала')}", Accept="text/html")

    assert '<bdi lang="ru">Северная <mark>скала</mark></bdi>' in answer.text


def test_a_long_gloss_is_cut_around_what_is_found(project_address: str):
    found = get(project_address, "/search?q=commitment", Accept="text/html").text
    excerpts = re.findall('class="matched"><bdi[^>]*>(.*?)</bdi>', found)

    assert excerpts
    assert max(len(re.sub("<.*?>", "", unescape(each))) for each in excerpts) < 400


def test_hostile_text_is_shown_and_does_nothing(claims_address: str):
    query = quote('"><script>alert(1)</script>')
    answer = get(claims_address, f"/search?q={query}", Accept="text/html")
    found = get(claims_address, "/search?q=alert", Accept="text/html")

    assert re.findall("<script", answer.text + found.text) == []
    assert HOSTILE.partition(" ")[0] in unescape(re.sub("</?mark>", "", found.text))


def test_browsers_are_told_how_to_search_here(claims_address: str):
    page = get(claims_address, "/search", Accept="text/html").text
    described = get(claims_address, "/opensearch.xml")
    [template] = re.findall(r'type="text/html" template="([^"]*)"', described.text)

    assert 'rel="search" type="application/opensearchdescription+xml"' in page
    assert described.kind == "application/opensearchdescription+xml; charset=utf-8"
    assert template == f"{claims_address}/search?q={{searchTerms}}"
