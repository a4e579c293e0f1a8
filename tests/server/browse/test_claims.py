"""The table of claims, as programs get it."""

import csv
import io
import json
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest

from kg.base import BASE
from tests.server.claims_version import HOSTILE
from tests.server.raw import Answer, send

ID, VOCAB = f"{BASE}id/", f"{BASE}vocab/"
ALL = ["c01", "c02", "c9", "c10"]
NOTHING: dict[str, str] = dict.fromkeys(
    (
        *("reporter", "reporter_iri", "imputed", "imputed_iri", "act", "act_iri"),
        *("condition", "condition_iri", "date"),
    ),
    "",
)
HARBOUR = {"article": "column on the harbour", "article_iri": f"{ID}document/harbour"}


def get(address: str, path: str, **headers: str) -> Answer:
    return send(address, "GET", path, headers=headers)


def rows(address: str, parameters: str = "") -> list[dict[str, str]]:
    answer = get(address, f"/claims.csv?{parameters}")
    assert (answer.status, answer.kind) == (200, "text/csv; charset=utf-8"), answer.text
    return table(answer)


def table(answer: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def claims(address: str, parameters: str = "") -> list[str]:
    return [row["claim"].rpartition("/")[2] for row in rows(address, parameters)]


def document(address: str, parameters: str = "") -> dict[str, Any]:
    answer = get(address, f"/claims.json?{parameters}")
    assert (answer.status, answer.kind) == (200, "application/json"), answer.text
    found: dict[str, Any] = json.loads(answer.text)
    return found


def pair(column: str, label: str, iri: str) -> dict[str, str]:
    return {column: label, f"{column}_iri": iri}


COLUMNIST = pair("speaker", "the columnist", f"{ID}actor/columnist")
OWN_VOICE = pair("mode", "own voice", f"{VOCAB}reporting-mode/own-voice")
CERTAIN = pair("certainty", "certain", f"{VOCAB}certainty/certain")
POSITIVE = pair("polarity", "positive", f"{VOCAB}polarity/positive")
REPORTED = pair("reporter", "the columnist", f"{ID}actor/columnist")


def test_each_claim_is_a_row_with_labels_and_iris(claims_address: str):
    assert rows(claims_address) == [
        NOTHING
        | {"claim": f"{ID}claim/harbour/c01", "date": "2020-05"}
        | pair("proposition", "guns stand in the harbour", f"{ID}proposition/guns-stand")
        | (COLUMNIST | OWN_VOICE | CERTAIN | POSITIVE | HARBOUR),
        NOTHING
        | {"claim": f"{ID}claim/harbour/c02"}
        | pair("proposition", "the neighbour is feared", f"{ID}proposition/fear")
        | (COLUMNIST | REPORTED | HARBOUR)
        | pair("imputed", "Ruritania", f"{ID}actor/ruritania")
        | pair("mode", "imputed", f"{VOCAB}reporting-mode/imputed")
        | pair("certainty", "possible", f"{VOCAB}certainty/possible")
        | pair("polarity", "negative", f"{VOCAB}polarity/negative")
        | pair("condition", "guns stand in the harbour", f"{ID}proposition/guns-stand"),
        NOTHING
        | {"claim": f"{ID}claim/harbour/c9", "date": "2019-12/2020-02"}
        | pair("proposition", "The rock has guns.", f"{ID}proposition/rock-armed")
        | pair("speaker", "the envoy", f"{ID}actor/envoy")
        | pair("mode", "indirect speech", f"{VOCAB}reporting-mode/indirect-speech")
        | (REPORTED | CERTAIN | POSITIVE | HARBOUR),
        NOTHING
        | {"claim": f"{ID}claim/harbour/c10"}
        | pair("proposition", HOSTILE, f"{ID}proposition/hostile")
        | (COLUMNIST | OWN_VOICE | CERTAIN | POSITIVE | HARBOUR),
    ]


def test_json_has_the_same_rows_with_a_list_for_what_may_be_several(claims_address: str):
    several = ("reporter", "imputed", "condition")
    lists = {f"{name}{suffix}" for name in several for suffix in ("", "_iri")}

    assert document(claims_address)["claims"] == [
        {
            name: ([value] if value else []) if name in lists else value
            for name, value in row.items()
        }
        for row in rows(claims_address)
    ]


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ("speaker=envoy", ["c9"]),
        (f"speaker={quote(f'{ID}actor/envoy')}", ["c9"]),
        ("party=ruritania", ["c9"]),
        ("party=columnist", ["c01", "c02", "c10"]),
        ("imputed=ruritania", ["c02"]),
        ("reporter=columnist", ["c02", "c9"]),
        ("mode=own-voice", ["c01", "c10"]),
        ("certainty=possible", ["c02"]),
        ("polarity=negative", ["c02"]),
        ("territory=rock", ["c9"]),
        ("system=gun", ["c9"]),
        ("year=2019", ["c9"]),
        ("year=2020", ["c01", "c9"]),
        ("year=undated", ["c02", "c10"]),
        ("article=harbour", ALL),
        ("speaker=envoy&speaker=columnist", ALL),
        ("mode=own-voice&mode=imputed&year=undated", ["c02", "c10"]),
        ("speaker=envoy&polarity=negative", []),
        ("speaker=&nonsense=1", ALL),
    ],
)
def test_a_facet_narrows_two_narrow_further_and_two_values_widen(
    claims_address: str, parameters: str, expected: list[str]
):
    assert claims(claims_address, parameters) == expected


