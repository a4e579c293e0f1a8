"""Rules of good form: no row means passed; beside each rule lies an ontology that must trip it.

A rule's header says how grave a breach is, in the words of ROBOT's report, and whether it is asked
of each file by itself; otherwise it is asked of the core and all alignments, read as one.
"""

from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml

from kg.ontology import hygiene
from kg.ontology.hygiene import is_of_one_file, store_of
from kg.paths import project_data

FOLDER = Path(__file__).parent
RULES = hygiene.rules()
SOUND = FOLDER / "sound.ttl"
EXPECTED = "#> "
SEVERITIES = {"error", "warning", "info"}
FILES = sorted(project_data().ontology.rglob("*.ttl"))


def header(rule: Path) -> dict[str, str]:
    lines = rule.read_text(encoding="utf-8").splitlines()
    marked = [line.removeprefix("#+ ") for line in lines if line.startswith("#+ ")]
    found = yaml.safe_load("\n".join(marked))
    assert isinstance(found, dict)
    return found


def violations(rule: Path, store: ox.Store) -> list[str]:
    """Run a rule: each row as the term and what is wrong with it."""
    return [f"{term} {fault}" for term, fault in hygiene.rows(rule, store)]


def counterexample(rule: Path) -> Path:
    return FOLDER / f"{rule.stem}.fail.ttl"


@pytest.fixture(scope="session")
def whole() -> ox.Store:
    """Read the core and all alignments as one."""
    return store_of(FILES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_the_ontology_keeps_the_rule(rule: Path, whole: ox.Store) -> None:
    stores = [store_of([file]) for file in FILES] if is_of_one_file(rule) else [whole]

    assert [row for store in stores for row in violations(rule, store)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_the_counterexample_of_a_rule_trips_it_as_it_says_and_no_other(rule: Path) -> None:
    """A rule of one file sees the counterexample alone; others see it with the sound ontology."""
    example = counterexample(rule)
    with_sound, alone = store_of([SOUND, example]), store_of([example])
    tripped = {
        other.stem: rows
        for other in RULES
        if other == rule or not is_of_one_file(other)
        if (rows := violations(other, alone if is_of_one_file(other) else with_sound))
    }

    lines = example.read_text(encoding="utf-8").splitlines()
    expected = [line.removeprefix(EXPECTED) for line in lines if line.startswith(EXPECTED)]
    assert expected
    assert tripped == {rule.stem: expected}


def test_the_sound_ontology_keeps_every_rule() -> None:
    store = store_of([SOUND])

    assert {rule.stem: violations(rule, store) for rule in RULES} == {
        rule.stem: [] for rule in RULES
    }


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_a_rule_asks_a_question_and_says_how_grave_a_breach_is(rule: Path) -> None:
    said = header(rule)

    assert said.keys() <= {"summary", "severity", "scope"}
    assert "?" in said["summary"]
    assert said["severity"] in SEVERITIES
    assert said.get("scope", "file") == "file"


def test_every_counterexample_belongs_to_a_rule() -> None:
    examples = set(FOLDER.glob("*.fail.ttl"))

    assert examples == {counterexample(rule) for rule in RULES}
