"""Queries for what is said of one subject: the same bytes as from the engine, or none."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ingest import ingest
from kg.published import STORE, current_version
from kg.settings import Settings
from kg.vocab import BASE
from server.app import create_app
from server.current import Current
from server.engine.evaluation import Source, answer
from server.engine.job import Job
from server.lookup import MAX_BYTES, MAX_ROWS, look_up
from tests.server.processes import wait_until
from tests.server.served import whole

JSON = "application/sparql-results+json"
RURITANIA = f"<{BASE}id/actor/ruritania>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
PREFIXES = f"""PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
prefix actor:<{BASE}id/actor/>
"""
LOOKUP = f"SELECT ?p ?o {{ {RURITANIA} ?p ?o }}"
LOOKUPS = [
    LOOKUP,
    f"SELECT ?o ?p {{ {RURITANIA} ?p ?o }} LIMIT 2",
    f"select*where{{{RURITANIA} ?z ?a.}}limit 4",
    f"\n\tSELECT $o\nWHERE\n{{\n  {RURITANIA} $p ?o .\n}}\n",
    f"SELECT ?p{{{RURITANIA} ?p ?o}}",
    f"SELECT ?x {{ {RURITANIA} {LABEL} ?x }}",
    f"SELECT ?x {{ {RURITANIA} a ?x }}",
    f"SELECT ?x {{ {RURITANIA} ?p ?x }} LIMIT 0",
    f"SELECT ?x {{ {RURITANIA} ?p ?x }} LIMIT 999999999999999999",
    f"SELECT ?x {{ <{BASE}id/actor/nobody> ?p ?x }}",
    f"{PREFIXES}SELECT ?x {{ actor:ruritania rdfs:label ?x }}",
    f"{PREFIXES}SELECT ?p ?x {{ actor:ruritania ?p ?x }}",
]
LEFT_TO_THE_ENGINE = [
    "ASK {}",
    "SELECT ?s ?p ?o { ?s ?p ?o }",
    f"SELECT DISTINCT ?p {{ {RURITANIA} ?p ?o }}",
    f"SELECT ?p ?p {{ {RURITANIA} ?p ?o }}",
    f"SELECT ?x {{ {RURITANIA} ?x ?x }}",
    f"SELECT ?p ?o ?z {{ {RURITANIA} ?p ?o }}",
    f"SELECT ?p {{ {RURITANIA} ?p ?o }} OFFSET 1",
    f"SELECT ?p {{ {RURITANIA} ?p ?o }} ORDER BY ?p",
    f"SELECT ?p {{ {RURITANIA} ?p ?o FILTER(isIRI(?o)) }}",
    f"SELECT ?p {{ {RURITANIA} ?p ?o . ?o ?p ?x }}",
    f"SELECT ?p {{ GRAPH <{BASE}graph/entities> {{ {RURITANIA} ?p ?o }} }}",
    LOOKUP.replace("{", f"FROM <{BASE}graph/entities> {{"),
    f"SELECT ?p {{ {RURITANIA} A ?p }}",
    "SELECT ?p { <relative> ?p ?o }",
    f"SELECT ?p {{ <{BASE}id/../id/actor/ruritania> ?p ?o }}",
    "SELECT ?p { actor:ruritania ?p ?o }",
    "SELECT ?p { <http://a/%zz\\u0020> ?p ?o }",
    "SELECT ?p { <http://[> ?p ?o }",
    "SELECT ?x { <http://a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> ?x }",
    f"SELECT ?p {{ {RURITANIA} ?p ?o }} # {'.' * 4000}",
]


@pytest.fixture(scope="module")
def store(build_root: Path) -> ox.Store:
    return ox.Store.read_only(str(current_version(build_root).path / STORE))


def job(text: str, **options: object) -> Job:
    wanted = {"accept": JSON, **options}
    return Job(text, endpoint="http://e/sparql", base=BASE, **wanted)  # type: ignore[arg-type]


def source(store: ox.Store) -> Source:
    return Source(store, is_union=True, answer_bytes=1 << 30)


@pytest.mark.parametrize("encodings", [("identity",), ("br", "identity"), ("gzip",)])
@pytest.mark.parametrize("text", LOOKUPS)
def test_the_answer_is_that_of_the_engine(store: ox.Store, text: str, encodings: tuple[str, ...]):
    asked = job(text, encodings=encodings)

    found = look_up(asked, store)

    assert found is not None
    assert found == answer(asked, source(store))


@pytest.mark.parametrize("text", LEFT_TO_THE_ENGINE)
def test_what_is_no_lookup_is_left_to_the_engine(store: ox.Store, text: str):
    assert look_up(job(text), store) is None


@pytest.mark.parametrize(
    "options",
    [
        {"accept": "text/csv"},
        {"accept": "image/png"},
        {"formats": ("xml",)},
        {"language": "1.2"},
        {"default_graphs": (f"{BASE}graph/entities",)},
        {"named_graphs": (f"{BASE}graph/entities",)},
    ],
)
def test_what_is_to_be_answered_in_another_way_is_left_to_the_engine(
    store: ox.Store, options: dict[str, object]
):
    assert look_up(job(LOOKUP, **options), store) is None


def test_json_is_called_as_the_client_calls_it(store: ox.Store):
    for options in ({"accept": "application/json"}, {"accept": None}, {"formats": ("json",)}):
        asked = job(LOOKUP, **options)
        assert look_up(asked, store) == answer(asked, source(store))


def terms() -> Iterator[st.SearchStrategy[ox.NamedNode | ox.BlankNode | ox.Literal]]:
    text = st.text(st.characters(exclude_categories=("Cs",)))
    yield st.sampled_from(["x:a", "x:é", "x:%20"]).map(ox.NamedNode)
    yield st.sampled_from(["b", "c"]).map(ox.BlankNode)
    yield text.map(ox.Literal)
    yield text.map(lambda value: ox.Literal(value, language="zh-Hant"))
    yield st.integers(-5, 5).map(ox.Literal)
    yield text.map(lambda value: ox.Literal(value, datatype=ox.NamedNode("x:own")))


@given(st.lists(st.one_of(*terms()), max_size=8))
def test_whatever_is_said_is_written_as_the_engine_writes_it(
    objects: list[ox.NamedNode | ox.BlankNode | ox.Literal],
):
    store = ox.Store()
    for number, term in enumerate(objects):
        store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode(f"x:p{number % 3}"), term))
    asked = job("SELECT ?o ?p { <x:s> ?p ?o }")

    assert look_up(asked, store) == answer(asked, source(store))


@pytest.mark.parametrize(
    "term",
    [
        ox.Triple(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.NamedNode("x:o")),
        ox.Literal("שלום", language="he", direction=ox.BaseDirection.RTL),
        ox.Literal("a" * MAX_BYTES),
    ],
    ids=["triple term", "direction", "long"],
)
def test_terms_that_take_more_are_left_to_the_engine(term: ox.Triple | ox.Literal):
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), term))

    assert look_up(job("SELECT ?o { <x:s> ?p ?o }"), store) is None


@pytest.mark.parametrize(("rows", "is_left"), [(MAX_ROWS, False), (MAX_ROWS + 1, True)])
def test_many_rows_are_left_to_the_engine(rows: int, is_left: bool):
    store = ox.Store()
    for number in range(rows):
        store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal(number)))

    assert (look_up(job("SELECT ?o { <x:s> ?p ?o }"), store) is None) == is_left
    assert look_up(job("SELECT ?o { <x:s> ?p ?o } LIMIT 300"), store) is not None


@pytest.mark.parametrize(
    ("object_", "is_plain"), [("<x:o>", True), ("<<( <x:s> <x:p> <x:o> )>>", False)]
)
def test_data_that_anybody_wrote_is_searched_for_triple_terms_first(
    tmp_path: Path, object_: str, is_plain: bool
):
    file = tmp_path / "data.nt"
    file.write_text(f"<x:s> <x:p> {object_} .\n")
    ingest([file], tmp_path / "root")
    current = Current(Settings(tmp_path / "root"))
    try:
        snapshot = current.look()

        assert wait_until(lambda: snapshot.engine.counts.answered == 1)
        assert wait_until(snapshot.plain.is_set, seconds=10.0 if is_plain else 0.2) == is_plain
    finally:
        current.close()


def test_lookups_take_no_query_process_and_are_counted(build_root: Path):
    client = create_app(Settings(build_root), questions=()).test_client()

    for accept in (JSON, JSON, "text/csv"):
        asked = whole(client, f"/sparql?query={quote(LOOKUP)}", headers={"Accept": accept})
        assert asked.status_code == 200

    text = whole(client, "/metrics").text
    assert "\nstandoff_lookups_total 1.0\n" in text
    assert '\nstandoff_queries_total{outcome="answered"} 1.0\n' in text
