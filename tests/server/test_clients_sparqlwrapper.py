"""SPARQLWrapper, unchanged, over the project's graph: every format by every way, and its errors."""

import ast
import json
from urllib.error import HTTPError

import pytest
from rdflib import RDFS, Graph, Literal, URIRef
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.server.in_full import canonical

JAPAN = URIRef("https://w3id.org/standoff/id/actor/japan")
NAME = Literal("Japan", lang="en")
NAMES = f"SELECT ?name {{ <{JAPAN}> <{RDFS.label}> ?name FILTER(LANG(?name) = 'en') }}"
LABEL = f"<{JAPAN}> <{RDFS.label}> {NAME.n3()}"
LARGE = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?g) }"
BAD = "SELECT ?s\nWHER { ?s ?p ?o }"
WAYS = [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]
# SPARQLWrapper itself uses what rdflib has deprecated.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning"),
    pytest.mark.parametrize(("method", "body"), WAYS, ids=["get", "form", "direct"]),
]


def ask(address: str, query: str, kind: str, method: str, body: str) -> SPARQLWrapper:
    found = SPARQLWrapper(f"{address}/sparql", returnFormat=kind)
    found.setQuery(query)
    found.setMethod(method)
    found.setRequestMethod(body)
    return found


def test_rows_come_as_json_xml_csv_and_tsv(project_address: str, method: str, body: str):
    as_json, as_xml, as_csv, as_tsv = (
        ask(project_address, NAMES, kind, method, body).queryAndConvert()
        for kind in (JSON, XML, CSV, TSV)
    )

    value = {"type": "literal", "value": "Japan", "xml:lang": "en"}
    assert as_json == {"head": {"vars": ["name"]}, "results": {"bindings": [{"name": value}]}}
    (literal,) = as_xml.getElementsByTagName("literal")
    assert (literal.firstChild.data, literal.getAttribute("xml:lang")) == ("Japan", "en")
    assert as_csv == b"name\r\nJapan\r\n"
    assert as_tsv == b'?name\n"Japan"@en\n'


def test_yes_or_no_comes_as_json_and_xml(project_address: str, method: str, body: str):
    query = f"ASK {{ {LABEL} }}"
    as_json = ask(project_address, query, JSON, method, body).queryAndConvert()
    as_xml = ask(project_address, query, XML, method, body).queryAndConvert()

    assert as_json == {"head": {}, "boolean": True}
    assert as_xml.getElementsByTagName("boolean")[0].firstChild.data == "true"


@pytest.mark.parametrize("kind", [XML, RDFXML, JSONLD])
def test_a_constructed_graph_comes_as_one_of_rdflib(
    project_address: str, kind: str, method: str, body: str
):
    query = f"CONSTRUCT {{ {LABEL} }} {{ {LABEL} }}"
    found = ask(project_address, query, kind, method, body).queryAndConvert()

    assert set(found) == {(JAPAN, RDFS.label, NAME)}


@pytest.mark.parametrize("kind", [TURTLE, N3])
def test_a_description_comes_as_turtle(project_address: str, kind: str, method: str, body: str):
    query = f"DESCRIBE <{JAPAN}>"
    found = ask(project_address, query, kind, method, body).queryAndConvert()
    as_graph = ask(project_address, query, RDFXML, method, body).queryAndConvert()

    assert canonical(Graph().parse(data=found)) == canonical(as_graph)
    assert (JAPAN, RDFS.label, NAME) in as_graph


def test_parameters_of_ours_are_passed_on(project_address: str, method: str, body: str):
    first = ask(project_address, NAMES, JSON, method, body).query()
    snapshot = first.info()["standoff-snapshot"]
    asked = ask(project_address, NAMES, JSON, method, body)
    asked.addParameter("snapshot", snapshot)
    again = asked.query()

    assert again.info()["standoff-snapshot"] == snapshot
    assert again.info()["content-digest"] == first.info()["content-digest"]
    assert again.convert() == first.convert()


def test_a_named_graph_is_chosen_by_a_parameter(project_address: str, method: str, body: str):
    counts = []
    for name in ("entities", "facts"):
        asked = ask(project_address, NAMES, CSV, method, body)
        asked.addDefaultGraph(f"https://w3id.org/standoff/graph/{name}")
        counts.append(asked.queryAndConvert())

    assert counts == [b"name\r\nJapan\r\n", b"name\r\n"]


@pytest.mark.parametrize("kind", [XML, CSV, TSV])
def test_a_bad_query_is_explained_in_the_exception(
    project_address: str, kind: str, method: str, body: str
):
    with pytest.raises(QueryBadFormed) as caught:
        ask(project_address, BAD, kind, method, body).query()

    assert said_in(caught.value).decode() == (
        "400 Bad Request\n"
        "line 2, column 1: the query cannot be read from 'WHER' on.\n\n"
        "WHER { ?s ?p ?o }\n"
        "^\n"
        "expected: a variable  (  {  a keyword\n"
    )


def test_whoever_asks_for_json_gets_the_explanation_as_json_with_the_words_in_front(
    project_address: str, method: str, body: str
):
    with pytest.raises(QueryBadFormed) as caught:
        ask(project_address, BAD, JSON, method, body).query()

    assert list(json.loads(said_in(caught.value)).items()) == [
        ("type", "about:blank"),
        ("title", "Bad Request"),
        ("status", 400),
        ("detail", "the query cannot be read from 'WHER' on."),
        ("line", 2),
        ("column", 1),
        ("source", "WHER { ?s ?p ?o }"),
        ("expected", ["a variable", "(", "{", "a keyword"]),
    ]


def said_in(error: QueryBadFormed) -> bytes:
    """Return the body that SPARQLWrapper writes into its message as Python writes bytes."""
    body = ast.literal_eval(error.args[0].partition("Response:\n")[2])
    assert isinstance(body, bytes)
    return body


def test_a_passed_deadline_is_explained_in_the_body(project_address: str, method: str, body: str):
    asked = ask(project_address, LARGE, CSV, method, body)
    asked.addParameter("timeout", "1")

    with pytest.raises(HTTPError, match="504") as caught:
        asked.query()

    assert caught.value.read().decode() == (
        "504 Gateway Timeout\n"
        "The query ran longer than the 1 second it may take here and was stopped; narrow it, "
        "or ask for part of its answer.\n"
    )


def test_a_client_that_gives_up_leaves_the_endpoint_usable(
    project_address: str, method: str, body: str
):
    asked = ask(project_address, LARGE, JSON, method, body)
    asked.addParameter("timeout", "2")
    asked.setTimeout(1)

    with pytest.raises(TimeoutError):
        asked.query()

    rows = ask(project_address, NAMES, JSON, method, body).queryAndConvert()
    assert json.dumps(rows["results"]["bindings"]).count("Japan") == 1
