"""What a person decides on candidates, from the command line, and the coding that comes of it."""

import hashlib
import shutil
from pathlib import Path

import click
import pytest
import yaml

from kg.cli import run
from kg.cli.article import command as article_command

TEXT = (
    "Talks went nowhere.\n\n"
    "Russia fears the new radar. On 15 June Putin said that Tokyo will buy it. "
    "Captain Ito denied this. Ships came if the weather held.\n\n"
    "Photo: Reuters"
)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    (folder / "strait.txt").write_text(TEXT, "utf-8")
    text = str(folder / "strait.txt")
    assert run(["article", "new", text, "--output", str(folder), "--published", "2017-07-10"]) == 0
    return folder / "strait"


@pytest.fixture
def draft(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "strait"))


def article(draft: Path, name: str, *arguments: str) -> int:
    return run(["article", name, draft.name, *arguments, "--drafts", str(draft.parent)])


def states(draft: Path) -> dict[str, str]:
    held = yaml.safe_load((draft / "candidates.yaml").read_text("utf-8"))
    every = [each for kind in ("mentions", "dates", "claims") for each in held[kind]]
    return {each["id"]: each["state"] for each in every if each["state"] != "proposed"}


def test_candidates_are_listed(draft: Path, capsys: pytest.CaptureFixture[str]):
    assert article(draft, "list") == 0
    assert capsys.readouterr().out.splitlines() == [
        "m001  proposed  0.97  gazetteer: 'Russia' actor/russia",
        "m002  proposed  0.97  gazetteer: 'Putin' actor/vladimir-putin",
        "m003  proposed  0.97  gazetteer: 'Tokyo' actor/government-of-japan",
        "m004  proposed  0.95  title and name: 'Captain Ito' new Person",
        "m005  proposed  0.70  capitals: 'Reuters' new Entity",
        "d001  proposed  0.80  date: '15 June' 2017-06-15",
        "k001  proposed  0.50  own voice: s01 the author: own-voice, assertion, certain, positive",
        "k002  proposed  0.65  verb of attitude: s02 actor/russia:"
        " imputed, concern, certain, positive",
        "k003  proposed  0.80  reporting verb: s03 actor/vladimir-putin:"
        " indirect-speech, prediction, certain, positive",
        "k004  proposed  0.80  reporting verb: s04 Captain Ito:"
        " indirect-speech, denial, certain, negative",
        "k005  proposed  0.50  own voice: s05 the author: own-voice, assertion, certain, positive",
        "k006  proposed  0.50  own voice: s06 the author: own-voice, assertion, certain, positive",
    ]


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (("m002", "k001"), ["m002", "k001"]),
        (("--rule", "gazetteer"), ["m001", "m002", "m003"]),
        (("--min-score", "0.9"), ["m001", "m002", "m003", "m004"]),
        (("--kind", "dates"), ["d001"]),
        (("--surface", "Tokyo"), ["m003"]),
        (("--unlinked", "--kind", "mentions"), ["m004", "m005"]),
        (("--rule", "gazetteer", "--surface", "Reuters"), []),
    ],
)
def test_candidates_are_accepted_by_id_or_by_what_they_share(
    arguments: tuple[str, ...], ids: list[str], draft: Path
):
    assert article(draft, "accept", *arguments) == 0
    assert states(draft) == dict.fromkeys(ids, "accepted")


def test_what_was_decided_is_changed_by_id_alone(draft: Path):
    article(draft, "reject", "m001", "--note", "not meant")
    article(draft, "accept", "--rule", "gazetteer")
    assert states(draft) == {"m001": "rejected", "m002": "accepted", "m003": "accepted"}

    article(draft, "accept", "m001")
    assert states(draft)["m001"] == "accepted"


def test_names_that_became_entities_are_linked_and_stay_undecided(draft: Path):
    """A draft as it was before Russia and Putin were entities, one of them decided on by then."""
    file = draft / "candidates.yaml"
    linked = file.read_text("utf-8")
    before = linked.replace("  entity: actor/russia\n", "", 1)
    before = before.replace("  entity: actor/vladimir-putin\n", "", 1)
    before = before.replace("  speaker: actor/russia\n", "", 1)
    file.write_text(before, "utf-8")
    article(draft, "reject", "m002")

    assert article(draft, "link") == 0
    assert states(draft) == {"m002": "rejected"}
    held = yaml.safe_load(file.read_text("utf-8"))
    assert [each.get("entity") for each in held["mentions"]] == [
        "actor/russia", None, "actor/government-of-japan", None, None,
    ]  # fmt: skip
    assert [each.get("speaker") for each in held["claims"]] == [
        None, "actor/russia", "actor/vladimir-putin", None, None, None,
    ]  # fmt: skip


