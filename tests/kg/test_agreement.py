"""Two codings of one text: which claims are the same, how far they agree, what is to settle."""

import csv
import importlib
import json
from io import StringIO
from pathlib import Path

import pytest
from fixture_corpus import FOLDER

from kg.cli import run
from kg.errors import InputError
from kg.extra import from_extra

TALKS = FOLDER / "articles/harbour-talks"


def coded_again(folder: Path, *changes: tuple[str, str]) -> Path:
    """Copy the coding of the talks, with these replacements, as that of a second coder."""
    folder.mkdir()
    coding = (TALKS / "coding.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in coding
        coding = coding.replace(old, new, 1)
    (folder / "coding.yaml").write_text(coding, encoding="utf-8")
    (folder / "article.yaml").write_bytes((TALKS / "article.yaml").read_bytes())
    return folder


SECOND = (
    ("act: warning, certainty: possible", "act: prediction, certainty: possible"),
    ("{id: c02, proposition: radars-on-rocks", "{id: k02, proposition: radars-put"),
    (
        "propositions:\n",
        "propositions:\n  - {id: radars-put, text: Lantern radars belong to Suderia.}\n",
    ),
    ("evidence: [s03b], responds_to", "evidence: [s03], responds_to"),
    ("supports: [c03]", "supports: [c03], note: kept"),
    (
        "  - {id: c08, proposition: fishers-unheard, asserted_by: actor/harbour-talks-author,"
        " mode: own-voice, act: evaluation, certainty: certain, polarity: positive,"
        " evidence: [s07]}\n",
        "",
    ),
    ("rests_on: [c02, c04]", "rests_on: [c04]"),
    ("end: 66, surface: harbour office of Norland,", "end: 55, surface: harbour office,"),
    (
        "end: 237, surface: Norland, entity: actor/norland",
        "end: 237, surface: Norland, entity: actor/suderia",
    ),
    (
        "  - {start: 319, end: 325, surface: Skerry, entity: territory/gull-rocks, name: skerry}\n",
        "",
    ),
)


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return coded_again(tmp_path / "second", *SECOND)


def test_each_figure_says_on_how_many_units_it_rests(
    second: Path, capsys: pytest.CaptureFixture[str]
):
    assert run(["agreement", str(TALKS), str(second), "--format", "csv"]) == 0

    captured = capsys.readouterr()
    rows = [row[:4] for row in csv.reader(StringIO(captured.out))]
    assert rows == [
        ["unit", "alpha", "alike", "units"],
        ["passage, by sentence", "0.615", "7", "8"],
        ["passage, by code point", "0.427", "339", "392"],
        ["mention", "", "9", "11"],
        ["entity", "0.883", "9", "10"],
        ["claim", "", "8", "9"],
        ["speaker", "1.000", "8", "8"],
        ["imputed to", "1.000", "8", "8"],
        ["mode", "1.000", "8", "8"],
        ["act", "0.789", "7", "8"],
        ["certainty", "1.000", "8", "8"],
        ["polarity", "1.000", "8", "8"],
    ]
    assert captured.err == "6 differences to settle: --differences lists them\n"


def test_a_part_is_compared_by_what_lies_in_it(second: Path, capsys: pytest.CaptureFixture[str]):
    part = ["agreement", str(TALKS), str(second), "--sentences", "s01:s02", "--format", "csv"]
    assert run(part) == 0

    assert [row[:4] for row in csv.reader(StringIO(capsys.readouterr().out))][1:6] == [
        ["passage, by sentence", "", "2", "2"],
        ["passage, by code point", "1.000", "102", "102"],
        ["mention", "", "1", "2"],
        ["entity", "1.000", "2", "2"],
        ["claim", "", "2", "2"],
    ]


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("s01:s20", "there is no sentence 's20' [fix: did you mean 's08'?]"),
        ("s05:s02", "s02 stands before s05 [fix: write s02:s05]"),
    ],
)
def test_a_part_that_is_none_is_refused(
    second: Path, part: str, told: str, capsys: pytest.CaptureFixture[str]
):
    assert run(["agreement", str(TALKS), str(second), "--sentences", part]) == 2
    assert told in capsys.readouterr().err


