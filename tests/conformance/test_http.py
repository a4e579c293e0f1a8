"""How the endpoint takes requests where the W3C's cases are silent."""

import json
from urllib.parse import quote, quote_plus, urlsplit

import pytest

from tests.conformance.asking import ASK, LONG, OWN_HEADERS, names, value, with_headers
from tests.conformance.cases import FORM, QUERY, REFUSAL, UPDATE
from tests.conformance.endpoint import Endpoint, Request
from tests.conformance.protocol_cases import DATA, default, direct, form, get, named

# Methods


@pytest.mark.parametrize("params", [(ASK,), ()], ids=["a query", "the description"])
def test_head_is_get_without_the_body(
    params: tuple[tuple[str, str], ...], endpoint: Endpoint
) -> None:
    whole = endpoint.send(Request("GET", params))
    head = endpoint.send(Request("HEAD", params))

    kept = ("Content-Type", "ETag", "Vary", "Cache-Control", "Link", "Repr-Digest")
    assert (head.status, head.body) == (whole.status, b"")
    assert {name: head.headers[name] for name in kept} == {
        name: whole.headers[name] for name in kept
    }


def test_head_of_an_error_has_its_status_and_no_body(endpoint: Endpoint) -> None:
    response = endpoint.send(Request("HEAD", (("query", "ASK {"),)))

    assert (response.status, response.body) == (400, b"")


def test_options_names_the_methods_and_the_types_of_queries(endpoint: Endpoint) -> None:
    response = endpoint.send(Request("OPTIONS"))

    assert response.status in (200, 204)
    assert names(response, "Allow") == {"GET", "HEAD", "OPTIONS", "POST", "QUERY"}
    assert {QUERY, FORM} <= names(response, "Accept-Query")
    assert {QUERY, FORM} <= names(response, "Accept-Post")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"])
def test_another_method_is_405_and_told_which_there_are(method: str, endpoint: Endpoint) -> None:
    response = endpoint.send(Request(method, (ASK,)))

    assert response.status == 405
    assert names(response, "Allow") == {"GET", "HEAD", "OPTIONS", "POST", "QUERY"}


def test_a_slash_at_the_end_of_the_address_does_not_lose_a_query(endpoint: Endpoint) -> None:
    request = Request("POST", (), (("Content-Type", QUERY),), b"ASK {}", to=f"{endpoint.query}/")
    response = endpoint.send(request)

    # 301 and 302 would let a client turn the POST into a GET.
    assert response.status in (200, 307, 308)


# The QUERY method of RFC 10008


@pytest.mark.parametrize(
    ("media_type", "body"),
    [(QUERY, b"ASK {}"), (f"{QUERY}; charset=utf-8", b"ASK {}"), (FORM, b"query=ASK%20%7B%7D")],
)
def test_query_takes_what_post_takes(media_type: str, body: bytes, endpoint: Endpoint) -> None:
    response = endpoint.send(Request("QUERY", (), (("Content-Type", media_type),), body))

    assert (response.status, json.loads(response.body)) == (200, {"head": {}, "boolean": True})


def test_query_takes_the_dataset_from_the_address(endpoint: Endpoint) -> None:
    text = f"ASK {{ <{DATA[0]}> a ?type }}".encode()
    answers = [
        endpoint.send(Request("QUERY", default(each), (("Content-Type", QUERY),), text))
        for each in DATA[:2]
    ]

    assert [json.loads(each.body)["boolean"] for each in answers] == [True, False]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ((), b"ASK {}", (400, 415)),
        ((("Content-Type", "text/plain"),), b"ASK {}", (415,)),
        ((("Content-Type", UPDATE),), b"CLEAR ALL", (403, 415)),
        ((("Content-Type", QUERY),), b"", (400,)),
        ((("Content-Type", QUERY),), b"ASK {", (400,)),
    ],
    ids=["no type", "another type", "an update", "nothing", "no query"],
)
def test_query_refuses_what_it_cannot_read(
    headers: tuple[tuple[str, str], ...], body: bytes, status: tuple[int, ...], endpoint: Endpoint
) -> None:
    assert endpoint.send(Request("QUERY", (), headers, body)).status in status


