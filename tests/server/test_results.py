import pyoxigraph as ox
import pytest

from server.errors import RequestError
from server.evaluation import Answer, GraphAnswer
from server.results import GRAPHS, ROWS, Format, choose_format, write

STORE = ox.Store()
TERM = "<<( <http://e/s> <http://e/p> 'o' )>>"
ABLE = [f for f in (*ROWS, *GRAPHS) if f.has_triple_terms]


def answered(store: ox.Store, query: str) -> Answer:
    found = store.query(query)
    return GraphAnswer(found) if isinstance(found, ox.QueryTriples) else found


def query_for(chosen: Format) -> str:
    head = "SELECT ?t" if chosen in ROWS else "CONSTRUCT { <http://e/x> <http://e/y> ?t }"
    return f"{head} {{ BIND({TERM} AS ?t) }}"


@pytest.mark.parametrize("chosen", ABLE, ids=lambda f: f.name)
def test_a_triple_term_survives_in_each_format_said_to_have_it(chosen: Format):
    written = write(answered(STORE, query_for(chosen)), chosen, lambda _: {})

    term = ox.Triple(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal("o"))
    if isinstance(chosen.writer, ox.RdfFormat):
        assert [quad.object for quad in ox.parse(written, chosen.writer)] == [term]
    else:
        assert [row["t"] for row in ox.parse_query_results(written, chosen.writer)] == [term]


@pytest.mark.parametrize("name", ["csv", "jsonld"])
def test_a_triple_term_is_refused_where_there_is_no_syntax_for_it(name: str):
    [chosen] = [f for f in (*ROWS, *GRAPHS) if f.name == name]

    with pytest.raises(RequestError) as caught:
        write(answered(STORE, query_for(chosen)), chosen, lambda _: {})

    assert caught.value.status == 406


def test_csv_keeps_values_that_only_look_like_a_triple_term():
    [csv] = [f for f in ROWS if f.name == "csv"]
    rows = STORE.query("""SELECT ?type { VALUES ?type { '"type":"triple"' "a,b" 'type' } }""")

    assert write(rows, csv, lambda _: {}) == b'type\r\n"""type"":""triple"""\r\n"a,b"\r\ntype\r\n'


def test_a_graph_is_written_in_one_order():
    store = ox.Store()
    for value in "cab":
        quad = ox.Quad(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal(value))
        store.add(quad)

    turtle = write(
        answered(store, "CONSTRUCT WHERE { ?s ?p ?o }"), GRAPHS[0], lambda _: {"e": "http://e/"}
    )

    assert turtle == b'@prefix e: <http://e/> .\ne:s e:p "a" , "b" , "c" .\n'


def test_a_triple_that_the_engine_gives_twice_is_written_once():
    said = "<http://e/x> <http://e/y> ?t"
    query = f"CONSTRUCT {{ {said} . {said} }} {{ BIND({TERM} AS ?t) }}"

    written = write(answered(STORE, query), GRAPHS[1], lambda _: {})

    assert written == b'<http://e/x> <http://e/y> <<( <http://e/s> <http://e/p> "o" )>> .\n'


@pytest.mark.parametrize("chosen", [*ROWS, *GRAPHS], ids=lambda f: f.name)
def test_a_format_is_found_by_each_of_its_names_and_media_types(chosen: Format):
    offered = ROWS if chosen in ROWS else GRAPHS

    for name in (*chosen.names, chosen.media_types[0]):
        found = choose_format(offered, accept="image/png", names=("", name))
        assert found == (chosen, chosen.media_types[0])
    for media_type in chosen.media_types:
        if media_type not in ("application/json", "application/xml", "text/xml"):
            assert choose_format(offered, accept=media_type, names=()) == (chosen, media_type)