def test_linking_tells_what_it_did(draft: Path, capsys: pytest.CaptureFixture[str]):
    file = draft / "candidates.yaml"
    unlinked = file.read_text("utf-8").replace("  entity: actor/russia\n", "", 1)
    file.write_text(unlinked, "utf-8")

    article(draft, "link")
    article(draft, "link")

    assert capsys.readouterr().err.splitlines() == [
        "1 candidate names an entity now: m001",
        "0 candidates name an entity now",
    ]


def test_words_are_located_as_passage_and_mention(
    draft: Path, made: Path, capsys: pytest.CaptureFixture[str]
):
    text = str(made.parent / "strait.txt")

    assert article(draft, "locate", "Putin", "--to", "it", "--text", text) == 0
    start, end = TEXT.index("Putin"), TEXT.index("it. Captain") + len("it")
    [passage] = yaml.safe_load(capsys.readouterr().out.partition("- {")[0])
    assert passage == {
        "id": "s03a",
        "start": start,
        "end": end,
        "sha256": hashlib.sha256(TEXT[start:end].encode()).hexdigest(),
        "paraphrase": None,
    }

    assert article(draft, "locate", "Captain Ito", "--text", text) == 0
    start = TEXT.index("Captain Ito")
    printed = capsys.readouterr().out.splitlines()[-1]
    assert printed == f"- {{start: {start}, end: {start + 11}, surface: Captain Ito, entity: }}"


@pytest.mark.parametrize(
    ("words", "text", "said"),
    [
        (("Tokyo", "--to", "Ito"), TEXT, "no sentence holds 'Tokyo' … 'Ito'"),
        (("Kyoto",), TEXT, "no sentence holds 'Kyoto'"),
        (("Tokyo",), TEXT + " ", "this is not the text that the draft was made of"),
    ],
)
def test_words_that_are_not_there_are_an_error(
    words: tuple[str, ...],
    text: str,
    said: str,
    draft: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    (tmp_path / "strait.txt").write_text(text, "utf-8")

    assert article(draft, "locate", *words, "--text", str(tmp_path / "strait.txt")) == 2
    assert said in capsys.readouterr().err


def test_a_decision_changes_its_line_and_no_other(draft: Path):
    file = draft / "candidates.yaml"
    before = file.read_text("utf-8").replace("surface: Putin", "surface: Putin  # whose words?")
    file.write_text(before, "utf-8")

    article(draft, "accept", "m002")

    lines = zip(before.splitlines(), file.read_text("utf-8").splitlines(), strict=True)
    assert [pair for pair in lines if pair[0] != pair[1]] == [
        ("  state: proposed", "  state: accepted")
    ]


def test_an_edited_candidate_holds_what_the_person_says(draft: Path):
    settings = ("--set", "entity=actor/reuters", "--set", "start=140", "--note", "the agency")

    assert article(draft, "edit", "m005", *settings) == 0

    held = yaml.safe_load((draft / "candidates.yaml").read_text("utf-8"))
    assert {key: held["mentions"][4][key] for key in ("start", "state", "entity", "note")} == {
        "start": 140,
        "state": "edited",
        "entity": "actor/reuters",
        "note": "the agency",
    }


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("accept", (), "nothing says which candidates [fix: give ids,"),
        ("accept", ("m0001",), "no candidate 'm0001' [fix: did you mean 'm001'?]"),
        ("edit", ("m001", "--set", "enity=actor/japan"), "[fix: did you mean 'entity'?]"),
        ("edit", ("m001", "--set", "entity=Japan"), "entity cannot be 'Japan'"),
        ("edit", ("m001", "--set", "entity"), "--set 'entity' gives no value"),
        ("edit", ("m001", "--set", "start=x"), "start must be a whole number"),
        ("edit", ("k001", "--set", "mode=loud"), "mode cannot be 'loud'"),
        ("edit", ("m001", "k001", "--set", "entity=actor/japan"), "claims have no 'entity'"),
        ("check", (), "the draft strait has no coding yet"),
    ],
)
def test_a_wrong_decision_says_how_to_mend_it_and_changes_nothing(
    name: str,
    arguments: tuple[str, ...],
    message: str,
    draft: Path,
    capsys: pytest.CaptureFixture[str],
):
    before = (draft / "candidates.yaml").read_bytes()

    assert article(draft, name, *arguments) == 2
    assert message in capsys.readouterr().err
    assert (draft / "candidates.yaml").read_bytes() == before
    assert sorted(path.name for path in draft.iterdir()) == ["article.yaml", "candidates.yaml"]