def test_query_is_safe_so_its_answer_can_be_revalidated(endpoint: Endpoint) -> None:
    request = Request("QUERY", (), (("Content-Type", QUERY),), b"ASK {}")
    first = endpoint.send(request)
    second = endpoint.send(with_headers(request, If_None_Match=first.headers["ETag"]))

    assert (second.status, second.body) == (304, b"")


# Cross-origin requests


def test_a_preflight_allows_what_a_client_in_a_page_sends(endpoint: Endpoint) -> None:
    response = endpoint.send(
        Request(
            "OPTIONS",
            (),
            (
                ("Origin", "https://editor.example"),
                ("Access-Control-Request-Method", "QUERY"),
                ("Access-Control-Request-Headers", "content-type, accept, authorization"),
            ),
        )
    )

    allowed = {each.lower() for each in names(response, "Access-Control-Allow-Headers")}
    assert response.status in (200, 204)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert {"GET", "POST", "QUERY"} <= names(response, "Access-Control-Allow-Methods")
    assert {"accept", "accept-datetime", "content-type", "if-none-match"} <= allowed
    assert int(response.headers["Access-Control-Max-Age"]) > 0


@pytest.mark.parametrize("query", ["ASK {}", "ASK {"], ids=["an answer", "an error"])
def test_a_page_of_any_origin_reads_answers_and_errors(query: str, endpoint: Endpoint) -> None:
    response = endpoint.send(with_headers(get(("query", query)), Origin="https://editor.example"))

    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert names(response, "Access-Control-Expose-Headers") >= OWN_HEADERS


# Parameters


@pytest.mark.parametrize(
    "request_",
    [
        form(ASK, params=(ASK,)),
        direct("ASK {}", ASK),
        form(ASK, ASK),
        get(ASK, ASK),
        form(("default-graph-uri", DATA[0])),
        form(),
        get(("query", "")),
        get(("query", " \n\t")),
        get(("query", "# nothing but a comment")),
        direct(""),
        form(("query", "")),
        get(ASK, ("default-graph-uri", "data1.rdf")),
        get(ASK, ("default-graph-uri", "http://example.org/a b")),
        get(ASK, ("named-graph-uri", "")),
        get(ASK, ("version", "9.9")),
        get(ASK, ("version", "1.2"), ("version", "1.2")),
    ],
    ids=[
        "in the address and in the form",
        "in the address and as the body",
        "twice in the form",
        "twice in the address",
        "a form without a query",
        "an empty form",
        "empty",
        "blank",
        "a comment",
        "an empty body",
        "empty in the form",
        "a relative graph",
        "a graph that is no IRI",
        "a graph without a name",
        "an unknown version",
        "two versions",
    ],
)
def test_parameters_that_are_missing_repeated_or_in_conflict_are_400(
    request_: Request, endpoint: Endpoint
) -> None:
    assert endpoint.send(request_).status == 400


def test_a_query_beside_an_update_is_refused(endpoint: Endpoint) -> None:
    assert endpoint.send(form(ASK, ("update", "CLEAR ALL"))).status in (400, 403)


@pytest.mark.parametrize("text", ["CLEAR ALL", "INSERT DATA { <a:a> <a:a> <a:a> }"])
def test_an_update_sent_as_a_query_is_refused(text: str, endpoint: Endpoint) -> None:
    assert endpoint.send(get(("query", text))).status in (400, 403)


@pytest.mark.parametrize(
    "more",
    [("ac", "1"), ("_", "1700000000"), ("inference", "true"), ("query2", "x"), ("timeout", "5")],
    ids=lambda pair: pair[0],
)
def test_parameters_that_nobody_knows_are_let_through(
    more: tuple[str, str], endpoint: Endpoint
) -> None:
    assert [endpoint.send(each(ASK, more)).status for each in (get, form)] == [200, 200]


