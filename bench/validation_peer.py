"""One SHACL engine in Python, in a process of its own: ``python -m bench.validation_peer NAME …``.

It validates a file of N-Triples against a file of shapes, and writes as JSON how many results it
found and the seconds that loading and validating took.
"""

import importlib
import json
import sys
import time
from collections.abc import Callable
from typing import Any, Final

import rdflib

Counted = Callable[[str, str], tuple[float, int]]
"""Takes data and shapes; returns the moment at which the data were loaded, and counts results."""


def _graphs(data: str, shapes: str) -> tuple[rdflib.Graph, rdflib.Graph, float]:
    graph = rdflib.Graph(bind_namespaces="none").parse(data, format="nt")
    shape_graph = rdflib.Graph().parse(shapes, format="turtle")
    return graph, shape_graph, time.perf_counter()


def _like_pyshacl(module: str) -> Counted:
    def run(data: str, shapes: str) -> tuple[float, int]:
        engine: Any = importlib.import_module(module)
        graph, shape_graph, loaded = _graphs(data, shapes)
        _, report, _ = engine.validate(graph, shacl_graph=shape_graph, inplace=True)
        return loaded, len(set(report.objects(None, rdflib.SH.result)))

    return run


def _shifty(data: str, shapes: str) -> tuple[float, int]:
    engine: Any = importlib.import_module("shifty")
    graph, shape_graph, loaded = _graphs(data, shapes)
    _, report, _ = engine.validate(graph, shape_graph)
    return loaded, len(set(report.objects(None, rdflib.SH.result)))


def _shacl(data: str, shapes: str) -> tuple[float, int]:
    engine: Any = importlib.import_module("shacl")
    compiled = engine.Shapes.from_file(shapes)
    return time.perf_counter(), len(compiled.validate_file(data).results)


def _shacl_rust(data: str, shapes: str) -> tuple[float, int]:
    engine: Any = importlib.import_module("shacl_rust")
    started = time.perf_counter()
    return started, len(engine.validate_file(data, shapes)["results"])


def _rudof(data: str, shapes: str) -> tuple[float, int]:
    engine: Any = importlib.import_module("pyrudof")
    rudof = engine.Rudof(engine.RudofConfig())
    rudof.read_data(data, format=engine.RDFFormat.NTriples)
    rudof.read_shacl(shapes, format=engine.ShaclFormat.Turtle)
    loaded = time.perf_counter()
    return loaded, len(rudof.validate_shacl())


ENGINES: Final[dict[str, Counted]] = {
    "pyshacl": _like_pyshacl("pyshacl"),
    "pyshacl-turbo": _like_pyshacl("pyshacl_turbo"),
    "pyshifty": _shifty,
    "shacl": _shacl,
    "shacl-rust": _shacl_rust,
    "pyrudof": _rudof,
}
MODULES: Final = {
    "pyshacl-turbo": "pyshacl_turbo",
    "pyshifty": "shifty",
    "shacl-rust": "shacl_rust",
}
"""Modules that are not named as their package is."""


def main() -> None:
    """Run one engine over one file."""
    name, data, shapes = sys.argv[1:]
    start = time.perf_counter()
    loaded, results = ENGINES[name](data, shapes)
    end = time.perf_counter()
    found = {"results": results, "load": loaded - start, "validate": end - loaded}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
