"""The results of a validation report, read from its graph."""

from collections.abc import Iterator
from typing import Final

from kg.validation.findings import Finding
from kg.validation.property_paths import read_path
from kg.validation.shapes_graph import ShapesGraph
from kg.validation.terms import RDF, iri, sh

_TYPE: Final = iri(f"{RDF}type")


def read_report(graph: ShapesGraph) -> Iterator[Finding]:
    """Yield the results of the report; those inside a result (sh:detail) are not its own."""
    for node in graph.subjects():
        if sh("ValidationReport") in graph.values(node, _TYPE):
            for found in graph.values(node, sh("result")):
                yield _finding(graph, found)


def _finding(graph: ShapesGraph, node: str) -> Finding:
    def one(name: str) -> str:
        return next(iter(graph.values(node, sh(name))), "")

    path = one("resultPath")
    return Finding(
        severity=one("resultSeverity"),
        focus=one("focusNode"),
        path=read_path(graph, path) if path else None,
        value=one("value"),
        shape=one("sourceShape"),
        constraint=one("sourceConstraint"),
        component=one("sourceConstraintComponent"),
        messages=tuple(sorted(graph.values(node, sh("resultMessage")))),
    )
