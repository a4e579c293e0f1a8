"""Queries for what is said of one subject: the same bytes as from the engine, or none."""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.base import BASE
from kg.ingest import ingest
from kg.published import STORE, current_version
from kg.settings import Settings
from server.app import create_app
from server.current import Current
from server.engine import statements
from server.engine.evaluation import Source, answer
from server.engine.job import Job
from server.engine.statements import (
    MAX_BYTES,
    MAX_ROWS,
    Rows,
    Statements,
    read_term,
    write_statements,
)
from server.engine.statements_file import StatementsFile
from server.lookup import look_up
from server.subjects import Subjects
from tests.server.processes import descendants, wait_until
from tests.server.served import whole
from tests.server.subjects import in_file

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
    f"# all of it\n{LOOKUP}# {RURITANIA} ?p }}",
    f"#\r{PREFIXES}# x\n#y\nSELECT#\n*#*\nWHERE#{{\n{{#<\nactor:ruritania ?p ?x#\n.#\n}}#",
    f"{LOOKUP}# }}\n#\nLIMIT 3#",
    f"SELECT DISTINCT ?o ?p {{ {RURITANIA} ?p ?o }}",
    f"SELECT\nDISTINCT*{{ {RURITANIA} ?p ?o }}",
    f"SELECT distinct ?x {{ {RURITANIA} {LABEL} ?x }} LIMIT 2",
]
LEFT_TO_THE_ENGINE = [
    "ASK {}",
    "SELECT ?s ?p ?o { ?s ?p ?o }",
    f"SELECT DISTINCT ?p {{ {RURITANIA} ?p ?o }}",
    f"SELECT DISTINCT ?o {{ {RURITANIA} ?p ?o }}",
    f"SELECT DISTINCTLY ?p ?o {{ {RURITANIA} ?p ?o }}",
    f"SELECT REDUCED ?p ?o {{ {RURITANIA} ?p ?o }}",
    f"SELECT ?p {{ {RURITANIA} ?p ?o # \\u000A . ?o ?x ?y\n}}",
    f"SELECT ?p {{ {RURITANIA} ?p # ?x\n?o }}",
    f"{PREFIXES}# PREFIX no: <http://no/>\nSELECT ?p {{ no:no ?p ?o }}",
    f"SELECT\x0b?p {{ {RURITANIA} ?p ?o }}",
    f"SELECT ?p {{ {RURITANIA}\xa0?p ?o }}",
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


def in_store(store: ox.Store) -> Subjects:
    return Subjects(store)


WAYS = pytest.mark.parametrize("read", [in_file, in_store])
Read = Callable[[ox.Store], Subjects]


def job(text: str, **options: object) -> Job:
    wanted = {"accept": JSON, **options}
    return Job(text, endpoint="http://e/sparql", base=BASE, **wanted)  # type: ignore[arg-type]


def source(store: ox.Store) -> Source:
    return Source(store, is_union=True, answer_bytes=1 << 30)


@WAYS
@pytest.mark.parametrize("encodings", [("identity",), ("br", "identity"), ("gzip",)])
@pytest.mark.parametrize("text", LOOKUPS)
def test_the_answer_is_that_of_the_engine(
    store: ox.Store, read: Read, text: str, encodings: tuple[str, ...]
):
    asked = job(text, encodings=encodings)

    found = look_up(asked, read(store))

    assert found is not None
    assert found == answer(asked, source(store))


@pytest.mark.parametrize("text", LEFT_TO_THE_ENGINE)
def test_what_is_no_lookup_is_left_to_the_engine(store: ox.Store, text: str):
    assert look_up(job(text), Subjects(store)) is None


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
    assert look_up(job(LOOKUP, **options), Subjects(store)) is None


def test_json_is_called_as_the_client_calls_it(store: ox.Store):
    for options in ({"accept": "application/json"}, {"accept": None}, {"formats": ("json",)}):
        asked = job(LOOKUP, **options)
        assert look_up(asked, Subjects(store)) == answer(asked, source(store))


Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def terms() -> Iterator[st.SearchStrategy[Term]]:
    text = st.text(st.characters(exclude_categories=("Cs",)))
    yield st.sampled_from(["x:a", "x:é", "x:%20"]).map(ox.NamedNode)
    yield st.sampled_from(["b", "c"]).map(ox.BlankNode)
    yield text.map(ox.Literal)
    yield text.map(lambda value: ox.Literal(value, language="zh-Hant"))
    yield st.integers(-5, 5).map(ox.Literal)
    yield text.map(lambda value: ox.Literal(value, datatype=ox.NamedNode("x:own")))


def saying(*objects: Term) -> ox.Store:
    """Return a store in which these are said of <x:s>."""
    store = ox.Store()
    for number, term in enumerate(objects):
        store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode(f"x:p{number % 3}"), term))
    return store


@given(st.lists(st.one_of(*terms()), max_size=8))
def test_whatever_is_said_is_written_as_the_engine_writes_it(objects: list[Term]):
    store = saying(*objects)
    rows = in_store(store).rows(ox.NamedNode("x:s")) or b""
    told = {
        (ox.NamedNode(json.loads(f'{{"is":{predicate}}}')["value"]), read_term(value))
        for predicate, values in Rows(rows).by_predicate.items()
        for value in values
    }

    assert told == {(quad.predicate, quad.object) for quad in store}
    for text in ("SELECT ?o ?p { <x:s> ?p ?o }", "SELECT * { <x:s> <x:p0> ?o } LIMIT 2"):
        assert look_up(job(text), in_store(store)) == answer(job(text), source(store))
        assert look_up(job(text), in_file(store)) == answer(job(text), source(store))


