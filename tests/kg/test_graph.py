from pathlib import Path

import pytest
from fixture_corpus import META, copy, golden, load, ntriples
from rdflib import RDF, RDFS, BNode, Literal, URIRef

from kg.base import BASE
from kg.graph import build_graphs
from kg.graph.labels import MAX_LABEL, cut
from kg.vocab import STAND

GRAPHS = build_graphs(load())


def dates_of(folder: Path, claim: str) -> set[tuple[str, str]]:
    """Return the date triples of a claim, by local name."""
    node = URIRef(f"{BASE}id/claim/{claim}")
    names = [STAND.date, STAND.earliest, STAND.latest, STAND.dateInferred, STAND.dateBasis]
    return {
        (str(name).partition("#")[2], str(value))
        for graph in build_graphs(load(folder)).graphs.values()
        for name in names
        for value in graph.objects(node, name)
    }


def test_the_graphs_are_the_golden_ones():
    """If this fails, run ``python tests/kg/fixture_corpus.py`` and review the difference."""
    assert ntriples(GRAPHS) == golden()


def test_nothing_is_blank_and_no_string_carries_a_datatype():
    terms = {term for graph in GRAPHS.graphs.values() for triple in graph for term in triple}

    assert [term for term in terms if isinstance(term, BNode)] == []
    assert [
        t for t in terms if isinstance(t, Literal) and str(t.datatype).endswith("#string")
    ] == []


def test_every_typed_node_but_selectors_has_one_english_label():
    labels: dict[URIRef, list[Literal]] = {}
    for graph in GRAPHS.graphs.values():
        for node in graph.subjects(RDF.type):
            labels.setdefault(node, [])
        for node, label in graph.subject_objects(RDFS.label):
            labels.setdefault(node, []).append(label)
    odd = {
        node
        for node, found in labels.items()
        if not str(node).endswith("/selector") and [label.language for label in found] != ["en"]
    }

    assert odd == set()


def test_a_second_build_is_the_same():
    assert ntriples(build_graphs(load())) == ntriples(GRAPHS)


def test_another_base_changes_iris_and_nothing_else():
    moved = build_graphs(load(), "https://example.org/kg/")
    expected = {
        name: "".join(
            sorted(
                content.replace(f"<{BASE}", "<https://example.org/kg/").splitlines(keepends=True)
            )
        )
        for name, content in ntriples(GRAPHS).items()
    }

    assert ntriples(moved) == expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (
            "harbour-talks/c01",
            {
                ("date", "2031-05-03"),
                ("earliest", "2031-05-03T00:00:00Z"),
                ("latest", "2031-05-03T23:59:59Z"),
                ("dateInferred", "true"),
                ("dateBasis", "the text names no year"),
            },
        ),
        (
            "ferry-note/c01",
            {
                ("date", "2031-04"),
                ("earliest", "2031-04-01T00:00:00Z"),
                ("latest", "2031-04-30T23:59:59Z"),
                ("dateInferred", "true"),
                ("dateBasis", "the date of the event, known from elsewhere: the gazette"),
            },
        ),
        (
            "harbour-talks/c02",
            {
                ("date", "2031-05-06"),
                ("earliest", "2031-05-06T00:00:00Z"),
                ("latest", "2031-05-06T23:59:59Z"),
                ("dateInferred", "true"),
                ("dateBasis", "the author's own voice: dated by the original column"),
            },
        ),
        (
            "harbour-talks/c04",
            {
                ("date", "2031-05-09"),
                ("earliest", "2031-05-09T00:00:00Z"),
                ("latest", "2031-05-09T23:59:59Z"),
                ("dateInferred", "true"),
                ("dateBasis", "the publisher's own voice: dated by this publication"),
            },
        ),
        (
            "harbour-talks/c06",
            {
                ("date", "../2031-05-06"),
                ("latest", "2031-05-06T23:59:59Z"),
                ("dateInferred", "true"),
                (
                    "dateBasis",
                    "reported without a date: not later than the text that reports it",
                ),
            },
        ),
        (
            "harbour-talks/c07",
            {
                ("date", "../2030"),
                ("latest", "2030-12-31T23:59:59Z"),
                ("dateInferred", "true"),
                ("dateBasis", "once"),
            },
        ),
    ],
)
def test_a_claim_is_dated_by_itself_its_event_or_the_publication(
    claim: str, expected: set[tuple[str, str]], tmp_path: Path
):
    assert dates_of(copy(tmp_path, {}), claim) == expected


def test_without_a_dated_original_the_author_speaks_on_the_day_of_publication(tmp_path: Path):
    copy(tmp_path, {META: (', published: {edtf: "2031-05-06"}', "")})

    assert dates_of(tmp_path, "harbour-talks/c02") == {
        ("date", "2031-05-09"),
        ("earliest", "2031-05-09T00:00:00Z"),
        ("latest", "2031-05-09T23:59:59Z"),
    }


def test_the_original_is_the_earliest_document_of_the_chain(tmp_path: Path):
    copy(tmp_path, {META: ("language: ru,", 'language: ru, published: {edtf: "2031-05-08"},')})

    assert ("date", "2031-05-06") in dates_of(tmp_path, "harbour-talks/c02")


def test_background_statements_are_named_by_what_they_state():
    entities = GRAPHS.graphs[URIRef(f"{BASE}graph/entities")]
    prefix = f"{BASE}id/background/"

    assert sorted(
        str(node).removeprefix(prefix)
        for node in entities.subjects(RDF.type, STAND.BackgroundStatement)
    ) == [
        "actor/harbour-office/actsFor/actor-norland",
        "agreement/strait-treaty/party/actor-norland",
        "agreement/strait-treaty/party/actor-suderia",
        "agreement/strait-treaty/validFrom/1999",
        "event/norland-statement/date/2031-04",
        "territory/gull-rocks/partOf/territory-strait",
    ]


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("short", "short"),
        ("x" * MAX_LABEL, "x" * MAX_LABEL),
        ("x" * (MAX_LABEL + 1), "x" * (MAX_LABEL - 1) + "…"),
        ("word, " * 30, ("word, " * 19 + "word") + "…"),
    ],
)
def test_a_long_label_is_cut_at_a_word(words: str, label: str):
    assert cut(words) == label
