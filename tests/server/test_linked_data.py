"""Every IRI of the graph leads somewhere: over real HTTP, in every format, as the standards say."""

import json
import re
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, FOAF, RDF, RDFS, SKOS, Graph, URIRef

from kg.base import BASE
from kg.vocab import STAND
from server.formats import GRAPHS
from server.resource_graph import MAX_POINTING
from tests.server.conftest import MakeApp
from tests.server.html_page import read_page
from tests.server.raw import Answer, send
from tests.server.served import eventually, served
from tests.server.small import publish_small

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
FORMATS = {
    "ttl": ("text/turtle", ox.RdfFormat.TURTLE),
    "nt": ("application/n-triples", ox.RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    "jsonld": ("application/ld+json", ox.RdfFormat.JSON_LD),
    "trig": ("application/trig", ox.RdfFormat.TRIG),
    "nq": ("application/n-quads", ox.RdfFormat.N_QUADS),
}
RURITANIA = ox.NamedNode(f"{BASE}id/actor/ruritania")


def get(address: str, path: str, accept: str | None = None, **headers: str) -> Answer:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return send(address, "GET", path, headers=sent | ({"Accept": accept} if accept else {}))


def kind(answer: Answer) -> str:
    return (answer.kind or "").split(";")[0]


@pytest.mark.parametrize("name", FORMATS)
def test_a_thing_comes_in_the_format_asked_for(name: str, address: str):
    media_type, reader = FORMATS[name]

    negotiated = get(address, "/id/actor/ruritania", media_type)
    named = get(address, f"/id/actor/ruritania.{name}", BROWSER)

    assert (negotiated.status, kind(negotiated)) == (200, media_type)
    assert negotiated.headers["content-location"] == f"/id/actor/ruritania.{name}"
    assert "Accept" in negotiated.headers["vary"]
    assert (named.status, kind(named), named.body) == (200, media_type, negotiated.body)
    assert RURITANIA in {quad.subject for quad in ox.parse(negotiated.body, reader)}


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (BROWSER, "text/html"),
        ("text/html", "text/html"),
        ("text/html,text/turtle", "text/turtle"),
        ("application/rdf+xml;q=0.5,text/html;q=0.5", "application/rdf+xml"),
        ("text/html,application/ld+json;q=0.9", "text/html"),
        ("*/*", "text/turtle"),
        (None, "text/turtle"),
    ],
)
def test_rdf_wins_over_a_page_where_both_are_as_welcome(
    accept: str | None, expected: str, address: str
):
    assert kind(get(address, "/id/actor/ruritania", accept)) == expected


def test_a_browser_sees_what_is_said_of_a_thing_and_what_points_to_it(address: str):
    path = "/id/passage/harbour/s01/selector"
    answer = get(address, path, BROWSER)
    page = read_page(answer.text)

    assert (answer.status, answer.headers["content-location"]) == (200, f"{path}.html")
    assert page.headings == [
        "id:passage/harbour/s01/selector",
        "What is said of it",
        "What points to it",
        "How to cite",
        "The same for programs",
    ]
    assert ("oa:TextPositionSelector", "http://www.w3.org/ns/oa#TextPositionSelector") in page.links
    assert ("passage s01", "/id/passage/harbour/s01") in page.links


@pytest.mark.parametrize("accept", [BROWSER, None, *(kind for kind, _ in FORMATS.values())])
@pytest.mark.parametrize("path", ["/id/actor/nobody", "/id/actor/ruritania.docx", "/vocab/none"])
def test_what_is_unknown_is_404_in_every_format(path: str, accept: str | None, address: str):
    assert get(address, path, accept).status == 404


def test_a_graph_a_concept_and_the_dataset_are_described(address: str, project_address: str):
    graph = get(address, "/graph/entities", BROWSER)
    concept = get(address, "/vocab/polarity/negative", "text/turtle")
    dataset = get(project_address, "/dataset", "application/n-triples")

    assert (graph.status, kind(graph)) == (200, "text/html")
    assert b'"negative"@en' in concept.body
    assert dataset.headers["content-location"] == "/dataset.nt"
    assert f"<{BASE}dataset> <http://purl.org/dc/terms/license>" in dataset.text


def test_an_address_answers_without_a_redirect(address: str):
    for accept in (BROWSER, None, *(kind for kind, _ in FORMATS.values())):
        answer = get(address, "/id/claim/harbour/c01", accept)

        assert (answer.status, answer.headers.get("location")) == (200, None)