def test_differences_name_the_line_in_both_files(
    second: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(second.parent)
    assert run(["agreement", str(TALKS), "second", "--differences", "--format", "csv"]) == 0

    first = TALKS / "coding.yaml"
    place = first if not first.is_relative_to(second.parent) else Path("unexpected")
    lines = first.read_text(encoding="utf-8").splitlines()
    line = {
        id_: 1 + next(n for n, x in enumerate(lines) if f"id: {id_}," in x)
        for id_ in ("c01", "c03", "c08")
    }
    rows = list(csv.reader(StringIO(capsys.readouterr().out)))
    assert [row[:3] for row in rows[1:4]] == [
        ["span", "41-66: harbour office of Norland", "41-55: harbour office"],
        ["entity", "230-237: Norland actor/norland", "230-237: Norland actor/suderia"],
        ["mention", "319-325: Skerry", ""],
    ]
    assert [row[3] for row in rows[1:4]] == [f"{place}:{n}" for n in (18, 25, 26)]
    assert [rows[0], *rows[4:]] == [
        ["unit", "first", "second", "first_where", "second_where"],
        ["act", "c01: warning", "c01: prediction", f"{place}:{line['c01']}",
         f"second/coding.yaml:{line['c01']}"],
        ["passage", "c03: s03b", "c03: s03", f"{place}:{line['c03']}",
         f"second/coding.yaml:{line['c03']}"],
        ["claim", "c08: s07", "", f"{place}:{line['c08']}", ""],
    ]  # fmt: skip


def test_json_gives_figures_and_differences_together(
    second: Path, capsys: pytest.CaptureFixture[str]
):
    assert run(["agreement", str(TALKS), str(second / "coding.yaml"), "--format", "json"]) == 0

    content = json.loads(capsys.readouterr().out)
    assert [(figure["unit"], figure["alpha"]) for figure in content["figures"]][4:6] == [
        ("claim", None),
        ("speaker", 1.0),
    ]
    assert [item["unit"] for item in content["differences"]] == [
        *("span", "entity", "mention", "act", "passage", "claim")
    ]


def test_a_value_that_never_varies_has_no_alpha(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    only = tmp_path / "only"
    alike = coded_again(
        only, ("polarity: negative", "polarity: positive"), ("act: denial", "act: assertion")
    )
    assert run(["agreement", str(alike), str(alike), "--format", "json"]) == 0

    polarity = json.loads(capsys.readouterr().out)["figures"][-1]
    assert polarity == {
        "unit": "polarity",
        "alpha": None,
        "alike": 9,
        "units": 9,
        "note": "claims that both have; every value is the same, so alpha is not defined",
    }


def test_claims_elsewhere_in_the_text_are_not_the_same_claim(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    moved = coded_again(
        tmp_path / "moved", ("positive, evidence: [s01]}", "positive, evidence: [s06]}")
    )
    assert run(["agreement", str(TALKS), str(moved), "--differences", "--format", "csv"]) == 0

    rows = list(csv.reader(StringIO(capsys.readouterr().out)))
    assert [row[:3] for row in rows[1:]] == [["claim", "c09: s01", ""], ["claim", "", "c09: s06"]]


def test_codings_of_different_texts_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    other = FOLDER / "articles/ferry-note"
    assert run(["agreement", str(TALKS), str(other)]) == 2

    message = capsys.readouterr().err
    assert message.startswith("error: ")
    assert "ferry-note/article.yaml:" in message
    assert "the two are codings of different texts" in message


def test_a_claim_whose_passage_is_missing_is_refused_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    broken = coded_again(tmp_path / "broken", ("evidence: [s03a]", "evidence: [s03x]"))
    assert run(["agreement", str(TALKS), str(broken)]) == 2

    assert "there is no passage 's03x' [fix: did you mean 's03" in capsys.readouterr().err


def test_a_coding_without_its_article_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    lonely = coded_again(tmp_path / "lonely")
    (lonely / "article.yaml").unlink()
    assert run(["agreement", str(TALKS), str(lonely)]) == 2

    assert "there is no article.yaml beside the coding" in capsys.readouterr().err


def test_a_missing_library_is_named_with_the_extra_that_brings_it(
    monkeypatch: pytest.MonkeyPatch,
):
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(InputError, match=r"krippendorff.*standoff\[interchange\]"):
        from_extra("krippendorff", "interchange")
