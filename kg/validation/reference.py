"""The reference engine: pyshacl over rdflib, whose queries pyoxigraph answers."""

from collections.abc import Iterator, Set
from dataclasses import replace
from typing import Final

import pyoxigraph as ox
import pyshacl
from rdflib import Graph

from kg.dataset import from_rdflib, to_rdflib
from kg.errors import InputError
from kg.queried_graph import queried_by
from kg.validation.data_graph import DataGraph
from kg.validation.findings import Finding
from kg.validation.messages import as_filled, default_message
from kg.validation.report_reader import read_report
from kg.validation.shape_reader import TARGETS, Shapes
from kg.validation.shapes_graph import ShapesGraph
from kg.validation.terms import (
    OWL,
    RDF,
    RDFS,
    SH,
    iri,
    plain,
    sh,
    to_term,
)

NAME: Final = "reference"
_TYPE: Final = iri(f"{RDF}type")
_TARGETS: Final = frozenset((*TARGETS, sh("target")))
_CLASSES: Final = frozenset((iri(f"{RDFS}Class"), iri(f"{OWL}Class")))
# What pyshacl reads only where it is asked for more than SHACL itself has.
_ADVANCED: Final = ("target", "expression", "js", "jsLibrary")
_SPARQL: Final = f"{SH}SPARQLConstraintComponent"


def findings_of_pyshacl(
    data: DataGraph, shapes: Shapes, where: str, *, only: Set[str] | None = None
) -> Iterator[Finding]:
    """Yield what the data break of the shapes, or of only those; `where` is where they are from.

    Raises `InputError` where a shape cannot be run.
    """
    graph = queried_by(data.store or ox.Store())
    for triple in data.rdflib_triples():
        graph.add(triple)
    try:
        _, report, text = pyshacl.validate(
            graph,
            shacl_graph=to_rdflib(_kept(shapes.graph, only)),
            inplace=True,
            advanced=any(sh(name) in shapes.graph.predicates() for name in _ADVANCED),
            meta_shacl=False,
            do_owl_imports=False,
        )
    except Exception as error:
        # Where a shape is wrong, pyshacl and rdflib raise errors of all kinds, mere Exception too.
        raise _unusable(where, str(error)) from error
    if not isinstance(report, Graph):
        raise _unusable(where, text)
    for finding in read_report(ShapesGraph(from_rdflib(report))):
        yield _in_common_terms(finding, data, shapes)


def _kept(graph: ShapesGraph, only: Set[str] | None) -> Iterator[ox.Triple]:
    """Yield the shapes, where only those that are asked for have a target."""
    for triple in graph.triples:
        subject, predicate, value = map(to_term, triple)
        if (
            only is None
            or subject in only
            or (predicate not in _TARGETS and not (predicate == _TYPE and value in _CLASSES))
        ):
            yield triple


def _in_common_terms(finding: Finding, data: DataGraph, shapes: Shapes) -> Finding:
    """Write what pyshacl says as the fast engine does: its own words, tags and forms aside."""
    shape = shapes.shapes.get(finding.shape)
    value = data.restore(finding.value) if finding.value else ""
    if plain(finding.component) == _SPARQL and finding.messages:
        nodes = (finding.constraint, finding.shape)
        templates = [said for node in nodes for said in shapes.graph.values(node, sh("message"))]
        messages = {
            as_filled(said, templates, lambda label: f"_:{label}" in data)
            for said in finding.messages
        }
        return replace(finding, value=value, messages=tuple(sorted(messages)))
    if shapes.graph.values(finding.shape, sh("message")):
        return replace(finding, value=value)
    said = default_message(shape, plain(finding.component).removeprefix(SH)) if shape else None
    return replace(finding, value=value, messages=(said,) if said else finding.messages)


def _unusable(where: str, cause: str) -> InputError:
    return InputError(
        "the shapes cannot be run", where=where, cause=cause, fix="mend the shape named"
    )