def counts(found: dict[str, Any]) -> dict[str, dict[str, int]]:
    return {
        name: {value["value"]: value["count"] for value in facet["values"]}
        for name, facet in found["facets"].items()
    }


def test_a_facet_counts_what_choosing_each_of_its_values_would_give(claims_address: str):
    assert counts(document(claims_address, "speaker=columnist&year=undated")) == {
        "speaker": {"columnist": 2},
        "party": {"columnist": 2},
        "imputed": {"ruritania": 1},
        "reporter": {"columnist": 1},
        "mode": {"imputed": 1, "own-voice": 1, "indirect-speech": 0},
        "certainty": {"certain": 1, "possible": 1},
        "polarity": {"negative": 1, "positive": 1},
        "year": {"2020": 1, "undated": 2},
        "article": {"harbour": 2},
    }


def test_every_count_is_the_number_of_claims_that_its_value_gives(claims_address: str):
    found = counts(document(claims_address))
    given = {
        name: {value: len(claims(claims_address, f"{name}={quote(value)}")) for value in facet}
        for name, facet in found.items()
    }

    assert given == found


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("claim", ["c01", "c02", "c9", "c10"]),
        ("-claim", ["c10", "c9", "c02", "c01"]),
        ("proposition", ["c10", "c01", "c02", "c9"]),
        ("speaker", ["c01", "c02", "c10", "c9"]),
        ("-speaker", ["c9", "c01", "c02", "c10"]),
        ("imputed", ["c02", "c01", "c9", "c10"]),
        ("date", ["c9", "c01", "c02", "c10"]),
        ("-date", ["c01", "c9", "c02", "c10"]),
    ],
)
def test_rows_stand_in_the_order_of_a_column_those_without_it_last(
    claims_address: str, sort: str, expected: list[str]
):
    assert claims(claims_address, f"sort={sort}") == expected


def links(answer: Answer) -> dict[str, str]:
    parts = (part.partition(">; rel=") for part in answer.headers.get("link", "").split(", "))
    return {rel.strip('"'): target.lstrip("<") for target, _, rel in parts if rel}


def test_pages_turned_by_their_links_have_every_row_once(claims_address: str):
    path, seen, turned = "/claims.csv?size=3&sort=-claim", [], []
    while path:
        answer = get(claims_address, path)
        turned.append(links(answer))
        seen += [
            row["claim"].rpartition("/")[2] for row in csv.DictReader(io.StringIO(answer.text))
        ]
        path = turned[-1].get("next", "")

    first, second = "/claims.csv?sort=-claim&size=3", "/claims.csv?sort=-claim&size=3&page=2"
    assert seen == ["c10", "c9", "c02", "c01"]
    assert turned == [
        {"first": first, "next": second, "last": second},
        {"first": first, "prev": first, "last": second},
    ]


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        (
            "/claims?speaker=nobody",
            400,
            "No claim has speaker='nobody'. There are: columnist, envoy.",
        ),
        ("/claims?page=2", 404, "There is no page 2; the last is 1."),
        ("/claims?page=0", 400, "page='0' is no number from 1 to 1,000,000,000."),
        ("/claims?size=51", 400, "size='51' is no number from 1 to 50."),
        ("/claims.xml", 404, "There is no format 'xml'; this comes as html, json, csv."),
        ("/claims?format=xml", 406, "There is no format='xml'; this comes as html, json, csv."),
        ("/claims?snapshot=0", 404, None),
        ("/claims?sort=colour", 400, None),
        (
            "/claims?speaker=" + "x" * 20_000,
            400,
            "The parameters have more than 16,000 characters.",
        ),
        ("/claims?mode=javascript:alert(1)", 400, None),
        ("/claims?" + "&".join(f"speaker=envoy&year={y}" for y in range(9)), 400, None),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(
    claims_address: str, path: str, status: int, message: str | None
):
    page = get(claims_address, path, Accept="text/html")

    assert (page.status, page.kind) == (status, "text/html; charset=utf-8")
    assert "Traceback" not in page.text
    if message:
        assert message in unescape(page.text)
