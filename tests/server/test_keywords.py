import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.keywords import (
    Token,
    calls_service,
    decode_escapes,
    is_update,
    is_volatile,
    query_form,
    tokens,
    undeclared_prefix,
)

# The engine refuses to connect to this port before it opens a socket, and says so.
NOWHERE = "<http://127.0.0.1:1/>"


def engine_calls_service(query: str) -> bool:
    """Run a query on one triple and tell whether the engine went for the network."""
    store = ox.Store()
    store.add(ox.Quad(*[ox.NamedNode("http://e/x")] * 3))
    try:
        answer = store.query(query)
        list(answer) if not isinstance(answer, ox.QueryBoolean) else bool(answer)
    except OSError as error:
        return "port 1 is not allowed" in str(error)
    except (SyntaxError, RuntimeError):
        return False
    return False


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE {NOWHERE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ service{NOWHERE}{{}} }}",
        f"SELECT * {{ SERVICESILENT{NOWHERE}{{}} }}",
        f"PREFIX : {NOWHERE} SELECT * {{ SERVICE:x{{}} }}",
        f"PREFIX ex: {NOWHERE} SELECT * {{ SERVICEex:x{{}} }}",
        f"SELECT * {{ ?s ?p trueSERVICE{NOWHERE}{{}} }}",
        f"SELECT * {{ ?s ?p ex:a.b.SERVICE{NOWHERE}{{}} }}",
        f"SELECT * {{ FILTER('a'<'>')SERVICE{NOWHERE}{{}} }}#'",
        f"SELECT * {{ FILTER(1<2#>'''\n)SERVICE{NOWHERE}{{}} }}#'''",
        f"SELECT * {{ \\u0053ERVICE {NOWHERE} {{}} }}",
        f"SELECT ('\\u005C' AS ?x) {{ SERVICE {NOWHERE} {{}} }} #'",
        f"SELECT ('' AS ?x) {{ # \\u000A SERVICE {NOWHERE} {{}}\n }}",
        f"SELECT * {{ 'open SERVICE {NOWHERE} {{}} }}",
    ],
)
def test_a_service_call_is_found_however_it_is_written(query: str):
    assert calls_service(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p $SERVICE }",
        "SELECT * { ?s ex:service ?o }",
        "SELECT * { ?s <http://example.org/SERVICE#service> 'SERVICE' }",
        'SELECT * { ?s ?p "SERVICE <x> {}", """SERVICE " ""x""" }',
        "SELECT * { ?s ?p '''SERVICE ' ''x''' , 'it\\'s SERVICE' }",
        "# SERVICE <http://example.org/> {}\nSELECT * { ?s ?p _:service }",
        "SELECT * { ?s ?p ?o FILTER(?o < 5 && ?o > 2) } # a SERVICE",
    ],
)
def test_a_query_that_only_mentions_the_word_is_let_through(query: str):
    assert not calls_service(query)


PIECES = st.sampled_from(
    [
        f"SERVICE {NOWHERE} {{}}",
        f"service{NOWHERE}{{}}",
        "SERVICE:x{}",
        "SERVICEex:x{}",
        "SERVICE",
        "?x <http://e/x>",
        "?s ?p ?o",
        " ",
        ".",
        "true",
        "1",
        "'",
        '"',
        "'''",
        '"""',
        "\\",
        "\\'",
        "\\u0027",
        "\\u005C",
        "#",
        "\n",
        "\r",
        "<",
        ">",
        "<2#>",
        "<'>'",
        "FILTER('a'<'>')",
        "FILTER('a'<'\\'>')",
        "FILTER(1<2#'>\n)",
        "BIND(<x#'> AS ?v)",
        "BIND('\\u005C' AS ?w)",
        "OPTIONAL{}",
        "FILTER(1<2)",
        "FILTER('a'<'b')",
        "FILTER('a'<'b#>'",
        "FILTER(1<2#>'''\n)",
        ")",
        "BIND('x' AS ?y)",
        "ex:a.b",
        "ex:\\'",
        "<http://e/x'y>",
        "<x'y>",
        "<http://e/x#y>",
        "<\\u0041'>",
        "@en",
        "^^<x#'>",
        "{",
        "}",
        "OPTIONAL {",
        "[]",
        "_:b",
    ]
)
PROLOGUE = f"PREFIX : {NOWHERE} PREFIX ex: {NOWHERE} SELECT * {{"


