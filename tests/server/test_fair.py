"""What F-UJI (metrics 0.8) and Umaka look for, asked of a running server as they ask it.

docs/fair.md has the same as a table, with what no local server can show.
"""

import json
import re
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import DCAT, DCTERMS, PROV, RDF, RDFS, VOID, Graph, URIRef

from kg.base import BASE
from tests.server.raw import Answer, ask, send
from tests.server.resources.pages import BROWSER

DATASET = URIRef(f"{BASE}dataset")
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
GRAPHS = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"


def page(address: str) -> Answer:
    return send(address, "GET", "/", headers=BROWSER)


def embedded(address: str) -> dict[str, Any]:
    """Return the description that search engines read in the landing page."""
    [found] = SCRIPT.findall(page(address).text)
    return dict(json.loads(found))


def graph(address: str, path: str, accept: str = "text/turtle") -> Graph:
    answer = send(address, "GET", path, headers={"Accept": accept})
    assert answer.status == 200
    syntax = ox.RdfFormat.from_media_type(accept)
    triples = (quad.triple for quad in ox.parse(answer.body, syntax))
    written = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    return Graph().parse(data=written, format="nt")


@pytest.fixture(scope="module")
def void(project_address: str) -> Graph:
    return graph(project_address, "/.well-known/void")


def test_f1_the_identifier_is_unique_and_of_a_lasting_kind(project_address: str):
    """FsF-F1-01MD-1, FsF-F1-02MD-1."""
    assert embedded(project_address)["identifier"] == "https://w3id.org/standoff/dataset"
    assert f'<{DATASET}>; rel="cite-as"' in page(project_address).headers["link"]


def test_f2_what_a_citation_and_a_search_need_is_there(project_address: str):
    """FsF-F2-01M-2 and -3."""
    needed = {
        *("creator", "name", "identifier", "datePublished", "publisher", "@type"),
        *("description", "keywords"),
    }
    found = embedded(project_address)
    assert {name for name in needed if not found.get(name)} == set()


def test_f3_a1_the_data_are_named_in_the_metadata_and_can_be_had(project_address: str):
    """FsF-F3-01M-2, FsF-A1-02MD-1 and -2, FsF-A1.1-01MD, FsF-R1-01M: type and size are true."""
    files = [f for f in embedded(project_address)["distribution"] if "contentSize" in f]

    assert len(files) == 3
    for file in files:
        got = send(project_address, "HEAD", file["contentUrl"].removeprefix(project_address))
        assert got.status == 200
        assert (got.kind or "").partition(";")[0] == file["encodingFormat"]
        assert f"{got.headers['content-length']} B" == file["contentSize"]


def test_f4_search_engines_find_a_dataset_of_schema_org(project_address: str):
    """FsF-F4-01M-1."""
    found = embedded(project_address)
    assert (found["@context"], found["@type"]) == ("https://schema.org/", "Dataset")


def test_a1_r1_access_and_licence_are_told_to_machines_everywhere(
    project_address: str, void: Graph
):
    """FsF-A1-01M-1, FsF-R1.1-01M; Umaka: licence and publisher in VoID."""
    found = embedded(project_address)

    assert (found["isAccessibleForFree"], found["license"]) == (True, LICENCE)
    assert (DATASET, DCTERMS.license, URIRef(LICENCE)) in void
    assert void.value(DATASET, DCTERMS.publisher) is not None
    assert void.value(DATASET, DCTERMS.accessRights) is not None
    assert f'<{LICENCE}>; rel="license"' in page(project_address).headers["link"]


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/ld+json"])
def test_i1_metadata_are_to_be_had_as_rdf_by_negotiation(project_address: str, accept: str):
    """FsF-I1-01M; Umaka: VoID at the well-known address, as Turtle and RDF/XML."""
    for path in ("/.well-known/void", "/dataset"):
        found = graph(project_address, path, accept)
        assert set(found.objects(DATASET, RDF.type)) >= {DCAT.Dataset, VOID.Dataset}


