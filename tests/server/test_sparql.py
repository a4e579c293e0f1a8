"""The protocol, over real HTTP against the server that people run."""

import json
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from kg.settings import MIB
from tests.server.raw import ask, post, post_form, send
from tests.server.small import iri

CLAIMS = """PREFIX stand: <https://w3id.org/standoff/ontology#>
SELECT ?claim ?text { ?claim stand:hasProposition/stand:propositionText ?text } ORDER BY ?claim"""
CLAIMS_CSV = (
    "claim,text\r\n"
    "https://w3id.org/standoff/id/claim/harbour/c01,guns stand in the harbour\r\n"
    "https://w3id.org/standoff/id/claim/harbour/c02,the neighbour is feared\r\n"
)
NAMES = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX actor: <https://w3id.org/standoff/id/actor/>
SELECT ?name { actor:ruritania skos:prefLabel ?name } ORDER BY ?name"""
DEPLOYS = """PREFIX stand: <https://w3id.org/standoff/ontology#>
PREFIX actor: <https://w3id.org/standoff/id/actor/>
CONSTRUCT { actor:ruritania stand:deploys ?what } { actor:ruritania stand:deploys ?what }"""
DEPLOYS_TRIPLE = ox.Triple(
    iri("id/actor/ruritania"), iri("ontology#deploys"), iri("id/actor/gazette")
)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
FACTS = "https://w3id.org/standoff/graph/facts"
ENTITIES = "https://w3id.org/standoff/graph/entities"
REIFIED = """PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?what { ?claim rdf:reifies ?what }"""


@pytest.mark.parametrize(
    ("accept", "kind", "body"),
    [
        (
            "application/sparql-results+json",
            "application/sparql-results+json",
            '{"head":{"vars":["name"]},"results":{"bindings":['
            '{"name":{"type":"literal","value":"Ruritania","xml:lang":"en"}},'
            '{"name":{"type":"literal","value":"Руритания","xml:lang":"ru"}},'
            '{"name":{"type":"literal","value":"ルリタニア","xml:lang":"ja"}}]}}',
        ),
        (
            "application/sparql-results+xml",
            "application/sparql-results+xml",
            '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
            '<head><variable name="name"/></head><results>'
            '<result><binding name="name">'
            '<literal xml:lang="en">Ruritania</literal></binding></result>'
            '<result><binding name="name">'
            '<literal xml:lang="ru">Руритания</literal></binding></result>'
            '<result><binding name="name">'
            '<literal xml:lang="ja">ルリタニア</literal></binding></result>'
            "</results></sparql>",
        ),
        ("text/csv", "text/csv; charset=utf-8", "name\r\nRuritania\r\nРуритания\r\nルリタニア\r\n"),
        (
            "text/tab-separated-values",
            "text/tab-separated-values; charset=utf-8",
            '?name\n"Ruritania"@en\n"Руритания"@ru\n"ルリタニア"@ja\n',
        ),
    ],
)
def test_rows_come_in_the_format_asked_for(address: str, accept: str, kind: str, body: str):
    answer = ask(address, NAMES, accept)

    assert (answer.status, answer.kind, answer.text) == (200, kind, body)


@pytest.mark.parametrize(
    ("name", "kind", "body"),
    [
        ("json", "application/sparql-results+json", '{"head":{},"boolean":true}'),
        (
            "xml",
            "application/sparql-results+xml",
            '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
            "<head></head><boolean>true</boolean></sparql>",
        ),
        ("csv", "text/csv; charset=utf-8", "true"),
        ("tsv", "text/tab-separated-values; charset=utf-8", "true"),
    ],
)
def test_yes_or_no_comes_in_the_format_named_in_the_address(
    address: str, name: str, kind: str, body: str
):
    answer = ask(address, "ASK { ?s ?p ?o }", "image/png", f"&format={name}")

    assert (answer.status, answer.kind, answer.text) == (200, kind, body)


@pytest.mark.parametrize(
    ("accept", "name", "kind", "read_as"),
    [
        ("text/turtle", "ttl", "text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
        ("application/n-triples", "nt", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "rdf", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", "jsonld", "application/ld+json", ox.RdfFormat.JSON_LD),
    ],
)
def test_a_graph_comes_in_the_format_asked_for_or_named(
    address: str, accept: str, name: str, kind: str, read_as: ox.RdfFormat
):
    asked = ask(address, DEPLOYS, accept)
    named = ask(address, DEPLOYS, None, f"&format={name}")

    read = [quad.triple for quad in ox.parse(asked.body, read_as)]
    assert (asked.status, asked.kind, read) == (200, kind, [DEPLOYS_TRIPLE])
    assert (named.kind, named.body) == (asked.kind, asked.body)


def test_turtle_has_prefixes_that_can_be_read_and_only_those_in_use(address: str):
    assert ask(address, DEPLOYS).text == (
        "@prefix actor: <https://w3id.org/standoff/id/actor/> .\n"
        "@prefix id: <https://w3id.org/standoff/id/> .\n"
        "@prefix stand: <https://w3id.org/standoff/ontology#> .\n"
        "actor:ruritania stand:deploys actor:gazette .\n"
    )


def test_describe_gives_what_is_said_of_a_node_each_triple_once(address: str):
    answer = ask(
        address, "DESCRIBE <https://w3id.org/standoff/id/actor/columnist>", None, "&format=nt"
    )

    assert answer.text == (
        "<https://w3id.org/standoff/id/actor/columnist> "
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<https://w3id.org/standoff/ontology#Person> .\n"
        "<https://w3id.org/standoff/id/actor/columnist> "
        '<http://www.w3.org/2000/01/rdf-schema#label> "the columnist"@en .\n'
    )


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        (NAMES, None, "application/sparql-results+json"),
        (NAMES, "*/*", "application/sparql-results+json"),
        (DEPLOYS, "*/*", "text/turtle; charset=utf-8"),
        (NAMES, "application/json", "application/json"),
        (NAMES, "text/csv;q=0.4, application/xml;q=0.5", "application/xml"),
        (NAMES, "text/html;q=0.5, text/csv;q=0.5", "text/csv; charset=utf-8"),
        (DEPLOYS, "application/ld+json, */*;q=0.1", "application/ld+json"),
    ],
)
def test_accept_decides_by_quality(address: str, query: str, accept: str | None, kind: str):
    assert ask(address, query, accept).kind == kind


@pytest.mark.parametrize(
    ("query", "accept", "more", "detail"),
    [
        (
            NAMES,
            "image/png",
            "",
            "Nothing here fits 'Accept: image/png'; this answer comes as "
            "application/sparql-results+json (format=json), "
            "application/sparql-results+xml (format=xml), text/csv (format=csv), "
            "text/tab-separated-values (format=tsv).",
        ),
        (
            DEPLOYS,
            None,
            "&format=csv",
            "Nothing here fits 'format=csv'; this answer comes as text/turtle (format=ttl), "
            "application/n-triples (format=nt), application/rdf+xml (format=rdf), "
            "application/ld+json (format=jsonld), text/n3 (format=n3), "
            "application/trig (format=trig), application/n-quads (format=nq).",
        ),
        (
            REIFIED,
            "text/csv",
            "",
            "The answer holds RDF 1.2 triple terms, for which CSV has no syntax; ask for "
            "JSON (format=json), XML (format=xml), TSV (format=tsv), "
            "or leave rdf:reifies out of the query.",
        ),
        (
            REIFIED.replace("SELECT ?what", "CONSTRUCT WHERE"),
            "application/ld+json",
            "",
            "The answer holds RDF 1.2 triple terms, for which JSON-LD has no syntax; ask for "
            "Turtle (format=ttl), N-Triples (format=nt), RDF/XML (format=rdf), "
            "TriG (format=trig), N-Quads (format=nq), or leave rdf:reifies out of the query.",
        ),
    ],
)
def test_what_no_format_fits_is_406_and_lists_the_formats(
    address: str, query: str, accept: str | None, more: str, detail: str
):
    answer = ask(address, query, accept, more)

    assert (answer.status, answer.text) == (406, f"406 Not Acceptable\n{detail}\n")


def test_triple_terms_come_where_the_format_has_them(address: str):
    found = json.loads(ask(address, REIFIED).body)["results"]["bindings"]

    assert found == [
        {
            "what": {
                "type": "triple",
                "value": {
                    "subject": {"type": "uri", "value": iri("id/actor/ruritania").value},
                    "predicate": {"type": "uri", "value": iri("ontology#deploys").value},
                    "object": {"type": "uri", "value": iri("id/actor/gazette").value},
                },
            }
        }
    ]


def test_the_three_ways_to_send_a_query_get_the_same_answer(address: str):
    by_get = ask(address, CLAIMS, None, "&format=csv")
    by_form = post_form(address, [("query", CLAIMS), ("format", "csv")])
    direct = post(
        address, CLAIMS.encode(), "application/sparql-query; charset=UTF-8", "/sparql?format=csv"
    )

    assert [a.text for a in (by_get, by_form, direct)] == [CLAIMS_CSV] * 3


def test_a_query_is_decoded_once(address: str):
    query = 'SELECT ("%20+é" AS ?x) {}'

    assert ask(address, query, "text/csv").text == "x\r\n%20+é\r\n"
    assert post_form(address, [("query", query), ("format", "csv")]).text == "x\r\n%20+é\r\n"


def test_parameters_nobody_knows_are_let_through(address: str):
    assert ask(address, CLAIMS, "text/csv", "&ac=1&ac=2").text == CLAIMS_CSV


@pytest.mark.parametrize(
    ("more", "query", "count"),
    [
        ("", COUNT, "76"),
        ("&version=1.2", COUNT, "77"),
        ("&version=1.2-basic", COUNT, "76"),
        ("", f"VERSION '1.2' {COUNT}", "77"),
        ("", COUNT.replace("}", "FILTER(!isTRIPLE(?o)) }"), "76"),
        (f"&default-graph-uri={FACTS}", COUNT, "1"),
        (f"&default-graph-uri={FACTS}&default-graph-uri={ENTITIES}", COUNT, "11"),
        (f"&named-graph-uri={FACTS}", COUNT, "0"),
        (
            f"&named-graph-uri={FACTS}",
            COUNT.replace("{ ?s ?p ?o }", "{ GRAPH ?g {?s ?p ?o} }"),
            "1",
        ),
        (
            f"&default-graph-uri={FACTS}",
            COUNT.replace("{ ?s ?p ?o }", "{ GRAPH ?g {?s ?p ?o} }"),
            "0",
        ),
        ("", COUNT.replace("{ ?s ?p ?o }", f"FROM <{FACTS}> {{ ?s ?p ?o }}"), "1"),
        (
            f"&default-graph-uri={ENTITIES}",
            COUNT.replace("{ ?s ?p ?o }", f"FROM <{FACTS}> {{ ?s ?p ?o }}"),
            "10",
        ),
        ("&default-graph-uri=urn:none", COUNT, "0"),
    ],
)
def test_the_dataset_is_the_requests_then_the_querys_then_the_union(
    address: str, more: str, query: str, count: str
):
    assert ask(address, query, "text/csv", more).text == f"n\r\n{count}\r\n"


def test_the_dataset_can_be_posted_in_a_form(address: str):
    pairs = [("query", COUNT), ("default-graph-uri", FACTS), ("format", "csv")]

    assert post_form(address, pairs).text == "n\r\n1\r\n"


def test_relative_iris_are_resolved_against_the_endpoint(address: str):
    assert ask(address, "SELECT (<x> AS ?i) {}", "text/csv").text == f"i\r\n{address}/x\r\n"


@pytest.mark.parametrize(
    ("query", "body"),
    [
        (
            "SELECT *\nWHERE { ?s ?p 5x }",
            "line 2, column 15: the query cannot be read from '5x' on.\n\n"
            "WHERE { ?s ?p 5x }\n"
            "              ^\n"
            "expected: a variable  a string  (  +  -  .  a prefixed name  an IRI  <<  <<(  [  "
            "a blank node  false  true  a number\n",
        ),
        (
            "SELECT * {\r\n\t?s 日本 ?o }",
            "line 2, column 5: the query cannot be read from '日本' on.\n\n"
            "\t?s 日本 ?o }\n"
            "\t   ^\n"
            "expected: !  a variable  (  a prefixed name  an IRI  ^  a\n",
        ),
        (
            "ASK {\n ?s skos:note ?o }",
            "line 2, column 5: the prefix skos: is not declared; "
            "put PREFIX skos: <http://www.w3.org/2004/02/skos/core#> in front.\n\n"
            " ?s skos:note ?o }\n"
            "    ^\n",
        ),
    ],
)
def test_a_syntax_error_is_400_with_its_line_under_a_caret(address: str, query: str, body: str):
    answer = ask(address, query)

    assert (answer.status, answer.kind) == (400, "text/plain; charset=utf-8")
    assert answer.text == f"400 Bad Request\n{body}"


def test_a_syntax_error_comes_as_a_problem_for_programs(address: str):
    answer = ask(address, "ASK {\n ?s x:y ?o }", "application/problem+json")

    assert (answer.status, answer.kind) == (400, "application/problem+json")
    assert json.loads(answer.body) == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "the prefix x: is not declared; put PREFIX x: <…> in front.",
        "line": 2,
        "column": 5,
        "source": " ?s x:y ?o }",
    }


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        (
            "query=ASK%7B%7D&query=ASK%7B%7D",
            400,
            "The parameter 'query' is set 2 times; set it once.",
        ),
        ("query=", 400, "The query is empty; try SELECT * WHERE { ?s ?p ?o } LIMIT 10."),
        (
            "query=%ff",
            400,
            "The parameters are not percent-encoded UTF-8; encode the query as UTF-8.",
        ),
        (
            "query=ASK%7B%7D&default-graph-uri=facts",
            400,
            "The parameter 'default-graph-uri' must be an absolute IRI; 'facts' is none.",
        ),
        (
            "query=ASK%7B%7D&named-graph-uri=a:%20b",
            400,
            "The parameter 'named-graph-uri' must be an absolute IRI; 'a: b' is none.",
        ),
        (
            "query=SELECT%20(%3Cx:f%3E(1)%20AS%20?x)%7B%7D",
            400,
            "The custom function <x:f> is not supported; use the functions of SPARQL 1.1.",
        ),
        (
            "update=DROP%20ALL",
            400,
            "An update stands in the body of a POST and in no address.",
        ),
        (
            "query=%23%20x%0AINSERT%20DATA%20%7B%7D",
            400,
            "This is an update and was sent as a query, which is SELECT, ASK, CONSTRUCT or "
            "DESCRIBE; an update is posted as application/sparql-update, or as the parameter "
            "'update'.",
        ),
    ],
)
def test_a_request_that_cannot_be_answered_says_why(
    address: str, path: str, status: int, detail: str
):
    answer = send(address, "GET", f"/sparql?{path}")

    assert (answer.status, answer.text.split("\n")[1]) == (status, detail)


def test_service_is_refused_before_anything_is_asked_of_another_server(address: str):
    answer = ask(address, f"SELECT * {{ SERVICE SILENT <{address}/sparql> {{ ?s ?p ?o }} }}")

    line = answer.text.split("\n")[1]
    assert (answer.status, line) == (
        403,
        "line 1, column 12: SERVICE is not allowed here: this endpoint makes no requests to other "
        "servers. Send the query to an endpoint of your own that joins this one by SERVICE.",
    )


@pytest.mark.parametrize(
    ("body", "kind", "status", "detail"),
    [
        (
            b"ASK {}",
            "text/plain",
            415,
            "A query can be sent as application/sparql-query or "
            "application/x-www-form-urlencoded, not as text/plain; set the header Content-Type.",
        ),
        (
            b"ASK {}",
            None,
            415,
            "A query can be sent as application/sparql-query or "
            "application/x-www-form-urlencoded, not as an unnamed type; set the header "
            "Content-Type.",
        ),
        (
            "ASK {}".encode("utf-16"),
            "application/sparql-query; charset=utf-16",
            415,
            "A query must be sent as UTF-8, not as utf-16.",
        ),
        (
            "ASK {}".encode("utf-16"),
            "application/sparql-query",
            400,
            "The query is not UTF-8: byte 0 cannot be read; encode it as UTF-8.",
        ),
        (
            b"DROP ALL",
            "application/sparql-update",
            403,
            "This endpoint is read-only: it takes SELECT, ASK, CONSTRUCT and DESCRIBE, and no "
            "updates.",
        ),
        (
            b"",
            "application/x-www-form-urlencoded",
            400,
            "The parameter 'query' is missing; it must be set exactly once.",
        ),
        (
            b"",
            "application/sparql-query",
            400,
            "The query is empty; try SELECT * WHERE { ?s ?p ?o } LIMIT 10.",
        ),
        (
            b" " * (MIB + 1),
            "application/sparql-query",
            413,
            "The request is too large: 1 MiB is the most that its body may have.",
        ),
        (
            b" " * (MIB + 1),
            "application/x-www-form-urlencoded",
            413,
            "The request is too large: 1 MiB is the most that its body may have.",
        ),
    ],
)
def test_a_post_that_cannot_be_answered_says_why(
    address: str, body: bytes, kind: str | None, status: int, detail: str
):
    answer = post(address, body, kind)

    assert (answer.status, answer.text.split("\n")[1]) == (status, detail)


def test_a_query_in_the_address_and_in_the_body_is_refused(address: str):
    answer = post(address, b"ASK {}", "application/sparql-query", "/sparql?query=ASK%7B%7D")

    assert answer.status == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_another_method_is_405_and_names_those_there_are(address: str, method: str):
    answer = send(address, method, "/sparql")

    assert answer.status == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST", "QUERY"}


def test_head_says_what_get_would(address: str):
    path = "/sparql?query=ASK%7B%7D"

    by_get, by_head = send(address, "GET", path), send(address, "HEAD", path)

    def lasting(headers: dict[str, str]) -> dict[str, str]:
        return {name: value for name, value in headers.items() if name != "date"}

    assert (by_head.status, by_head.body) == (200, b"")
    assert lasting(by_head.headers) == lasting(by_get.headers)


def test_a_page_elsewhere_may_ask_and_read(address: str):
    preflight = send(address, "OPTIONS", "/sparql", headers={"Origin": "https://example.org"})
    answer = ask(address, "ASK {}")
    error = ask(address, "ASK")

    assert preflight.status == 200
    methods = preflight.headers["access-control-allow-methods"].split(", ")
    assert {"GET", "HEAD", "POST", "QUERY", "OPTIONS"} <= set(methods)
    sent = preflight.headers["access-control-allow-headers"].split(", ")
    assert {"Accept", "Content-Type", "If-None-Match"} <= set(sent)
    for found in (preflight, answer, error):
        assert found.headers["access-control-allow-origin"] == "*"
        read = found.headers["access-control-expose-headers"].split(", ")
        assert {"Content-Digest", "ETag", "Link", "Standoff-Rows", "Standoff-Snapshot"} <= set(read)


def test_an_answer_has_a_tag_that_saves_sending_it_again(address: str, version_id: str):
    first = ask(address, CLAIMS, "text/csv")
    path = f"/sparql?query={quote(CLAIMS)}"
    headers = {"Accept": "text/csv", "If-None-Match": first.headers["etag"]}
    again = send(address, "GET", path, headers=headers)
    other = send(address, "GET", path, headers=headers | {"Accept": "application/json"})

    assert first.headers["etag"].startswith('"')
    assert first.headers["vary"] == "Accept, Accept-Encoding, Accept-Datetime"
    assert first.headers["standoff-snapshot"] == version_id
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert other.status == 200
    assert other.headers["etag"] != first.headers["etag"]


def test_an_answer_that_changes_by_itself_is_not_kept(address: str):
    query = "SELECT (STRUUID() AS ?new) {}"
    first, second = ask(address, query), ask(address, query)

    assert first.headers["cache-control"] == "no-store"
    assert first.headers["etag"] != second.headers["etag"]


def test_without_a_query_the_service_describes_itself(address: str):
    answer = send(address, "GET", "/sparql", headers={"Accept": "*/*"})
    graph = ox.Store()
    graph.load(input=answer.body, format=ox.RdfFormat.TURTLE)

    rows = graph.query("""
        PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
        PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?endpoint ?name ?size {
          ?s a sd:Service ; sd:endpoint ?endpoint ; sd:supportedLanguage sd:SPARQL11Query ;
            sd:feature sd:UnionDefaultGraph ; sd:defaultDataset/sd:namedGraph ?named .
          ?named sd:name ?name ; sd:graph/void:triples ?size .
        } ORDER BY ?name""")
    found = [[term.value for term in row] for row in rows]
    base = "https://w3id.org/standoff/graph/"
    assert answer.kind == "text/turtle; charset=utf-8"
    assert found == [
        [f"{address}/sparql", f"{base}article/harbour", "49"],
        [f"{address}/sparql", f"{base}entities", "10"],
        [f"{address}/sparql", f"{base}facts", "1"],
        [f"{address}/sparql", f"{base}ontology", "17"],
    ]


def test_a_browser_is_sent_to_the_form(address: str):
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

    answer = ask(address, "ASK { ?s ?p 'a&b' }", accept)

    assert (answer.status, answer.headers["location"]) == (
        303,
        "query?query=ASK%20%7B%20%3Fs%20%3Fp%20%27a%26b%27%20%7D",
    )
