"""What the project's own data promises: covered whole, pinned to the text, and no trap sprung."""

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.cli import run
from kg.corpus import Corpus, load_corpus
from kg.coverage import measure_coverage
from kg.errors import ConformanceError
from kg.paths import project_data
from kg.spans import verify_texts
from tests.texts import article_texts

ARTICLE = "new-rules-2017"


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    data = project_data()
    return load_corpus(data.entities, data.links, data.articles)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    found = article_texts()
    if ARTICLE not in found:
        pytest.skip("no article text at hand: set STANDOFF_TEXT to a folder of texts")
    return found


def test_every_sentence_of_every_article_is_accounted_for() -> None:
    assert run(["coverage"]) == 0


def test_a_sentence_that_loses_its_claim_is_uncovered(tmp_path: Path) -> None:
    data = project_data()
    articles = shutil.copytree(data.articles, tmp_path / "articles")
    coding = articles / ARTICLE / "coding.yaml"
    before = coding.read_text(encoding="utf-8")
    lost = "evidence: [s15]"
    assert before.count(lost) == 1
    coding.write_text(before.replace(lost, "evidence: [s14]"), encoding="utf-8")
    found = measure_coverage(load_corpus(data.entities, data.links, articles))

    assert [sentence for each in found for sentence in each.uncovered] == ["s15"]


def test_the_text_fits_every_span(corpus: Corpus, texts: dict[str, str]) -> None:
    verify_texts(corpus, {ARTICLE: texts[ARTICLE]})


@pytest.mark.parametrize("claim", ["c02", "c37", "c62", "c114"])
def test_one_changed_character_is_an_error_that_names_the_claim(
    claim: str, corpus: Corpus, texts: dict[str, str]
) -> None:
    article, coded = corpus.claims[f"{ARTICLE}/{claim}"]
    spans = {
        each.id: each for each in (*article.meta.sentences, *article.coding.passages)
    }  # fmt: skip
    at = spans[coded.evidence[0]].start + 1
    text = texts[ARTICLE]
    changed = text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :]

    with pytest.raises(ConformanceError) as caught:
        verify_texts(corpus, {ARTICLE: changed})
    assert claim in str(caught.value)


def test_kazakhstan_is_no_entity_and_what_was_read_so_is_corrected(
    project_store: ox.Store,
) -> None:
    rows = project_store.query("""
        PREFIX stand: <https://w3id.org/standoff/ontology#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT ?surface ?reading ?entity {
          ?m stand:surface ?surface ; stand:correctedReading ?reading ;
             stand:refersTo/rdfs:label ?entity
          FILTER(CONTAINS(?surface, "Kazakhstan")) }""")
    named = project_store.query("""
        PREFIX stand: <https://w3id.org/standoff/ontology#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        ASK { ?e a stand:Entity ; skos:prefLabel|skos:altLabel ?name
              FILTER(CONTAINS(STR(?name), "Kazakhstan")) }""")

    assert isinstance(rows, ox.QuerySolutions)
    assert [tuple(str(term.value) for term in row) for row in rows] == [
        ("Republic of Kazakhstan", "Republic of Korea", "South Korea (the country's territory)")
    ]
    assert bool(named) is False


def test_xi_jinping_stands_in_the_paratext_of_the_column_only(project_store: ox.Store) -> None:
    rows = project_store.query("""
        PREFIX stand: <https://w3id.org/standoff/ontology#>
        SELECT DISTINCT ?paratext {
          ?m stand:refersTo <https://w3id.org/standoff/id/actor/xi-jinping> ;
             stand:within ?passage .
          ?passage stand:paratext ?paratext ;
             <http://www.w3.org/ns/oa#hasSource>
               <https://w3id.org/standoff/id/document/new-rules-2017> }""")

    assert isinstance(rows, ox.QuerySolutions)
    assert [row["paratext"].value for row in rows] == ["true"]


def test_what_russia_asserts_holds_nothing_that_is_only_imputed(project_store: ox.Store) -> None:
    imputed = project_store.query("""
        PREFIX stand: <https://w3id.org/standoff/ontology#>
        PREFIX mode: <https://w3id.org/standoff/vocab/reporting-mode/>
        ASK { ?claim stand:reportingMode mode:imputed ; stand:assertedBy/stand:actsFor*
              <https://w3id.org/standoff/id/actor/russia> }""")

    assert bool(imputed) is False
