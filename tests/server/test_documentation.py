"""The ontology's documentation on the site: an overview, and of each term all there is to say."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from bench.pages import MOST_BYTES
from kg.base import BASE
from kg.build import BuildReport
from kg.ontology.documentation import body, describe, read_folder
from kg.ontology.documented import Concept, Documented, Scheme, Term
from kg.ontology.evidence import read_evidence
from kg.paths import project_data
from kg.questions import load_questions
from kg.settings import Settings
from server.app import create_app
from server.current import current_of
from tests.server.html_page import read_page

BROWSER = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def site(project_root: Path, project_build: BuildReport) -> Iterator[FlaskClient]:
    app = create_app(Settings(build=project_root))
    yield app.test_client()
    current_of(app).close()


@pytest.fixture(scope="module")
def documented() -> Documented:
    """Give what there is to say, read from the project's files and not through the server."""
    data = project_data()
    evidence = read_evidence(
        shapes=data.shapes,
        alignments=data.ontology / "alignments",
        questions=load_questions(data.queries),
        base=BASE,
    )
    return describe(read_folder(data.ontology, BASE), evidence, BASE)


def page(site: FlaskClient, path: str) -> str:
    answer = site.get(path, headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (200, "text/html"), path
    return answer.text


def words(text: str) -> str:
    """Give what is read of a page, white space folded."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def ids(text: str) -> set[str]:
    return set(re.findall(r'\sid="([^"]+)"', text))


def facts(term: Term) -> Iterator[str]:
    """Yield every text there is of a term."""
    yield from (term.iri, term.name, term.kind, term.label, term.definition)
    yield from (*term.examples, *term.notes, *(text for _, text in term.labels))
    for name, found in term.rows:
        yield name
        yield from (word.text for said in found for word in said)
    for match in term.mappings:
        yield from (match.relation, match.label, match.vocabulary, match.note)
    for shape in term.shapes:
        yield from (shape.name, shape.message)
    yield from (question.summary for question in term.questions)


def facts_of_value(value: Concept | Scheme) -> Iterator[str]:
    yield from (value.iri, value.label, value.definition)
    if isinstance(value, Concept):
        yield from (text for _, text in value.labels)


def lacking(text: str, said: Iterator[str]) -> set[str]:
    read = words(text)
    return {found for found in said if " ".join(found.split()) not in read}


def test_the_page_of_a_term_has_all_there_is_to_say_of_it(
    site: FlaskClient, documented: Documented
):
    pages = {term.anchor: page(site, f"/ontology/{term.anchor}") for term in documented.terms}

    assert len(pages) > 180
    assert {
        term.anchor: missing
        for term in documented.terms
        if (missing := lacking(pages[term.anchor], facts(term)))
    } == {}
    assert [name for name, text in pages.items() if "In the data" not in text] == []
    assert max(len(text.encode()) for text in pages.values()) < MOST_BYTES


def test_the_pages_of_closed_lists_and_values_have_all_there_is_to_say_of_them(
    site: FlaskClient, documented: Documented
):
    lists = {scheme: page(site, f"/{scheme.iri[len(BASE) :]}") for scheme in documented.schemes}
    said = [(text, value) for s, text in lists.items() for value in (s, *s.concepts)]
    said += [
        (page(site, f"/{value.iri[len(BASE) :]}"), value)
        for scheme in documented.schemes
        for value in scheme.concepts
    ]

    assert len(said) > 80
    assert [
        (value.anchor, missing)
        for text, value in said
        # The list tells what a value means; its IRI is where its name leads.
        if (missing := lacking(text, facts_of_value(value)) - {value.iri})
    ] == []


def test_every_place_of_the_whole_documentation_is_in_the_overview_with_name_and_definition(
    site: FlaskClient, documented: Documented
):
    whole = body(documented)
    text = page(site, "/ontology")
    read = words(text)
    headings = {f"{term.anchor}-h" for term in documented.terms}

    assert ids(whole) - headings - ids(text) == set()
    assert [
        named.anchor
        for named in (*documented.terms, *(c for s in documented.schemes for c in s.concepts))
        if named.label not in read or named.definition not in read
    ] == []


def test_all_that_the_overview_and_a_term_name_here_is_here(
    site: FlaskClient, documented: Documented
):
    texts = [page(site, "/ontology"), *(page(site, f"/ontology/{n}") for n in ("Claim", "about"))]
    found = {href.partition("#")[0] for text in texts for _, href in read_page(text).links}
    here = {href for href in found if href.startswith("/")}

    assert {f"/ontology/{term.anchor}" for term in documented.terms} <= here
    assert {"/vocab/polarity", "/vocab/polarity/negative"} <= here
    assert {href for href in here if site.get(href, headers=BROWSER).status_code != 200} == set()


def test_the_snapshot_that_is_looked_at_stays_so_from_page_to_page(
    site: FlaskClient, project_build: BuildReport
):
    version = project_build.version
    for path in ("/ontology", "/ontology/Claim"):
        links = {href for _, href in read_page(page(site, f"{path}?snapshot={version}")).links}

        assert f"/ontology/Actor?snapshot={version}" in links
        assert "/ontology/Actor" not in links