def test_a_name_that_looks_like_a_file_is_found_before_the_format(
    tmp_path: Path, make_app: MakeApp
):
    publish_small(
        tmp_path,
        f"""<{BASE}graph/x> {{ <{BASE}id/file/a.ttl> <{RDFS.label}> "a file" .
          <{BASE}id/file/a%20b> <{RDFS.label}> "with a space" .
          <{BASE}id/file/港> <{RDFS.label}> "a harbour" }}""",
    )
    client = make_app(tmp_path).test_client()

    itself = client.get("/id/file/a.ttl", headers={"Accept": "text/html"})
    described = client.get("/id/file/a.ttl.nt", headers={"Accept": "text/html"})
    spaced = client.get("/id/file/a%20b")
    harbour = client.get("/id/file/%E6%B8%AF")

    assert (itself.mimetype, described.mimetype) == ("text/html", "application/n-triples")
    assert "with a space" in spaced.text
    assert harbour.headers["Content-Location"] == "/id/file/%E6%B8%AF.ttl"


def test_head_tells_the_same_as_get_without_the_body(address: str):
    got = get(address, "/id/actor/ruritania", "text/turtle")
    told = send(address, "HEAD", "/id/actor/ruritania", headers={"Accept": "text/turtle"})

    kept = {name: value for name, value in got.headers.items() if name != "date"}
    assert {name: value for name, value in told.headers.items() if name != "date"} == kept
    assert (told.status, told.body) == (200, b"")


@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_who_has_it_already_gets_304_and_each_format_has_its_own_etag(accept: str, address: str):
    path = "/id/actor/ruritania"
    etag = get(address, path, accept).headers["etag"]
    other = "text/turtle" if accept == "text/html" else "text/html"

    again = get(address, f"{path}?unseen={accept}", accept, If_None_Match=etag)
    in_other = get(address, path, other, If_None_Match=etag)

    assert (again.status, again.body, again.headers["etag"]) == (304, b"", etag)
    assert in_other.status == 200


def test_what_fits_nothing_is_406_with_what_there_is(address: str):
    answer = get(address, "/id/actor/ruritania", "image/png")

    assert answer.status == 406
    assert "text/turtle (format=ttl)" in answer.text


def test_a_description_has_its_labels_and_says_what_it_is(address: str):
    answer = get(address, "/id/document/harbour", "application/n-triples")
    about = f"<{address}/id/document/harbour.nt>"

    lines = set(answer.text.splitlines())
    assert f'<{BASE}id/actor/gazette> <{RDFS.label}> "Harbour Gazette"@en .' in lines
    assert {line.removeprefix(about) for line in lines if line.startswith(about)} == {
        f" <{RDF.type}> <{FOAF.Document}> .",
        f" <{FOAF.primaryTopic}> <{BASE}id/document/harbour> .",
        f" <{DCTERMS.license}> <https://creativecommons.org/licenses/by/4.0/> .",
        f" <{DCTERMS.isPartOf}> <{address}/sparql#dataset> .",
    }


def test_a_claim_never_comes_without_what_keeps_it_from_being_fact(address: str):
    claim = ox.NamedNode(f"{BASE}id/claim/harbour/c02")
    wanted = (
        *("assertedBy", "imputedTo", "reportingMode", "certainty", "polarity", "conditionedOn"),
        *("hasProposition", "evidencedBy"),
    )
    expected = {ox.NamedNode(f"{BASE}ontology#{name}") for name in wanted}

    for path in ("/id/claim/harbour/c02", "/id/actor/ruritania", "/id/proposition/fear"):
        answer = get(address, path, "application/n-quads")
        found = {
            q.predicate for q in ox.parse(answer.body, ox.RdfFormat.N_QUADS) if q.subject == claim
        }
        assert expected <= found, path
    whole = get(address, "/id/claim/harbour/c02", "text/turtle").text
    assert '"the neighbour is feared"' in whole
    assert "27" in whole  # where it stands


@pytest.mark.parametrize("name", ["trig", "nq"])
def test_named_graphs_and_triple_terms_are_kept_where_the_format_has_them(name: str, address: str):
    _, reader = FORMATS[name]
    answer = get(address, f"/id/claim/harbour/c01.{name}")

    quads = list(ox.parse(answer.body, reader))
    graph = ox.NamedNode(f"{BASE}graph/article/harbour")
    asserted = ox.NamedNode(f"{BASE}ontology#assertedBy")
    assert {quad.graph_name for quad in quads if quad.predicate == asserted} == {graph}
    assert len([quad for quad in quads if isinstance(quad.object, ox.Triple)]) == 1


