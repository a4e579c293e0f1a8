import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from small_version import BASE, publish_small

from kg.cli import run
from kg.published import Version

WHO = f"PREFIX stand: <{BASE}ontology#> SELECT ?claim ?who WHERE {{ ?claim stand:assertedBy ?who }}"
MORE = "id:claim/a/c2 stand:assertedBy id:actor/two ."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "build"


@pytest.fixture
def version(root: Path) -> Version:
    return publish_small(root)


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def ask(monkeypatch: pytest.MonkeyPatch, root: Path, query: str, *options: str) -> int:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(query.encode())))
    return run(["query", "-", "--build", str(root), *options])


@pytest.mark.usefixtures("version")
def test_rows_are_a_table_with_short_iris(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert ask(monkeypatch, root, WHO) == 0

    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    assert [lines[0].split(), lines[2].split()] == [
        ["claim", "who"],
        ["id:claim/a/c1", "id:actor/one"],
    ]
    assert len(lines) == 3


@pytest.mark.usefixtures("version")
def test_cells_wrap_and_lose_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("COLUMNS", "24")
    query = f"SELECT ?a ?b {{ VALUES (?a ?b) {{ ('[bold]{'x' * 40}' 1) }} }}"

    assert ask(monkeypatch, root, query) == 0

    out = capsys.readouterr().out
    assert max(len(line) for line in out.splitlines()) <= 24
    assert "".join(out.split()).count("x") == 40
    assert "[bold]" in out


@pytest.mark.usefixtures("version")
@pytest.mark.parametrize(
    ("output_format", "text"),
    [
        ("csv", f"claim,who\r\n{BASE}id/claim/a/c1,{BASE}id/actor/one\r\n"),
        ("tsv", f"?claim\t?who\n<{BASE}id/claim/a/c1>\t<{BASE}id/actor/one>\n"),
    ],
)
def test_csv_and_tsv_give_full_iris(
    root: Path,
    output_format: str,
    text: str,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
):
    assert ask(monkeypatch, root, WHO, "--format", output_format) == 0
    assert capfdbinary.readouterr().out.decode() == text


@pytest.mark.usefixtures("version")
def test_json_is_the_sparql_results_format(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
):
    assert ask(monkeypatch, root, WHO, "--format", "json") == 0

    found = json.loads(capfdbinary.readouterr().out)
    assert found["head"] == {"vars": ["claim", "who"]}
    assert found["results"]["bindings"] == [
        {
            "claim": {"type": "uri", "value": f"{BASE}id/claim/a/c1"},
            "who": {"type": "uri", "value": f"{BASE}id/actor/one"},
        }
    ]


@pytest.mark.usefixtures("version")
def test_an_ask_is_answered_by_true_or_false(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert ask(monkeypatch, root, "ASK { ?s ?p ?o }") == 0
    assert ask(monkeypatch, root, "ASK { ?s ?s ?s }") == 0

    assert capsys.readouterr().out == "true\nfalse\n"


@pytest.mark.usefixtures("version")
def test_a_construct_is_answered_in_turtle(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
):
    query = WHO.replace("SELECT ?claim ?who", "CONSTRUCT { ?claim stand:said ?who }")

    assert ask(monkeypatch, root, query) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert [line for line in lines if not line.startswith("@prefix")] == [
        r"id:claim\/a\/c1 stand:said id:actor\/one ."
    ]

    assert ask(monkeypatch, root, query, "--format", "csv") == 2


@pytest.mark.usefixtures("version")
def test_no_rows_is_an_answer_and_is_said_on_stderr(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert ask(monkeypatch, root, "SELECT ?s { ?s ?s ?s }") == 0
    assert capsys.readouterr().err == "no rows: nothing in this version answers it\n"


def test_a_version_is_asked_by_its_id(
    root: Path,
    version: Version,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    publish_small(root, MORE.replace("claim/a/c2", r"claim\/a\/c2"))
    count = WHO.replace("?claim ?who", "(COUNT(*) AS ?n)")

    assert ask(monkeypatch, root, count) == 0
    assert capsys.readouterr().out.split()[-1] == "2"
    assert ask(monkeypatch, root, count, "--version", version.id) == 0
    assert capsys.readouterr().out.split()[-1] == "1"


def test_a_file_is_asked_by_its_path(
    root: Path, version: Version, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "mine.rq").write_text("ASK {}")

    assert run(["query", str(tmp_path / "mine.rq"), "--build", str(root)]) == 0
    assert capsys.readouterr().out == "true\n"


@pytest.mark.usefixtures("version")
@pytest.mark.parametrize(
    ("argument", "message"),
    [
        ("who-ties-thaad-to-the-island", "\n  who-ties-thaad-to-the-islands: "),
        ("ASK { ?s ?p ?o }", "echo 'ASK { ?s ?p ?o }' | standoff query -"),
        ("missing.rq", "there is no such file"),
        ("folder/missing", "there is no such file"),
        (str(Path(__file__).parent), "this is a folder"),
    ],
)
def test_what_is_neither_name_nor_file_is_an_error_that_helps(
    root: Path, argument: str, message: str, capsys: pytest.CaptureFixture[str]
):
    assert run(["query", argument, "--build", str(root)]) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert message in captured.err


@pytest.mark.usefixtures("version")
def test_an_unknown_name_lists_every_question(root: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["query", "x", "--build", str(root)]) == 2

    assert "\n  who-ties-thaad-to-the-islands: " in capsys.readouterr().err


@pytest.mark.usefixtures("version")
@pytest.mark.parametrize(
    ("query", "message"),
    [
        (b"SELECT * {\n?s ?p }", "error: stdin:2: this is not a SPARQL query"),
        (b"ASK {\n?s a stand:Claim\n}", "error: stdin:2: this is not a SPARQL query"),
        (b"INSERT DATA { <a:a> <a:a> <a:a> }", "error: stdin:1: this is not a SPARQL query"),
        (b"SELECT (<a:f>(1) AS ?x) {}", "error: stdin: the query cannot be run: The custom"),
        (b"ASK { SERVICE <http://127.0.0.1:9/> {} }", "error: stdin: the query cannot be run: "),
        (b"\xff", "error: stdin: this is not UTF-8"),
    ],
)
def test_a_bad_query_is_an_error_that_says_where(
    root: Path,
    query: bytes,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(query)))

    assert run(["query", "-", "--build", str(root)]) == 2
    assert capsys.readouterr().err.startswith(message)


def test_with_nothing_published_the_message_says_to_build(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    assert ask(monkeypatch, root, "ASK {}") == 2
    assert (
        capsys.readouterr().err
        == f"error: {root}: nothing is published [fix: run `standoff build`]\n"
    )


@pytest.mark.usefixtures("project_build")
@pytest.mark.parametrize(
    "party", [("--party", "id:actor/vladimir-putin"), ("--party=id:actor/vladimir-putin",)]
)
def test_a_question_takes_its_parameters_as_options(
    project_root: Path, party: tuple[str, ...], capfdbinary: pytest.CaptureFixture[bytes]
):
    asked = ["query", "who-speaks-for-russia", "--build", str(project_root), "--format", "csv"]
    assert run(asked) == 0
    whole = capfdbinary.readouterr().out.decode().splitlines()
    assert run([*asked, *party]) == 0

    found = capfdbinary.readouterr().out.decode().splitlines()
    assert len(whole) > len(found) > 1
    assert found == [line for line in whole if line.startswith(("actor,", "Vladimir Putin,"))]


@pytest.mark.usefixtures("version")
@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--party", "x"], "error: --party: 'x' is no name [fix: write an IRI, or a prefixed"),
        (["--part=x"], "error: --part: this question has no such parameter [fix: leave it out; it"),
        (["--party"], "error: --party: this has no value [fix: write --party value]"),
        (["party"], "error: party: this is neither an option nor its value [fix: write --name"),
        (["--party=a:b", "--party=a:b"], "error: --party: this is given twice [fix: give it once]"),
    ],
)
def test_a_wrong_parameter_is_an_error_that_names_it(
    root: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]
):
    assert run(["query", "who-speaks-for-russia", "--build", str(root), *words]) == 2
    assert capsys.readouterr().err.startswith(message)


@pytest.mark.usefixtures("version")
def test_a_query_of_ones_own_takes_no_parameters(root: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["query", "-", "--build", str(root), "--party", "x"]) == 2
    assert capsys.readouterr().err.startswith(
        "error: --party: only a question of queries/ takes parameters"
    )


def test_what_finds_candidates_is_not_imported_for_a_query():
    code = "import sys, kg.cli.query; print(*(m for m in sys.modules if m.startswith('kg.')))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    imported = told.stdout.split()
    assert "kg.cli.query" in imported
    assert [name for name in imported if name.startswith("kg.extraction")] == []
