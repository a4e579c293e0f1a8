"""A text is cut into sentences as a coder would cut it, and all of it belongs to one."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.corpus import load_corpus
from kg.extraction.cutting import MAX_GAP, cut
from kg.paths import project_data
from tests.texts import article_texts

SLUG = "new-rules-2017"


def pieces(text: str) -> list[tuple[str, str]]:
    return [(piece.kind, text[piece.start : piece.end]) for piece in cut(text)]


def test_lines_are_cut_first_then_sentences():
    text = "A heading\n\nOne thing is so. Another is not!\nIs it? Nobody knows."

    assert pieces(text) == [
        ("heading", "A heading"),
        ("sentence", "One thing is so."),
        ("sentence", "Another is not!"),
        ("sentence", "Is it?"),
        ("sentence", "Nobody knows."),
    ]


@pytest.mark.parametrize(
    "one",
    [
        "The U.S. Army left on Jan. 3 and came back.",
        "Gen. Smith of the U. S. Navy spoke for 2.5 hours.",
        "They met, e.g. in Geneva, and parted.",
        "He said “No. 4 is ready” and left.",
    ],
)
def test_an_abbreviation_ends_no_sentence(one: str):
    assert pieces(f"{one} Then they slept.") == [
        ("sentence", one),
        ("sentence", "Then they slept."),
    ]


def test_russian_and_japanese_are_cut_at_their_own_marks():
    assert pieces("Он сказал «нет». Потом ушёл.") == [
        ("sentence", "Он сказал «нет»."),
        ("sentence", "Потом ушёл."),
    ]
    assert pieces("島は遠い。船は速い！") == [
        ("sentence", "島は遠い。"),
        ("sentence", "船は速い！"),
    ]


def test_captions_and_credits_are_told_apart():
    assert pieces("© An Agency\nFigure 2. A launcher\nPhoto by nobody") == [
        ("credit", "© An Agency"),
        ("caption", "Figure 2. A launcher"),
        ("credit", "Photo by nobody"),
    ]


@given(st.text(alphabet="aB.!?。 \n\r\t“”©1İ😀", max_size=60))
def test_all_of_a_text_lies_in_some_sentence(text: str):
    found = cut(text)

    if not text.strip():
        assert found == []
        return
    assert found[0].start == 0
    assert found[-1].end == len(text)
    for one, other in pairwise(found):
        assert 0 <= other.start - one.end <= MAX_GAP
        assert one.start < one.end


@pytest.mark.skipif(SLUG not in article_texts(), reason="no article text at hand")
def test_nearly_every_sentence_of_the_coded_article_is_cut_as_its_coder_did():
    data = project_data()
    [article] = [
        each
        for each in load_corpus(data.entities, data.links, data.articles).articles
        if each.slug == SLUG
    ]
    coded = {(each.start, each.end) for each in article.meta.sentences}
    found = {(each.start, each.end) for each in cut(article_texts()[SLUG])}

    assert len(coded & found) / len(coded) >= 0.96


def test_a_long_line_in_which_every_longer_word_has_a_capital_is_a_heading():
    line = "Of Boats and Nets: Some Thoughts on the Reefs of the North and What They Mean to Us Now"

    assert [each.kind for each in cut(line)] == ["heading"]
    assert [each.kind for each in cut(line.lower())] == ["sentence"]


def test_a_question_within_a_line_leaves_it_a_heading():
    assert [each.kind for each in cut("Late or Never? Why Boats Wait")] == ["heading"]
