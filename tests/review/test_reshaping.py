"""What a person adds, splits and merges on a terminal, and what is taken back."""

from pathlib import Path

import pytest

from kg.cli import run
from tests.review.conftest import TEXT, held


def article(draft: Path, name: str, *arguments: str) -> int:
    return run(["article", name, draft.name, *arguments, "--drafts", str(draft.parent)])


def reshaped(draft: Path, name: str, *arguments: str) -> int:
    return article(draft, name, *arguments, "--text", str(draft.parent))


def content(draft: Path) -> str:
    return (draft / "candidates.yaml").read_text("utf-8")


def test_what_is_added_is_a_persons_and_stands_at_the_end_of_its_list(
    draft: Path, capsys: pytest.CaptureFixture[str]
):
    before = content(draft)
    start = TEXT.index("the new radar") + 4
    arguments = ("mentions", str(start - 1), str(start + 9), "--set", "entity=system/radar")

    assert reshaped(draft, "add", *arguments, "--note", "a system") == 0
    new = capsys.readouterr().out.strip()

    block = (
        f"- start: {start}\n  end: {start + 9}\n  id: {new}\n  rule: person\n  score: 1.0\n"
        "  state: accepted\n  note: a system\n  surface: new radar\n  entity: system/radar\n"
    )
    assert content(draft) == before.replace("dates:\n", f"{block}dates:\n")


def test_a_split_keeps_what_was_proposed_and_proposes_both_parts(
    draft: Path, capsys: pytest.CaptureFixture[str]
):
    was = held(draft)
    [whole] = [each for each in was.values() if each.get("surface") == "Captain Ito"]

    assert reshaped(draft, "split", str(whole["id"]), "--before", "Ito") == 0
    first, second = capsys.readouterr().out.split()

    now = held(draft)
    common = {"rule": "person", "score": 1.0, "state": "proposed", "replaces": [whole["id"]]}
    common |= {"suggests": "Person"}
    start = int(str(whole["start"]))
    note = f"split into {first} and {second}"
    assert now == was | {
        whole["id"]: whole | {"state": "rejected", "note": note},
        first: common | {"id": first, "start": start, "end": start + 7, "surface": "Captain"},
        second: common | {"id": second, "start": start + 8, "end": start + 11, "surface": "Ito"},
    }


def test_parts_are_merged_again_and_each_step_is_taken_back(
    draft: Path, capsys: pytest.CaptureFixture[str]
):
    texts = [content(draft)]
    [whole] = [each for each in held(draft).values() if each.get("surface") == "Captain Ito"]
    reshaped(draft, "split", str(whole["id"]), "--before", "Ito")
    texts.append(content(draft))
    parts = capsys.readouterr().out.split()

    assert reshaped(draft, "merge", *parts) == 0
    merged = held(draft)[capsys.readouterr().out.strip()]
    assert {key: merged[key] for key in ("surface", "start", "end", "replaces", "state")} == {
        "surface": "Captain Ito",
        "start": whole["start"],
        "end": whole["end"],
        "replaces": parts,
        "state": "proposed",
    }

    article(draft, "accept", "--kind", "claims")
    undone = [article(draft, "undo"), article(draft, "undo"), content(draft) == texts[1]]
    assert undone == [0, 0, True]
    assert [article(draft, "undo"), content(draft) == texts[0]] == [0, True]
    assert article(draft, "undo") == 2
    assert "there is nothing to undo" in capsys.readouterr().err


def test_what_an_editor_did_is_never_undone(draft: Path, capsys: pytest.CaptureFixture[str]):
    article(draft, "accept", "m001")
    edited = f"{content(draft)}# mine\n"
    (draft / "candidates.yaml").write_text(edited, "utf-8")

    assert article(draft, "undo") == 2
    assert "the file was changed in an editor since" in capsys.readouterr().err
    article(draft, "accept", "m002")
    assert [article(draft, "undo"), article(draft, "undo")] == [0, 2]
    assert content(draft) == edited


def test_a_journal_that_was_cut_leads_nowhere_and_stops_nothing(
    draft: Path, capsys: pytest.CaptureFixture[str]
):
    article(draft, "accept", "m001")
    before = content(draft)
    journal = draft / ".undo.jsonl"
    journal.write_text(journal.read_text("utf-8")[:-20], "utf-8")

    assert article(draft, "undo") == 2
    assert article(draft, "accept", "m002") == 0
    assert [article(draft, "undo"), content(draft) == before] == [0, True]


def test_a_persons_candidates_do_not_count_for_the_rules(
    draft: Path, capsys: pytest.CaptureFixture[str]
):
    reshaped(draft, "add", "dates", "0", "1", "--set", "edtf=2017")
    article(draft, "reject", "--kind", "dates")
    capsys.readouterr()

    article(draft, "status", "--format", "csv")
    assert [line for line in capsys.readouterr().out.splitlines() if line.startswith("dates")] == [
        "dates,date,0,0,0,1,0.0000",
        "dates,person,0,1,0,0,1.0000",
        "dates,all,0,0,0,1,0.0000",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("add", "mentions", "5", "5"), "does not lie in the text"),
        (("add", "mentions", "0", "9999"), "does not lie in the text"),
        (("add", "mentions", "0", "40"), "crosses a line"),
        (("add", "mentions", "26", "70"), "words, and a mention may have 6"),
        (("add", "dates", "26", "30"), "key 'edtf' is missing"),
        (("add", "mentions", "0", "1", "--set", "edtf=2017"), "mentions have no 'edtf'"),
        (("split", "m001", "--at", "3"), "m001 cannot be split at 3"),
        (("split", "m001", "--before", "absent"), "m001 cannot be split at 'absent'"),
        (("merge", "m001", "m001"), "two candidates are merged"),
        (("merge", "m001", "k001"), "are not two of a kind"),
        (("merge", "k001", "k003"), "without a word between them"),
        (("merge", "m001", "m999"), "no candidate 'm999'"),
    ],
)
def test_what_cannot_be_reshaped_is_said_and_nothing_is_written(
    arguments: tuple[str, ...], message: str, draft: Path, capsys: pytest.CaptureFixture[str]
):
    before = {path.name: path.read_bytes() for path in draft.iterdir()}

    assert reshaped(draft, *arguments) == 2
    assert message in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in draft.iterdir()} == before


def test_a_text_of_another_draft_is_refused(draft: Path, capsys: pytest.CaptureFixture[str]):
    (draft.parent / "strait.txt").write_text("other words", "utf-8")

    assert reshaped(draft, "add", "mentions", "0", "1") == 2
    assert "is not that of the draft strait" in capsys.readouterr().err
