"""One query put to a store, in this process: formats, triple terms, bounds, what is volatile."""

import os
from typing import Any

import pyoxigraph as ox
import pytest

from server.engine import spool as spooling
from server.engine.evaluation import MAX_SORTED, Source, answer
from server.engine.job import Answer, Job
from server.fault import RequestError
from server.formats import GRAPHS, ROWS, Format
from tests.server.processes import files_in_hand

BASE = "http://e/"
TERM = "<<( <http://e/s> <http://e/p> 'o' )>>"
ABLE = [f for f in (*ROWS, *GRAPHS) if f.has_triple_terms]


def asked(
    text: str,
    store: ox.Store | None = None,
    *,
    limit: int = 1 << 24,
    fills_files: bool = False,
    **wanted: Any,
) -> Answer:
    job = Job(text, endpoint="http://e/sparql", base=BASE, **wanted)
    source = Source(store or ox.Store(), False, answer_bytes=limit, fills_files=fills_files)
    return answer(job, source)


def as_format(text: str, chosen: Format, store: ox.Store | None = None) -> bytes:
    return asked(text, store, formats=(chosen.media_types[0],)).body


def query_for(chosen: Format) -> str:
    head = "SELECT ?t" if chosen in ROWS else "CONSTRUCT { <http://e/x> <http://e/y> ?t }"
    return f"{head} {{ BIND({TERM} AS ?t) }}"


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"http://e/{name}")


def union_store() -> ox.Store:
    """Make a store as it is published: the default graph is a copy without triple terms."""
    store = ox.Store()
    for graph, value in [("g1", ox.Literal("a")), ("g2", ox.Literal("b"))]:
        for name in (node(graph), ox.DefaultGraph()):
            store.add(ox.Quad(node("s"), node("p"), value, name))
    term = ox.Triple(node("s"), node("p"), ox.Literal("a"))
    reifies = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")
    store.add(ox.Quad(node("c"), reifies, term, node("g1")))
    return store


def union_count(text: str, language: str = "", **wanted) -> tuple[int, int]:
    """How many rows the query has, and how many of them hold a triple term."""
    job = Job(text, "http://e/sparql", BASE, language=language, **wanted)
    found = answer(job, Source(union_store(), is_union=True, answer_bytes=1 << 24))
    return found.rows or 0, found.body.count(b'"type":"triple"')


@pytest.mark.parametrize("chosen", ABLE, ids=lambda f: f.name)
def test_a_triple_term_survives_in_each_format_said_to_have_it(chosen: Format):
    written = as_format(query_for(chosen), chosen)

    term = ox.Triple(node("s"), node("p"), ox.Literal("o"))
    if isinstance(chosen.writer, ox.RdfFormat):
        assert [quad.object for quad in ox.parse(written, chosen.writer)] == [term]
    else:
        assert [row["t"] for row in ox.parse_query_results(written, chosen.writer)] == [term]


@pytest.mark.parametrize("name", ["csv", "jsonld"])
def test_a_triple_term_is_refused_where_there_is_no_syntax_for_it(name: str):
    [chosen] = [f for f in (*ROWS, *GRAPHS) if f.name == name]

    with pytest.raises(RequestError) as caught:
        as_format(query_for(chosen), chosen)

    assert caught.value.status == 406


def test_csv_keeps_values_that_only_look_like_a_triple_term():
    found = asked(
        """SELECT ?type { VALUES ?type { '"type":"triple"' "a,b" 'type' } }""", formats=("csv",)
    )

    assert (found.body, found.rows) == (
        b'type\r\n"""type"":""triple"""\r\n"a,b"\r\ntype\r\n',
        3,
    )


def test_a_graph_is_written_in_one_order_with_the_prefixes_in_use():
    store = ox.Store()
    for value in "cab":
        store.add(ox.Quad(node("ontology#s"), node("ontology#p"), ox.Literal(value)))

    found = asked("CONSTRUCT WHERE { ?s ?p ?o }", store)

    assert found.body == (
        b"@prefix stand: <http://e/ontology#> .\n"
        b"@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        b'stand:s stand:p "a" , "b" , "c" .\n'
    )
    assert (found.rows, found.form, found.media_type) == (3, "CONSTRUCT", "text/turtle")


