from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kg.published import current_version, open_store


def get(client: FlaskClient, path: str, headers: dict[str, str] | None = None) -> TestResponse:
    """Get a file and close it."""
    with client.get(path, headers=headers) as answer:
        answer.get_data()
    return answer


@pytest.mark.parametrize(
    ("name", "kind", "read_as"),
    [
        ("standoff.nq", "application/n-quads", ox.RdfFormat.N_QUADS),
        ("standoff.trig", "application/trig", ox.RdfFormat.TRIG),
    ],
)
def test_a_dump_is_the_whole_version_with_its_media_type(
    client: FlaskClient, build_root: Path, name: str, kind: str, read_as: ox.RdfFormat
):
    answer = get(client, f"/dump/{name}")

    # Read into a store, because that one makes plain integers of all kinds of integers.
    dumped = ox.Store()
    dumped.load(input=answer.data, format=read_as)
    store = open_store(current_version(build_root))
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert set(dumped) == {quad for quad in store if quad.graph_name != ox.DefaultGraph()}


def test_the_turtle_dump_is_the_union_in_rdf_1_1(client: FlaskClient):
    answer = get(client, "/dump/standoff.ttl")

    assert answer.content_type == "text/turtle; charset=utf-8"
    assert len(set(ox.parse(answer.data, ox.RdfFormat.TURTLE))) == 76


def test_a_dump_is_sent_once_and_can_be_resumed(client: FlaskClient, build_root: Path):
    first = get(client, "/dump/standoff.nq")
    digest = current_version(build_root).manifest["files"]["standoff.nq"]["sha256"]
    again = get(client, "/dump/standoff.nq", {"If-None-Match": first.headers["ETag"]})
    rest = get(client, "/dump/standoff.nq", {"Range": "bytes=100-"})

    assert first.headers["ETag"] == f'"{digest}"'
    assert (again.status_code, again.data) == (304, b"")
    assert (rest.status_code, rest.data) == (206, first.data[100:])


@pytest.mark.parametrize("name", ["manifest.json", "store", "..%2Fcurrent", "standoff.rdf"])
def test_nothing_else_of_a_version_is_sent(client: FlaskClient, name: str):
    assert client.get(f"/dump/{name}").status_code == 404
