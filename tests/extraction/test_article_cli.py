"""``standoff article new``: a draft from a text, whole or not at all, and never over a person's."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from kg.cli import run
from kg.extraction.candidates import CANDIDATE_FILE
from kg.model.reading import read_coded

TEXT = "A short note\n\nRussia fears the new radar. On 15 June Putin said so."


@pytest.fixture
def text(tmp_path: Path) -> Path:
    file = tmp_path / "A Note 2017.txt"
    file.write_text(TEXT, "utf-8")
    return file


def new(*arguments: object) -> int:
    return run(["article", "new", *map(str, arguments)])


def test_a_draft_has_the_cut_into_sentences_and_the_candidates(
    text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    drafts = tmp_path / "drafts"

    assert new(text, "--output", drafts, "--published", "2017-07-10") == 0

    folder = drafts / "a-note-2017"
    assert capsys.readouterr().out == f"{folder}\n"
    article = yaml.safe_load((folder / "article.yaml").read_text("utf-8"))
    cut = [
        (one["id"], one["kind"], TEXT[one["start"] : one["end"]]) for one in article["sentences"]
    ]
    assert cut == [
        ("s01", "heading", "A short note"),
        ("s02", "sentence", "Russia fears the new radar."),
        ("s03", "sentence", "On 15 June Putin said so."),
    ]
    found = read_coded(folder / "candidates.yaml", CANDIDATE_FILE).value
    assert [(m.surface, m.entity, m.state) for m in found.mentions] == [
        ("Russia", "actor/russia", "proposed"),
        ("Putin", "actor/vladimir-putin", "proposed"),
    ]
    assert [(d.surface, d.edtf) for d in found.dates] == [("15 June", "2017-06-15")]
    assert [(c.sentence, c.speaker, c.mode) for c in found.claims] == [
        ("s02", "actor/russia", "imputed"),
        ("s03", "actor/vladimir-putin", "indirect-speech"),
    ]


def test_a_draft_that_is_there_is_left_as_it_is(text: Path, tmp_path: Path):
    assert new(text, "--output", tmp_path) == 0
    file = tmp_path / "a-note-2017" / "candidates.yaml"
    decided = file.read_text("utf-8").replace("state: proposed", "state: accepted", 1)
    file.write_text(decided, "utf-8")

    assert new(text, "--output", tmp_path) == 0
    assert file.read_text("utf-8") == decided

    text.write_text(TEXT + " And more.", "utf-8")
    assert new(text, "--output", tmp_path) == 2
    assert file.read_text("utf-8") == decided


def test_one_bad_text_stops_no_other_and_each_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "good.txt").write_text(TEXT, "utf-8")
    (texts / "bytes.txt").write_bytes(b"abc\xff")
    (texts / "empty.txt").write_text(" \n", "utf-8")

    assert new(texts, "--output", tmp_path / "drafts", "--jobs", "2") == 2

    told = capsys.readouterr()
    assert told.out == f"{tmp_path / 'drafts' / 'good'}\n"
    assert told.err == (
        f"1 of 3 texts have a draft in {tmp_path / 'drafts'}\n"
        "error: 2 faults in the texts\n"
        f"  {texts / 'bytes.txt'}: byte 3 of the text is not UTF-8"
        " [fix: give the text as it was coded, unconverted]\n"
        f"  {texts / 'empty.txt'}: the text is empty [fix: give a file that has words]\n"
    )
    assert sorted(path.name for path in (tmp_path / "drafts").iterdir()) == ["good"]


def test_a_text_that_takes_too_long_is_named_and_left_out(
    text: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("kg.extraction.drafting.TIME_LIMIT_S", 1e-6)

    assert new(text, "--output", tmp_path / "drafts") == 2
    assert f"{text}: the rules take longer than 0 s for the text" in capsys.readouterr().err
    assert not [*tmp_path.glob("drafts/*"), *tmp_path.glob("drafts/.*")]


def test_what_a_killed_run_left_in_part_is_cleared_away(text: Path, tmp_path: Path):
    partial = tmp_path / "drafts" / ".a-note-2017.partial"
    partial.mkdir(parents=True)
    (partial / "article.yaml").write_text("half")

    assert new(text, "--output", tmp_path / "drafts") == 0
    assert [path.name for path in (tmp_path / "drafts").iterdir()] == ["a-note-2017"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--published", "the 3rd"), "cannot be used"),
        (("--slug", "one"), "--slug names one article"),
    ],
)
def test_a_wrong_option_is_told(
    arguments: tuple[str, ...],
    message: str,
    text: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    other = tmp_path / "other.txt"
    other.write_text(TEXT, "utf-8")

    assert new(text, other, "--output", tmp_path / "drafts", *arguments) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "drafts").exists()


def test_two_texts_of_one_slug_are_refused(
    text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    other = tmp_path / "a-note-2017.txt"
    other.write_text(TEXT, "utf-8")

    assert new(text, other, "--output", tmp_path / "drafts") == 2
    assert "a-note-2017" in capsys.readouterr().err


def test_a_run_that_was_killed_goes_on_where_it_stopped(tmp_path: Path):
    texts, drafts = tmp_path / "texts", tmp_path / "drafts"
    texts.mkdir()
    for number in range(40):
        (texts / f"text-{number:02}.txt").write_text(TEXT * 20 + str(number), "utf-8")
    command = [sys.executable, "-m", "kg", "article", "new", texts, "--output", drafts]
    with subprocess.Popen(
        [*command, "--jobs", "1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        deadline = time.monotonic() + 30
        while not [*drafts.glob("text-*")] and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    before = {path.name: path.stat().st_ino for path in drafts.glob("text-*")}

    assert new(texts, "--output", drafts, "--jobs", "1") == 0

    after = {path.name: path.stat().st_ino for path in drafts.glob("text-*")}
    assert len(after) == 40
    assert 0 < len(before) < 40
    assert before.items() <= after.items()
    assert all((drafts / name / "candidates.yaml").is_file() for name in after)
