"""The table of claims over HTTP: its formats, its validators, its earlier versions."""

import shutil
from pathlib import Path

import pytest

from kg.base import BASE
from tests.server.claims_version import publish_claims
from tests.server.conftest import serving
from tests.server.raw import Answer, send

HTML, JSON, CSV = "text/html; charset=utf-8", "application/json", "text/csv; charset=utf-8"
LATER = f"""
<{BASE}graph/article/harbour> {{
  <{BASE}id/claim/harbour/c11> a <{BASE}ontology#Claim> ;
    <{BASE}ontology#assertedBy> <{BASE}id/actor/envoy> .
}}
"""


def get(address: str, path: str, method: str = "GET", **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return send(address, method, path, headers=named)


@pytest.mark.parametrize(
    ("path", "accept", "status", "kind"),
    [
        ("/claims", "text/html,application/xhtml+xml,*/*;q=0.8", 200, HTML),
        ("/claims", "*/*", 200, HTML),
        ("/claims", "application/json", 200, JSON),
        ("/claims", "text/csv, application/json;q=0.5", 200, CSV),
        ("/claims?format=csv", "text/html", 200, CSV),
        ("/claims.json", "text/html", 200, JSON),
        ("/claims.html", "application/json", 200, HTML),
        ("/search?q=rock", "text/csv", 200, CSV),
        ("/search.json?q=rock", "text/html", 200, JSON),
        ("/claims", "image/png", 406, "text/plain; charset=utf-8"),
    ],
)
def test_the_format_is_what_the_address_names_or_the_client_likes_best(
    claims_address: str, path: str, accept: str, status: int, kind: str
):
    answer = get(claims_address, path, Accept=accept)

    assert (answer.status, answer.kind) == (status, kind)


@pytest.mark.parametrize(
    "path", ["/claims", "/claims.csv", "/search?q=rock", "/search.json?q=rock"]
)
def test_head_is_get_without_the_body_and_what_is_known_is_not_sent_again(
    claims_address: str, path: str
):
    whole, head = get(claims_address, path), get(claims_address, path, "HEAD")
    known = get(claims_address, path, If_None_Match=whole.headers["etag"])
    other = get(claims_address, path, If_None_Match='"another"')

    differing = {name for name in whole.headers if whole.headers[name] != head.headers.get(name)}
    assert (head.status, head.body, differing - {"date"}) == (200, b"", set())
    assert (known.status, known.body) == (304, b"")
    assert (other.status, other.body) == (200, whole.body)
    assert {"Accept", "Accept-Language"} <= set(whole.headers["vary"].split(", "))


def test_the_permanent_address_shows_the_same_after_the_next_version(tmp_path: Path):
    old = publish_claims(tmp_path)
    with serving(tmp_path) as address:
        then = get(address, "/claims.csv?speaker=envoy")
        permanent = f"/claims.csv?speaker=envoy&snapshot={old.id}"
        is_linked = f'/claims?speaker=envoy&amp;snapshot={old.id}"' in (
            get(address, "/claims?speaker=envoy").text
        )
        new = publish_claims(tmp_path, LATER)
        while (now := get(address, "/claims.csv?speaker=envoy")).body == then.body:
            assert get(address, "/healthz").status == 200
        again = get(address, permanent)

    assert is_linked
    assert (again.body, again.headers["standoff-snapshot"]) == (then.body, old.id)
    assert now.headers["standoff-snapshot"] == new.id
    assert [line.split(",")[0].rpartition("/")[2] for line in now.text.splitlines()[1:]] == [
        "c9",
        "c11",
    ]
    assert now.headers["etag"] != again.headers["etag"]


def test_the_same_choice_has_one_address_however_it_was_made(claims_address: str):
    one = get(claims_address, "/claims?year=2020&speaker=envoy&speaker=columnist&page=1&sort=claim")
    other = get(claims_address, "/claims?speaker=columnist&year=2020&speaker=envoy&speaker=envoy")

    assert one.body == other.body
    assert "speaker=columnist&amp;speaker=envoy&amp;year=2020" in one.text


def test_a_damaged_store_is_told_as_a_fault_of_the_server_and_others_go_on(tmp_path: Path):
    version = publish_claims(tmp_path)
    with serving(tmp_path, store_memory=1) as address:
        assert get(address, "/sparql?query=ASK%7B%7D").status == 200
        shutil.rmtree(version.path / "store")
        broken = get(address, "/claims", Accept="text/html")
        alive = get(address, "/search")

    assert (broken.status, broken.headers["retry-after"]) == (503, "5")
    assert "could not be made" in broken.text
    assert alive.status == 200
