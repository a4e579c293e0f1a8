from pathlib import Path

import pytest

from kg.errors import InputError
from kg.paths import project_data
from kg.questions import Question, find_question, load_questions

QUERY = "SELECT * WHERE { ?s ?p ?o }\n"


def write(folder: Path, name: str, header: str) -> None:
    (folder / f"{name}.rq").write_text(header + QUERY, encoding="utf-8")


def test_questions_are_read_with_their_headers_in_order_of_name(tmp_path: Path):
    write(tmp_path, "who-says", '#+ summary: "Who says what: and where?"\n#+ tags: [a, b]\n')
    write(
        tmp_path,
        "when",
        "#+ summary: When?\n#+ description: |\n#+   Days,\n#+   in order.\n# not header\n",
    )

    when, who = load_questions(tmp_path)

    assert (when.name, when.summary, when.description, when.tags) == (
        "when",
        "When?",
        "Days, in order.",
        (),
    )
    assert who == Question(
        name="who-says",
        summary="Who says what: and where?",
        description="",
        tags=("a", "b"),
        text='#+ summary: "Who says what: and where?"\n#+ tags: [a, b]\n' + QUERY,
    )


@pytest.mark.parametrize(
    ("header", "cause"),
    [
        ("", "it has no '#+ summary: …' line"),
        ("#+ tags: [a]\n", "its summary is not a text"),
        ("#+ summary: [Who]\n", "its summary is not a text"),
        ("#+ summary: Who says: what?\n", "mapping values are not allowed here"),
        ("#+ summary: Who?\n#+ tags: a\n", "its tags are not a list of words"),
        ("#+ summary: Who?\n#+ tag: [a]\n", "it has unknown keys: tag"),
    ],
)
def test_a_bad_header_is_an_error_that_names_the_file(tmp_path: Path, header: str, cause: str):
    write(tmp_path, "who", header)

    with pytest.raises(InputError) as caught:
        load_questions(tmp_path)

    assert caught.value.where == str(tmp_path / "who.rq")
    assert cause in caught.value.cause


def test_an_unknown_name_is_answered_with_the_nearest_or_with_all(tmp_path: Path):
    write(tmp_path, "who-says-what", "#+ summary: Who?\n")
    write(tmp_path, "silences", "#+ summary: What is not said?\n")

    def offered(name: str) -> list[str]:
        with pytest.raises(InputError) as caught:
            find_question(load_questions(tmp_path), name)
        return [fault.message for fault in caught.value.faults]

    assert offered("who-said-what") == ["who-says-what: Who?"]
    assert offered("x") == ["silences: What is not said?", "who-says-what: Who?"]


def test_every_question_of_the_project_has_a_header_that_holds():
    assert all(
        question.summary.endswith("?") for question in load_questions(project_data().queries)
    )
