"""An earlier answer, by id and by time; how to cite it, and why today's is another one."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.http import http_date

from kg.base import BASE
from kg.history import moves
from kg.published import Version
from kg.settings import Settings
from server.app import create_app
from server.current import current_of
from tests.server.small import QUESTIONS, publish_small

NEW = f"""
GRAPH <{BASE}graph/article/harbour> {{
  <{BASE}id/claim/harbour/c99> a <{BASE}ontology#Claim> ; <{BASE}ontology#assertedBy> <{BASE}id/x> .
}}"""
CLAIMS = f"SELECT ?claim {{ ?claim a <{BASE}ontology#Claim> }}"
Two = tuple[FlaskClient, Version, Version]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    """Serve two versions, of which the later one has a claim more."""
    old = publish_small(tmp_path)
    new = publish_small(tmp_path, extra=NEW)
    app = create_app(Settings(build=tmp_path, store_memory=1), questions=QUESTIONS)
    yield app.test_client(), old, new
    current_of(app).close()


def path(query: str, **more: str) -> str:
    return "/sparql?query=" + quote(query) + "".join(f"&{k}={v}" for k, v in more.items())


def test_a_snapshot_is_asked_by_its_id_and_never_changes(two: Two):
    client, old, new = two

    then = client.get(path(CLAIMS, snapshot=old.id, format="csv"))
    now = client.get(path(CLAIMS, format="csv"))

    assert then.headers["Standoff-Snapshot"] == old.id
    assert now.headers["Standoff-Snapshot"] == new.id
    assert then.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert set(now.text.split()) - set(then.text.split()) == {f"{BASE}id/claim/harbour/c99"}
    assert set(then.text.split()) <= set(now.text.split())


def test_the_address_to_cite_gives_the_same_answer_after_the_next_version(two: Two):
    client, old, _ = two
    then = client.get(path(CLAIMS, snapshot=old.id))
    [cited] = [link for link in then.headers.getlist("Link") if "cite-as" in link]

    again = client.get(cited.split(">")[0].removeprefix("<http://localhost"))

    assert (again.data, again.headers["ETag"]) == (then.data, then.headers["ETag"])


def test_a_snapshot_that_is_not_there_is_named_with_those_that_are(two: Two):
    client, old, new = two

    answer = client.get(path(CLAIMS, snapshot="0" * 16))

    assert answer.status_code == 404
    assert all(known in answer.text for known in (old.id, new.id))


def test_a_time_chooses_the_version_that_was_current_then(two: Two):
    client, old, new = two
    before = {"Accept-Datetime": http_date(datetime(2000, 1, 1, tzinfo=UTC))}
    after = {"Accept-Datetime": http_date(datetime(2100, 1, 1, tzinfo=UTC))}

    earliest = client.get(path(CLAIMS), headers=before)
    latest = client.get(path(CLAIMS), headers=after)

    assert earliest.headers["Standoff-Snapshot"] == old.id
    assert latest.headers["Standoff-Snapshot"] == new.id
    [first, _] = moves(old.path.parents[1])
    assert earliest.headers["Memento-Datetime"] == http_date(first.time)
    assert client.get(path(CLAIMS), headers={"Accept-Datetime": "soon"}).status_code == 400


def test_the_time_map_lists_an_answer_for_each_version(two: Two):
    client, old, new = two

    lines = client.get("/sparql/timemap?query=ASK%7B%7D").text.strip().split(",\n")

    mementos = [line for line in lines if 'rel="memento"' in line]
    assert [line.split(">")[0].rpartition("=")[2] for line in mementos] == [old.id, new.id]


def test_a_citation_tells_that_the_answer_has_changed_and_by_which_claim(two: Two):
    client, old, new = two
    claim = f"{BASE}id/claim/harbour/c99"

    said = client.get(f"/cite?query={quote(CLAIMS)}&snapshot={old.id}").get_json()

    assert said["changed"] is True
    assert (said["then"]["snapshot"], said["now"]["snapshot"]) == (old.id, new.id)
    assert (said["gone"], said["new"]) == (
        {"total": 0, "rows": []},
        {"total": 1, "rows": [f"<{claim}>"]},
    )
    assert said["because"]["claims"] == {"added": [claim], "withdrawn": [], "changed": []}
    assert len(said["because"]["statements"]["added"]) == 2


def test_a_citation_tells_that_the_answer_still_holds(two: Two):
    client, old, _ = two

    said = client.get(f"/cite?query={quote('ASK {}')}&snapshot={old.id}").get_json()

    assert (said["changed"], said["because"]) == (False, None)
    assert said["then"]["sha256"] == said["now"]["sha256"]


def test_the_query_page_shows_the_snapshot_that_it_is_asked_for(two: Two):
    client, old, new = two
    known, claim = ("/id/claim/harbour/c01", "/id/claim/harbour/c99")

    then = client.get(f"/query?query={quote(CLAIMS)}&snapshot={old.id}").text
    now = client.get(f"/query?query={quote(CLAIMS)}").text

    assert (old.id in then, new.id in then, claim in then) == (True, False, False)
    assert (new.id in now, f'"{claim}"' in now) == (True, True)
    assert f'"{known}?snapshot={old.id}"' in then
    assert (
        f"snapshot={old.id}&amp;format=csv" in then or f"format=csv&amp;snapshot={old.id}" in then
    )


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("bibtex", "application/x-bibtex", "@misc{standoff-"),
        ("csl", "application/vnd.citationstyles.csl+json", '"type": "dataset"'),
        ("html", "text/html", "<h1"),
    ],
)
def test_a_citation_comes_as_people_keep_theirs(two: Two, name: str, kind: str, words: str):
    client, old, _ = two

    answer = client.get(f"/cite?query={quote(CLAIMS)}&snapshot={old.id}&format={name}")

    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert words in answer.text
    assert old.id in answer.text