def test_i2_i3_known_vocabularies_and_links_that_say_how(project_address: str, void: Graph):
    """FsF-I2-01M, FsF-I3-01M, FsF-R1.3-01M: DCAT, VoID and PROV; Umaka: links to other data."""
    vocabularies = set(map(str, void.objects(None, VOID.vocabulary)))
    linksets = set(void.subjects(RDF.type, VOID.Linkset))

    assert {str(PROV), "http://www.w3.org/2004/02/skos/core#"} <= vocabularies
    assert len(linksets) > 0
    assert all(void.value(linkset, VOID.linkPredicate) for linkset in linksets)


def test_r1_2_where_the_data_come_from_is_told_in_prov(project_address: str, void: Graph):
    """FsF-R1.2-01M; FsF-I3-01M-2: the article that it is based on, by its name."""
    query = f"SELECT ?a WHERE {{ ?a a <{BASE}ontology#Article> }} ORDER BY ?a"
    articles = ask(project_address, query, "text/csv").text.split()[1:]
    assert sorted(map(str, void.objects(DATASET, PROV.wasDerivedFrom))) == articles
    assert void.value(DATASET, PROV.wasAttributedTo) is not None
    assert embedded(project_address)["isBasedOn"] == articles
    assert void.value(DATASET, DCTERMS.modified) is not None


def test_r1_3_the_files_are_in_open_formats_of_the_community(project_address: str):
    """FsF-R1.3-02D."""
    kinds = {file["encodingFormat"] for file in embedded(project_address)["distribution"]}
    assert {"text/turtle", "application/trig", "application/n-quads"} <= kinds


def test_umaka_the_endpoint_is_alive_and_open_to_scripts_of_any_site(project_address: str):
    query = "CONSTRUCT { ?s ?p ?o . } WHERE { GRAPH ?g { ?s ?p ?o . } } LIMIT 1"
    alive = ask(project_address, query)
    graphs = ask(project_address, GRAPHS, "text/csv")

    assert (alive.status, alive.headers["access-control-allow-origin"]) == (200, "*")
    assert len(graphs.text.splitlines()) > 5


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml"])
def test_umaka_the_service_describes_itself_and_says_when_it_changed(
    project_address: str, accept: str
):
    found = graph(project_address, "/sparql", accept)
    service = URIRef(f"{project_address}/sparql")
    languages = "http://www.w3.org/ns/sparql-service-description#supportedLanguage"

    assert found.value(service, DCTERMS.modified) is not None
    assert len(set(found.objects(service, URIRef(languages)))) > 0


def test_umaka_each_graph_has_classes_labels_and_properties(project_address: str):
    query = f"""SELECT ?g (COUNT(DISTINCT ?c) AS ?classes) (COUNT(DISTINCT ?l) AS ?labels)
      WHERE {{ GRAPH ?g {{ {{ ?s a ?c }} UNION {{ ?s <{RDFS.label}> ?l }} }} }} GROUP BY ?g"""
    rows = [line.split(",") for line in ask(project_address, query, "text/csv").text.split()[1:]]
    lacking = {g.removeprefix(f"{BASE}graph/") for g, classes, labels in rows if labels == "0"}

    # Facts and what is inferred are about things that other graphs name.
    assert lacking <= {"facts", "inferred", "catalog"}
    assert {g.removeprefix(f"{BASE}graph/") for g, *_ in rows} >= {"entities", "ontology"}


def test_umaka_names_lead_to_rdf_and_to_pages(project_address: str):
    """Linked Data's four principles, and negotiation of one name."""
    for accept in ("text/turtle", "application/rdf+xml", "text/html"):
        answer = send(project_address, "GET", "/id/actor/russia", headers={"Accept": accept})
        assert (answer.status, (answer.kind or "").partition(";")[0]) == (200, accept)
