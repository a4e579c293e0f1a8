"""The description of the dataset and the example queries, where registries look for them."""

import hashlib
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef

from kg.published import Version
from tests.server.conftest import serving
from tests.server.described import publish_described
from tests.server.raw import send

VOID = "/.well-known/void"
EXAMPLES = "/.well-known/sparql-examples"
BASE = "https://w3id.org/standoff/"
PREFIXES = """
PREFIX dcat: <http://www.w3.org/ns/dcat#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX foaf: <http://xmlns.com/foaf/0.1/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <https://schema.org/>
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX spdx: <http://spdx.org/rdf/terms#>
PREFIX void: <http://rdfs.org/ns/void#>
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Version]]:
    root = tmp_path_factory.mktemp("described")
    version = publish_described(root)
    with serving(root) as found:
        yield found, version


@pytest.fixture(scope="module")
def described(served: tuple[str, Version]) -> str:
    return served[0]


def rows(address: str, path: str, query: str) -> list[list[str]]:
    graph = Graph().parse(data=send(address, "GET", path).body, format="turtle")
    return sorted([str(term) for term in row] for row in graph.query(PREFIXES + query))  # type: ignore[union-attr]


@pytest.mark.parametrize("path", [VOID, "/sparql/.well-known/void"])
def test_void_names_the_endpoint_by_the_address_asked_with_licence_and_publisher(
    path: str, served: tuple[str, Version]
):
    """SPARQLES and Umaka look for a void:Dataset that has these; the former by this address."""
    address, version = served

    assert rows(
        address,
        path,
        f"""SELECT ?d ?licence ?publisher ?n ?version {{ ?d a void:Dataset, dcat:Dataset ;
          void:sparqlEndpoint <{address}/sparql> ; dcterms:license ?licence ;
          dcterms:publisher ?publisher ; void:triples ?n ; dcat:version ?version .
          <{address}{path}> a void:DatasetDescription ; foaf:primaryTopic ?d .
          ?service a dcat:DataService ; dcat:endpointURL <{address}/sparql> ;
            dcat:servesDataset ?d }}""",
    ) == [
        [
            f"{BASE}dataset",
            "https://creativecommons.org/licenses/by/4.0/",
            f"{BASE}id/agent/standoff-editors",
            "77",
            version.id,
        ]
    ]


def test_the_dumps_can_be_fetched_where_void_says_and_are_what_it_says(
    served: tuple[str, Version],
):
    address, _ = served
    found = rows(
        address,
        VOID,
        """SELECT ?dump ?type ?bytes ?sha { ?d void:dataDump ?dump . ?dump a dcat:Distribution ;
          dcat:downloadURL ?dump ; dcat:mediaType ?type ; dcat:byteSize ?bytes ;
          spdx:checksum/spdx:checksumValue ?sha }""",
    )
    fetched = []
    for dump, *_ in found:
        answer = send(address, "GET", dump.removeprefix(address))
        kind = (answer.kind or "").partition(";")[0]
        fetched.append(
            [
                dump,
                f"https://www.iana.org/assignments/media-types/{kind}",
                str(len(answer.body)),
                hashlib.sha256(answer.body).hexdigest(),
            ]
        )

    assert len(found) == 3
    assert fetched == found


def test_void_holds_what_the_data_says_but_for_addresses(served: tuple[str, Version]):
    address, version = served
    catalog = ox.NamedNode(f"{BASE}graph/catalog")
    stored = {
        str(quad.triple)
        .replace(f"<{BASE}sparql>", f"<{address}/sparql>")
        .replace(f"<{BASE}dump/", f"<{address}/dump/")
        for quad in ox.parse(path=version.path / "standoff.nq")
        if quad.graph_name == catalog and not quad.subject.value.startswith(f"{BASE}question/")
    }
    body = send(address, "GET", f"{VOID}?format=nt").body
    found = {str(quad.triple) for quad in ox.parse(body, ox.RdfFormat.N_TRIPLES)}

    assert stored - found == set()


@pytest.mark.parametrize(
    ("more", "accept", "kind", "reader"),
    [
        ("", None, "text/turtle; charset=utf-8", "turtle"),
        ("", "*/*", "text/turtle; charset=utf-8", "turtle"),
        ("", "application/rdf+xml", "application/rdf+xml", "xml"),
        ("", "application/ld+json", "application/ld+json", "json-ld"),
        ("?format=nt", "text/turtle", "application/n-triples", "nt"),
        ("?format=jsonld", None, "application/ld+json", "json-ld"),
    ],
)
@pytest.mark.parametrize("path", [VOID, EXAMPLES])
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_each_document_is_one_graph_in_every_format(
    path: str, more: str, accept: str | None, kind: str, reader: str, described: str
):
    answer = send(described, "GET", path + more, headers={"Accept": accept} if accept else {})
    turtle = send(described, "GET", path)

    assert (answer.status, (answer.kind or "").partition(";")[0]) == (200, kind.partition(";")[0])
    assert set(Graph().parse(data=answer.body, format=reader)) == set(
        Graph().parse(data=turtle.body, format="turtle")
    )


@pytest.mark.parametrize("path", [VOID, EXAMPLES])
def test_a_client_that_has_the_document_is_told_so(path: str, described: str):
    first = send(described, "GET", path)
    again = send(described, "GET", path, headers={"If-None-Match": first.headers["etag"]})
    other = send(described, "GET", f"{path}?format=nt")
    head = send(described, "HEAD", path)

    assert not first.headers["etag"].startswith("W/")
    assert (again.status, again.body, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert other.headers["etag"] != first.headers["etag"]
    assert (head.status, head.body, head.headers["etag"]) == (200, b"", first.headers["etag"])
    assert first.headers["vary"] == "Accept, Accept-Encoding"
    assert first.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", [VOID, EXAMPLES])
def test_a_format_that_is_not_there_is_406(path: str, described: str):
    assert send(described, "GET", path, headers={"Accept": "image/png"}).status == 406


@pytest.mark.parametrize("path", [EXAMPLES, f"{EXAMPLES}/", f"/sparql{EXAMPLES}",
                                  f"/sparql{EXAMPLES}/"])  # fmt: skip
def test_the_examples_are_for_the_endpoint_at_this_address(path: str, described: str):
    found = rows(
        described,
        path,
        f"""SELECT ?sq ?comment {{ ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ;
          sh:select|sh:ask ?query ; schema:target <{described}/sparql> ;
          sh:prefixes/sh:declare/sh:prefix "stand" }}""",
    )

    assert found == [
        [f"{BASE}question/is-there-a-claim", "Is there a claim?"],
        [f"{BASE}question/who-fears-whom", "Who is said to fear whom & why?"],
    ]


def test_data_without_a_catalog_is_described_by_its_sizes(address: str):
    found = rows(
        address,
        VOID,
        f"""SELECT ?d ?graph ?n {{ ?d a void:Dataset ; void:sparqlEndpoint <{address}/sparql> ;
          void:triples ?all ; void:subset ?graph . ?graph void:triples ?n }}""",
    )

    assert found == [
        [f"{address}/sparql#dataset", f"{BASE}graph/{name}", size]
        for name, size in (
            ("article/harbour", "49"),
            ("entities", "10"),
            ("facts", "1"),
            ("ontology", "17"),
        )
    ]


def test_data_without_a_catalog_claims_no_licence_and_no_examples(address: str):
    graph = Graph().parse(data=send(address, "GET", VOID).body, format="turtle")
    licence = URIRef("http://purl.org/dc/terms/license")

    assert list(graph.subject_objects(licence)) == []
    assert send(address, "GET", EXAMPLES).status == 404
