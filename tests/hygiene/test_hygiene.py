"""Rules of good form: no row means passed; beside each rule lies an ontology that must trip it."""

from pathlib import Path

import pytest

from kg.ontology import hygiene
from kg.paths import project_data

COUNTEREXAMPLES = Path(__file__).parent
RULES = hygiene.rules()


def violations(rule: Path, *files: Path) -> list[str]:
    """Run a rule over files read as one: each row as the term and what is wrong with it."""
    return [f"{term} {fault}" for term, fault in hygiene.violations(rule, files)]


def counterexample(rule: Path) -> Path:
    return COUNTEREXAMPLES / f"{rule.stem}.fail.ttl"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_the_ontology_keeps_the_rule(rule: Path) -> None:
    assert violations(rule, *sorted(project_data().ontology.rglob("*.ttl"))) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_the_counterexample_of_a_rule_trips_it_and_no_other(rule: Path) -> None:
    tripped = [other.stem for other in RULES if violations(other, counterexample(rule))]

    assert tripped == [rule.stem]


@pytest.mark.parametrize(
    "file", sorted(project_data().ontology.rglob("*.ttl")), ids=lambda file: file.name
)
def test_each_file_has_one_header(file: Path) -> None:
    rule = hygiene.RULES / "two-headers.rq"

    assert violations(rule, file) == []


def test_every_counterexample_belongs_to_a_rule() -> None:
    examples = set(COUNTEREXAMPLES.glob("*.fail.ttl"))

    assert examples == {counterexample(rule) for rule in RULES}
