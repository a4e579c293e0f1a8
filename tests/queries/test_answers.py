"""Every question has its exact answer, says who says it and where, and names only declared terms.

The expected rows are remade by ``make answers`` and reviewed as a diff.
"""

import csv
import io
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.base import BASE
from kg.paths import project_data
from kg.questions import Question, load_questions

EXPECTED = Path(__file__).parent
QUESTIONS = load_questions(project_data().queries)
# Answers that rest on no passage of an article, and why.
WITHOUT_PASSAGE = {
    "what-does-the-article-not-say": "a silence has no words; its basis stands in their place",
    "which-background-is-not-from-the-article": "its source stands in the place of the article",
    "which-sentences-carry-no-claim": "the sentence itself is the answer",
}
WITHOUT_SPEAKER = {
    "what-does-the-article-not-say": "a finding of the coder, with its basis",
    "which-background-is-not-from-the-article": "its source stands in the place of a speaker",
    "who-and-what-is-spoken-of": "a mention is counted in whosever words it stands",
    "who-wrote-the-article": "who wrote a document of the chain may be known to nobody",
}
SPEAKERS = {
    "speaker",
    "one",
    "ascribedBy",
    "writer",
    "writtenBy",
    "publisher",
    "author",
    "reporter",
}


def rows(csv_text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_text)))


def answer(store: ox.Store, text: str) -> list[list[str]]:
    found = store.query(text)
    assert isinstance(found, ox.QuerySolutions)
    return rows(found.serialize(format=ox.QueryResultsFormat.CSV).decode("utf-8"))


def test_every_question_has_an_answer_and_every_answer_a_question() -> None:
    answers = {file.stem for file in EXPECTED.glob("*.csv")}

    assert answers == {question.name for question in QUESTIONS}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_answer_is_exactly_as_expected(question: Question, project_store: ox.Store) -> None:
    expected = (EXPECTED / f"{question.name}.csv").read_text(encoding="utf-8")

    assert answer(project_store, question.text) == rows(expected)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_answer_has_rows_and_each_says_who_and_where(
    question: Question, project_store: ox.Store
) -> None:
    header, *found = answer(project_store, question.text)
    columns = [dict(zip(header, row, strict=True)) for row in found]

    assert columns
    if question.name not in WITHOUT_SPEAKER:
        assert [row for row in columns if not any(row.get(c) for c in SPEAKERS)] == gaps(question)
    if question.name not in WITHOUT_PASSAGE:
        assert [row for row in columns if not row.get("passage")] == gaps(question)


def gaps(question: Question) -> list[dict[str, str]]:
    """Rows that say that nothing was found, in place of somebody who says something."""
    return [
        dict(row)
        for row in csv.DictReader(
            io.StringIO((EXPECTED / f"{question.name}.csv").read_text(encoding="utf-8"))
        )
        if not row.get("passage") and (row.get("silence") or row.get("source"))
    ]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_the_file_is_short_and_its_prefixes_are_used_and_in_order(question: Question) -> None:
    lines = question.text.splitlines()
    declared = re.findall(r"^PREFIX (\w+): <([^>]+)>", question.text, flags=re.MULTILINE)
    body = re.sub(r"^(PREFIX|#).*$", "", question.text, flags=re.MULTILINE)
    own = [name for name, iri in declared if iri.startswith(BASE)]
    foreign = [name for name, iri in declared if not iri.startswith(BASE)]

    assert len(lines) < 40
    assert question.summary.endswith("?")
    assert [name for name, _ in declared if not re.search(rf"(?<!\w){name}:", body)] == []
    assert [name for name, _ in declared] == [*own, *foreign]
    assert own == sorted(own, key=lambda name: (name != "stand", name))
    assert foreign == sorted(foreign)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_every_term_of_ours_that_it_names_exists(
    question: Question, project_store: ox.Store
) -> None:
    declared = dict(re.findall(r"^PREFIX (\w+): <([^>]+)>", question.text, flags=re.MULTILINE))
    body = re.sub(r'"[^"]*"|^(PREFIX|#).*$', "", question.text, flags=re.MULTILINE)
    named = {
        declared[prefix] + local
        for prefix, local in re.findall(r"(?<![\w?<])(\w+):([\w-]+)", body)
        if prefix in declared
    } | set(re.findall(r"<([^>\s]+)>", body))
    unknown = {
        iri
        for iri in named
        if iri.startswith(BASE)
        and not project_store.query(
            f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ GRAPH <{iri}> {{ ?s ?p ?o }} }} }}"
        )
    }

    assert unknown == set()


REACH = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?class ?term WHERE {
  ?instance a ?class .
  ?class a owl:Class ; rdfs:subClassOf*/(rdfs:subClassOf?|^rdfs:domain|^rdfs:range) ?term .
  FILTER(STRSTARTS(STR(?class), "%(terms)s") && STRSTARTS(STR(?term), "%(terms)s"))
}""".replace("%(terms)s", f"{BASE}ontology#")


def test_every_class_that_the_data_uses_is_asked_for(project_store: ox.Store) -> None:
    """A question names the class, a superclass, or a property whose domain or range it is."""
    asked = {
        f"{BASE}ontology#{name}"
        for question in QUESTIONS
        for name in re.findall(r"(?<!\w)stand:(\w+)", question.text)
    }
    reach: dict[str, set[str]] = {}
    for row in answer(project_store, REACH)[1:]:
        reach.setdefault(row[0], set()).add(row[1])

    assert reach
    assert {name for name, terms in reach.items() if not terms & asked} == set()


def test_no_answer_depends_on_the_order_in_which_triples_were_loaded(
    project_store: ox.Store,
) -> None:
    quads = list(project_store)
    orders = [ox.Store(), ox.Store()]
    orders[0].extend(sorted(quads, key=str))
    orders[1].extend(sorted(quads, key=lambda quad: str(quad)[::-1]))
    differing = [
        question.name
        for question in QUESTIONS
        if answer(orders[0], question.text) != answer(orders[1], question.text)
    ]

    assert differing == []


def test_no_proposition_is_shown_without_its_polarity() -> None:
    bare = [
        question.name
        for question in QUESTIONS
        if "propositionText" in question.text and "stand:polarity" not in question.text
    ]

    assert bare == []
