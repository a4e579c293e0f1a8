"""rdflib, unchanged, over the whole of the project's graph: as a store, by address, by SERVICE."""

from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from rdflib import RDFS, Graph, Literal, Namespace, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

from kg.published import Version
from tests.conformance.endpoint import Endpoint
from tests.conformance.serving import serving
from tests.server.in_full import canonical, default_graph

E = Namespace("http://example.org/")
TOKEN = "a-token-of-the-owner"  # noqa: S105
GRAPHS = "https://w3id.org/standoff/graph/"
ARTICLES = ["article/new-rules-2017", "article/rok-us-2026"]
NAMED = [*ARTICLES, "catalog", "entities", "facts", "inferred", "links", "ontology"]
JAPAN = URIRef("https://w3id.org/standoff/id/actor/japan")
NAME = Literal("Japan", lang="en")


@pytest.fixture(scope="module")
def everything(project_store: ox.Store) -> set[ox.Quad]:
    """Give the default graph, which is RDF 1.1 throughout."""
    return default_graph(project_store)


@pytest.fixture
def remote(project_address: str) -> Graph:
    return Graph(SPARQLStore(f"{project_address}/sparql"))


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("kind", ["xml", "json"])
def test_a_walk_over_everything_meets_nothing_that_rdflib_cannot_read(
    project_address: str, everything: set[ox.Quad], kind: str, method: str
):
    store = SPARQLStore(f"{project_address}/sparql", returnFormat=kind, method=method)
    found = Graph()
    for triple in Graph(store).triples((None, None, None)):
        found.add(triple)

    assert canonical(found) == everything


def test_iteration_and_length_agree(remote: Graph):
    listed = list(remote)

    assert len(listed) == len(set(listed)) == len(remote)


def test_the_named_graphs_are_listed(remote: Graph):
    assert sorted(remote.store.contexts()) == [URIRef(GRAPHS + name) for name in NAMED]
    assert set(remote.store.contexts((JAPAN, RDFS.label, None))) == {URIRef(GRAPHS + "entities")}


def test_bindings_prefixes_and_limits_are_passed_on(remote: Graph):
    query = "SELECT ?name { ?what rdfs:label ?name FILTER(LANG(?name) = 'en') }"
    rows = remote.query(query, initNs={"rdfs": RDFS}, initBindings={"what": JAPAN})

    assert list(rows) == [(NAME,)]
    assert (JAPAN, RDFS.label, NAME) in remote
    assert (JAPAN, RDFS.label, Literal("Atlantis", lang="en")) not in remote

    remote.LIMIT, remote.OFFSET = 3, 2
    assert len(list(remote.triples((None, RDFS.label, None)))) == 3


@pytest.mark.parametrize("name", NAMED)
def test_a_named_graph_is_read_by_its_address(project_address: str, remote: Graph, name: str):
    found = Graph().parse(f"{project_address}/store?graph={GRAPHS}{name}")
    asked = remote.query(
        "CONSTRUCT { ?s ?p ?o } "
        f"{{ GRAPH <{GRAPHS}{name}> {{ ?s ?p ?o FILTER(!isTRIPLE(?o)) }} }}"
    )

    assert len(found) > 0
    assert canonical(found) == canonical(asked.graph)


def test_all_graphs_together_are_read_by_one_address(
    project_address: str, everything: set[ox.Quad]
):
    assert canonical(Graph().parse(f"{project_address}/store?default")) == everything


def test_the_dump_is_read_as_it_was_published(project_address: str, project_version: Version):
    found = Graph().parse(f"{project_address}/dump/standoff.ttl")

    assert canonical(found) == canonical(Graph().parse(project_version.path / "standoff.ttl"))


def test_a_query_in_an_address_is_read_as_a_graph(project_address: str):
    triple = f"<{JAPAN}> <{RDFS.label}> {NAME.n3()}"
    query = quote(f"CONSTRUCT {{ {triple} }} {{ {triple} }}")

    for path in ("/sparql", "/sparql.ttl", "/sparql.rdf"):
        found = Graph().parse(f"{project_address}{path}?query={query}")
        assert set(found) == {(JAPAN, RDFS.label, NAME)}


