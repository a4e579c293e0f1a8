"""The tables of `docs/ontology-quality.md` and the rules, held against each other both ways.

What ROBOT checks is read from the jar that the other tests run.
"""

import importlib.util
import os
import re
import zipfile
from pathlib import Path

import pytest
from test_hygiene import RULES, header

from kg.paths import PACKAGE

ROOT = PACKAGE.parent
DOCUMENT = ROOT / "docs" / "ontology-quality.md"
OOPS = {f"P{number:02}" for number in range(1, 42)}
FOOPS = {
    *("CN1", "DOC1", "FIND1", "FIND2", "FIND3", "FIND_3_BIS", "HTTP1", "OM1", "OM2", "OM3"),
    *("OM4.1", "OM4.2", "OM5.1", "OM5.2", "PURL1", "RDF1", "URI1", "URI2", "VER1", "VER2"),
    *("VOC1", "VOC2", "VOC3", "VOC4"),
}
REASONS = ("needs judgement", "needs the web", "OBO-specific")
LEVELS = {"ERROR": "error", "WARN": "warning", "INFO": "info"}
GRAVITY = ["info", "warning", "error"]


def tables() -> dict[str, list[list[str]]]:
    """Read the rows of each section's table, without its head."""
    found: dict[str, list[list[str]]] = {}
    for section in DOCUMENT.read_text(encoding="utf-8").split("\n## ")[1:]:
        lines = [line for line in section.splitlines() if line.startswith("|")]
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        found[section.splitlines()[0]] = cells[2:]
    return found


TABLES = tables()
ROWS = [(name, row) for name, rows in TABLES.items() for row in rows]


def named(cell: str) -> set[str]:
    """Give the rules and tests that a cell names."""
    return {
        name for name in re.findall(r"`([\w-]+)`", cell) if "-" in name or name.startswith("test_")
    }


@pytest.fixture
def robot_checks() -> dict[str, str]:
    """Give each check of ROBOT's report with its level, “–” for one outside its profile."""
    carrier = importlib.util.find_spec("cmem_plugin_reason")
    if carrier is None or not carrier.submodule_search_locations:
        missing = "ROBOT is missing: install tests/ontology/requirements-robot.txt"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with zipfile.ZipFile(Path(carrier.submodule_search_locations[0]) / "robot.jar") as jar:
        profile = jar.read("report_profile.txt").decode()
        queries = [Path(n).stem for n in jar.namelist() if re.search(r"report_queries/.+rq$", n)]
    levels = dict(reversed(line.split("\t")) for line in profile.splitlines() if line.strip())
    return {name: levels.get(name, "–") for name in queries}


def test_every_check_of_robot_is_in_the_table_with_its_level(
    robot_checks: dict[str, str],
) -> None:
    assert {row[0]: row[1] for row in TABLES["ROBOT report"]} == robot_checks


def test_every_pitfall_and_every_fair_test_is_in_its_table_once() -> None:
    assert sorted(row[0] for row in TABLES["OOPS!"]) == sorted(OOPS)
    assert sorted(row[0] for row in TABLES["FOOPS!"]) == sorted(FOOPS)


@pytest.mark.parametrize(("catalogue", "row"), ROWS, ids=lambda part: str(part[0]))
def test_a_check_has_a_rule_or_a_test_or_is_left_out_for_one_of_three_reasons(
    catalogue: str, row: list[str]
) -> None:
    ours = row[-1]
    is_left_out = ours.startswith("left out, ")

    assert is_left_out == any(f"left out, {reason}" in ours for reason in REASONS)
    assert is_left_out or named(ours)


def test_every_rule_and_test_that_is_named_exists() -> None:
    rules = {rule.stem for rule in RULES}
    tests = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }

    assert {name for _, row in ROWS for name in named(row[-1])} - rules - tests == set()


def test_every_rule_is_asked_for_by_a_catalogue() -> None:
    asked = {name for _, row in ROWS for name in named(row[-1])}

    assert {rule.stem for rule in RULES} - asked == set()


def test_no_rule_is_milder_than_the_check_of_robot_that_it_stands_for() -> None:
    severities = {rule.stem: header(rule)["severity"] for rule in RULES}
    milder = {
        row[0]: name
        for row in TABLES["ROBOT report"]
        for name in named(row[-1]) & severities.keys()
        if row[1] in LEVELS and GRAVITY.index(severities[name]) < GRAVITY.index(LEVELS[row[1]])
    }

    assert milder == {}
