import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from small_version import BASE, publish_small

from kg.cli import run

AXIOMS = """
@prefix : <https://example.org/o#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
:Ship rdfs:subClassOf :Vessel . :Vessel owl:disjointWith :Port . :berthedAt rdfs:range :Port .
:Ship a owl:Class . :Vessel a owl:Class . :Port a owl:Class . :berthedAt a owl:ObjectProperty .
:Ship rdfs:label "ship"@en . :Vessel rdfs:label "vessel"@en . :Port rdfs:label "port"@en .
"""
DATA = "<https://example.org/a> a <https://example.org/o#Ship> .\n"
CLASH = (
    DATA + "<https://example.org/b> <https://example.org/o#berthedAt> <https://example.org/a> .\n"
)


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str, str]:
    """Give the names of an ontology, of data, and of data that contradicts it."""
    texts = {"axioms.ttl": AXIOMS, "data.ttl": DATA, "clash.ttl": CLASH}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    axioms, data, clash = (str(tmp_path / name) for name in texts)
    return axioms, data, clash


def test_reason_writes_new_triples_alone(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
):
    axioms, data, _ = files
    output = tmp_path / "new.nt"

    assert run(["reason", data, "--ontology", axioms, "--output", str(output)]) == 0

    lines = output.read_text().splitlines()
    assert [line for line in lines if "example.org/a>" in line] == [
        "<https://example.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<https://example.org/o#Vessel> ."
    ]
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.endswith("0 contradictions\n")


def test_reason_says_contradictions_in_words_and_ends_with_3(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
):
    axioms, _, clash = files

    assert run(["reason", clash, "--ontology", axioms]) == 3

    captured = capsys.readouterr()
    assert "https://example.org/a belongs to vessel and to port, which exclude" in captured.err
    assert "https://example.org/a" in captured.out


def test_reason_with_the_rules_of_a_build_infers_no_range(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
):
    axioms, _, clash = files

    assert run(["reason", clash, "--ontology", axioms, "--profile", "build"]) == 0

    assert "0 new ones" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["reason", "/nowhere.ttl"], "there is no such file"),
        (["reason", "--output", "x.pdf"], "the name does not tell the format"),
        (["reason", "--ontology", "/nowhere"], "there is no such file"),
        (["explain", "id:x", "stand:y"], "Missing argument"),
        (["consistency", "/nowhere.ttl"], "there is no such file"),
    ],
)
def test_a_fault_of_the_users_is_a_message(
    arguments: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    publish_small(tmp_path)
    monkeypatch.setenv("STANDOFF_BUILD", str(tmp_path))

    assert run(arguments) == 2
    assert message in capsys.readouterr().err


def test_consistency_explains_what_clashes_and_ends_with_3(
    files: tuple[str, str, str], capsys: pytest.CaptureFixture[str]
):
    axioms, _, clash = files

    assert run(["consistency", clash, "--ontology", axioms]) == 3

    assert "nothing is both a vessel and a port" in capsys.readouterr().err


@pytest.fixture
def root(tmp_path: Path) -> str:
    publish_small(tmp_path / "build", 'stand:assertedBy rdfs:label "asserted by"@en .')
    return str(tmp_path / "build")


def test_explain_says_where_a_statement_stands(root: str, capsys: pytest.CaptureFixture[str]):
    asked = ["id:claim/a/c1", "stand:assertedBy", "id:actor/one", "--build", root]

    assert run(["explain", *asked]) == 0
    text = capsys.readouterr().out
    assert run(["explain", *asked, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)

    assert text == (
        "one: it rains has “asserted by” id:actor/one: asserted.\n  It stands in graph:article/a.\n"
    )
    assert (found["status"], found["graphs"]) == ("asserted", [f"{BASE}graph/article/a"])


def test_explain_ends_with_3_where_a_statement_does_not_hold(
    root: str, capsys: pytest.CaptureFixture[str]
):
    asked = ["id:claim/a/c1", "stand:assertedBy", "id:actor/two", "--build", root]

    assert run(["explain", *asked]) == 3

    assert capsys.readouterr().out == (
        "one: it rains has “asserted by” id:actor/two: does not hold.\n"
        "  It is asserted nowhere, and no rule leads to it.\n"
        "What the version says instead:\n"
        "  one: it rains has “asserted by” id:actor/one\n"
    )


def test_explain_writes_turtle_that_can_be_read(
    root: str, capfdbinary: pytest.CaptureFixture[bytes]
):
    asked = ["id:claim/a/c1", "stand:assertedBy", "id:actor/one", "--build", root]

    assert run(["explain", *asked, "--format", "ttl"]) == 0

    written = capfdbinary.readouterr().out
    assert len(list(ox.parse(written, ox.RdfFormat.TURTLE))) == 6
