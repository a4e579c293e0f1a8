"""From a row of an answer to the claims, speakers and passages behind it."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from kg.base import BASE
from tests.server.html_page import read_page

P = f"PREFIX stand: <{BASE}ontology#>\nPREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"


def keys(client: FlaskClient, query: str) -> list[str]:
    text = client.get("/query", query_string={"query": query}).text
    return re.findall(r'<button form="evidence" name="row" value="(\w+)"', text)


def evidence(client: FlaskClient, query: str, row: int = 0) -> str:
    sent = {"query": query.replace("\n", "\r\n"), "row": keys(client, query)[row]}
    found = client.get("/evidence", query_string=sent)
    assert found.status_code == 200
    return found.text


def claims(text: str) -> list[str]:
    found = re.findall(r'<p class="says">(.*?)</p>', text, re.DOTALL)
    return [" ".join(unescape(re.sub("<[^>]+>", " ", said)).split()) for said in found]


GUNS = "guns stand in the harbour"
FEAR = (
    "the neighbour is feared imputed to Ruritania possible negative "
    "on condition: guns stand in the harbour"
)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        # A claim in the row; one that the query names and does not show; one that it counts.
        (f"{P}SELECT ?c {{ ?c a stand:Claim }} ORDER BY ?c", [GUNS]),
        (
            f"{P}SELECT ?mode {{ ?c stand:reportingMode/rdfs:label ?mode }} ORDER BY DESC(?mode)",
            [GUNS],
        ),
        (
            f"{P}SELECT (COUNT(?c) AS ?n) ?who {{ ?c stand:assertedBy ?who }} GROUP BY ?who",
            [GUNS, FEAR],
        ),
        # None: those that say something of the node, or that are pinned to it.
        (f"{P}SELECT ?p {{ ?p a stand:Proposition }} ORDER BY DESC(?p)", [GUNS, FEAR]),
        (f"{P}SELECT ?p {{ ?p a stand:Passage }} ORDER BY ?p", [GUNS]),
        # An answer that cannot be asked further has its own nodes.
        (f"{P}SELECT ?c {{ SELECT ?c {{ ?c a stand:Claim }} }} ORDER BY ?c", [GUNS]),
    ],
)
def test_the_claims_behind_a_row_are_shown(client: FlaskClient, query: str, said: list[str]):
    assert sorted(claims(evidence(client, query))) == sorted(said)


def test_a_claim_comes_with_its_speaker_and_the_words_of_its_passage(client: FlaskClient):
    page = read_page(evidence(client, f"{P}SELECT ?c {{ ?c a stand:Claim }} ORDER BY ?c"))

    assert page.headings == ["What stands behind this row", "1 claim"]
    assert page.quotes == ["Old guns guard the 港 quay."]
    assert {"the columnist", "claim c01", "passage s01"} <= {text for text, _ in page.links}


def test_a_row_that_no_claim_stands_behind_says_so(client: FlaskClient):
    text = evidence(client, "SELECT (1 AS ?one) {}")

    assert "No claim and no passage stands behind this row" in text
    assert claims(text) == []


def test_each_row_has_its_own_key_in_whatever_order_it_comes(client: FlaskClient):
    one = keys(client, f"{P}SELECT ?c {{ ?c a stand:Claim }} ORDER BY ?c")
    other = keys(client, f"{P}SELECT ?c {{ ?c a stand:Claim }} ORDER BY DESC(?c)")

    assert len(set(one)) == 2
    assert one == other[::-1]


@pytest.mark.parametrize(
    ("sent", "status", "detail"),
    [
        ({"query": "SELECT * { ?s ?p ?o }"}, 400, "The parameters 'query' and 'row' are missing"),
        ({"row": "x"}, 400, "The parameters 'query' and 'row' are missing"),
        ({"query": "ASK {}", "row": "x"}, 400, "Only the answer of a SELECT has rows."),
        ({"query": "SELECT * {", "row": "x"}, 400, "the query ends before it is complete"),
        ({"query": "SELECT * {}", "row": "x"}, 404, "The answer of this query has no such row"),
        ({"query": "SELECT * {}", "row": "x", "snapshot": "y"}, 404, "There is no snapshot 'y'"),
    ],
)
def test_what_is_no_row_is_a_fault_that_says_why(
    client: FlaskClient, sent: dict[str, str], status: int, detail: str
):
    found = client.get("/evidence", query_string=sent)

    assert found.status_code == status
    assert detail in found.text


def test_a_hostile_value_is_a_value_and_shown_harmlessly(client: FlaskClient):
    query = (
        f"{P}SELECT ?c ?x {{ ?c a stand:Claim BIND('\"}}> <script>alert(1)</script>\\n' AS ?x) }} "
        "ORDER BY ?c"
    )
    text = evidence(client, query)

    assert claims(text) == [GUNS]
    assert re.findall(r"<script(?! src=)", text) == []
