"""A question's own IRI leads to what the question is, in RDF; its answer has other addresses."""

import pyoxigraph as ox
import pytest
from rdflib import RDF, SDO, SH, Graph, URIRef

from kg.base import BASE, rebase
from kg.paths import project_data
from tests.server.raw import send

PATH = "/question/who-ties-thaad-to-the-islands"
IRI = URIRef(f"{BASE}question/who-ties-thaad-to-the-islands")
FILE = project_data().queries / "who-ties-thaad-to-the-islands.rq"
KINDS = {
    "text/turtle": ("ttl", ox.RdfFormat.TURTLE),
    "application/ld+json": ("jsonld", ox.RdfFormat.JSON_LD),
    "application/rdf+xml": ("rdf", ox.RdfFormat.RDF_XML),
    "application/n-triples": ("nt", ox.RdfFormat.N_TRIPLES),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_question_is_described_in_the_format_asked_for(project_address: str, kind: str):
    name, reader = KINDS[kind]
    negotiated = send(project_address, "GET", PATH, headers={"Accept": f"{kind}, text/html;q=0.5"})
    named = send(project_address, "GET", f"{PATH}.{name}")

    assert (negotiated.status, negotiated.kind.partition(";")[0]) == (200, kind)
    assert negotiated.headers["content-location"] == f"{PATH}.{name}"
    assert {"Accept", "Accept-Language"} <= set(negotiated.headers["vary"].split(", "))
    assert set(ox.parse(negotiated.body, reader)) == set(ox.parse(named.body, reader))


def test_the_description_is_that_of_an_example_query_for_this_endpoint(project_address: str):
    found = Graph().parse(data=send(project_address, "GET", f"{PATH}.ttl").body, format="turtle")

    assert set(found.objects(IRI, RDF.type)) == {SH.SPARQLExecutable, SH.SPARQLSelectExecutable}
    assert set(found.objects(IRI, SDO.target)) == {URIRef(f"{project_address}/sparql")}
    assert len(set(found.objects(IRI, SDO.keywords))) > 0
    [query] = found.objects(IRI, SH.select)
    assert str(query) in rebase(FILE.read_text(encoding="utf-8"), BASE)


def test_page_and_description_name_each_other_in_their_headers(project_address: str):
    page = send(project_address, "GET", PATH, headers={"Accept": "text/html"}).headers["link"]
    description = send(project_address, "GET", f"{PATH}.ttl").headers["link"]

    assert f'<{IRI}>; rel="cite-as"' in page
    assert f'<{PATH}.ttl>; rel="describedby"; type="text/turtle"' in page
    assert f'<{PATH}.jsonld>; rel="alternate"; type="application/ld+json"' in page
    assert f'<{PATH}>; rel="describes"; type="text/html"' in description


def test_answers_stay_where_they_were(project_address: str):
    for accept in ("text/csv", "application/sparql-results+json", "application/json"):
        answer = send(project_address, "GET", PATH, headers={"Accept": accept})
        assert (answer.status, answer.headers["standoff-rows"] > "0") == (200, True), accept
    assert send(project_address, "GET", f"{PATH}.csv").kind == "text/csv; charset=utf-8"
    assert send(project_address, "GET", PATH, headers={"Accept": "*/*"}).kind.startswith(
        "text/html"
    )


def test_what_is_known_is_not_sent_again_and_head_has_no_body(project_address: str):
    whole = send(project_address, "GET", f"{PATH}.ttl")
    known = send(
        project_address, "GET", f"{PATH}.ttl", headers={"If-None-Match": whole.headers["etag"]}
    )
    head = send(project_address, "HEAD", f"{PATH}.ttl")

    assert (known.status, known.body, head.status, head.body) == (304, b"", 200, b"")
    assert head.headers["etag"] == whole.headers["etag"]
