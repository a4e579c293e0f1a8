from pathlib import Path

import pytest
from fixture_corpus import ACTORS, META, TALKS, copy, load

from kg.errors import InputError


def faults_of(folder: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        load(folder)
    return [str(fault) for fault in caught.value.faults] or [str(caught.value)]


@pytest.fixture
def spoilt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return copy(tmp_path, {})


def test_articles_come_in_order_and_claims_and_propositions_are_found_by_name():
    corpus = load()

    assert [article.slug for article in corpus.articles] == ["ferry-note", "harbour-talks"]
    assert list(corpus.claims)[:2] == ["ferry-note/c01", "harbour-talks/c01"]
    assert corpus.propositions["talks-fail"].text == "The harbour talks fail."
    assert corpus.entities.label("document/harbour-talks") == "column on the harbour talks"
    assert corpus.entities.class_of("document/harbour-talks-ja") == "Document"


def test_faults_of_several_files_are_reported_together(spoilt: Path):
    copy(
        spoilt,
        {
            ACTORS: ("class: Person", "class: Persona"),
            META: ("length: 392", "length: many"),
            TALKS: ("cue: may", "que: may"),
        },
    )

    assert faults_of(spoilt) == [
        "articles/harbour-talks/article.yaml:12: length must be a whole number"
        " [fix: write it without quotes]",
        "articles/harbour-talks/coding.yaml:43: unknown key 'que' [fix: did you mean 'cue'?]",
        "entities/actors.yaml:27: class cannot be 'Persona' [fix: did you mean 'Person'?]",
    ]


def test_a_file_that_would_not_be_read_is_a_fault(spoilt: Path):
    (spoilt / "entities/more.yml").write_text("[]", encoding="utf-8")

    assert faults_of(spoilt) == [
        "entities/more.yml: the file would not be read"
        " [fix: rename it to match *.yaml, or move it elsewhere]"
    ]


def test_an_article_without_its_coding_is_a_fault(spoilt: Path):
    (spoilt / "articles/ferry-note/coding.yaml").unlink()

    assert faults_of(spoilt) == [
        "articles/ferry-note/coding.yaml: cannot read the file: No such file or directory"
        " [fix: check the path and its permissions]"
    ]


def test_folders_with_nothing_in_them_are_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)

    assert faults_of(tmp_path) == [
        "articles: there is no article [fix: add <slug>/article.yaml there]",
        "entities: there is no *.yaml [fix: correct the path, or add one]",
        "links: there is no *.sssom.tsv [fix: correct the path, or add one]",
    ]