def test_a_local_graph_is_joined_with_the_endpoint_by_service(project_address: str):
    local = Graph().add((JAPAN, E.note, Literal("here")))
    rows = local.query(
        "SELECT ?note ?name { ?what <http://example.org/note> ?note "
        f"SERVICE <{project_address}/sparql> {{ ?what <{RDFS.label}> ?name }} }}"
    )

    assert list(rows) == [(Literal("here"), NAME)]


def test_a_long_query_goes_to_service_by_post(project_address: str):
    """From 600 characters on, rdflib posts."""
    many = " ".join(f"<http://example.org/{number}>" for number in range(60))
    rows = Graph().query(
        f"SELECT ?name {{ SERVICE <{project_address}/sparql> "
        f"{{ VALUES ?what {{ {many} <{JAPAN}> }} ?what <{RDFS.label}> ?name }} }}"
    )

    assert list(rows) == [(NAME,)]


def test_a_refused_query_raises_and_is_explained_to_those_who_look(project_address: str):
    """By GET rdflib hides what the server said, which hangs on the exception's context.

    The line is that of the text as rdflib sends it, with its own prefixes in front.
    """
    with pytest.raises(ValueError, match="You did something wrong formulating") as caught:
        Graph(SPARQLStore(f"{project_address}/sparql")).query("SELECT ?s WHER { ?s ?p ?o }")

    cause = caught.value.__context__
    assert isinstance(cause, HTTPError)
    assert cause.read().decode() == (
        "400 Bad Request\n"
        "line 31, column 11: the query cannot be read from 'WHER' on.\n\n"
        "SELECT ?s WHER { ?s ?p ?o }\n"
        "          ^\n"
        "expected: a variable  (  {  a keyword\n"
    )
    cause.close()


@pytest.fixture(scope="module")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """Serve an empty store that the owner may write to."""
    folder = tmp_path_factory.mktemp("writable")
    with serving(None, folder, token=TOKEN, options=("--data",)) as found:
        yield found


def store_with(endpoint: Endpoint, token: str, **options: bool) -> SPARQLUpdateStore:
    return SPARQLUpdateStore(
        endpoint.query,
        endpoint.update,
        headers={"Authorization": f"Bearer {token}"},
        **options,
    )


def test_the_owner_adds_removes_and_updates(writable: Endpoint):
    graph = Graph(store_with(writable, TOKEN), identifier=E.graph)
    graph.add((E.a, E.p, Literal("one")))
    graph += [(E.a, E.p, Literal("two", lang="en")), (E.b, E.p, Literal(3))]
    graph.remove((E.b, None, None))
    graph.update("INSERT { ?s <http://example.org/q> ?o } WHERE { ?s <http://example.org/p> ?o }")

    values = [Literal("one"), Literal("two", lang="en")]
    assert set(graph) == {(E.a, p, value) for p in (E.p, E.q) for value in values}
    assert list(graph.store.contexts()) == [E.graph]


def test_several_changes_go_in_one_request(writable: Endpoint):
    store = store_with(writable, TOKEN, autocommit=False)
    graph = Graph(store, identifier=E.together)
    for number in range(20):
        graph.add((E.a, E.n, Literal(number)))
    before = len(Graph(store_with(writable, TOKEN), identifier=E.together))
    store.commit()

    assert before == 0
    assert {int(value) for value in graph.objects(E.a, E.n)} == set(range(20))


def test_whoever_has_another_token_changes_nothing(writable: Endpoint):
    graph = Graph(store_with(writable, "a-token-of-nobody-here"), identifier=E.refused)

    with pytest.raises(HTTPError, match="401") as caught:
        graph.add((E.a, E.p, E.o))
    caught.value.close()

    assert set(graph) == set()


def test_what_was_written_is_read_back_through_the_graph_store(writable: Endpoint, tmp_path: Path):
    Graph(store_with(writable, TOKEN), identifier=E.stored).add((E.a, E.p, E.o))

    assert set(Graph().parse(f"{writable.store}?graph={E.stored}")) == {(E.a, E.p, E.o)}
