"""What the data owes: SHACL, by pyshacl over the union of all graphs."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyshacl
from pyshacl.errors import ReportableRuntimeError
from rdflib import SH, Graph
from rdflib.namespace import RDF
from rdflib.term import BNode, Node

from kg.dataset import Dataset, from_rdflib, parse_turtle, to_rdflib
from kg.errors import ConformanceError, Fault, InputError
from kg.prefixes import compact, compact_all, prefixes
from kg.published import digest
from kg.queried_graph import queried_graph
from kg.turtle import canonical_turtle
from kg.vocab import rebase

MAX_NAMED: Final = 50


@dataclass(frozen=True, order=True)
class Result:
    """One result of the validator; IRIs in full, a path as SHACL writes it in SPARQL."""

    severity: str
    focus: str
    path: str
    value: str
    shape: str
    component: str
    message: str


@dataclass(frozen=True)
class Validation:
    """All results, sorted, and the report as Turtle (the same bytes for the same data)."""

    results: tuple[Result, ...]
    report: bytes

    @property
    def violations(self) -> tuple[Result, ...]:
        """What must not be."""
        return tuple(result for result in self.results if result.severity == "Violation")

    @property
    def warnings(self) -> tuple[Result, ...]:
        """What is advised against; it keeps nothing from being published."""
        return tuple(result for result in self.results if result.severity != "Violation")


def validate(dataset: Dataset, shapes: Path) -> Validation:
    """Hold the dataset's union to every shape in the folder.

    Raises `InputError` where there are no shapes, or where one cannot be run.
    """
    shape_graph = _load_shapes(shapes, dataset.base)
    try:
        _, report, text = pyshacl.validate(
            queried_graph(dataset.union()),
            shacl_graph=shape_graph,
            inplace=True,
            advanced=False,
            meta_shacl=False,
            do_owl_imports=False,
        )
    except (ReportableRuntimeError, SyntaxError, re.error) as error:
        raise _unusable(shapes, str(error)) from error
    if not isinstance(report, Graph):
        raise _unusable(shapes, text)
    return Validation(
        tuple(sorted(_result(report, node) for node in report.objects(None, SH.result))),
        canonical_turtle(from_rdflib(report), prefixes(dataset.base)),
    )


def shapes_digest(folder: Path, base: str) -> str:
    """Return the SHA-256 of all shapes in the folder, with the names of their files."""
    texts = {file.name: file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.ttl"))}
    return digest(rebase(json.dumps(texts), base).encode())


def require_conformance(validation: Validation, base: str) -> None:
    """Raise `ConformanceError` that lists the violations, if there is one."""
    violations = validation.violations
    if not violations:
        return
    faults = [_fault(result, base) for result in violations[:MAX_NAMED]]
    if left := len(violations) - len(faults):
        faults.append(Fault("", f"… and {left} more"))
    error = ConformanceError(
        f"the graph breaks the shapes in {len(violations)} places; nothing was published",
        faults=faults,
    )
    error.report = validation.report
    raise error


def describe(result: Result, base: str) -> str:
    """Say a result in one line, with short names."""
    return str(_fault(result, base))


def _fault(result: Result, base: str) -> Fault:
    # A query over the whole graph has the ontology as its focus and the offender as its value.
    whole_graph = result.focus == f"{base}ontology" and result.value
    focus = result.value if whole_graph else result.focus
    where = " ".join(compact(iri, base) for iri in (focus, result.path) if iri)
    found = result.value and not whole_graph
    value = f" Found: {compact(result.value, base)}." if found else ""
    message = compact_all(result.message, base)
    return Fault(where, f"{message}{value} ({compact(result.shape, base)})")


def _load_shapes(folder: Path, base: str) -> Graph:
    files = sorted(folder.glob("*.ttl"))
    if not files:
        raise InputError("there are no shapes", where=str(folder), fix="put their Turtle there")
    return to_rdflib(triple for file in files for triple in parse_turtle(file, base))


def _unusable(shapes: Path, cause: str) -> InputError:
    return InputError(
        "the shapes cannot be run", where=str(shapes), cause=cause, fix="mend the shape named"
    )


def _result(report: Graph, node: Node) -> Result:
    def text(predicate: Node) -> str:
        return str(report.value(node, predicate) or "")

    messages: Sequence[str] = sorted(str(o) for o in report.objects(node, SH.resultMessage))
    path = report.value(node, SH.resultPath)
    return Result(
        severity=text(SH.resultSeverity).rpartition("#")[2],
        focus=text(SH.focusNode),
        path=_path(report, path) if path is not None else "",
        value=text(SH.value),
        shape=text(SH.sourceShape),
        component=text(SH.sourceConstraintComponent).rpartition("#")[2],
        message=" ".join(messages),
    )


def _path(graph: Graph, node: Node) -> str:
    """Write a property path the way SPARQL does."""
    if not isinstance(node, BNode):
        return str(node)
    marks: dict[Node, str] = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}
    for predicate, value in sorted(graph.predicate_objects(node)):
        if predicate == SH.inversePath:
            return f"^{_path(graph, value)}"
        if predicate in marks:
            return f"({_path(graph, value)}){marks[predicate]}"
        if predicate == SH.alternativePath:
            return "|".join(_path(graph, part) for part in graph.items(value))
        if predicate == RDF.first:
            return "/".join(_path(graph, part) for part in graph.items(node))
    return str(node)
