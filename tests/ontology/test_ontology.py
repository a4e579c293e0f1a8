"""The ontology passes every check, and each check fails on a copy that is broken for it."""

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from breakages import BREAKAGES, Breakage
from jvm_checks import importing, profile_violations, reason, robot_jar
from ontology_checks import CHECKS, unparsable, version_disagreements
from ontology_folder import alignments, merged, modules
from rdflib import OWL, RDF, Graph

from kg.paths import PACKAGE


def profile_faults(folder: Path, out: Path) -> list[str]:
    """Check the whole core and every alignment, read as one."""
    headers = [
        Graph().parse(path).value(None, RDF.type, OWL.Ontology) for path in alignments(folder)
    ]
    iris = ["https://w3id.org/standoff/ontology", *map(str, headers)]
    return profile_violations(
        importing(iris, at=out / "all.ttl"),
        catalog=folder / "catalog-v001.xml",
        report=out / "report.txt",
    )


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS.keys())
def test_every_file_passes(check: Callable[[Path], list[str]], ontology: Path) -> None:
    assert check(ontology) == []


def test_every_file_parses(ontology: Path) -> None:
    assert unparsable(ontology) == []


def test_the_ontology_has_the_version_of_the_project(ontology: Path) -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))

    assert version_disagreements(ontology, version=project["project"]["version"]) == []


def test_hermit_finds_core_and_alignments_consistent_and_every_class_satisfiable(
    ontology: Path,
) -> None:
    """One run tells for each part: what the whole does not contradict, no part of it does."""
    assert reason(merged(modules(ontology) + alignments(ontology))).complaints == []


@pytest.mark.parametrize("name", ["standoff.ttl", "world.ttl", "schemes.ttl"])
def test_robot_finds_the_core_and_the_modules_below_it_inside_owl_2_dl(
    name: str, ontology: Path, tmp_path: Path
) -> None:
    assert (
        profile_violations(
            ontology / name, catalog=ontology / "catalog-v001.xml", report=tmp_path / "report.txt"
        )
        == []
    )


def test_robot_finds_core_and_alignments_inside_owl_2_dl(ontology: Path, tmp_path: Path) -> None:
    """One run tells for each alignment: the rest of DL's conditions only tighten with more axioms.

    What a smaller file could lack is a declaration; the check of declarations opens each alone.
    """
    assert profile_faults(ontology, tmp_path) == []


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda breakage: breakage.name)
def test_a_broken_copy_trips_its_checks_and_no_other(
    breakage: Breakage, copied_ontology: Path
) -> None:
    breakage.apply(copied_ontology)

    tripped = {name for name, check in CHECKS.items() if check(copied_ontology)}

    assert tripped == breakage.complaints - {"profile", "reasoner"}


def test_a_file_cut_short_does_not_parse(copied_ontology: Path) -> None:
    path = copied_ontology / "world.ttl"
    path.write_text(path.read_text(encoding="utf-8")[:-30], encoding="utf-8")

    assert [complaint.split(":")[0] for complaint in unparsable(copied_ontology)] == ["world.ttl"]


@pytest.mark.parametrize(
    "breakage",
    [b for b in BREAKAGES if "reasoner" in b.complaints],
    ids=lambda breakage: breakage.name,
)
def test_hermit_refuses_a_copy_broken_for_it(breakage: Breakage, copied_ontology: Path) -> None:
    breakage.apply(copied_ontology)

    assert reason(merged(modules(copied_ontology))).complaints != []


@pytest.mark.parametrize(
    "breakage",
    [b for b in BREAKAGES if "profile" in b.complaints],
    ids=lambda breakage: breakage.name,
)
def test_robot_refuses_a_copy_outside_owl_2_dl(
    breakage: Breakage, copied_ontology: Path, tmp_path: Path
) -> None:
    breakage.apply(copied_ontology)

    assert profile_faults(copied_ontology, tmp_path) != []


@pytest.mark.parametrize("check", ["profile", "reasoner"])
def test_other_breakages_do_not_trip_the_checks_on_the_jvm(
    check: str, ontology: Path, tmp_path: Path
) -> None:
    """All edits that a check must not mind go into one copy, to spare starts of the JVM."""
    folder = shutil.copytree(ontology, tmp_path / "ontology")
    for breakage in BREAKAGES:
        if breakage.loads and check not in breakage.complaints:
            breakage.apply(folder)

    if check == "profile":
        assert profile_faults(folder, tmp_path) == []
    else:
        assert reason(merged(modules(folder))).complaints == []


def test_without_its_wheel_robot_is_skipped_and_in_ci_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="requirements-robot"):
        robot_jar()

    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="requirements-robot"):
        robot_jar()