def test_a_draft_that_is_not_there_is_named(draft: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["article", "list", "strat", "--drafts", str(draft.parent)]) == 2
    assert "there is no draft 'strat'" in capsys.readouterr().err


def test_the_precision_of_each_rule_is_counted_from_decisions(
    draft: Path, capsys: pytest.CaptureFixture[str]
):
    article(draft, "accept", "m001", "m002", "k001")
    article(draft, "reject", "m003", "m005")
    article(draft, "edit", "m004", "--set", "entity=actor/ito")
    capsys.readouterr()

    assert article(draft, "status", "--format", "csv") == 0
    assert capsys.readouterr().out.splitlines() == [
        "list,rule,proposed,accepted,edited,rejected,precision",
        "claims,own voice,2,1,0,0,1.0000",
        "claims,reporting verb,2,0,0,0,",
        "claims,verb of attitude,1,0,0,0,",
        "claims,all,5,1,0,0,1.0000",
        "dates,date,1,0,0,0,",
        "dates,all,1,0,0,0,",
        "mentions,capitals,0,0,0,1,0.0000",
        "mentions,gazetteer,0,2,0,1,0.6667",
        "mentions,title and name,0,0,1,0,0.0000",
        "mentions,all,0,2,1,2,0.4000",
    ]


def code(draft: Path) -> str:
    assert article(draft, "code") == 0
    return (draft / "coding.yaml").read_text("utf-8")


def section(coding: str, name: str) -> str:
    return coding.partition(f"\n{name}:")[2].partition("\n\n")[0].strip("\n")


def test_only_what_was_accepted_or_edited_is_taken_into_the_coding(draft: Path):
    article(draft, "accept", "m001", "m004", "d001", "k002", "k003", "k004", "k005")
    article(draft, "edit", "m003", "--set", "entity=actor/japan")
    article(draft, "reject", "m002")
    meta = (draft / "article.yaml").read_text("utf-8")
    (draft / "article.yaml").write_text(
        meta.replace("author: ''", "author: actor/strait-author"), "utf-8"
    )

    coding = code(draft)

    assert section(coding, "mentions") == (
        "  - {start: 21, end: 27, surface: Russia, entity: actor/russia}\n"
        "  - {start: 76, end: 81, surface: Tokyo, entity: actor/japan}\n"
        "  - {start: 95, end: 106, surface: Captain Ito, entity: }"
        "  # Person, new? define it in kg/entities/"
    )
    assert (
        section(coding, "claims")
        == """\
  - id: c002
    proposition:  # what s02 says, as one of the propositions above
    asserted_by: actor/strait-author
    reported_by: actor/strait-author
    imputed_to: actor/russia
    mode: imputed
    act: concern
    certainty: certain
    polarity: positive
    evidence: [s02]
    cue: fears
  - id: c003
    proposition:  # what s03 says, as one of the propositions above
    asserted_by: actor/vladimir-putin
    reported_by: actor/strait-author
    mode: indirect-speech
    act: prediction
    certainty: certain
    polarity: positive
    evidence: [s03]
    cue: said
  - id: c004
    proposition:  # what s04 says, as one of the propositions above
    asserted_by:  # Captain Ito
    reported_by: actor/strait-author
    mode: indirect-speech
    act: denial
    certainty: certain
    polarity: negative
    evidence: [s04]
    cue: denied
  - id: c005
    proposition:  # what s05 says, as one of the propositions above
    asserted_by: actor/strait-author
    mode: own-voice
    act: assertion
    certainty: certain
    polarity: positive
    evidence: [s05]
    # conditioned_on: the text has if"""
    )


def test_a_coding_that_a_person_works_on_is_only_added_to(draft: Path):
    article(draft, "accept", "m001", "k002")
    begun = code(draft).replace("entity: actor/russia}", "entity: actor/government-of-russia}  # !")
    begun = begun.replace("certainty: certain", "certainty: probable")
    (draft / "coding.yaml").write_text(begun, "utf-8")

    assert code(draft) == begun

    article(draft, "accept", "m002")
    added = "  - {start: 60, end: 65, surface: Putin, entity: actor/vladimir-putin}"
    assert code(draft) == begun.replace("russia}  # !", f"russia}}  # !\n{added}")


