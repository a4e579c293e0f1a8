"""docs/serving.md and docs/deploy say what is so."""

import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest
from click import Command, Option
from flask import Flask

from kg.cli.serve import command
from kg.settings import GIB, MIB, Settings
from server.monitoring.access_log import AccessLog
from tests.server.served import ROOT, whole

DOC = (ROOT / "docs/serving.md").read_text(encoding="utf-8")
UNIT = ROOT / "docs/deploy/standoff.service"
DERIVED = {"query_memory", "store_memory", "short_queries", "long_queries", "workers"}


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the first table below a heading, its head left out."""
    lines = DOC.split(heading, 1)[1].splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("|---")) + 1
    found = []
    for line in lines[start:]:
        if not line.startswith("|"):
            break
        found.append([cell.strip().strip("`") for cell in line.strip("|").split("|")])
    return found


def options(found: Command) -> dict[str, Option]:
    return {
        option.opts[0]: option
        for option in found.params
        if isinstance(option, Option) and option.opts[0] != "--help"
    }


def test_every_option_is_in_the_table_and_no_other():
    assert sorted(row[0] for row in rows("## Options") if row[0]) == sorted(options(command))


def test_every_setting_is_in_the_table_by_its_variable():
    named = [row[1] for row in rows("## Options") if row[1]]

    assert sorted(named) == sorted(f"STANDOFF_{field.name.upper()}" for field in fields(Settings))


def test_options_stand_beside_the_variable_that_says_the_same():
    names = {option: found.name for option, found in options(command).items()}
    special = {"--answer": "answer_bytes", "--build": "build"}

    assert {row[0]: row[1] for row in rows("## Options") if row[0] and row[1]} == {
        option: f"STANDOFF_{(special.get(option) or name or '').upper()}"
        for option, name in names.items()
        if option not in ("--host", "--port", "--data", "--writable")
    }


def test_the_defaults_in_the_table_are_the_ones_that_hold():
    settings = Settings()
    table = {row[1]: row[2] for row in rows("## Options") if row[1]}
    for field in fields(Settings):
        said = table[f"STANDOFF_{field.name.upper()}"]
        value = getattr(settings, field.name)
        if field.name in DERIVED or field.name in ("build", "shapes"):
            continue
        assert said == spelled(field.name, value), field.name

    defaults = {row[0]: row[2] for row in rows("## Options") if row[0]}
    assert defaults["--host"] == options(command)["--host"].default
    assert defaults["--port"] == str(options(command)["--port"].default)
    helps = {name: option.help or "" for name, option in options(command).items()}
    assert "up to 1024]" in helps["--query-memory"]
    assert defaults["--query-memory"] == "up to 1024 MiB"
    assert max(settings.query_memory, 1) <= GIB
    assert "a quarter]" in helps["--store-memory"]
    assert defaults["--store-memory"] == "a quarter of the machine"
    for name in ("--short-queries", "--long-queries", "--workers"):
        assert f"{defaults[name]}]" in helps[name]


def spelled(name: str, value: object) -> str:
    if value is False:
        return "off"
    if value is None or value == () or value == "":
        return "none"
    if name.endswith("_bytes") and isinstance(value, int):
        return f"{value // MIB} MiB"
    return f"{value:g} s" if isinstance(value, float) else str(value)


def test_every_metric_is_in_the_table_and_no_other(app: Flask):
    named = set()
    for row in rows("## Metrics"):
        named |= set(re.findall(r"standoff_[a-z_]+", row[0]))
    whole(app.test_client(), "/livez")
    text = whole(app.test_client(), "/metrics").text
    found = set(re.findall(r"^# TYPE (standoff_\w+) ", text, re.MULTILINE))

    assert {name for name in found if not name.endswith("_created")} == named


def test_the_fields_of_the_log_are_told(tmp_path: Path):
    log = AccessLog(str(tmp_path / "log"), queries=True)
    log({"REQUEST_METHOD": "GET"}, "200 OK", [], 0, 0.1)
    log.flush()
    found = re.findall(r'"(\w+)":', (tmp_path / "log").read_text())
    section = DOC.split("## Access log")[1].split("Never")[0]

    told = [
        name for name in re.findall(r"`(\w+)`", section) if name not in {"responses", "answers"}
    ]
    assert told == found


def test_every_route_is_told(app: Flask):
    told = re.findall(r"`(/[^`…]*)", DOC.split("## What answers")[1].split("Headers of")[0])
    for rule in {rule.rule for rule in app.url_map.iter_rules()}:
        assert rule == "/" or rule.startswith(
            (*(path for path in told if path != "/"), "/static/")
        ), rule


def test_the_unit_has_the_memory_that_its_bounds_add_up_to():
    text = UNIT.read_text(encoding="utf-8")
    given = {name: int(value) for name, value in re.findall(r"--([a-z-]+) (\d+)", text)}
    most = (
        (256 + 64 * given["workers"]) * MIB
        + Settings().cache_bytes
        + 2 * given["store-memory"] * MIB
        + (given["short-queries"] + given["long-queries"]) * given["query-memory"] * MIB
        + given["short-queries"] * 64 * MIB
        + max(512, given["store-memory"]) * MIB
        + 512 * MIB
    )
    limit = re.search(r"^MemoryMax=(\d+)G$", text, re.MULTILINE)
    stop = re.search(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)

    assert f"{most / GIB:.1f} GiB" == "6.8 GiB"
    assert text.count("6.8 GiB") == DOC.count("6.8 GiB") == 1
    assert limit is not None
    assert most <= int(limit[1]) * GIB
    assert stop is not None
    assert int(stop[1]) >= Settings(timeout_s=given["timeout"]).grace_s


@pytest.mark.parametrize("file", ["standoff.service", "Containerfile"])
def test_the_options_that_are_used_are_options(file: str):
    text = (ROOT / "docs/deploy" / file).read_text(encoding="utf-8").split("standoff serve")[-1]
    if file == "Containerfile":
        text = text.split('"serve"')[-1]

    used = set(re.findall(r"--[a-z-]+", text.split("LogsDirectory")[0]))
    assert used
    assert used <= set(options(command))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_can_read_the_unit(tmp_path: Path):
    unit = tmp_path / "standoff.service"
    text = UNIT.read_text(encoding="utf-8").replace("/opt/standoff/bin/standoff", "/bin/true")
    unit.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
