"""Candidates that a language model suggests: what is sent, what is taken, what is kept."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.cli import run
from tests.listener import Answer, Listener, listening

TEXT = (
    "Talks went nowhere.\n\n"
    "Russia fears the new radar. On 15 June Putin said that Tokyo will buy it. "
    "Captain Ito denied this. Ships came if the weather held 🚢.\n\n"
    "Photo: Reuters"
)
CLAIM = {
    "sentence": "s05",
    "words": "Ships came if the weather held",
    "speaker": "",
    "mode": "own-voice",
    "act": "assertion",
    "certainty": "possible",
    "polarity": "positive",
    "cue": "if the weather held",
}
SHIPS = {"sentence": "s05", "words": "Ships", "class": "Event"}
THERE = {"sentence": "s02", "words": "Russia", "class": "State"}
UNUSABLE = [
    CLAIM | {"words": "Ships came when the weather held"},  # not what stands there
    CLAIM | {"sentence": "s02"},  # stands elsewhere
    CLAIM | {"act": "musing"},
    {"sentence": "s05"},
    "Ships",
]


def completion(content: str) -> bytes:
    return json.dumps(
        {"choices": [{"message": {"role": "assistant", "content": content}}]}
    ).encode()


def answer(**held: Any) -> bytes:
    return completion(f"Here it is:\n```json\n{json.dumps(held)}\n```\n")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    (folder / "strait.txt").write_text(TEXT, "utf-8")
    text = str(folder / "strait.txt")
    assert run(["article", "new", text, "--output", str(folder), "--published", "2017-07-10"]) == 0
    return folder / "strait"


@pytest.fixture
def draft(made: Path, tmp_path: Path) -> Path:
    shutil.copy(made.parent / "strait.txt", tmp_path)
    return Path(shutil.copytree(made, tmp_path / "strait"))


@pytest.fixture
def model() -> Iterator[Listener]:
    with listening() as listener:
        listener.answer = Answer(
            body=answer(claims=[CLAIM, *UNUSABLE], mentions=[SHIPS, THERE]),
            content_type="application/json",
        )
        yield listener


def suggest(draft: Path, endpoint: str) -> int:
    text = str(draft.parent / "strait.txt")
    place = ["--drafts", str(draft.parent), "--text", text]
    asked = ["--endpoint", endpoint, "--model", "small-1"]
    return run(["article", "suggest", draft.name, *asked, *place])


def candidates(draft: Path) -> dict[str, dict[str, Any]]:
    held = yaml.safe_load((draft / "candidates.yaml").read_text("utf-8"))
    return {e["id"]: e for kind in ("mentions", "dates", "claims") for e in held[kind]}


def test_what_the_text_bears_out_is_proposed_and_names_the_model(draft: Path, model: Listener):
    before = candidates(draft)
    assert suggest(draft, f"http://127.0.0.1:{model.port}/v1") == 0

    after = candidates(draft)
    start = TEXT.index("Ships")
    assert {id_: after[id_] for id_ in before} == before
    assert [after[id_] for id_ in after if id_ not in before] == [
        {
            "id": "m006",
            "start": start,
            "end": start + 5,
            "rule": "language model small-1",
            "score": 0.5,
            "state": "proposed",
            "surface": "Ships",
            "suggests": "Event",
        },
        {
            "id": "k007",
            "start": start,
            "end": start + len("Ships came if the weather held"),
            "rule": "language model small-1",
            "score": 0.5,
            "state": "proposed",
            "sentence": "s05",
            "mode": "own-voice",
            "act": "assertion",
            "certainty": "possible",
            "polarity": "positive",
            "cue": "if the weather held",
        },
    ]


def test_what_is_of_no_use_is_counted(
    draft: Path, model: Listener, capsys: pytest.CaptureFixture[str]
):
    address = f"http://127.0.0.1:{model.port}/v1"
    assert suggest(draft, address) == 0

    # Of three paragraphs two have none of the sentences that the answer names.
    assert capsys.readouterr().err == (
        f"sending the text of strait to {address}\n"
        "2 candidates added, proposed by the language model small-1; 1 were there, 21 not usable"
        f" (3 questions asked, the others answered from {draft / '.answers.jsonl'})\n"
    )


def test_the_question_has_the_sentences_and_the_key_and_no_more(
    draft: Path, model: Listener, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("STANDOFF_MODEL_KEY", "hush")
    assert suggest(draft, f"http://127.0.0.1:{model.port}/v1/") == 0

    asked = [json.loads(call.body) for call in model.calls]
    assert {call.path for call in model.calls} == {"/v1/chat/completions"}
    assert {call.headers["Authorization"] for call in model.calls} == {"Bearer hush"}
    assert {(one["model"], one["temperature"]) for one in asked} == {("small-1", 0)}
    assert [one["messages"][1]["content"] for one in asked] == [
        "s01: Talks went nowhere.",
        "s02: Russia fears the new radar.\n"
        "s03: On 15 June Putin said that Tokyo will buy it.\n"
        "s04: Captain Ito denied this.\n"
        "s05: Ships came if the weather held 🚢.",
        "s06: Photo: Reuters",
    ]
    assert "hush" not in (draft / ".answers.jsonl").read_text("utf-8")


def test_answers_are_recorded_so_that_nothing_is_asked_twice(draft: Path, model: Listener):
    address = f"http://127.0.0.1:{model.port}/v1"
    fresh = (draft / "candidates.yaml").read_bytes()
    assert suggest(draft, address) == 0
    first = (draft / "candidates.yaml").read_bytes()
    record = draft / ".answers.jsonl"
    lines = record.read_text("utf-8").splitlines()
    # The last answer was cut off as it was written, and the draft begun anew.
    record.write_text("\n".join([*lines[:-1], lines[-1][:40]]), "utf-8")
    (draft / "candidates.yaml").write_bytes(fresh)

    assert suggest(draft, address) == 0
    assert (draft / "candidates.yaml").read_bytes() == first
    assert len(model.calls) == 4


def test_a_second_run_adds_nothing(draft: Path, model: Listener):
    address = f"http://127.0.0.1:{model.port}/v1"
    assert suggest(draft, address) == 0
    once = (draft / "candidates.yaml").read_bytes()
    assert suggest(draft, address) == 0

    assert (draft / "candidates.yaml").read_bytes() == once


def test_suggestions_are_taken_back_in_one_step(draft: Path, model: Listener):
    before = (draft / "candidates.yaml").read_bytes()
    assert suggest(draft, f"http://127.0.0.1:{model.port}/v1") == 0
    assert run(["article", "undo", draft.name, "--drafts", str(draft.parent)]) == 0

    assert (draft / "candidates.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("answered", "message"),
    [
        (
            Answer(401, b"no such key", "text/plain"),
            "answers 401: no such key [fix: put the key into $STANDOFF_MODEL_KEY]",
        ),
        (
            Answer(302, b"", "text/plain", {"Location": "http://127.0.0.1:9/"}),
            "answers 302 [fix: look at what the server says]",
        ),
        (
            Answer(200, b"<html>", "text/html"),
            "answers in another form: <html>"
            " [fix: give the address of a server with OpenAI's chat completions]",
        ),
        (
            Answer(200, b"x" * ((1 << 20) + 1), "text/html"),
            "answers more than 1,048,576 bytes [fix: choose another model]",
        ),
    ],
)
def test_a_server_that_does_not_answer_as_it_should_changes_nothing(
    draft: Path,
    model: Listener,
    answered: Answer,
    message: str,
    capsys: pytest.CaptureFixture[str],
):
    before = (draft / "candidates.yaml").read_bytes()
    model.answer = answered
    address = f"http://127.0.0.1:{model.port}/v1"
    assert suggest(draft, address) == 2

    told = capsys.readouterr().err.splitlines()[-1]
    assert told == f"error: the model at {address} {message}"
    assert (draft / "candidates.yaml").read_bytes() == before


@pytest.mark.parametrize("content", ["I cannot do that.", "{", "[1]", '{"claims": 7}', "{" * 9_000])
def test_an_answer_that_is_no_object_is_counted_and_left(
    draft: Path, model: Listener, content: str, capsys: pytest.CaptureFixture[str]
):
    before = (draft / "candidates.yaml").read_bytes()
    model.answer = Answer(body=completion(content), content_type="application/json")
    assert suggest(draft, f"http://127.0.0.1:{model.port}/v1") == 0

    assert "0 candidates added" in capsys.readouterr().err
    assert (draft / "candidates.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("endpoint", "key", "message"),
    [
        ("ftp://127.0.0.1/", "", "is no address of a server"),
        ("models", "", "is no address of a server"),
        ("http://example.org/v1", "hush", "the key would go to example.org unencrypted"),
        ("http://127.0.0.1:1/v1", "", "cannot be reached"),
    ],
)
def test_an_address_of_no_use_is_refused(
    draft: Path,
    endpoint: str,
    key: str,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.setenv("STANDOFF_MODEL_KEY", key)
    assert suggest(draft, endpoint) == 2

    told = capsys.readouterr().err
    assert message in told
    assert "hush" not in told