def test_a_coding_that_is_no_yaml_is_left_as_it_is(draft: Path, capsys: pytest.CaptureFixture[str]):
    article(draft, "accept", "m001")
    (draft / "coding.yaml").write_text("mentions: [", "utf-8")

    assert article(draft, "code") == 2
    assert "coding.yaml:2:1: not valid YAML" in capsys.readouterr().err
    assert (draft / "coding.yaml").read_text("utf-8") == "mentions: ["


def test_a_mention_whose_words_do_not_fit_its_span_is_not_taken(
    draft: Path, capsys: pytest.CaptureFixture[str]
):
    article(draft, "edit", "m001", "--set", "end=30")

    assert article(draft, "code") == 2
    assert "m001: surface 'Russia' has 6 code points, and the span 21-30 has 9" in (
        capsys.readouterr().err
    )
    assert not (draft / "coding.yaml").exists()


def test_what_is_missing_is_named_with_file_and_line(
    draft: Path, capsys: pytest.CaptureFixture[str]
):
    article(draft, "accept", "k003")
    lines = code(draft).splitlines()
    empty = 1 + next(n for n, line in enumerate(lines) if "proposition:  #" in line)
    capsys.readouterr()

    assert article(draft, "check") == 2
    assert f"{draft / 'coding.yaml'}:{empty}:17: a value is missing" in capsys.readouterr().err


def test_every_step_and_every_option_has_help():
    without = [
        (name, parameter.name)
        for name, step in article_command.commands.items()
        for parameter in step.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]

    assert all(step.help for step in article_command.commands.values())
    assert without == []


def fill(file: Path, *changes: tuple[str, str]) -> None:
    content = file.read_text("utf-8")
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    file.write_text(content, "utf-8")


def test_a_draft_that_is_filled_is_checked_as_a_build_would(
    draft: Path, capsys: pytest.CaptureFixture[str]
):
    article(draft, "accept", "m001", "m002", "k003")
    fill(
        draft / "article.yaml",
        ("title: ''", "title: Strait"),
        ("label: ''", "label: a note on a strait"),
        ("publisher: ''", "publisher: actor/intmassmedia"),
        ("author: ''", "author: actor/new-rules-2017-author"),
        ("paraphrase: ''", "paraphrase: what it says in our words"),
    )
    code(draft)
    fill(
        draft / "coding.yaml",
        ("label:  # what was done, such as: coding of the column on ...", "label: a coding"),
        ("date:   # the day it was finished, in quotes", 'date: "2026-11-25"'),
        ("propositions: []", "propositions: [{id: tokyo-buys-radar, text: Tokyo buys it.}]"),
        ("proposition:  # what s03", "proposition: tokyo-buys-radar  # what s03"),
    )
    capsys.readouterr()
    text = draft.parent / "texts" / "strait.txt"
    text.parent.mkdir()
    text.write_text(TEXT, "utf-8")

    assert article(draft, "check", "--text", str(text.parent)) == 3
    told = capsys.readouterr()
    assert told.out.split() == [f"strait/{name}" for name in ("s01", "s02", "s04", "s05", "s06")]
    assert told.err == "strait: 5 of 6 sentences uncovered\n"

    reasons = ", ".join(
        f"{{sentence: {name}, reason: x}}" for name in ("s01", "s02", "s04", "s05", "s06")
    )
    fill(draft / "coding.yaml", ("no_claim: []", f"no_claim: [{reasons}]"))
    assert article(draft, "check") == 0
    assert "it can be built: move" in capsys.readouterr().err

    undated = (
        "{id: on-radar, held_by: actor/japan, on_issue: issue/islands-question,"
        " text: Tokyo is for it., ascribed_by: actor/new-rules-2017-author, expressed_by: [c003]}"
    )
    with (draft / "coding.yaml").open("a", encoding="utf-8") as coding:
        coding.write(f"positions:\n  - {undated}\n")
    assert article(draft, "check") == 3
    told = capsys.readouterr()
    assert told.out.startswith("id:position/strait/on-radar stand:validFrom: ")
    assert "it can be built" not in told.err

    text.write_text(TEXT.replace("Tokyo", "Osaka"), "utf-8")
    assert article(draft, "check", "--text", str(text.parent)) == 3
    assert "is not the one that was coded" in capsys.readouterr().err
