from pathlib import Path

import pytest

from kg.base import BASE
from kg.errors import InputError
from kg.parameters import Parameter
from kg.paths import project_data
from kg.questions import Question, find_question, load_questions, query_of

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
        template='#+ summary: "Who says what: and where?"\n#+ tags: [a, b]\n' + QUERY,
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


OPEN = """#+ summary: Who speaks for one?
#+ asks: Who speaks for {party}?
#+ defaults:
#+   - party: id:actor/one
#+ enumerate:
#+   - party
#+   - mode: [loud, low]
SELECT ?who { ?who <a:for> ?_party_iri . OPTIONAL { ?who <a:mode> ?__mode } }
"""


def open_question(folder: Path, text: str = OPEN) -> Question:
    (folder / "who.rq").write_text(text, encoding="utf-8")
    return load_questions(folder)[0]


def test_a_question_with_parameters_is_asked_with_its_defaults_or_with_values(tmp_path: Path):
    question = open_question(tmp_path)

    assert question.parameters == (
        Parameter("mode", "__mode", "literal", is_required=False, choices=("loud", "low")),
        Parameter(
            "party",
            "_party_iri",
            "iri",
            is_required=True,
            default="id:actor/one",
            is_enumerated=True,
        ),
    )
    assert (question.template, question.asks) == (OPEN, "Who speaks for {party}?")
    assert question.text == OPEN.replace("?_party_iri", f"<{BASE}id/actor/one>")
    given = {"party": "http://example.org/p", "mode": 'lo"ud'}
    assert query_of(question, given, "http://localhost/") == (
        OPEN.replace("?_party_iri", "<http://example.org/p>").replace("?__mode", r'"lo\"ud"')
    )
    assert query_of(question, {"party": ""}, "http://localhost/") == (
        OPEN.replace("?_party_iri", "<http://localhost/id/actor/one>")
    )


@pytest.mark.parametrize(
    ("line", "instead", "cause"),
    [
        ("#+ asks: Who speaks for {party}?\n", "", "its asks is not a text"),
        ("#+   - party: id:actor/one\n", "", "defaults: the parameter 'party' has no default"),
        ("- party: id:actor/one", "- party: [a, b]", "defaults: a default is one value"),
        ("party: id:actor/one", "party: one", "party: 'one' is no name"),
        ("#+   - mode: [", "#+   - tone: [", "enumerate: the query has no parameter 'tone'"),
        ("?who {", "?_party_iri {", "?_party_iri: no value can be given to this parameter"),
        ("?__mode", "?__Mode", "?__Mode: a parameter has no such name"),
        ("?__mode", "?_party_en", "?_party_iri: the parameter 'party' is written as two variables"),
        ("?__mode", "?__format", "?__format: a parameter cannot be called 'format'"),
    ],
)
def test_a_bad_parameter_is_an_error_that_names_file_and_parameter(
    tmp_path: Path, line: str, instead: str, cause: str
):
    assert line in OPEN

    with pytest.raises(InputError) as caught:
        open_question(tmp_path, OPEN.replace(line, instead))

    assert (caught.value.where, caught.value.cause) == (str(tmp_path / "who.rq"), cause)


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