def test_a_form_may_name_the_dataset_in_the_address(endpoint: Endpoint) -> None:
    query = ("query", f"ASK {{ <{DATA[0]}> a ?type }}")
    answers = [endpoint.send(form(query, params=default(each))) for each in DATA[:2]]

    assert [json.loads(each.body)["boolean"] for each in answers] == [True, False]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("%2520", "%20"),
        ("a%2Bb", "a+b"),
        ("a+b", "a b"),
        ("%25252B", "%252B"),
        ("%26", "&"),
        ("%C3%A9", "é"),
        ("%F0%9F%A6%8A", "🦊"),
        ("a;b", "a;b"),
    ],
)
def test_percent_signs_are_decoded_once(written: str, meant: str, endpoint: Endpoint) -> None:
    text = quote_plus('SELECT ("@" AS ?x) {}').replace("%40", written)
    by_get = endpoint.send(Request(raw_query=f"query={text}"))
    by_form = endpoint.send(
        Request("POST", (), (("Content-Type", FORM),), f"query={text}".encode())
    )
    as_it_is = endpoint.send(direct(f'SELECT ("{meant}" AS ?x) {{}}'))

    assert [value(each) for each in (by_get, by_form, as_it_is)] == [meant] * 3


def test_a_body_that_is_the_query_is_not_decoded(endpoint: Endpoint) -> None:
    assert value(endpoint.send(direct('SELECT ("%20+%2B" AS ?x) {}'))) == "%20+%2B"


# Media types and charsets of requests


@pytest.mark.parametrize(
    "media_type",
    [
        QUERY,
        "Application/SPARQL-Query",
        f"{QUERY};charset=UTF-8",
        f'{QUERY}; charset="utf-8"',
        f"{QUERY}; version=1.1; charset=utf-8",
    ],
)
def test_a_query_is_utf_8_however_that_is_said(media_type: str, endpoint: Endpoint) -> None:
    response = endpoint.send(direct('SELECT ("Курилы 千島" AS ?x) {}', media_type=media_type))

    assert value(response) == "Курилы 千島"


