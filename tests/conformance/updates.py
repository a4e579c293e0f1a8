"""The W3C tests of SPARQL Update: a dataset, a request, and what the dataset is then."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from tests.conformance import answers
from tests.conformance.cases import UPDATE
from tests.conformance.endpoint import Endpoint, Request
from tests.conformance.in_process import quads_of
from tests.conformance.manifests import MF, file_of
from tests.conformance.matching import Answer, answers_match
from tests.conformance.suites import SUITES, fetch

UT: Final = "http://www.w3.org/2009/sparql/tests/test-update#"
_EVERYTHING: Final = (
    "SELECT ?g ?s ?p ?o { { ?s ?p ?o BIND('default' AS ?g) } UNION { GRAPH ?g { ?s ?p ?o } } }"
)
_GRAPHS: Final = "SELECT ?g { GRAPH ?g {} }"
_TESTS: Final = f"""
PREFIX mf: <{MF}> PREFIX ut: <{UT}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?test ?request ?state ?file ?graph {{
  ?test a mf:UpdateEvaluationTest ; mf:action/ut:request ?request .
  OPTIONAL {{
    VALUES ?state {{ mf:action mf:result }}
    ?test ?state ?dataset
    {{ ?dataset ut:data ?file }}
    UNION {{ ?dataset ut:graphData [ ut:graph ?file ; rdfs:label ?graph ] }}
  }}
}}"""


@dataclass
class UpdateTest:
    """A request, and the files of the dataset before and after; '' is the default graph."""

    name: str
    request: str
    base: str
    before: list[tuple[str, str]]
    after: list[tuple[str, str]]


def update_tests() -> list[UpdateTest]:
    """List the tests, without those that load from addresses that nobody serves."""
    base = SUITES["sparql11"][1]
    found = [
        test
        for manifest in sorted((fetch() / "sparql11").glob("*/manifest.ttl"))
        for test in _manifest(manifest, f"{base}{manifest.parent.name}/")
    ]
    return [test for test in found if "LOAD" not in test.request]


def _manifest(manifest: Path, base: str) -> Iterator[UpdateTest]:
    store = ox.Store()
    store.load(path=manifest, format=ox.RdfFormat.TURTLE, base_iri=f"{base}manifest.ttl")
    tests: dict[str, UpdateTest] = {}
    rows = store.query(_TESTS)
    assert isinstance(rows, ox.QuerySolutions)
    for row in rows:
        iri, request = row["test"].value, row["request"].value
        name = f"sparql11/{manifest.parent.name}/{iri.rpartition('#')[2]}"
        text = file_of(request).read_text(encoding="utf-8")
        test = tests.setdefault(iri, UpdateTest(name, text, request, [], []))
        if row["file"] is not None:
            graph = row["graph"].value if row["graph"] is not None else ""
            state = test.before if row["state"].value == f"{MF}action" else test.after
            state.append((row["file"].value, graph))
    yield from tests.values()


def dataset(files: list[tuple[str, str]]) -> list[ox.Quad]:
    """Read files into the graphs they are for."""
    return [
        ox.Quad(
            quad.subject,
            quad.predicate,
            quad.object,
            ox.NamedNode(graph) if graph else ox.DefaultGraph(),
        )
        for address, graph in files
        for quad in quads_of(address)
    ]


def keeps_all(test: UpdateTest) -> bool:
    """Tell whether the dataset is after the request what it was before."""
    return answers_match(by_store(test), _content(_filled(dataset(test.before))))


def by_store(test: UpdateTest) -> Answer:
    """Return everything that a store holds after the request."""
    store = _filled(dataset(test.before))
    try:
        store.update(test.request, base_iri=test.base)
    except (SyntaxError, RuntimeError):
        return Answer("refused")
    return _content(store)


def expected(test: UpdateTest) -> Answer:
    """Return everything that the suite says must be there after the request."""
    return _content(_filled(dataset(test.after)))


def over_http(endpoint: Endpoint, test: UpdateTest) -> Answer:
    """Return everything that an endpoint holds after the request."""
    before = dataset(test.before)
    if not _is_filled(endpoint, _filled(before)):
        fill = _update(endpoint, f"CLEAR ALL ; INSERT DATA {{ {_written(before)} }}")
        assert fill < 300, fill
    if _update(endpoint, f"BASE <{test.base}>\n{test.request}") >= 400:
        return Answer("refused")
    return _asked(endpoint, _EVERYTHING)


def _is_filled(endpoint: Endpoint, store: ox.Store) -> bool:
    """Tell whether an endpoint holds what the store does already, down to its empty graphs."""
    return all(
        answers_match(_asked(endpoint, query), answers.of_results(store.query(query)))
        for query in (_EVERYTHING, _GRAPHS)
    )


def _asked(endpoint: Endpoint, query: str) -> Answer:
    headers = (("Accept", "application/sparql-results+json"),)
    response = endpoint.send(Request("GET", (("query", query),), headers))
    return answers.of_body(response.body, response.media_type)


def _filled(quads: list[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


def _content(store: ox.Store) -> Answer:
    return answers.of_results(store.query(_EVERYTHING))


def _update(endpoint: Endpoint, text: str) -> int:
    headers = (("Content-Type", UPDATE),)
    return endpoint.send(Request("POST", (), headers, text.encode(), to="update")).status


def _written(quads: list[ox.Quad]) -> str:
    """Write quads as data of an update: a graph at a time, blank nodes shared."""
    graphs = sorted({quad.graph_name for quad in quads}, key=str)
    parts = []
    for graph in graphs:
        triples = " ".join(f"{quad.triple} ." for quad in quads if quad.graph_name == graph)
        named = isinstance(graph, ox.NamedNode)
        parts.append(f"GRAPH {graph} {{ {triples} }}" if named else triples)
    return " ".join(parts)
