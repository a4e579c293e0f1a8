"""The tests of the W3C suite: data, shapes, and the report that validation has to give."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import InputError
from kg.validation.engines import Engine, findings
from kg.validation.findings import Finding
from kg.validation.property_paths import path_text
from kg.validation.reading import read_triples
from kg.validation.report_reader import read_report
from kg.validation.shape_reader import read_shapes
from kg.validation.shapes_graph import ShapesGraph
from kg.validation.terms import iri

MANIFEST: Final = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SUITE: Final = "http://www.w3.org/ns/shacl-test#"
FAILURE: Final = "a failure"
Answer = Counter[tuple[str, ...]] | str


@dataclass(frozen=True)
class Case:
    """One test: its name, the graphs, and the results expected, or a failure."""

    name: str
    data: tuple[ox.Triple, ...]
    shapes: ShapesGraph
    expected: Answer


def cases(suite: Path) -> Iterator[Case]:
    """Yield the tests that the manifests of the suite name."""
    yield from _of_manifest(suite / "manifest.ttl", suite)


def _of_manifest(file: Path, suite: Path) -> Iterator[Case]:
    graph = ShapesGraph(_read(file))
    for about in [node for node in graph.subjects() if graph.values(node, _mf("include"))]:
        for included in graph.values(about, _mf("include")):
            yield from _of_manifest(_path(included), suite)
    for head in graph.objects(_mf("entries")):
        for entry in graph.items(head):
            yield _case(file, graph, entry, suite)


def _case(file: Path, graph: ShapesGraph, entry: str, suite: Path) -> Case:
    [action] = graph.values(entry, _mf("action"))
    [data] = graph.values(action, _sht("dataGraph"))
    [shapes] = graph.values(action, _sht("shapesGraph"))
    [result] = graph.values(entry, _mf("result"))
    name = f"{file.parent.relative_to(suite)}/{file.stem}"
    expected: Answer = FAILURE
    if result != _sht("Failure"):
        expected = told(read_report(ShapesGraph(graph.closure([result]))))
    return Case(
        name, _triples(data, file, graph), ShapesGraph(_triples(shapes, file, graph)), expected
    )


def _triples(term: str, file: Path, graph: ShapesGraph) -> tuple[ox.Triple, ...]:
    """Return the triples of a file; of the one at hand, as it was read, blank nodes included."""
    path = _path(term)
    return graph.triples if path == file else tuple(_read(path))


def _read(file: Path) -> Iterator[ox.Triple]:
    for quad in ox.parse(path=file, base_iri=file.as_uri(), rename_blank_nodes=True):
        yield quad.triple


def _path(term: str) -> Path:
    return Path(term[len("<file://") : -1])


def _mf(name: str) -> str:
    return iri(f"{MANIFEST}{name}")


def _sht(name: str) -> str:
    return iri(f"{SUITE}{name}")


def told(found: Iterator[Finding] | list[Finding]) -> Counter[tuple[str, ...]]:
    """Return what the suite compares of results: all but the words and names of blank nodes."""
    return Counter(
        (
            finding.severity,
            finding.focus,
            path_text(finding.path) if finding.path else "",
            finding.value,
            finding.shape if finding.shape[0] == "<" else "_",
            finding.component,
        )
        for finding in found
    )


def answer(case: Case, engine: Engine) -> Answer:
    """Return what an engine answers."""
    shapes = read_shapes(case.shapes)
    data = read_triples(case.data, with_store=True)
    try:
        return told(findings(data, shapes, engine, where=case.name))
    except InputError:
        return FAILURE


def left_to_reference(case: Case) -> str:
    """Say what of the test the fast engine leaves to the reference, if any."""
    return "; ".join(sorted(set(read_shapes(case.shapes).left_to_reference.values())))