def test_a_triple_that_the_engine_gives_twice_is_written_and_counted_once():
    said = "<http://e/x> <http://e/y> ?t"

    found = asked(f"CONSTRUCT {{ {said} . {said} }} {{ BIND({TERM} AS ?t) }}", formats=("nt",))

    assert found.body == b'<http://e/x> <http://e/y> <<( <http://e/s> <http://e/p> "o" )>> .\n'
    assert found.rows == 1


@pytest.mark.parametrize("chosen", GRAPHS, ids=lambda f: f.name)
def test_a_graph_too_large_to_sort_is_complete(chosen: Format):
    many = MAX_SORTED // 100 + 1
    numbers = " ".join(f"({i})" for i in range(many))
    hundred = " ".join(f"({i})" for i in range(100))
    query = (
        "CONSTRUCT { <http://e/s> <http://e/p> ?o } "
        f"{{ VALUES (?a) {{ {numbers} }} VALUES (?b) {{ {hundred} }} BIND(100 * ?a + ?b AS ?o) }}"
    )

    found = asked(query, formats=(chosen.media_types[0],))
    body = found.body or os.pread(found.file, found.length, 0)  # type: ignore[arg-type]
    found.close()

    assert found.rows == 100 * many
    read = {int(quad.object.value) for quad in ox.parse(body, chosen.of_graphs)}
    assert read == set(range(100 * many))


@pytest.mark.parametrize(
    ("query", "language", "counted"),
    [
        ("SELECT * { ?s ?p ?o }", "", (2, 0)),
        ("SELECT * { ?s ?p ?o }", "1.1", (2, 0)),
        ("SELECT * { ?s ?p ?o }", "1.2-basic", (2, 0)),
        ("SELECT * { ?s ?p ?o }", "1.2", (3, 1)),
        ("VERSION '1.2' SELECT * { ?s ?p ?o }", "", (3, 1)),
        ("SELECT * { ?s <http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies> ?o }", "", (1, 1)),
        (
            "PREFIX r: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> SELECT * { ?s r:reifies ?o }",
            "",
            (1, 1),
        ),
        ("SELECT * { ?s ?p ?o FILTER(isTRIPLE(?o)) }", "", (1, 1)),
        ("SELECT * { ?s ?p ?o FILTER(!isTRIPLE(?o)) }", "", (2, 0)),
        ("SELECT * { ?s ?p <<( ?x ?y ?z )>> }", "", (1, 0)),
        ("SELECT * FROM <http://e/g1> { ?s ?p ?o }", "1.2", (2, 1)),
        ("SELECT * FROM <http://e/g2> { ?s ?p ?o }", "1.2", (1, 0)),
        ("SELECT * FROM NAMED <http://e/g2> { GRAPH ?g { ?s ?p ?o } }", "1.2", (1, 0)),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", "1.2", (3, 1)),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } }", "1.1", (3, 1)),
        ("SELECT * { ?s ?p ?o FILTER(?o != 'triple subject') }", "", (2, 0)),
    ],
)  # fmt: skip
def test_triple_terms_are_seen_by_those_who_use_sparql_1_2_and_each_triple_once(
    query: str, language: str, counted: tuple[int, int]
):
    assert union_count(query, language) == counted


def test_a_dataset_in_the_request_wins_over_all():
    query = "SELECT * FROM <http://e/g1> { ?s ?p ?o }"

    assert union_count(query, "1.2", default_graphs=("http://e/g2",)) == (1, 0)