@pytest.mark.parametrize(("name", "reader"), [("ttl", "turtle"), ("rdf", "xml"), ("nt", "nt")])
def test_readers_of_rdf_1_1_can_read_what_they_get(name: str, reader: str, address: str):
    answer = get(address, f"/id/claim/harbour/c01.{name}")
    found = Graph().parse(data=answer.body, format=reader)

    assert (URIRef(f"{BASE}id/claim/harbour/c01"), RDF.type, STAND.Claim) in found
    assert "<<(" not in answer.text


def test_a_description_that_was_cut_says_so_of_itself(tmp_path: Path, make_app: MakeApp):
    many = "\n".join(
        f"<{BASE}id/visit/{n}> <{BASE}ontology#about> <{BASE}id/actor/ruritania> ."
        for n in range(MAX_POINTING + 1)
    )
    publish_small(tmp_path, f"<{BASE}graph/x> {{ {many} }}")
    client = make_app(tmp_path).test_client()

    found = list(ox.parse(client.get("/id/actor/ruritania.nt").data, ox.RdfFormat.N_TRIPLES))

    pointing = [quad for quad in found if quad.object == RURITANIA and "visit" in str(quad.subject)]
    [comment] = [q.object.value for q in found if q.predicate.value == str(RDFS.comment)]
    assert len(pointing) <= MAX_POINTING
    assert comment == f"Only {MAX_POINTING} statements that point to it are given here."
    assert any(q.predicate.value == str(RDFS.seeAlso) for q in found)


def test_links_say_what_a_page_is_about_and_on_what_terms(address: str):
    answer = get(address, "/id/claim/harbour/c01", BROWSER)

    links = [link.strip() for link in answer.headers["link"].split(", ")]
    assert links == [
        f'<{BASE}id/claim/harbour/c01>; rel="cite-as"',
        '</id/claim/harbour/c01.ttl>; rel="describedby"; type="text/turtle"',
        '</id/claim/harbour/c01.jsonld>; rel="describedby"; type="application/ld+json"',
        *(
            f'</id/claim/harbour/c01.{f.name}>; rel="alternate"; type="{f.media_types[0]}"'
            for f in GRAPHS
        ),
        '</id/claim/harbour/c01.html>; rel="alternate"; type="text/html"',
        '<https://schema.org/AboutPage>; rel="type"',
        '<https://schema.org/Claim>; rel="type"',
        '<https://creativecommons.org/licenses/by/4.0/>; rel="license"',
        f'<{address}/sparql#dataset>; rel="collection"',
    ]


def test_a_description_links_to_the_page_that_it_is_of(address: str):
    links = get(address, "/id/claim/harbour/c01", "text/turtle").headers["link"].split(", ")

    assert [link for link in links if "describe" in link or 'rel="type"' in link] == [
        '</id/claim/harbour/c01>; rel="describes"; type="text/html"'
    ]


def test_a_named_graph_leads_to_what_it_holds(project_address: str):
    answer = get(project_address, "/graph/facts", BROWSER)
    page = read_page(answer.text)
    [item] = re.findall(r'<([^>]*)>; rel="item"', answer.headers["link"])
    held = get(project_address, item, "application/n-triples")

    assert page.paragraphs["standfirst"] == [f"It holds {len(held.body.splitlines())} triples."]
    assert ("TriG", f"/store?graph={BASE}graph/facts&format=trig") in page.links


def test_the_start_page_is_the_landing_page_of_the_dataset(project_address: str):
    answer = get(project_address, "/", BROWSER)
    [written] = re.findall(r"<script type=\"application/ld\+json\">(.*?)</script>", answer.text)
    said = json.loads(written)

    assert f'<{BASE}dataset>; rel="cite-as"' in answer.headers["link"]
    assert '</dump/standoff.nq>; rel="item"; type="application/n-quads"' in answer.headers["link"]
    assert (said["@type"], said["@id"]) == ("Dataset", f"{BASE}dataset")
    for download in said["distribution"]:
        path = download["contentUrl"].removeprefix(project_address)
        assert send(project_address, "HEAD", path).status == 200


