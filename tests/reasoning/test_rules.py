"""Each rule of OWL 2 RL: run, with exactly what follows by it, or left out, with a reason."""

import re
from pathlib import Path

import pytest

from kg.reasoning.rule_table import RULES
from tests.reasoning.closures import comparable, of_data, ours, owlrl_closure, parse
from tests.reasoning.documented import table
from tests.reasoning.rule_cases import CASES, Case

RUN = {rule.name for rule in RULES if not rule.left_out}
# Where owlrl 7.6.2 parts from the profile, and so from us: its loops over lists end one too early.
OWLRL_IS_WRONG = {
    "eq-diff2": "it overlooks the last member of owl:members",
    "eq-diff3": "it overlooks the last member of owl:distinctMembers",
    "prp-adp": "it overlooks the last member of owl:AllDisjointProperties",
    "prp-key": "it overlooks the last property of a key",
}


def test_the_table_has_all_rules_of_the_profile_once():
    names = [rule.name for rule in RULES]
    by_table = {n: sum(rule.table == n for rule in RULES) for n in range(4, 10)}

    assert len(names) == len(set(names)) == 78
    assert by_table == {4: 9, 5: 20, 6: 19, 7: 5, 8: 5, 9: 20}


def test_every_rule_is_run_and_tested_or_left_out_for_a_reason():
    assert {case.rule for case in CASES} == RUN
    assert {rule.name for rule in RULES if rule.left_out} == {
        *("eq-ref", "prp-ap", "cls-thing", "cls-nothing1", "scm-cls", "scm-op", "scm-dp"),
        *("dt-type1", "dt-type2", "dt-eq", "dt-diff", "dt-not-type"),
    }


def test_every_step_and_every_contradiction_can_be_said():
    assert [rule.name for rule in RULES if rule.name in RUN and not rule.words] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_each_rule_gives_what_follows_and_nothing_else(case: Case):
    new, clashes = ours(parse(case.graph))

    is_about_schema = case.rule.startswith("scm-")
    assert (new if is_about_schema else of_data(new)) == parse(case.follows)
    assert set(clashes) >= set(case.clashes)
    assert bool(clashes) == bool(case.clashes)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_owlrl_says_the_same_of_each_rule_but_where_it_is_wrong(case: Case):
    graph = parse(case.graph)

    new, clashes = ours(graph)

    agrees = (comparable(new), bool(clashes)) == owlrl_closure(graph)
    assert agrees != (case.rule in OWLRL_IS_WRONG)


def test_words_name_only_what_a_rule_knows():
    """A name in braces that no premise has would fail when the rule is told of."""
    unknown = {
        rule.name: missing
        for rule in RULES
        if (missing := set(re.findall(r"\{(\w+)\}", rule.words)) - _variables(rule.premises))
    }

    assert unknown == {}


def _variables(premises: str) -> set[str]:
    return set(re.findall(r"\?(\w+)", premises))


def test_the_documentation_has_the_table():
    document = (Path(__file__).parents[2] / "docs/reasoning.md").read_text(encoding="utf-8")

    assert table() in document
