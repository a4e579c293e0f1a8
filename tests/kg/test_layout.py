"""Each span that does not fit the text, its sentence or another span is found."""

from pathlib import Path

import pytest
from fixture_corpus import META, TALKS, copy, load, refusal

FAULTS = [
    pytest.param(
        META,
        "start: 0\n",
        "start: 1\n",
        (
            "2 faults in the coding\n"
            "  articles/harbour-talks/article.yaml:21: the first sentence starts at 1 "
            "[fix: start it at 0]\n"
            "  articles/harbour-talks/coding.yaml:17: mention starts at 0, before the start of "
            "s01 (1) [fix: correct its offsets, or those of the sentence]"
        ),
        id="a first sentence that starts late",
    ),
    pytest.param(
        META,
        "start: 28",
        "start: 25",
        (
            "articles/harbour-talks/article.yaml:27: s02 starts at 25, before the one "
            "above ends (26) [fix: put the sentences in order and without overlap]"
        ),
        id="sentences that overlap",
    ),
    pytest.param(
        META,
        "end: 26",
        "end: 24",
        (
            "articles/harbour-talks/article.yaml:27: 4 code points before s02 belong to "
            "no sentence [fix: cover all of the text; only line ends, 3 at most, lie "
            "between]"
        ),
        id="a gap between sentences",
    ),
    pytest.param(
        META,
        "length: 392",
        "length: 400",
        (
            "articles/harbour-talks/article.yaml:65: the last sentence ends at 392, the "
            "text at 400 [fix: end it where the text ends, or correct length]"
        ),
        id="a last sentence that ends early",
    ),
    pytest.param(
        TALKS,
        "end: 175",
        "end: 178",
        (
            "articles/harbour-talks/coding.yaml:11: s03b runs out of s03, which ends at "
            "176 [fix: end it there; mark the rest separately]"
        ),
        id="a clause that leaves its sentence",
    ),
    pytest.param(
        TALKS,
        "start: 0, end: 7, surface: Norland",
        "start: 26, end: 33, surface: Norland",
        (
            "articles/harbour-talks/coding.yaml:17: mention starts at 26, behind the end of s01 "
            "(26) and before the start of s02 (28) [fix: correct its offsets, or those of the "
            "sentence]"
        ),
        id="a mention between sentences",
    ),
    pytest.param(
        TALKS,
        "start: 0, end: 7, surface: Norland",
        "start: 390, end: 397, surface: Norland",
        (
            "articles/harbour-talks/coding.yaml:17: mention ends at 397, the text at "
            "392 [fix: correct the offsets]"
        ),
        id="a mention beyond the text",
    ),
    pytest.param(
        TALKS,
        "start: 160, end: 167",
        "start: 0, end: 7",
        (
            "articles/harbour-talks/coding.yaml:22: code points 0 to 7 are marked twice "
            "[fix: keep one of the two mentions]"
        ),
        id="a mention marked twice",
    ),
    pytest.param(
        TALKS,
        "start: 366, end: 373, surface: a comma",
        "start: 0, end: 7, surface: Norland",
        (
            "articles/harbour-talks/coding.yaml:29: code points 0 to 7 are a mention as "
            "well [fix: give the mention damage:, and remove the emendation]"
        ),
        id="an emendation of a mention",
    ),
    pytest.param(
        TALKS,
        "sentence: s08",
        "sentence: s07",
        (
            "articles/harbour-talks/coding.yaml:4: s07 is said to carry no claim, and "
            "is evidence of c08 [fix: remove the reason, or the evidence]"
        ),
        id="a reason where a claim is",
    ),
]


def test_three_code_points_may_lie_between_sentences(tmp_path: Path):
    copy(tmp_path, {META: ("end: 26", "end: 25")})

    assert load(tmp_path).articles[1].meta.sentences[0].end == 25


@pytest.mark.parametrize(("file", "old", "new", "message"), FAULTS)
def test_a_fault_is_reported_with_its_place_and_a_way_to_mend_it(
    file: str, old: str, new: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)

    assert refusal(tmp_path, {file: (old, new)}) == message