@pytest.mark.parametrize(
    ("media_type", "body", "status"),
    [
        (f"{QUERY}; charset=utf-16", "ASK {}".encode("utf-16"), (400, 415)),
        (f"{QUERY}; charset=utf-16le", "ASK {}".encode("utf-16-le"), (400, 415)),
        (QUERY, "ASK {}".encode("utf-16"), (400,)),
        (QUERY, "ASK {}".encode("utf-16-le"), (400,)),
        (f"{QUERY}; charset=iso-8859-1", b"ASK {}", (400, 415)),
        (QUERY, 'SELECT ("é" AS ?x) {}'.encode("latin-1"), (400,)),
        (FORM, b"query=ASK%20%7B%7D%FF", (400,)),
        (FORM, b"query=ASK {}\xff", (400,)),
        ("text/plain", b"ASK {}", (415,)),
        ("application/json", b'{"query": "ASK {}"}', (415,)),
        ("multipart/form-data; boundary=x", b"--x--", (415,)),
        ("application/sparql-query-x", b"ASK {}", (415,)),
        ("nonsense", b"ASK {}", (400, 415)),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    media_type: str, body: bytes, status: tuple[int, ...], endpoint: Endpoint
) -> None:
    response = endpoint.send(Request("POST", (), (("Content-Type", media_type),), body))

    assert response.status in status
    if response.status == 415:
        assert {QUERY, FORM} <= names(response, "Accept-Post")


@pytest.mark.parametrize("character", ["\0", "\ud800", "\ufffe"], ids=ascii)
def test_characters_that_are_none_are_the_clients_fault_or_kept(
    character: str, endpoint: Endpoint
) -> None:
    text = f'SELECT ("{character}" AS ?x) {{}}'.encode("utf-8", "surrogatepass")
    response = endpoint.send(Request("POST", (), (("Content-Type", QUERY),), text))

    assert response.status == 400 or value(response) == character


# The dataset


@pytest.mark.parametrize(
    ("text", "params", "expected"),
    [
        ("ASK { ?s a ?t }", default(DATA[0]), True),
        ("ASK { ?s a ?t }", named(DATA[0]), False),
        ("ASK { GRAPH ?g { ?s a ?t } }", default(DATA[0]), False),
        ("ASK { GRAPH ?g { ?s a ?t } }", named(DATA[0]), True),
        (f"ASK FROM <{DATA[0]}> {{ <{DATA[0]}> a ?t }}", (), True),
        (f"ASK FROM <{DATA[0]}> {{ <{DATA[0]}> a ?t }}", default(DATA[1]), False),
        (f"ASK FROM <{DATA[0]}> {{ <{DATA[1]}> a ?t }}", default(DATA[1]), True),
        (f"ASK FROM <{DATA[0]}> {{ ?s a ?t }}", named(DATA[1]), False),
        (f"ASK FROM NAMED <{DATA[0]}> {{ GRAPH ?g {{ ?s a ?t }} }}", default(DATA[1]), False),
        (
            f"ASK FROM NAMED <{DATA[0]}> {{ GRAPH <{DATA[0]}> {{ ?s a ?t }} }}",
            named(DATA[1]),
            False,
        ),
        ("ASK { ?s a ?t }", default("http://example.org/no-such-graph"), False),
        (f"ASK {{ <{DATA[0]}> a ?t . <{DATA[1]}> a ?t }}", default(*DATA[:2], *DATA[:2]), True),
    ],
)
def test_the_dataset_of_the_request_is_the_dataset(
    text: str, params: tuple[tuple[str, str], ...], expected: bool, endpoint: Endpoint
) -> None:
    answers = (
        endpoint.send(get(("query", text), *params)),
        endpoint.send(direct(text, *params)),
        endpoint.send(form(("query", text), *params)),
    )

    assert [json.loads(each.body)["boolean"] for each in answers] == [expected] * 3


def test_relative_iris_resolve_against_the_service(endpoint: Endpoint) -> None:
    text = "SELECT (STR(<other>) AS ?x) {}"
    resolved = value(endpoint.send(get(("query", text))))

    assert urlsplit(resolved).scheme
    assert resolved.endswith("/other")
    assert value(endpoint.send(direct(text))) == resolved
    assert value(endpoint.send(get(("query", f"BASE <http://b.example/a/> {text}")))) == (
        "http://b.example/a/other"
    )


# Sizes


def test_a_long_query_in_the_address_is_answered(endpoint: Endpoint) -> None:
    response = endpoint.send(get(("query", LONG)))

    assert (response.status, value(response)) == (200, "a long word " * 1000)


def test_an_address_without_end_is_refused(endpoint: Endpoint) -> None:
    text = quote(f"ASK {{ FILTER('{'x' * 150_000}' = '') }}")
    response = endpoint.send(Request(raw_query=f"query={text}"))

    assert response.status in (414, 431)


@pytest.mark.parametrize("media_type", [QUERY, FORM, "text/plain"])
def test_a_body_without_end_is_413_with_the_bound(media_type: str, endpoint: Endpoint) -> None:
    body = b"query=" + b"#" * (9 << 20)
    response = endpoint.send(Request("POST", (), (("Content-Type", media_type),), body))

    refused_for_its_type = media_type == "text/plain" and response.status == 415
    told_the_bound = any(character.isdigit() for character in response.body.decode()[4:])
    assert refused_for_its_type or (response.status == 413 and told_the_bound)


def test_the_next_request_after_a_refused_body_is_answered(endpoint: Endpoint) -> None:
    endpoint.send(Request("POST", (), (("Content-Type", QUERY),), b"#" * (9 << 20)))

    assert endpoint.send(get(ASK)).status == 200


@pytest.mark.parametrize(
    "request_",
    [
        Request("GET", raw_query="query=%"),
        Request("GET", raw_query="query=%ZZ"),
        Request("GET", raw_query="query=ASK%20%7B%7D%FF"),
        Request("GET", raw_query="query"),
        Request("GET", raw_query="=&=&&"),
        Request("POST", (), (("Content-Type", ""),), b"ASK {}"),
        Request("POST", (), (("Content-Type", QUERY), ("Content-Encoding", "gzip")), b"ASK {}"),
        Request("GET", (ASK,), (("Accept", ",;=/*,q=9"),)),
        Request("GET", (ASK,), (("Accept-Encoding", ";;q=,*"),)),
        Request("GET", (ASK,), (("If-None-Match", '"'),)),
    ],
)
def test_nonsense_is_never_our_fault(request_: Request, endpoint: Endpoint) -> None:
    assert endpoint.send(request_).status in (200, *REFUSAL)
