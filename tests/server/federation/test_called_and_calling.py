"""Federation over HTTP with engines of others: they call us by SERVICE, and we call them."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from rdflib import Graph, Namespace, URIRef

from tests.conformance.serving import serving
from tests.server.federation.oxigraph_server import serving_oxigraph

E = Namespace("http://example.org/")
OURS = """@prefix e: <http://example.org/> .
e:a e:name "ours a"@en ; e:knows e:b . e:b e:name "ours b"@en . e:c e:name "ours c"@en .
"""
THEIRS = """@prefix e: <http://example.org/> .
e:a e:weight 1 . e:b e:weight 2 . e:d e:weight 4 .
"""
WEIGHTS = "PREFIX e: <http://example.org/> SELECT ?name ?weight {{ {} }} ORDER BY ?weight"
JOINED = [{"name": "ours a", "weight": "1"}, {"name": "ours b", "weight": "2"}]


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the weights with Oxigraph's own server."""
    log = tmp_path_factory.mktemp("oxigraph") / "log"
    with serving_oxigraph(THEIRS, log) as address:
        yield address


@pytest.fixture(scope="module")
def standoff(oxigraph: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the names with our server, which may call the other one."""
    folder = tmp_path_factory.mktemp("standoff")
    with _ours(folder, "--allow-service", oxigraph) as address:
        yield address


def test_we_join_our_data_with_that_of_oxigraph(standoff: str, oxigraph: str):
    query = WEIGHTS.format(f"?s e:name ?name SERVICE <{oxigraph}> {{ ?s e:weight ?weight }}")

    assert rows(standoff, query) == JOINED


def test_oxigraph_joins_its_data_with_ours(standoff: str, oxigraph: str):
    query = WEIGHTS.format(f"?s e:weight ?weight SERVICE <{standoff}> {{ ?s e:name ?name }}")

    assert rows(oxigraph, query) == JOINED


def test_oxigraph_asks_us_for_a_path_and_for_what_is_optional(standoff: str, oxigraph: str):
    query = WEIGHTS.format(
        f"?s e:weight ?weight OPTIONAL {{ SERVICE <{standoff}> {{ ?s e:knows/e:name ?name }} }}"
    )

    assert rows(oxigraph, query) == [
        {"name": "ours b", "weight": "1"},
        {"weight": "2"},
        {"weight": "4"},
    ]


def test_a_refusal_of_ours_is_passed_over_where_oxigraph_is_told_to(standoff: str, oxigraph: str):
    query = WEIGHTS.format(
        f"?s e:weight ?weight SERVICE SILENT <{standoff}> "
        "{ SERVICE <http://elsewhere.example/> { ?s e:name ?name } }"
    )

    assert rows(oxigraph, query) == [{"weight": "1"}, {"weight": "2"}, {"weight": "4"}]


def test_a_refusal_of_ours_is_an_error_in_a_program_with_pyoxigraph(standoff: str):
    store = ox.Store()
    query = (
        f"ASK {{ SERVICE <{standoff}> {{ SERVICE <http://elsewhere.example/> {{ ?s ?p ?o }} }} }}"
    )

    with pytest.raises(OSError, match="403 Forbidden") as caught:
        store.query(query)

    said = "SERVICE <http://elsewhere.example/> is not allowed: this endpoint calls only <http://"
    assert said in str(caught.value)


def test_pyoxigraph_calls_us_from_within_a_program(standoff: str):
    store = ox.Store()
    store.load(THEIRS.encode(), ox.RdfFormat.TURTLE)
    found = store.query(
        WEIGHTS.format(f"?s e:weight ?weight SERVICE <{standoff}> {{ ?s e:name ?name }}")
    )

    assert isinstance(found, ox.QuerySolutions)
    assert [(row["name"].value, row["weight"].value) for row in found] == [
        ("ours a", "1"),
        ("ours b", "2"),
    ]


def test_two_of_ours_join_each_other(standoff: str, tmp_path: Path):
    with _ours(tmp_path, "--allow-service", standoff) as other:
        query = (
            "PREFIX e: <http://example.org/> CONSTRUCT { ?s e:met ?o } "
            f"{{ ?s e:name ?name SERVICE <{standoff}> {{ ?s e:knows ?o }} }}"
        )
        found = Graph().parse(f"{other}.nt?{urlencode({'query': query})}", format="nt")

    assert set(found) == {(URIRef(E.a), URIRef(E.met), URIRef(E.b))}


@contextmanager
def _ours(folder: Path, *options: str) -> Iterator[str]:
    data = folder / "names.ttl"
    data.write_text(OURS, encoding="utf-8")
    with serving(data, folder, options=options) as found:
        yield found.query


def rows(endpoint: str, query: str) -> list[dict[str, str]]:
    request = urllib.request.Request(
        endpoint,
        urlencode({"query": query}).encode(),
        {"Accept": "application/sparql-results+json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        bindings = json.load(answer)["results"]["bindings"]
    return [{name: value["value"] for name, value in row.items()} for row in bindings]