def test_a_page_says_in_the_words_of_schema_org_what_it_is_about(address: str):
    answer = get(address, "/id/claim/harbour/c02", BROWSER)
    [written] = re.findall(r"<script type=\"application/ld\+json\">(.*?)</script>", answer.text)
    label = "the columnist: not: the neighbour is feared"

    assert json.loads(written) == {
        "@context": "https://schema.org/",
        "@type": "AboutPage",
        "url": f"{address}/id/claim/harbour/c02",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "isPartOf": {"@type": "Dataset", "@id": f"{address}/sparql#dataset"},
        "mainEntity": {
            "@type": "Claim",
            "@id": f"{BASE}id/claim/harbour/c02",
            "identifier": f"{BASE}id/claim/harbour/c02",
            "name": label,
            "text": label,
            "author": [{"@id": f"{BASE}id/actor/columnist", "name": "the columnist"}],
        },
    }


def test_behind_a_prefix_every_link_stays_behind_it(build_root: Path, make_app: MakeApp):
    client = make_app(build_root, prefix="/stand").test_client()
    page = client.get("/stand/id/claim/harbour/c01", headers={"Accept": BROWSER})
    inner = [href for _, href in read_page(page.text).links if href.startswith("/")]

    assert page.headers["Content-Location"] == "/stand/id/claim/harbour/c01.html"
    assert [href for href in inner if not href.startswith("/stand/")] == []
    assert "/stand/id/actor/columnist" in inner
    assert f'<link rel="canonical" href="{BASE}id/claim/harbour/c01">' in page.text


def test_under_another_base_its_iris_lead_here(tmp_path: Path, make_app: MakeApp):
    base = "https://example.org/s/"
    publish_small(tmp_path, base=base)
    client = make_app(tmp_path).test_client()

    page = client.get("/id/claim/harbour/c01", headers={"Accept": BROWSER})

    assert f'<link rel="canonical" href="{base}id/claim/harbour/c01">' in page.text
    assert client.get("/id/actor/columnist").status_code == 200


HOSTILE = "<script>alert(1)</script>\u202e</script><img src=x onerror=alert(2)>"


def test_hostile_labels_and_addresses_do_no_harm(tmp_path: Path, make_app: MakeApp):
    literal = ox.Literal(HOSTILE)
    long = ox.Literal("x" * 100_000)
    publish_small(
        tmp_path,
        f"""<{BASE}graph/x> {{ <{BASE}id/actor/evil> a <{BASE}ontology#State> ;
          <{RDFS.label}> {literal} ; <{SKOS.definition}> {literal} ; <{SKOS.altLabel}> {long} ;
          <{SKOS.exactMatch}> <javascript:alert(3)> .
          <{BASE}id/claim/harbour/c01> <{BASE}ontology#assertedBy> <{BASE}id/actor/evil> }}""",
    )
    client = make_app(tmp_path).test_client()

    for path in ("/id/actor/evil", "/id/claim/harbour/c01", "/id/actor/columnist"):
        answer = client.get(path, headers={"Accept": BROWSER})
        page = read_page(answer.text)

        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<img" not in answer.text
        assert [href for _, href in page.links if href.startswith("javascript:")] == []
        assert len(answer.data) < 100_000
        [written] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.text)
        json.loads(written)
    unknown = client.get("/id/<script>alert(1)</script>", headers={"Accept": BROWSER})
    assert (unknown.status_code, "<script>alert" in unknown.text) == (404, False)


def test_what_nests_too_deep_to_be_read_here_is_left_to_a_query(tmp_path: Path):
    deep = "<<( <http://e/s> <http://e/p> " * 3000 + "<http://e/o>" + " )>>" * 3000
    file = tmp_path / "deep.nt"
    file.write_text(
        f"<{BASE}id/x> <http://e/p> {deep} .\n<{BASE}id/y> <http://e/p> <{BASE}id/x> .\n"
    )
    with served(tmp_path / "build", "--data", str(file)) as found:
        program = get(found.address, "/id/x", "text/turtle")
        person = get(found.address, "/id/x", BROWSER)

        # Once another process has looked through the data, for each process that serves.
        assert eventually(lambda: get(found.address, "/id/y", "text/turtle").status == 200)
        assert eventually(lambda: get(found.address, "/id/z").status == 404)
    query = f"query=DESCRIBE+%3C{quote(BASE, safe='')}id%2Fx%3E"
    assert (program.status, program.headers["location"]) == (303, f"/sparql?{query}")
    assert (person.status, person.headers["location"]) == (303, f"/query?{query}")
