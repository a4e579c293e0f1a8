"""The ontology passes every check, and each check fails on a copy that is broken for it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from breakages import BREAKAGES, BY_JVM, Breakage

from kg.errors import InputError
from kg.ontology.check import BY_OWL_API, Verdict, check
from kg.ontology.checks import CHECKS
from kg.ontology.format import format_file
from kg.ontology.owl_api import OwlApi
from kg.paths import PACKAGE, project_data

# Part of another check's subject: the rules have counterexamples of their own in tests/hygiene.
RULES = "hygiene"


def checked(folder: Path, *, jvm: bool = False) -> Verdict:
    """Check a copy against the project's own ontology as the earlier state."""
    data = project_data()
    return check(replace(data, ontology=folder), since=str(data.ontology), jvm=jvm)


def formatted(folder: Path, file: str) -> None:
    if file.endswith(".ttl"):
        format_file(folder / file).write()


def tripped(verdict: Verdict) -> set[str]:
    return {name for name, faults in verdict.faults.items() if faults} - {RULES}


def line_at(where: str) -> str:
    """Give the line of a file that a fault names, or the file's name where it names no line."""
    file, _, line = where.partition(":")
    path = Path(file)
    return path.read_text(encoding="utf-8").split("\n")[int(line) - 1] if line else path.name


def test_the_ontology_passes_every_check(api: OwlApi) -> None:
    verdict = check(project_data(), since=str(project_data().ontology))

    assert verdict.listed() == []
    assert verdict.unchecked == {}
    assert set(verdict.faults) == {
        *("syntax", "form", "hygiene", "use", "deprecation", "opening", "reasoning"),
        *CHECKS,
    }


@pytest.mark.parametrize(
    "breakage",
    [b for b in BREAKAGES if not b.complaints.keys() & BY_JVM],
    ids=lambda breakage: breakage.name,
)
def test_a_broken_copy_trips_its_checks_and_no_other(
    breakage: Breakage, copied_ontology: Path
) -> None:
    breakage.apply(copied_ontology)
    if breakage.formatted:
        formatted(copied_ontology, breakage.file)

    verdict = checked(copied_ontology)

    assert tripped(verdict) == set(breakage.complaints)
    _name_their_places(breakage, verdict)


@pytest.mark.parametrize(
    "breakage",
    [b for b in BREAKAGES if b.complaints.keys() & BY_JVM],
    ids=lambda breakage: breakage.name,
)
def test_a_copy_broken_for_it_trips_the_owl_api(
    breakage: Breakage, copied_ontology: Path, api: OwlApi
) -> None:
    breakage.apply(copied_ontology)
    formatted(copied_ontology, breakage.file)

    verdict = checked(copied_ontology, jvm=True)

    assert tripped(verdict) == set(breakage.complaints)
    _name_their_places(breakage, verdict)


def _name_their_places(breakage: Breakage, verdict: Verdict) -> None:
    """Every check that complains names the line of the term, or the file, at least once."""
    for name, place in breakage.complaints.items():
        faults = verdict.faults.get(name, [])
        if place and faults:
            assert place in {line_at(fault.where).partition(" ")[0] for fault in faults}, name
        assert all(fault.fix for fault in faults), name


def test_other_breakages_do_not_trip_the_owl_api(copied_ontology: Path, api: OwlApi) -> None:
    """All edits that it must not mind go into one copy, to spare time."""
    for breakage in BREAKAGES:
        if breakage.loads and breakage.formatted and not breakage.complaints.keys() & BY_JVM:
            breakage.apply(copied_ontology)

    verdict = checked(copied_ontology, jvm=True)

    assert verdict.faults["opening"] == []
    assert verdict.faults["reasoning"] == []


def test_every_check_has_a_copy_that_trips_it() -> None:
    complained = {name for breakage in BREAKAGES for name in breakage.complaints}

    assert complained == {
        *("syntax", "form", "use", "deprecation", "opening", "reasoning"),
        *CHECKS,
    }


def test_without_the_jar_the_rest_is_checked_and_the_command_that_gets_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kg.ontology.check.owl_api", lambda: None)

    verdict = check(project_data(), since=str(project_data().ontology))

    assert verdict.passed
    assert "reasoning" not in verdict.faults
    [(what, why)] = verdict.unchecked.items()
    assert what == BY_OWL_API
    requirements = PACKAGE / "ontology" / "owl_api" / "requirements.txt"
    assert why.endswith(f"-m pip install --no-deps --require-hashes -r {requirements}")
    assert requirements.is_file()


def test_a_rule_of_good_form_that_is_broken_names_the_line_and_the_rule(
    copied_ontology: Path,
) -> None:
    world = copied_ontology / "world.ttl"
    text = world.read_text(encoding="utf-8")
    world.write_text(f"{text}\nstand:party rdfs:domain stand:Event .\n", encoding="utf-8")
    formatted(copied_ontology, world.name)

    faults = checked(copied_ontology).faults[RULES]

    assert "party has several domains or ranges" in faults[0].message
    assert faults[0].message.endswith("[several-domains]")
    assert line_at(faults[0].where) == "stand:party"


def test_without_git_what_cannot_be_compared_is_told(copied_ontology: Path) -> None:
    verdict = check(replace(project_data(), ontology=copied_ontology), jvm=False)

    assert verdict.unchecked["deprecation"] == (
        "git does not know this folder; give what to compare with: --since FOLDER"
    )


def test_a_change_note_lets_a_term_change(copied_ontology: Path) -> None:
    world = copied_ontology / "world.ttl"
    text = world.read_text(encoding="utf-8")
    old = 'skos:definition "an actor that is one human being"@en ;'
    new = 'skos:definition "an actor that is a single human being"@en ;'
    assert old in text

    world.write_text(text.replace(old, new), encoding="utf-8")
    formatted(copied_ontology, world.name)
    assert tripped(checked(copied_ontology)) == {"deprecation"}

    noted = text.replace(old, f'{new}\n    skos:changeNote "Put in plainer words."@en ;')
    world.write_text(noted, encoding="utf-8")
    formatted(copied_ontology, world.name)
    assert tripped(checked(copied_ontology)) == set()


def test_a_term_deprecated_properly_passes(copied_ontology: Path) -> None:
    discourse = copied_ontology / "discourse.ttl"
    text = discourse.read_text(encoding="utf-8")
    put = "dcterms:isReplacedBy stand:about ;\n    owl:deprecated true ;"
    discourse.write_text(
        text.replace("stand:cue\n    a owl:D", f"stand:cue\n    {put}\n    a owl:D"),
        encoding="utf-8",
    )
    formatted(copied_ontology, discourse.name)

    assert tripped(checked(copied_ontology)) == set()


def test_a_folder_without_an_ontology_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no ontology"):
        check(replace(project_data(), ontology=tmp_path))


def test_two_faults_of_syntax_are_told_together(copied_ontology: Path) -> None:
    for name in ("world.ttl", "schemes.ttl"):
        path = copied_ontology / name
        path.write_text(path.read_text(encoding="utf-8")[:-30], encoding="utf-8")
    shutil.copy(copied_ontology / "standoff.ttl", copied_ontology / "catalog-v001.xml")

    faults = checked(copied_ontology).faults["syntax"]

    assert [Path(fault.where.partition(":")[0]).name for fault in faults] == [
        "catalog-v001.xml",
        "schemes.ttl",
        "world.ttl",
    ]
