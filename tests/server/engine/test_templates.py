"""Queries that differ in their terms or numbers have one template; others have not."""

import pytest

from server.engine.job import Job
from server.engine.templates import MAX_LENGTH, REMEMBERED, KnownTemplates, template

QUERY = 'SELECT ?s { ?s <http://e/p> "x"@en FILTER(?s > 4) } LIMIT 10'


def job(text: str, **wanted: object) -> Job:
    return Job(text, endpoint="http://e/sparql", base="http://e/", **wanted)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "other",
    [
        'SELECT ?t { ?t <http://e/q> "a longer one"@en FILTER(?t > 5) } LIMIT 999999',
        'SELECT  ?s\n{ ?s <http://e/p> "x"@en # a comment\n FILTER(?s > 4) } LIMIT 10',
    ],
)
def test_terms_numbers_and_layout_do_not_count(other: str):
    assert template(job(other)) == template(job(QUERY)) is not None


@pytest.mark.parametrize(
    "other",
    [
        'SELECT DISTINCT ?s { ?s <http://e/p> "x"@en FILTER(?s > 4) } LIMIT 10',
        'SELECT ?s { ?s <http://e/p>* "x"@en FILTER(?s > 4) } LIMIT 10',
        'SELECT ?s { ?s <http://e/p> "x"@en FILTER(?s < 4) } LIMIT 10',
        'SELECT ?s { ?s <http://e/p> "x"@en FILTER(?s > 4) . ?a ?b ?c } LIMIT 10',
    ],
)
def test_what_a_query_does_with_its_terms_counts(other: str):
    assert template(job(other)) != template(job(QUERY))


def test_the_size_of_the_dataset_counts():
    assert template(job(QUERY, default_graphs=("http://e/g",))) != template(job(QUERY))


@pytest.mark.parametrize(
    "text",
    ["SELECT * { SERVICE <http://e/> { ?s ?p ?o } }", QUERY + " " * MAX_LENGTH],
    ids=["it depends on another endpoint", "it is long"],
)
def test_some_have_no_template(text: str):
    assert template(job(text)) is None


def test_what_the_last_one_took_is_known_unless_one_did_harm():
    known = KnownTemplates()
    known.learn(b"a", 0.5)
    known.learn(b"a", 0.25)
    known.learn(b"b", 0.5)
    known.ban(b"b")
    known.learn(b"b", 0.5)

    assert [known.cost(name) for name in (b"a", b"b", b"c")] == [0.25, None, None]


def test_the_latest_are_remembered():
    known = KnownTemplates()
    for n in range(REMEMBERED + 1):
        known.learn(b"%d" % n, 0.5)

    assert [known.cost(b"%d" % n) for n in (0, 1, REMEMBERED)] == [None, 0.5, 0.5]
