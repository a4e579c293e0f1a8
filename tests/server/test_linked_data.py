"""Every IRI of the graph leads somewhere: over real HTTP, in every format, as the standards say."""

import pyoxigraph as ox
import pytest

from kg.vocab import BASE
from tests.server.html_page import read_page
from tests.server.raw import Answer, send

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
    answer = get(address, "/id/actor/gazette", BROWSER)
    page = read_page(answer.text)

    assert (answer.status, answer.headers["content-location"]) == (200, "/id/actor/gazette.html")
    assert page.headings == [
        "Harbour Gazette",
        "What is said of it",
        "What points to it",
        "How to cite",
        "The same for programs",
    ]
    assert page.link("column on the harbour") == "/id/document/harbour"


@pytest.mark.parametrize("accept", [BROWSER, None, *(kind for kind, _ in FORMATS.values())])
@pytest.mark.parametrize("path", ["/id/actor/nobody", "/id/actor/ruritania.docx", "/vocab/none"])
def test_what_is_unknown_is_404_in_every_format(path: str, accept: str | None, address: str):
    assert get(address, path, accept).status == 404


def test_a_graph_and_a_concept_are_described(address: str):
    graph = get(address, "/graph/entities", BROWSER)
    concept = get(address, "/vocab/polarity/negative", "text/turtle")

    assert graph.status == 200
    assert b'"negative"@en' in concept.body
