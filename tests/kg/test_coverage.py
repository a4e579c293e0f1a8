from pathlib import Path

import pytest
from fixture_corpus import NOTE, TALKS, copy, load

from kg.coverage import Coverage, Leftover, measure_coverage


def test_each_article_is_measured():
    assert measure_coverage(load()) == (
        Coverage(
            article="ferry-note",
            sentences=2,
            uncovered=("s01",),
            without_mention=("s01", "s02"),
            evidence_share=38 / 56,
            mentions_per_sentence=0.0,
            leftovers=(),
        ),
        Coverage(
            article="harbour-talks",
            sentences=8,
            uncovered=(),
            without_mention=("s08",),
            evidence_share=358 / 392,
            mentions_per_sentence=11 / 8,
            leftovers=(),
        ),
    )


def test_a_long_run_outside_all_evidence_is_shown(tmp_path: Path):
    copy(tmp_path, {TALKS: ("evidence: [s03a], supports", "evidence: [s03b], supports")})

    [_, talks] = measure_coverage(load(tmp_path))

    assert (talks.uncovered, talks.leftovers) == ((), (Leftover("s03", 103, 160),))


@pytest.mark.parametrize(
    ("file", "old", "new", "uncovered"),
    [
        (TALKS, "evidence: [s01]", "evidence: [s02]", [("s01",), ("s01",)]),
        (TALKS, "sentence: s08", "sentence: s01", None),
        (NOTE, "propositions:", "no_claim: [{sentence: s01, reason: x}]\npropositions:", [(), ()]),
    ],
)
def test_a_sentence_needs_a_claim_or_a_reason(
    file: str, old: str, new: str, uncovered: list[tuple[str, ...]] | None, tmp_path: Path
):
    changes = {file: (old, new)}
    if uncovered is None:
        copy(tmp_path, {TALKS: ("evidence: [s01]", "evidence: [s02]")})
        content = (tmp_path / file).read_text(encoding="utf-8").replace(old, new)
        (tmp_path / file).write_text(content, encoding="utf-8")
        uncovered = [("s01",), ("s08",)]
    else:
        copy(tmp_path, changes)

    assert [found.uncovered for found in measure_coverage(load(tmp_path))] == uncovered


def test_a_sentence_without_a_claim_is_uncovered_and_no_leftover(tmp_path: Path):
    copy(tmp_path, {TALKS: ("evidence: [s01]", "evidence: [s02]")})

    [_, talks] = measure_coverage(load(tmp_path))

    assert (talks.uncovered, talks.leftovers) == (("s01",), ())
