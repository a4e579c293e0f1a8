"""Each statement on a page leads to why it holds; what is asserted, to where it is asserted."""

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from kg.base import BASE
from kg.reasoning.terms import read_statement
from server.asserted import asked_for
from tests.server.resources.pages import page_at

EMBASSY = "/id/actor/embassy-of-russia-in-japan"
IRIS = st.sampled_from((f"{BASE}id/a/b", f"{BASE}ontology#p", "https://x.example/a?b#c", "urn:x:y"))
LITERALS = st.one_of(
    st.text(max_size=30).map(ox.Literal),
    st.text(max_size=30).map(lambda text: ox.Literal(text, language="ja")),
    st.integers().map(ox.Literal),
)


def whys(address: str, path: str) -> dict[str, str]:
    """Return the addresses of explanations by their texts."""
    return {
        text: href for text, href in page_at(address, path).links if href.startswith("/explain?")
    }


def test_an_inferred_statement_is_marked_and_leads_to_its_explanation(project_address: str):
    links = whys(project_address, EMBASSY)

    page = page_at(project_address, links["inferred: why? rdf:type actor"])
    asserted = page_at(project_address, links["why? acts for Russia"])

    assert page.headings[0] == "Embassy of Russia in Japan is an actor"
    assert page.paragraphs["truth"] == ["Inferred."]
    assert asserted.paragraphs["truth"] == ["Asserted."]


def test_every_statement_of_a_page_holds_where_its_link_leads(project_address: str):
    for path in (EMBASSY, "/id/claim/new-rules-2017/c07"):
        links = whys(project_address, path)
        found = {
            text.startswith("inferred"): page_at(project_address, href).paragraphs["truth"]
            for text, href in links.items()
        }
        assert len(links) > 10
        assert found == {True: ["Inferred."], False: ["Asserted."]}


def test_what_is_asserted_says_in_which_graph_and_from_what_source(project_address: str):
    background = page_at(project_address, whys(project_address, EMBASSY)["why? acts for Russia"])
    links = whys(project_address, "/id/claim/new-rules-2017/c07")
    coded = page_at(project_address, links["why? has certainty probable"])

    assert "It is asserted in graph entities." in background.texts
    [source] = [text for text in background.texts if "background" in text]
    assert source.startswith("It is background: no article says it. Its source: A mission")
    [place] = [text for text in coded.texts if text.startswith("It is asserted in ")]
    assert "(the coding of " in place
    assert "The words that carry its subject" in coded.headings


@given(IRIS, IRIS, st.one_of(IRIS.map(ox.NamedNode), LITERALS))
def test_an_address_asks_for_the_very_statement(subject: str, predicate: str, value: ox.Literal):
    triple = ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), value)

    asked = asked_for(triple, BASE)

    assert asked is not None
    assert read_statement(asked["s"], asked["p"], asked["o"], BASE) == triple
