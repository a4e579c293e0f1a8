"""``standoff evaluate``: the rules' candidates beside the reviewed coding."""

import csv
import io
import json
from pathlib import Path

import pytest

from kg.cli import run
from kg.evaluation.scores import Counts, score
from tests.texts import article_texts, text_folder

SLUG = "new-rules-2017"
needs_text = pytest.mark.skipif(SLUG not in article_texts(), reason="no article text at hand")


def test_figures_are_those_of_their_counts():
    scored = score("names", [Counts(2, 3, 4), Counts(1, 1, 1), Counts(0, 0, 1)])

    assert scored.counts == Counts(3, 4, 6)
    assert scored.precision is not None
    assert scored.precision.value == 0.75
    assert scored.recall is not None
    assert scored.recall.value == 0.5
    assert scored.f1 is not None
    assert scored.f1.value == 0.6
    assert scored.precision.low <= 0.75 <= scored.precision.high
    assert score("nothing", [Counts()]).precision is None


def test_an_article_that_nobody_coded_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert run(["evaluate", "new-rules-2018", "--text", str(tmp_path)]) == 2
    assert "did you mean 'new-rules-2017'?" in capsys.readouterr().err


def test_another_text_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    text = tmp_path / f"{SLUG}.txt"
    text.write_text("Something else.", "utf-8")

    assert run(["evaluate", SLUG, "--text", str(tmp_path)]) == 3
    assert "is not the one that was coded" in capsys.readouterr().err


@needs_text
def test_the_first_article_is_found_as_well_as_is_asked_for(capsys: pytest.CaptureFixture[str]):
    assert run(["evaluate", SLUG, "--text", str(text_folder()), "--format", "csv"]) == 0

    rows = {row["what"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    assert float(rows["names, exact"]["precision"]) >= 0.93
    assert float(rows["names, exact"]["recall"]) >= 0.90
    assert float(rows["claims touched"]["recall"]) >= 0.80
    assert float(rows["speaker, of claims not the author's"]["recall"]) >= 0.60


@needs_text
def test_what_is_missed_is_listed_with_its_cause(capsys: pytest.CaptureFixture[str]):
    arguments = ["evaluate", SLUG, "--text", str(text_folder()), "--format", "json", "--details"]

    assert run(arguments) == 0

    told = capsys.readouterr()
    misses = json.loads(told.out)["misses"]
    assert {miss["what"] for miss in misses} == {"missed name", "wrong link", "no mention"}
    assert len(told.err.splitlines()) == len(misses)