@pytest.mark.parametrize("inline", [10, 1 << 20])
@pytest.mark.parametrize(
    "wanted",
    [
        {"formats": ("csv",)},
        {"formats": ("xml",), "encodings": ("gzip",)},
        {"encodings": ("br",)},
    ],
    ids=str,
)
@pytest.mark.parametrize("head", ["SELECT ?x", "CONSTRUCT { <x:s> <x:p> ?x }"])
def test_an_answer_past_the_bound_is_a_fault_and_leaves_no_file(
    head: str, wanted: dict[str, tuple[str, ...]], inline: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(spooling, "INLINE_BYTES", inline)
    if "CONSTRUCT" in head:
        wanted = {**wanted, "formats": ()}
    values = " ".join(f"'{i:090d}'" for i in range(1000))
    before = files_in_hand()

    with pytest.raises(RequestError) as caught:
        asked(f"{head} {{ VALUES ?x {{ {values} }} }}", limit=50_000, **wanted)

    assert (caught.value.status, caught.value.bound, caught.value.limit) == (
        503,
        "answer_bytes",
        50_000,
    )
    assert not files_in_hand() - before


@pytest.mark.parametrize(
    ("query", "is_volatile"),
    [
        ("SELECT (NOW() AS ?x) {}", True),
        ("SELECT (rand() AS ?x) {}", True),
        ("SELECT ('NOW()' AS ?x) {}", False),
        ("ASK {}", False),
    ],
)
def test_what_differs_by_itself_is_marked(query: str, is_volatile: bool):
    assert asked(query).volatile is is_volatile


def test_only_an_answer_worth_it_is_packed():
    short = asked("SELECT ('x' AS ?a) {}", encodings=("br", "gzip", "identity"))
    long = asked(f"SELECT ('{'x' * 2000}' AS ?a) {{}}", encodings=("br", "gzip"))
    plain = asked(f"SELECT ('{'x' * 2000}' AS ?a) {{}}")

    assert (short.encoding, long.encoding, plain.encoding) == ("", "br", "")
    assert long.length < plain.length
    assert long.digest != plain.digest


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT (<x:f>(1) AS ?x) {}", 400),
        ("SELECT * {", 400),
        ("SELECT * { SERVICE <http://e/sparql> {} }", 403),
    ],
)
def test_a_query_that_cannot_be_put_is_the_clients_fault(query: str, status: int):
    with pytest.raises(RequestError) as caught:
        asked(query)

    assert caught.value.status == status


FORMS = [
    "SELECT * { VALUES (?a ?b) { ('x' 1) ('y' UNDEF) (UNDEF UNDEF) ('},{' 2) ('\\n' 'e') } }",
    "SELECT ?a { VALUES ?a {} }",
    "SELECT * { VALUES ?n { 1 2 3 4 } VALUES ?x { 'a' 'b' 'c' } BIND(STR(?n) AS ?s) }",
    "ASK {}",
    "CONSTRUCT { <http://e/x> <http://e/y> ?t } { VALUES ?t { 1 2 } }",
]


@pytest.mark.parametrize("text", FORMS)
@pytest.mark.parametrize("encodings", [("identity",), ("gzip", "identity")], ids=str)
@pytest.mark.parametrize("short", [1 << 16, 100])
def test_an_answer_is_the_same_whether_or_not_it_is_written_into_a_file_at_once(
    text: str, encodings: tuple[str, ...], short: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(spooling, "SOCKET_BYTES", short)
    before = files_in_hand()
    for chosen in GRAPHS if "CONSTRUCT" in text else ROWS:
        wanted = {"formats": (chosen.media_types[0],), "encodings": encodings}
        found = [
            asked(text, fills_files=fills_files, **wanted).brought_in()
            for fills_files in (False, True)
        ]
        assert found[0] == found[1]
        assert found[0].body
    assert files_in_hand() == before


@pytest.mark.parametrize("wanted", [{}, {"encodings": ("gzip",)}, {"formats": ("csv",)}], ids=str)
def test_a_disk_without_room_is_a_fault_that_says_so(
    wanted: dict[str, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(spooling, "INLINE_BYTES", 1000)
    monkeypatch.setattr(spooling, "_unnamed_file", lambda: os.open("/dev/full", os.O_RDWR))
    before = files_in_hand()

    with pytest.raises(RequestError, match="no room for an answer of this size") as caught:
        asked(f"SELECT * {{ VALUES ?x {{ {'1 ' * 1000} }} }}", **wanted)

    assert (caught.value.status, caught.value.bound) == (503, "disk")
    assert "No space left on device" in caught.value.detail
    assert files_in_hand() == before


@pytest.mark.parametrize("number", [1, 1000])
def test_where_files_are_filled_a_disk_without_room_has_a_query_run_alone(
    number: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(spooling, "_unnamed_file", lambda: os.open("/dev/full", os.O_RDWR))
    before = files_in_hand()
    query = f"SELECT * {{ VALUES ?x {{ {'1 ' * number} }} }}"

    with pytest.raises(MemoryError):
        asked(query, fills_files=True)
    assert files_in_hand() == before
    assert asked(query).rows == number
