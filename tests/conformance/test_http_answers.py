"""How the endpoint answers where the W3C's cases are silent: formats, caches, codings, errors."""

import base64
import gzip
import hashlib
import json
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import brotli  # type: ignore[import-untyped]
import pytest

from tests.conformance.asking import ASK, LONG, names, with_headers
from tests.conformance.cases import JSON, XML
from tests.conformance.endpoint import Endpoint, Request
from tests.conformance.protocol_cases import default, direct, get
from tests.conformance.triple_terms import GRAPH, QUERIES

# Negotiation of formats


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (f"{XML};q=0.1, */*;q=0.01", XML),
        (f"{JSON};q=0.5, {XML}", XML),
        (f"{JSON};q=0, */*", XML),
        ("text/csv;q=0.9, text/tab-separated-values", "text/tab-separated-values"),
        ("image/png, text/csv;q=0.1", "text/csv"),
        ("TEXT/CSV", "text/csv"),
        ("text/turtle, application/rdf+xml, */*;q=0.1", JSON),
        ("nonsense", JSON),
    ],
)
def test_accept_is_weighed(accept: str, media_type: str, endpoint: Endpoint) -> None:
    response = endpoint.send(get(("query", "SELECT (1 AS ?x) {}"), accept=accept))

    assert (response.status, response.media_type) == (200, media_type)


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        ("SELECT (1 AS ?x) {}", "text/turtle"),
        ("CONSTRUCT {} {}", "text/csv"),
        ("SELECT (1 AS ?x) {}", "image/png"),
        ("SELECT (1 AS ?x) {}", "*/*;q=0"),
        ("ASK {}", "application/rdf+xml"),
    ],
)
def test_406_only_where_nothing_fits_and_then_with_what_there_is(
    query: str, accept: str, endpoint: Endpoint
) -> None:
    response = endpoint.send(get(("query", query), accept=accept))

    wanted = "text/turtle" if query.startswith("CONSTRUCT") else JSON
    assert response.status == 406
    assert wanted in response.body.decode()


@pytest.mark.parametrize(
    ("name", "query", "media_type"),
    [
        ("json", "SELECT (1 AS ?x) {}", JSON),
        ("xml", "SELECT (1 AS ?x) {}", XML),
        ("csv", "SELECT (1 AS ?x) {}", "text/csv"),
        ("tsv", "SELECT (1 AS ?x) {}", "text/tab-separated-values"),
        ("ttl", "CONSTRUCT {} {}", "text/turtle"),
        ("nt", "CONSTRUCT {} {}", "application/n-triples"),
        ("rdf", "CONSTRUCT {} {}", "application/rdf+xml"),
        ("jsonld", "CONSTRUCT {} {}", "application/ld+json"),
    ],
)
def test_a_format_is_named_by_a_parameter_or_the_ending_of_the_address(
    name: str, query: str, media_type: str, endpoint: Endpoint
) -> None:
    accept = (("Accept", "text/html,application/xhtml+xml"),)
    by_parameter = endpoint.send(Request("GET", (("query", query), ("format", name)), accept))
    by_ending = endpoint.send(
        Request("GET", (("query", query),), accept, to=f"{endpoint.query}.{name}")
    )

    assert [(each.status, each.media_type) for each in (by_parameter, by_ending)] == [
        (200, media_type)
    ] * 2


def test_a_format_that_is_none_is_refused(endpoint: Endpoint) -> None:
    answers = (
        endpoint.send(get(ASK, ("format", "docx"))),
        endpoint.send(Request("GET", (ASK,), to=f"{endpoint.query}.docx")),
    )

    assert [each.status in (400, 404, 406) for each in answers] == [True, True]


@pytest.mark.parametrize(
    ("name", "accept"),
    [("every triple", "text/csv"), ("a graph with triple terms", "application/ld+json")],
)
def test_triple_terms_are_not_sent_in_a_format_without_a_syntax_for_them(
    name: str, accept: str, endpoint: Endpoint
) -> None:
    params = (("query", QUERIES[name]), ("version", "1.2"), *default(GRAPH))
    response = endpoint.send(get(*params, accept=accept))

    assert response.status == 406
    assert "triple term" in response.body.decode()


def test_content_location_is_the_address_of_the_chosen_format(endpoint: Endpoint) -> None:
    first = endpoint.send(get(("query", "SELECT (1 AS ?x) {}"), accept="text/csv"))
    location = urljoin(endpoint.query, first.headers["Content-Location"] or "none")
    second = endpoint.send(Request("GET", to=location))

    assert (second.status, second.media_type, second.body) == (200, "text/csv", first.body)


# Caches


def test_every_answer_says_on_what_it_depends(endpoint: Endpoint) -> None:
    answers = [endpoint.send(each) for each in (get(ASK), get())]
    error = endpoint.send(get(("query", "ASK {")))

    assert all({"Accept", "Accept-Encoding"} <= names(each, "Vary") for each in answers)
    assert all(each.headers["Cache-Control"] for each in answers)
    assert "Accept" in names(error, "Vary")


def test_an_entity_tag_is_strong_and_one_a_representation(endpoint: Endpoint) -> None:
    query = ("query", LONG)
    requests = (
        get(query),
        get(query, accept="text/csv"),
        with_headers(get(query), Accept_Encoding="gzip"),
        with_headers(get(query), Accept_Encoding="br"),
    )
    tags = [endpoint.send(each).headers["ETag"] for each in requests]

    assert [tag for tag in tags if not (tag.startswith('"') and tag.endswith('"'))] == []
    assert len(set(tags)) == len(tags)
    assert [endpoint.send(each).headers["ETag"] for each in requests] == tags


