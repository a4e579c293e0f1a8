"""``standoff validate`` over any files, with any shapes, by either engine."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.cli import run
from kg.validation.focus_constraints import Count

PREFIXES = "PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX x: <http://example.org/x#>\n"
SHAPES = "x:S a sh:PropertyShape ; sh:targetNode x:a ; sh:path x:p ; sh:maxCount 1 ."
# Look-ahead: Python knows it, XPath does not.
ODD_SHAPES = 'x:S a sh:PropertyShape ; sh:targetNode x:a ; sh:path x:p ; sh:pattern "^(?=1)" .'
BROKEN = (
    "Violation: http://example.org/x#a http://example.org/x#p: This breaks sh:maxCount 1."
    " (http://example.org/x#S)\n"
)
ONE = "1 violations, 0 pieces of advice\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with shapes, data that break them, and what is wrong in other ways."""
    texts = {
        "shapes/s.ttl": SHAPES,
        "odd/s.ttl": ODD_SHAPES,
        "unreadable/s.ttl": 'x:S a sh:NodeShape ; sh:targetNode x:a ; sh:pattern "(" .',
        "bad.ttl": "x:a x:p .",
        "one.ttl": "x:a x:p 1 .",
        "two.ttl": "x:a x:p 2 .",
        "none/readme.md": "",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PREFIXES + text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("engine", ["fast", "reference", "both"])
def test_all_files_are_held_to_the_shapes_as_one(engine: str, capsys: pytest.CaptureFixture[str]):
    asked = ["validate", "--shapes", "shapes", "--engine", engine]

    assert (run([*asked, "one.ttl"]), run([*asked, "two.ttl"])) == (0, 0)
    capsys.readouterr()

    assert run([*asked, "one.ttl", "two.ttl"]) == 3
    assert capsys.readouterr() == (BROKEN, ONE)


def test_the_report_is_shacls_in_the_format_of_its_name(folder: Path):
    reports = {}
    for name in ("r.ttl", "r.nt", "r.rdf"):
        asked = ["validate", "one.ttl", "two.ttl", "--shapes", "shapes", "--report", name]
        assert run(asked) == 3
        reports[name] = ox.Dataset(ox.parse(path=folder / name))
        reports[name].canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)

    assert reports["r.ttl"] == reports["r.nt"] == reports["r.rdf"]
    sh = "http://www.w3.org/ns/shacl#"
    [found] = reports["r.nt"].quads_for_predicate(ox.NamedNode(f"{sh}focusNode"))
    assert found.object == ox.NamedNode("http://example.org/x#a")


def test_a_shape_that_the_fast_engine_leaves_to_the_reference_is_named(
    capsys: pytest.CaptureFixture[str],
):
    assert run(["validate", "one.ttl", "--shapes", "odd", "--format", "turtle"]) == 0

    out, err = capsys.readouterr()
    reason = "its sh:pattern is one that engines read in different ways"
    assert err == (
        f"<http://example.org/x#S>: decided by pyshacl alone, for {reason}\n"
        "0 violations, 0 pieces of advice\n"
    )
    assert f"pyshacl alone decides <http://example.org/x#S>: {reason}." in out


def test_engines_that_differ_are_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(Count, "faults", lambda *_: iter(()))

    asked = ["validate", "one.ttl", "two.ttl", "--shapes", "shapes", "--engine", "both"]
    assert run(asked) != 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "the two engines do not agree: 1 results are of one alone" in err


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ("missing.ttl", "error: missing.ttl: there is no such file"),
        ("bad.ttl", "error: bad.ttl:2: this is not Turtle"),
        ("none", "error: none: no RDF file is in here"),
        ("one.ttl --shapes none", "error: none: there are no shapes"),
        ("one.ttl --shapes bad.ttl", "error: bad.ttl:2: this is not Turtle"),
        ("one.ttl --shapes unreadable", "error: unreadable: the shapes cannot be run"),
        ("one.ttl --shapes missing", "Path 'missing' does not exist"),
        ("one.ttl --report r.csv", "error: r.csv: the name does not tell the format of the report"),
        ("one.ttl --report missing/r.nt", "error: missing/r.nt: the report cannot be written"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    asked: str, error: str, folder: Path, capsys: pytest.CaptureFixture[str]
):
    before = sorted(folder.rglob("*"))

    assert run(["validate", *asked.split()]) == 2

    assert error in capsys.readouterr().err
    assert sorted(folder.rglob("*")) == before
