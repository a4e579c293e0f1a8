"""The ontology at its address, over real HTTP and of the project's own version."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.compare import isomorphic

from kg.base import BASE
from kg.dataset import Dataset
from kg.paths import project_data
from kg.placing import exclusive
from kg.publish import Candidate, publish
from kg.published import Version
from kg.vocab import STAND
from server.ontology import EXTENSIONS, FORMATS, MODULES
from tests.server.conftest import MakeApp
from tests.server.html_page import read_page
from tests.server.raw import Answer, send
from tests.server.small import publish_small

TURTLE = ox.RdfFormat.TURTLE
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
# What the OWL API asks for, and so Protégé.
OWL_API = "application/rdf+xml, application/xml; q=0.7, text/xml; q=0.6, */*; q=0.09"
READERS = {
    "text/turtle": "turtle",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
}
KINDS = ("text/html", "application/problem+json", "text/plain", *READERS)
UNKNOWN = (
    *("/ontology/Claims", "/ontology/claim", "/ontology/9.9.9", "/ontology/alignments/none"),
    *("/ontology/alignments/../world", "/ontology/%3Cx%3E", "/ontology/a%20b", "/ontology.docx"),
    *("/vocab/polarity/neutral", "/vocab/none", "/vocab/polarity/"),
)


def get(address: str, path: str, accept: str | None = None) -> Answer:
    return send(address, "GET", path, headers={"Accept": accept} if accept else {})


def kind(answer: Answer) -> str:
    return (answer.kind or "").split(";")[0]


def graph(answer: Answer) -> Graph:
    return Graph().parse(data=answer.body, format=READERS[kind(answer)])


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (BROWSER, "text/html"),
        ("text/html", "text/html"),
        (OWL_API, "application/rdf+xml"),
        ("*/*", "text/turtle"),
        (None, "text/turtle"),
        ("application/xml", "application/xml"),
        *((found.media_types[0], found.media_types[0]) for found in FORMATS),
    ],
)
def test_the_ontology_comes_in_the_format_asked_for(
    accept: str | None, expected: str, project_address: str
):
    answer = get(project_address, "/ontology", accept)

    assert (answer.status, kind(answer)) == (200, expected)
    assert "Accept" in answer.headers["vary"]
    assert [link.strip() for link in answer.headers["link"].split(", ")] == [
        f'</ontology.{found.name}>; rel="alternate"; type="{found.media_types[0]}"'
        for found in FORMATS
    ]


def test_what_no_format_fits_is_406_with_those_there_are(project_address: str):
    answer = get(project_address, "/ontology", "image/png")

    assert answer.status == 406
    assert "application/rdf+xml (format=rdf)" in answer.text


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_an_extension_beats_what_the_client_accepts(extension: str, project_address: str):
    answer = get(project_address, f"/ontology.{extension}", BROWSER)

    [found] = [found for found in FORMATS if extension in found.names]
    assert (answer.status, kind(answer)) == (200, found.media_types[0])


def test_a_tool_gets_one_ontology_of_all_modules_with_nothing_to_import(project_address: str):
    whole = Graph()
    for file in project_data().ontology.glob("*.ttl"):
        whole.parse(file)
    for module in MODULES:
        whole.remove((URIRef(f"{BASE}ontology/{module}"), None, None))
    whole.remove((None, OWL.imports, None))
    served = {
        name: graph(get(project_address, f"/ontology.{name}")) for name in ("ttl", "owl", "nt")
    }

    assert list(whole.subjects(RDF.type, OWL.Ontology)) == [URIRef(f"{BASE}ontology")]
    assert {name: isomorphic(found, whole) for name, found in served.items()} == {
        "ttl": True,
        "owl": True,
        "nt": True,
    }


@pytest.mark.parametrize("name", [*MODULES, "0.1.0"])
@pytest.mark.parametrize("query", ["", "?format=owl"])
def test_a_module_and_the_release_lead_to_the_ontology(name: str, query: str, project_address: str):
    answer = get(project_address, f"/ontology/{name}{query}", OWL_API)

    assert (answer.status, answer.headers["location"]) == (303, f"/ontology{query}")


def test_a_module_does_not_lead_elsewhere_whatever_is_asked(project_address: str):
    answer = get(project_address, "/ontology/world?_external=1&_scheme=ftp&x=y&format=ttl%0D%0AX:1")

    assert answer.headers["location"] == "/ontology?format=ttl%0D%0AX%3A1"


def test_a_term_is_described_with_its_axioms(project_address: str):
    found = graph(get(project_address, "/ontology/Claim", "text/turtle"))

    assert URIRef(f"{BASE}ontology/discourse") in set(found.objects(STAND.Claim, RDFS.isDefinedBy))
    assert len(list(found.objects(STAND.Claim, RDFS.subClassOf / OWL.onProperty))) == 4
    assert {node for node in found.subjects() if isinstance(node, URIRef)} == {STAND.Claim}


def test_a_browser_gets_the_page_of_a_term_and_its_place_in_the_overview(project_address: str):
    answer = get(project_address, "/ontology/Claim", BROWSER)
    read = read_page(answer.text)

    assert (answer.status, kind(answer)) == (200, "text/html")
    assert "Accept" in answer.headers["vary"]
    assert read.headings[0] == "claim"
    assert ("The Standoff ontology", "/ontology#Claim") in read.links
    assert ("Turtle", "/ontology/Claim?format=ttl") in read.links
    assert 'rel="alternate" type="text/turtle" href="/ontology/Claim?format=ttl"' in answer.text
    assert 'id="Claim"' in get(project_address, "/ontology", BROWSER).text


@pytest.mark.parametrize("name", ["prov-o", "prov-o/0.1.0"])
def test_an_alignment_is_given_as_its_file_has_it(name: str, project_address: str):
    found = graph(get(project_address, f"/ontology/alignments/{name}", OWL_API))
    file = project_data().ontology / "alignments" / "prov-o.ttl"

    assert isomorphic(found, Graph().parse(file))


@pytest.mark.parametrize("accept", KINDS)
@pytest.mark.parametrize("path", UNKNOWN)
def test_what_is_unknown_is_404_in_every_format(path: str, accept: str, project_address: str):
    answer = get(project_address, path, accept)

    assert answer.status == 404
    assert kind(answer) == (accept if accept in KINDS[:2] else "text/plain")


def test_who_has_it_is_not_sent_it_again(project_address: str):
    first = get(project_address, "/ontology", BROWSER)
    headers = {"Accept": BROWSER, "If-None-Match": first.headers["etag"]}
    again = send(project_address, "GET", "/ontology", headers=headers)
    turtle = get(project_address, "/ontology", "text/turtle")

    assert (again.status, again.body) == (304, b"")
    assert turtle.headers["etag"] != first.headers["etag"]


def test_a_browser_gets_the_documentation_with_counts_of_the_version(
    project_address: str, project_version: Version, project_store: ox.Store
):
    of_claims = (None, ox.NamedNode(str(RDF.type)), ox.NamedNode(str(STAND.Claim)))
    claims = len({quad.subject for quad in project_store.quads_for_pattern(*of_claims)})
    overview = read_page(get(project_address, "/ontology", BROWSER).text)
    page = get(project_address, "/ontology/Claim", BROWSER)

    assert overview.headings[0] == "The Standoff ontology"
    assert ("claim", "/ontology/Claim") in overview.links
    assert "In the data" in page.text
    assert f"{claims} instances" in page.text
    assert project_version.id in page.text
    asked = read_page(get(project_address, "/ontology/assertedBy", BROWSER).text)
    assert "/question/who-ties-thaad-to-the-islands" in {href for _, href in asked.links}


def test_a_browser_gets_the_documentation(project_address: str):
    assert get(project_address, "/ontology", BROWSER).text.startswith("<!doctype html>")


def test_under_another_base_terms_are_found_by_that_base(tmp_path: Path, make_app: MakeApp):
    publish_small(tmp_path, base="https://example.org/own/")
    client = make_app(tmp_path).test_client()
    term = Graph().parse(data=client.get("/ontology/certainty").text, format="turtle")
    page = client.get("/ontology", headers={"Accept": BROWSER})

    assert set(term.subjects()) == {URIRef("https://example.org/own/ontology#certainty")}
    assert page.status_code == 200
    assert BASE not in page.text


def test_what_is_described_and_is_no_term_has_the_overview_for_its_page(
    tmp_path: Path, make_app: MakeApp
):
    publish_small(tmp_path)
    client = make_app(tmp_path).test_client()
    answer = client.get("/ontology/certainty", headers={"Accept": BROWSER})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/ontology")


def test_data_without_an_ontology_has_none_to_give(tmp_path: Path, make_app: MakeApp):
    graph = frozenset(quad.triple for quad in ox.parse("<urn:a> <urn:b> <urn:c> .", TURTLE))
    candidate = Candidate(
        dataset=Dataset(BASE, {ox.NamedNode("urn:g"): graph}, frozenset()),
        report=b"# conforms\n",
        shapes_sha256="ab",
        warnings=0,
        hermit="skipped",
        text="not given",
    )
    with exclusive(tmp_path):
        publish(tmp_path, candidate, lambda _stage: None)
    client = make_app(tmp_path).test_client()
    answers = [client.get("/ontology", headers={"Accept": a}) for a in (BROWSER, OWL_API)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "without an ontology" in answers[1].text
