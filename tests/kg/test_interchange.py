"""What goes to another annotation tool comes back as it was."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from dna_file import empty_dna
from fixture_corpus import FOLDER, text
from hypothesis import HealthCheck, given, settings
from made_up_codings import codings

from kg.cli import run
from kg.coded_article import CodedArticle
from kg.interchange.exported import Exported
from kg.interchange.formats import FORMATS
from kg.interchange.restoring import restore
from kg.located_yaml import load_yaml
from kg.model.coding import CodingFile

TALKS = FOLDER / "articles/harbour-talks"
TEXT = FOLDER / "texts/harbour-talks/text.txt"
MAIN = {
    "brat": "{slug}.ann",
    "inception": "{slug}.xmi",
    "dna": "{slug}.dna",
    "webanno": "{slug}.tsv",
}
WHOLE = frozenset({"inception"})
"""The formats that hold all of a coding, so that nothing has to be kept."""
UNPLACED = ("activity", "events", "propositions", "positions", "situations", "silences")


def values(coding: CodingFile) -> dict[str, Any]:
    return coding.model_dump(mode="json", by_alias=True, exclude_unset=True)


def there(article: CodedArticle, words: str, name: str, folder: Path) -> tuple[Exported, Path]:
    """Write a coding in a format; return also the file that is read back."""
    folder.mkdir(exist_ok=True)
    empty = empty_dna(folder / "empty.dna") if name == "dna" else None
    exported = FORMATS[name].write(article, words, empty)
    for file, content in exported.files.items():
        (folder / file).write_bytes(content)
    return exported, folder / MAIN[name].format(slug=article.slug)


def back(article: CodedArticle, words: str, name: str, file: Path) -> CodingFile:
    source = file.with_name("source.txt")
    source.write_bytes(words.encode())
    found = FORMATS[name].read(file, article.meta.sha256, source if name == "webanno" else None)
    full = values(article.coding)
    kept = {} if name in WHOLE else {key: full[key] for key in UNPLACED if key in full}
    restored = restore(found.records, article.meta_file, found.text, kept=kept, file=file.name)
    assert restored.candidates == ()
    return CodingFile.model_validate(restored.coding)


@pytest.mark.parametrize("name", FORMATS)
@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(made_up=codings())
def test_a_coding_comes_back_as_it_went(
    name: str, made_up: tuple[CodedArticle, str], tmp_path: Path
):
    article, words = made_up
    _, file = there(article, words, name, tmp_path)

    assert back(article, words, name, file) == article.coding


@pytest.mark.parametrize("name", FORMATS)
def test_the_commands_bring_a_whole_coding_there_and_back(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    out, again = tmp_path / "out", tmp_path / "again"
    empty = ["--empty", str(empty_dna(tmp_path / "empty.dna"))]
    assert run(["export", str(TALKS), str(out), "--format", name, "--text", str(TEXT), *empty]) == 0
    file = out / MAIN[name].format(slug="harbour-talks")
    onto = ["--onto", str(TALKS / "coding.yaml")]
    assert run(["import", name, str(file), str(again), "--article", str(TALKS), *onto,
                "--text", str(TEXT)]) == 0  # fmt: skip

    assert sorted(path.name for path in again.iterdir()) == ["coding.yaml"]
    written = CodingFile.model_validate(load_yaml(again / "coding.yaml").value)
    assert written == CodingFile.model_validate(load_yaml(TALKS / "coding.yaml").value)


def test_brat_is_told_to_hold_no_more_than_it_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    command = ["export", str(TALKS), str(tmp_path), "--format", "brat", "--text", str(TEXT)]
    assert run(command) == 0

    assert capsys.readouterr().err.splitlines() == [
        "not held by brat: activity (1 Activity): they stand nowhere in the text",
        "not held by brat: events (1 EventDate): they stand nowhere in the text",
        "not held by brat: propositions (8 Proposition): they stand nowhere in the text",
        "not held by brat: positions (2 Position): they stand nowhere in the text",
        "not held by brat: situations (6 Situation): they stand nowhere in the text",
        "not held by brat: silences (1 Silence): they stand nowhere in the text",
    ]
    annotations = (tmp_path / "harbour-talks.ann").read_text(encoding="utf-8").splitlines()
    assert [line for line in annotations if line.startswith("R")] == [
        "R1\tsupports Arg1:T18 Arg2:T19",
        "R2\trestates Arg1:T20 Arg2:T18",
        "R3\tembedded_in Arg1:T23 Arg2:T22",
        "R4\tattacks Arg1:T23 Arg2:T22",
    ]
    assert "T4\tMention 0 7\tNorland" in annotations
    words = text("harbour-talks")
    assert f"T5\tMention 41 66\t{words[41:66]}" in annotations


def exported_brat(folder: Path) -> Path:
    command = ["export", str(TALKS), str(folder), "--format", "brat", "--text", str(TEXT)]
    assert run(command) == 0
    return folder / "harbour-talks.ann"


def brought_back(file: Path, out: Path) -> int:
    onto = ["--onto", str(TALKS / "coding.yaml")]
    return run(["import", "brat", str(file), str(out), "--article", str(TALKS), *onto])


def test_a_claim_that_lacks_something_becomes_a_candidate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = exported_brat(tmp_path / "out")
    new = "T99\tClaim 375 392\tWeather was fine.\n#999\tid T99\tc99\nA999\tmode T99 own-voice\n"
    file.write_text(file.read_text(encoding="utf-8") + new, encoding="utf-8")
    assert brought_back(file, tmp_path / "again") == 0

    assert load_yaml(tmp_path / "again/incomplete.yaml").value == {
        "candidates": [
            {
                "section": "claims",
                "state": "proposed",
                "lacks": ["proposition", "asserted_by", "act", "certainty", "polarity"],
                "start": 375,
                "end": 392,
                "content": {"id": "c99", "mode": "own-voice"},
            }
        ]
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\tMention 0 7\tNorland", "\tMention 0 7\tSuderia", "harbour-talks.ann:10: the words"),
        ("\tMention 0 7\t", "\tMention 0 7000\t", "harbour-talks.ann:10: the span 0 7000 is not"),
        ("\tMention 0 7\t", "\tName 0 7\t", "harbour-talks.ann:10: the type Name is none of ours"),
        ("\tmode T17 indirect-speech", "\tmode T17 shouted",
         "mode cannot be 'shouted'"),
        ("\tmode T17", "\tmode T170", "there is no span T170"),
        ("\tmode T17", "\tmood T17", "Claim has no mood"),
        ("\tmode T17 ", " mode T17 ", "is not a line of ours"),
    ],
)  # fmt: skip
def test_a_bad_line_is_an_error_with_its_place_and_nothing_is_written(
    old: str, new: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = exported_brat(tmp_path / "out")
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, new, 1), encoding="utf-8")
    capsys.readouterr()

    assert brought_back(file, tmp_path / "again") == 2
    said = capsys.readouterr().err
    assert message in said
    assert "harbour-talks.ann:" in said
    assert not (tmp_path / "again").exists()


def test_a_text_that_is_not_the_articles_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    other = tmp_path / "other.txt"
    other.write_bytes(TEXT.read_bytes() + b"\n")
    out = tmp_path / "out"
    command = ["export", str(TALKS), str(out), "--format", "brat", "--text", str(other)]
    assert run(command) == 2

    assert "is not that of harbour-talks" in capsys.readouterr().err
    assert not out.exists()


def test_no_text_is_written_into_the_project(capsys: pytest.CaptureFixture[str]):
    inside = Path(__file__).parents[2] / "kg/articles/exported"
    command = ["export", str(TALKS), str(inside), "--format", "brat", "--text", str(TEXT)]
    assert run(command) == 2

    assert "part of the project, which never holds a text" in capsys.readouterr().err
    assert not inside.exists()


def test_files_that_are_there_are_not_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = exported_brat(tmp_path)
    file.write_text("work of hours", encoding="utf-8")
    command = ["export", str(TALKS), str(tmp_path), "--format", "brat", "--text", str(TEXT)]
    assert run(command) == 2
    assert file.read_text(encoding="utf-8") == "work of hours"

    assert run([*command, "--force"]) == 0
    assert file.read_text(encoding="utf-8").startswith("T1\t")


def test_offsets_in_a_cas_and_in_dna_count_utf16_units(tmp_path: Path):
    """The ship in the first sentence has one code point and two units."""
    out, words = tmp_path / "out", text("harbour-talks")
    empty = empty_dna(tmp_path / "empty.dna")
    before = empty.read_bytes()
    for name in ("inception", "dna"):
        command = ["export", str(TALKS), str(out), "--format", name, "--text", str(TEXT)]
        assert run([*command, "--empty", str(empty)]) == 0

    start, end = words.index("Suderia") + 1, words.index("Suderia") + 8
    xmi = (out / "harbour-talks.xmi").read_text(encoding="utf-8")
    assert f'begin="{start}" end="{end}" entity="actor/suderia"' in " ".join(xmi.split())
    with closing(sqlite3.connect(out / "harbour-talks.dna")) as database:
        found = database.execute(
            "SELECT s.Start, s.Stop FROM STATEMENTS s JOIN DATASHORTTEXT d ON d.StatementId = s.ID"
            " JOIN ENTITIES e ON e.ID = d.Entity WHERE e.Value = 'actor/suderia'"
        ).fetchall()
    assert found == [(start, end)]
    assert empty.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"not a database, but long enough to be read as if it were one" * 20, "not a database"),
     (b"", "there is no table SETTINGS")],
)  # fmt: skip
def test_a_file_that_is_not_one_of_dna_is_refused(
    content: bytes, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    empty, out = tmp_path / "empty.dna", tmp_path / "out"
    empty.write_bytes(content)
    command = ["export", str(TALKS), str(out), "--format", "dna", "--text", str(TEXT)]
    assert run([*command, "--empty", str(empty)]) == 2

    said = capsys.readouterr().err
    assert "this is not a file of Discourse Network Analyzer 3" in said
    assert message in said
    assert not out.exists()
    assert empty.read_bytes() == content


def test_dna_needs_a_file_of_the_users(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    command = ["export", str(TALKS), str(tmp_path), "--format", "dna", "--text", str(TEXT)]
    assert run(command) == 2

    assert "add --empty FILE" in capsys.readouterr().err


def test_a_file_that_is_no_cas_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    file = tmp_path / "broken.xmi"
    file.write_text("<xmi", encoding="utf-8")
    command = ["import", "inception", str(file), str(tmp_path / "out"), "--article", str(TALKS)]
    assert run(command) == 2

    assert "this is not a UIMA CAS in XMI" in capsys.readouterr().err


def test_a_tsv_with_layers_of_others_gives_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """A layer of parts of speech, a relation, a mark without a number, one within a token."""
    file = tmp_path / "talks.tsv"
    file.write_text(
        "#FORMAT=WebAnno TSV 3.3\n"
        "#T_SP=pos.POS|PosValue\n"
        "#T_SP=standoff.Mention|entity|name\n"
        "#T_RL=dep.Dependency|DependencyType|BT_pos.POS\n\n\n"
        "#Text=Norland shuts the strait\n"
        "1-1\t0-7\tNorland\tPROPN\tactor/norland\t*\tsubj\t1-2\t\n"
        "1-2\t8-13\tshuts\tVERB\t_\t_\t_\t_\t\n"
        "1-3\t14-17\tthe\tDET\tagreement/strait-treaty[7]\t*[7]\t_\t_\t\n"
        "1-4\t18-24\tstrait\tNOUN\tagreement/strait-treaty[7]|actor/suderia[9]\t*[7]|*[9]"
        "\t_\t_\t\n",
        encoding="utf-8",
    )
    command = ["import", "webanno", str(file), str(tmp_path / "out"), "--article", str(TALKS)]
    assert run([*command, "--text", str(TEXT), "--onto", str(TALKS / "coding.yaml")]) == 2
    assert "claim c01 is gone" in capsys.readouterr().err

    assert run([*command, "--text", str(TEXT)]) == 0
    content = load_yaml(tmp_path / "out/coding.yaml").value
    assert isinstance(content, dict)
    assert content["mentions"] == [
        {"entity": "agreement/strait-treaty", "start": 14, "end": 24, "surface": "the strait"},
        {"entity": "actor/suderia", "start": 18, "end": 24, "surface": "strait"},
        {"entity": "actor/norland", "start": 0, "end": 7, "surface": "Norland"},
    ]


def test_a_token_that_is_not_in_the_text_is_an_error_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "talks.tsv"
    file.write_text(
        "#FORMAT=WebAnno TSV 3.3\n\n\n#Text=Suderia\n1-1\t0-7\tSuderia\t\n", encoding="utf-8"
    )
    command = ["import", "webanno", str(file), str(tmp_path / "out"), "--article", str(TALKS)]
    assert run([*command, "--text", str(TEXT)]) == 2

    said = capsys.readouterr().err
    assert "talks.tsv:5: the token 'Suderia' is not what the text has at 0-7, 'Norland'" in said
    assert not (tmp_path / "out").exists()