@settings(max_examples=1000, deadline=None)
@given(st.lists(PIECES, max_size=12), st.sampled_from(["}", "}#'", "}#'''", '}#"', '}#"""']))
def test_whatever_makes_the_engine_call_is_found(pieces: list[str], tail: str):
    query = PROLOGUE + "".join(pieces) + tail

    assert calls_service(query) or not engine_calls_service(query)


def test_the_oracle_sees_a_call():
    assert engine_calls_service(f"{PROLOGUE} SERVICE:x{{}} }}")


@given(st.text(max_size=200))
def test_tokens_and_what_is_skipped_make_up_any_text(text: str):
    found = list(tokens(text))

    assert all(text[t.start : t.start + len(t.text)] == t.text for t in found)
    ends = [0, *(t.start + len(t.text) for t in found)]
    gaps = [text[end : t.start] for end, t in zip(ends, found, strict=False)]
    assert all(not gap.strip(" \t\r\n") or gap.lstrip(" \t\r\n").startswith("#") for gap in gaps)


def test_tokens_are_split_as_sparql_does():
    found = [(t.kind, t.text) for t in tokens("SELECT ?a{ex:b <i#j>'q' # c\n1}")]

    assert found == [
        ("word", "SELECT"),
        ("variable", "?a"),
        ("symbol", "{"),
        ("name", "ex:b"),
        ("iri", "<i#j>"),
        ("string", "'q'"),
        ("word", "1"),
        ("symbol", "}"),
    ]


def test_long_runs_of_open_quotes_and_names_take_no_long_time():
    for text in ('"' + '\\"' * 40_000, "a." * 50_000, "a-" * 50_000, "<a" * 50_000, "'''" * 33_333):
        assert not calls_service(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30))
def test_escapes_are_decoded_to_what_they_stand_for(text: str):
    escaped = "".join(f"\\U{ord(c):08X}" for c in text)

    assert decode_escapes(escaped) == text


def test_an_escape_of_no_character_stays():
    assert decode_escapes("\\uD800 \\U00110000 \\u12") == "\\uD800 \\U00110000 \\u12"


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("# ASK\nBASE <x> PREFIX select: <y> construct {}", "CONSTRUCT"),
        ("VERSION '1.2' DESCRIBE <x>", "DESCRIBE"),
        ("", ""),
    ],
)
def test_the_form_is_the_first_word_after_the_prologue(query: str, form: str):
    assert query_form(query) == form


@pytest.mark.parametrize(
    ("query", "update"),
    [
        ("PREFIX a: <b> insert data {}", True),
        ("LOAD <x>", True),
        ("WITH <g> DELETE {} WHERE {}", True),
        ("SELECT ('INSERT' AS ?x) {}", False),
        ("PREFIX delete: <x> SELECT * {}", False),
    ],
)
def test_an_update_is_known_by_its_form(query: str, update: bool):
    assert is_update(query) is update


@pytest.mark.parametrize(
    ("query", "volatile"),
    [
        ("SELECT (now() AS ?x) {}", True),
        ("SELECT (STRUUID() AS ?x) {}", True),
        ("SELECT ('now' AS ?x) {}", False),
        ("SELECT * { ?rand ex:now ?o }", False),
        ("SELECT * { ?s ?p ?o FILTER(?o < trueNOW()) }", True),
    ],
)
def test_a_query_for_the_time_or_for_chance_is_volatile(query: str, volatile: bool):
    assert is_volatile(query) is volatile


def test_the_first_prefix_that_is_not_declared_is_found():
    query = "PREFIX a: <x> SELECT * { _:b a:b c:d , e:f }"

    assert undeclared_prefix(query) == Token("name", "c:d", query.index("c:d"))
    assert undeclared_prefix("PREFIX : <x> ASK { :a :b 'c:d' }") is None