@pytest.mark.parametrize(
    "as_sent",
    [str, "W/{}".format, '"other", {}'.format, lambda _: "*"],
    ids=["as it was", "weak", "among others", "any"],
)
def test_an_answer_that_is_still_the_same_is_304(
    as_sent: Callable[[str], str], endpoint: Endpoint
) -> None:
    first = endpoint.send(get(ASK))
    second = endpoint.send(with_headers(get(ASK), If_None_Match=as_sent(first.headers["ETag"])))

    kept = ("ETag", "Vary", "Cache-Control")
    assert (second.status, second.body) == (304, b"")
    assert {name: second.headers[name] for name in kept} == {
        name: first.headers[name] for name in kept
    }


def test_another_tag_gets_the_answer(endpoint: Endpoint) -> None:
    response = endpoint.send(with_headers(get(ASK), If_None_Match='"another"'))

    assert (response.status, bool(response.body)) == (200, True)


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()"])
def test_an_answer_that_is_never_the_same_is_not_kept(call: str, endpoint: Endpoint) -> None:
    response = endpoint.send(get(("query", f"SELECT ({call} AS ?x) {{}}")))

    assert response.status == 200
    assert "no-store" in response.headers["Cache-Control"]


def test_a_post_is_not_answered_by_304(endpoint: Endpoint) -> None:
    tag = endpoint.send(get(ASK)).headers["ETag"]

    assert endpoint.send(with_headers(direct("ASK {}"), If_None_Match=tag)).status != 304


# Compression


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("", None),
        ("gzip", "gzip"),
        ("br", "br"),
        ("GZIP", "gzip"),
        ("gzip, br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip;q=0.5, br;q=1.0", "br"),
        ("gzip;q=0", None),
        ("br;q=0, gzip;q=0, *", None),
        ("br;q=0, *", "gzip"),
        ("identity", None),
        ("identity;q=1, gzip;q=0.5", None),
        ("identity;q=0, gzip", "gzip"),
        ("deflate", None),
        ("*;q=0, identity", None),
        ("gzip;q=nonsense", None),
    ],
)
def test_content_codings_are_weighed(accept: str, coding: str | None, endpoint: Endpoint) -> None:
    plain = endpoint.send(get(("query", LONG)))
    request = get(("query", LONG))
    response = endpoint.send(with_headers(request, Accept_Encoding=accept) if accept else request)

    assert (response.status, response.headers["Content-Encoding"]) == (200, coding)
    decode = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[coding]
    assert decode(response.body) == plain.body
    assert "Accept-Encoding" in names(response, "Vary")
    assert (len(response.body) < len(plain.body)) == (coding is not None)


def test_identity_that_is_not_wanted_is_not_sent(endpoint: Endpoint) -> None:
    any_other = endpoint.send(with_headers(get(("query", LONG)), Accept_Encoding="identity;q=0"))
    none_left = endpoint.send(with_headers(get(("query", LONG)), Accept_Encoding="*;q=0"))

    assert any_other.status == 406 or any_other.headers["Content-Encoding"] in ("gzip", "br")
    assert none_left.status == 406


# What an answer says of itself


@pytest.mark.parametrize("coding", ["", "gzip", "br"])
@pytest.mark.parametrize("query", ["ASK {}", LONG], ids=["short", "long"])
def test_the_digest_is_of_what_is_sent(query: str, coding: str, endpoint: Endpoint) -> None:
    request = get(("query", query))
    response = endpoint.send(with_headers(request, Accept_Encoding=coding) if coding else request)

    digest = base64.b64encode(hashlib.sha256(response.body).digest()).decode()
    assert response.headers["Content-Digest"] == f"sha-256=:{digest}:"
    assert response.headers["Repr-Digest"] == f"sha-256=:{digest}:"
    assert response.headers["Content-Length"] == str(len(response.body))


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT * { VALUES ?x { 1 2 3 } }", "3"),
        ("SELECT * { ?s <a:none> ?o }", "0"),
        ("CONSTRUCT { <a:a> <a:b> ?x } { VALUES ?x { 1 2 } }", "2"),
    ],
)
def test_an_answer_counts_its_rows_and_names_its_snapshot(
    query: str, rows: str, endpoint: Endpoint
) -> None:
    response = endpoint.send(get(("query", query)))

    assert response.headers["Standoff-Rows"] == rows
    assert response.headers["Standoff-Snapshot"]


# Errors


def test_an_error_is_a_problem_with_its_place_where_json_is_wanted(endpoint: Endpoint) -> None:
    text = "SELECT * {\n  ?s ?p\n}"
    response = endpoint.send(get(("query", text), accept="application/problem+json"))
    problem = json.loads(response.body)

    assert (response.status, response.media_type) == (400, "application/problem+json")
    assert (problem["status"], problem["line"], problem["column"]) == (400, 3, 1)
    assert urlsplit(problem["type"]).scheme
    assert problem["title"]
    assert problem["detail"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "text/plain"),
        ("*/*", "text/plain"),
        ("application/json", "application/problem+json"),
        ("application/problem+json, */*;q=0.1", "application/problem+json"),
        ("text/csv", "text/plain"),
        ("text/turtle", "text/plain"),
        (XML, "text/plain"),
    ],
)
def test_an_error_comes_as_its_reader_can_read_it(
    accept: str, media_type: str, endpoint: Endpoint
) -> None:
    response = endpoint.send(get(("query", "ASK {"), accept=accept))

    assert (response.status, response.media_type) == (400, media_type)


def test_a_column_is_counted_in_code_points(endpoint: Endpoint) -> None:
    text = 'SELECT * { ?s ?p "🦊" ?x ?y ?z }'
    response = endpoint.send(get(("query", text), accept="application/problem+json"))
    problem = json.loads(response.body)

    assert (problem["line"], problem["column"]) == (1, text.index("?x") + 1)