@WAYS
@pytest.mark.parametrize(
    "term",
    [
        ox.Triple(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.NamedNode("x:o")),
        ox.Literal("שלום", language="he", direction=ox.BaseDirection.RTL),
        ox.Literal("a" * MAX_BYTES),
    ],
    ids=["triple term", "direction", "long"],
)
def test_terms_that_take_more_are_left_to_the_engine(term: Term, read: Read):
    assert look_up(job("SELECT ?o { <x:s> ?p ?o }"), read(saying(term))) is None


@WAYS
@pytest.mark.parametrize(("rows", "is_left"), [(MAX_ROWS, False), (MAX_ROWS + 1, True)])
def test_many_rows_are_left_to_the_engine(rows: int, is_left: bool, read: Read):
    store = saying(*map(ox.Literal, range(rows)))

    assert (look_up(job("SELECT ?o { <x:s> ?p ?o }"), read(store)) is None) == is_left


def test_names_may_be_long(store: ox.Store):
    name = "v" * 1900
    asked = job(f"SELECT ?{name} {{ {RURITANIA} ?p ?{name} }}", encodings=("gzip",))

    assert look_up(asked, Subjects(store)) == answer(asked, source(store))


@pytest.mark.parametrize("keep", [0, 10, -1])
def test_a_file_that_is_not_whole_is_refused(keep: int):
    with tempfile.TemporaryFile() as file:
        write_statements(saying(ox.Literal("a")), file)
        file.seek(0)
        content = file.read()
        file.truncate(0)
        file.seek(0)
        file.write(content[:keep])
        file.flush()

        with pytest.raises(ValueError, match="file of statements is"):
            Statements(file.fileno())


def test_a_subject_that_shares_its_hash_is_left_to_the_engine(monkeypatch: pytest.MonkeyPatch):
    store = saying(ox.Literal("a"))
    store.add(ox.Quad(ox.NamedNode("x:t"), ox.NamedNode("x:p"), ox.Literal("b")))
    monkeypatch.setattr(statements, "_hash", lambda _: 7)
    read = in_file(store)

    for subject in ("x:s", "x:t", "x:nobody"):
        assert read.rows(ox.NamedNode(subject)) is None


def test_an_unknown_subject_that_shares_its_hash_with_a_known_one_has_nothing_said(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(statements, "_hash", lambda _: 7)
    read = in_file(saying(ox.Literal("a")))

    assert read.rows(ox.NamedNode("x:nobody")) == b""
    assert read.rows(ox.NamedNode("x:s")) == b'"uri","value":"x:p0"\x1f"literal","value":"a"'


@pytest.mark.parametrize("is_union", [True, False])
def test_a_server_looks_subjects_up_in_the_file_as_soon_as_it_is_written(
    tmp_path: Path, build_root: Path, is_union: bool
):
    root, subject = build_root, f"{BASE}id/actor/ruritania"
    if not is_union:
        (tmp_path / "data.nt").write_text("<x:s> <x:p> <x:o> .\n")
        root, subject = tmp_path / "root", "x:s"
        ingest([tmp_path / "data.nt"], root)
    current = Current(Settings(root))
    current.watch()
    try:
        snapshot = current.look()
        node = ox.NamedNode(subject)
        before = snapshot.subjects.rows(node)

        assert wait_until(lambda: snapshot.subjects.statements is not None)
        # Data that anybody wrote may hold terms that are too deep to be read here.
        assert before == (snapshot.subjects.rows(node) if is_union else None)
        assert snapshot.subjects.rows(node)
    finally:
        current.close()


def test_without_the_file_the_engine_answers(
    build_root: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    file = StatementsFile(current_version(build_root).path / STORE)

    file.write()

    assert file.open() is None
    assert "was not written (status 1)" in caplog.text


def test_whoever_writes_the_file_ends_with_the_engine(build_root: Path, tmp_path: Path):
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o700)
    file = StatementsFile(current_version(build_root).path / STORE)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "executable", str(slow))
        thread = Thread(target=file.write)
        thread.start()
        assert wait_until(lambda: any("sleep 60" in said for said in descendants().values()))

    file.close()
    thread.join(5)

    assert not thread.is_alive()
    assert file.open() is None


def test_lookups_take_no_query_process_and_are_kept_when_they_come_again(build_root: Path):
    client = create_app(Settings(build_root), questions=()).test_client()

    bodies = set()
    for _ in range(3):
        bodies.add(whole(client, f"/sparql?query={quote(LOOKUP)}&format=json").data)
    whole(client, f"/sparql?query={quote(LOOKUP)}&format=csv")

    assert len(bodies) == 1
    text = whole(client, "/metrics").text
    assert "\nstandoff_lookups_total 2.0\n" in text
    assert '\nstandoff_cache_hits_total{cache="responses"} 1.0\n' in text
    assert '\nstandoff_queries_total{outcome="answered"} 1.0\n' in text
