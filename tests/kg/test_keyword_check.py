from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.keyword_check import MAX_FOUND, Parse, keyword_places, parse_query, parse_update
from tests.listener import Listener, listening

# The engine refuses this port before it opens a socket.
NOWHERE = "<http://127.0.0.1:1/>"


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with listening() as found:
        yield found


def counting(parse: Parse) -> tuple[Parse, list[str]]:
    parsed: list[str] = []

    def count(text: str) -> None:
        parsed.append(text)
        parse(text)

    return count, parsed


def calls(listener: Listener, query: str) -> bool:
    """Run a query on one triple and tell whether anybody was called."""
    before = len(listener.calls)
    store = ox.Store()
    store.add(ox.Quad(*[ox.NamedNode("http://e/x")] * 3))
    try:
        answer = store.query(query, base_iri="http://e/")
        bool(answer) if isinstance(answer, ox.QueryBoolean) else list(answer)
    except (OSError, SyntaxError, RuntimeError, ValueError):
        pass
    return len(listener.calls) > before


def places(query: str) -> list[int] | SyntaxError:
    try:
        return keyword_places(query, "SERVICE", parse=lambda text: parse_query(text, "http://e/"))
    except SyntaxError as error:
        return error


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { >SERVICE <http://e/> { ?s ?p ?o } }",
        "SELECT * { >service<http://e/>{} }",
        "SELECT * { >SeRvIcE#c\n<http://e/>{} }",
        "SELECT * { >SERVICESILENT<http://e/>{} }",
        "SELECT * { >SERVICE SILENT ?e { ?s ?p ?o } }",
        "PREFIX : <http://e/> SELECT * { >SERVICE:x{} }",
        "PREFIX ex: <http://e/> SELECT * { >SERVICEex:x{} }",
        "PREFIX service: <http://e/> SELECT * { >SERVICEservice:x{} }",
        "PREFIX SERVICE: <http://e/> PREFIX : <x> SELECT * { SERVICE:a ?p ?o . >SERVICE:x{} }",
        "SELECT * { ?s ?p true>SERVICE<http://e/>{} }",
        "SELECT * { FILTER('a'<'>')>SERVICE<http://e/>{} }#'",
        "SELECT * { FILTER(1<2#>'''\n)>SERVICE<http://e/>{} }#'''",
        "SELECT * { { SELECT * { >SERVICE<http://e/>{} } } }",
        "SELECT * { FILTER NOT EXISTS { >SERVICE<http://e/>{} } }",
        "SELECT * { OPTIONAL { >SERVICE<x>{ >SERVICE<y>{} } } MINUS { >SERVICE<z>{} } }",
        "CONSTRUCT { ?service ?service 'SERVICE' } { {} UNION { >SERVICE<x>{} } }",
        "DESCRIBE ?service { GRAPH <service> { >SERVICE ?service {} } }",
        "ASK { ?s ?p '''SERVICE''', 'SERVICE', \"it's SERVICE\" . >SERVICE<SERVICE>{} } #SERVICE",
    ],
)
def test_a_keyword_is_found_where_it_stands_however_it_is_written(query: str) -> None:
    text = query.replace(">S", "S").replace(">s", "s")
    pieces = query.replace(">s", ">S").split(">S")
    expected = [sum(map(len, pieces[:i])) + i - 1 for i in range(1, len(pieces))]

    assert places(text) == expected


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p $SERVICE }",
        "PREFIX service: <http://x/service/> SELECT * { ?s service:service service: }",
        "PREFIX my.service-x: <http://x/> SELECT * { ?s my.service-x:y ?o }",
        "SELECT * { ?s <http://example.org/SERVICE#service> 'SERVICE' }",
        'SELECT * { ?s ?p "SERVICE <x> {}", """SERVICE " ""x""" }',
        "SELECT * { ?s ?p '''SERVICE ' ''x''' , 'it\\'s SERVICE'@en-service }",
        "# SERVICE <http://example.org/> {}\nSELECT * { ?s ?p _:service }",
        "PREFIX trueservice: <http://e/> SELECT * { ?s ?p trueservice:x }",
        "PREFIX Service: <a> PREFIX service: <b> SELECT * { Service:a service:b ?SERVICE }",
        "SELECT (1 AS ?service) (2 AS ?SERVICE) {}",
    ],
)
def test_the_word_in_names_and_strings_is_no_keyword_and_costs_one_parse(query: str) -> None:
    parse, parsed = counting(lambda text: parse_query(text, "http://e/"))

    assert keyword_places(query, "SERVICE", parse=parse) == []
    assert len(parsed) == 1


def test_a_text_without_the_word_is_not_parsed() -> None:
    parse, parsed = counting(parse_query)

    assert keyword_places("this is not SPARQL", "SERVICE", parse=parse) == []
    assert parsed == []


def test_a_text_that_has_the_word_and_does_not_parse_is_a_syntax_error() -> None:
    for broken in ("SELECT * { SERVICE <x> {}", "SELECT * { ?service", "\\u0053ERVICE service"):
        assert isinstance(places(broken), SyntaxError)


def test_in_a_text_with_too_many_to_tell_apart_every_occurrence_counts() -> None:
    many = f"ASK {{ {f'SERVICE {NOWHERE} {{}}' * (MAX_FOUND + 1)} }} # SERVICE"
    parse, parsed = counting(parse_query)

    assert len(keyword_places(many, "SERVICE", parse=parse)) == MAX_FOUND + 2
    assert len(parsed) < 5 * MAX_FOUND


def test_where_the_engine_names_no_place_every_occurrence_counts() -> None:
    def parse(text: str) -> None:
        if text.count("SERVICE") < 2:
            raise SyntaxError("somewhere in there")

    assert keyword_places("SERVICE and SERVICE", "SERVICE", parse=parse) == [0, 12]


def test_a_word_too_short_to_disguise_is_refused() -> None:
    with pytest.raises(ValueError, match="'AS' is not a keyword of three letters"):
        keyword_places("ASK {}", "AS", parse=parse_query)


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("LOAD <x:y>", [0]),
        ("load<x:y>;\nLOAD SILENT <x:y> INTO GRAPH <x:y> ;", [0, 11]),
        ("PREFIX load: <x:load> INSERT DATA { load:load load:x 'LOAD' } # LOAD", []),
        ("DELETE WHERE { ?load ?p ?o } ; LOAD <x:y>", [31]),
        ("", []),
    ],
)
def test_the_keywords_of_an_update_are_found_too(update: str, expected: list[int]) -> None:
    assert keyword_places(update, "LOAD", parse=parse_update) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        ";",
        "INSERT DATA {",
        "INSERT DATA { <x:y> <x:y> 1",
        "LOAD '",
        "LOAD <x:y",
        "LOAD <x:y>;;",
    ],
)
def test_what_is_only_parsed_and_does_not_parse_is_a_syntax_error(text: str) -> None:
    with pytest.raises(SyntaxError):
        parse_query(text)
    if text:
        with pytest.raises(SyntaxError):
            parse_update(text)


def test_parsing_calls_nobody_and_evaluates_nothing(listener: Listener) -> None:
    query = f"SELECT * {{ SERVICE <{listener.address}> {{ ?s ?p ?o }} }}"
    before = len(listener.calls)
    parse_query(query)
    parse_update(
        f"LOAD <{listener.address}> ; INSERT {{}} WHERE {{ SERVICE <{listener.address}> {{}} }}"
    )
    assert len(listener.calls) == before

    assert calls(listener, query)


@pytest.mark.parametrize(
    "word",
    ["\\u0053ERVICE", "\\U00000053ERVICE", "ſERVICE", "SERVIⅭE", "ＳERVICE", "SERV\\u0049CE"],
)
def test_the_engine_reads_no_other_spelling_as_the_keyword(word: str) -> None:
    with pytest.raises(SyntaxError):
        parse_query(f"SELECT * {{ {word} {NOWHERE} {{}} }}")


@pytest.mark.parametrize(
    "between", ["\\u0020", "\u00a0", "\u3000", "\x0b", "\x0c", "/**/", "\ufeff"]
)
def test_the_engine_skips_nothing_but_its_own_white_space(between: str) -> None:
    with pytest.raises(SyntaxError):
        parse_query(f"SELECT * {{ SERVICE{between}{NOWHERE} {{}} }}")


PIECES = [
    "SERVICE @ {}", "service@{}", "SERVICE:x{}", "SERVICEex:x{}", "SERVICE SILENT @ {?s ?p ?o}",
    "SERVICEservice:x{}", "SERVICE:x{?s ?p ?o}", "SERVICE", "seRvice", "SILENT", "SERVICE:a ?p ?o.",
    "service:a ?p ?o.", "?s service:p ", "?service", "_:service", "'SERVICE'", "'@en-service'",
    "true", "1", "1.", ".5", "1e", "?x <http://e/x>", "?s ?p ?o", " ", ".", ";", ",", "a", "^", "!",
    "'", '"', "'''", '"""', "\\", "\\'", "\\u0027", "\\u005C", "\\uD800", "#", "\n", "\r", "<", ">",
    "<2#>", "<'>", "FILTER('a'<'>')", "FILTER('a'<'\\'>')", "FILTER(1<2#'>\n)", "BIND(<x#'> AS ?v)",
    "BIND('\\u005C' AS ?w)", "OPTIONAL{}", "FILTER(1<2)", "FILTER('a'<'b')", "FILTER('a'<'b#>'",
    "FILTER(1<2#>'''\n)", ")", "(", "BIND('x' AS ?y)", "ex:a.b", "ex:\\'", "ex:a.", "trueSERVICE:x",
    "<http://e/x'y>", "<x'y>", "<http://e/x#y>", "<\\u0041'>", "@en", "@en--ltr", "^^<x#'>", "^^",
    "{", "}", "OPTIONAL {", "GRAPH ", "MINUS {", "UNION {", "FILTER EXISTS {",
    "FILTER NOT EXISTS {",
    "{ SELECT * {", "VALUES ?z {", "VALUES ?z { '' 'b' }", "UNDEF", "[]", "[ ?p ", "]", "_:b",
    "<<(",
    ")>>", "<<", ">>", "~", "{|", "|}", "ASERVICE", "LATERAL {", "@", "%53", "ex:%53ERVICE", "-",
]  # fmt: skip
PROLOGUES = st.sampled_from(
    [
        "PREFIX : @ PREFIX ex: @ PREFIX service: @ SELECT * {",
        "PREFIX : @ PREFIX ex: @ PREFIX SERVICE: @ PREFIX trueSERVICE: @ SELECT * {",
        "BASE @ PREFIX ex: <> CONSTRUCT { ?s ?p 'service' } {",
        "ASK {",
        "PREFIX : @ DESCRIBE * { {} ",
        "SELECT (COUNT(*) AS ?service) { ",
    ]
)
TAILS = st.sampled_from(["}", "} }", "}}}", "}#'", "}#'''", '}#"', '}#"""', "} ORDER BY ?service"])


@settings(max_examples=3000, deadline=None)
@given(PROLOGUES, st.lists(st.sampled_from(PIECES), max_size=10), TAILS)
@example("PREFIX : @ SELECT * {", ["SERVICE:x{}"], "}")
@example("SELECT * {", ["FILTER(1<2#>'''\n)", "SERVICE @ {}"], "}#'''")
def test_whatever_makes_the_engine_call_is_found(
    listener: Listener, prologue: str, pieces: list[str], tail: str
) -> None:
    query = f"{prologue}{''.join(pieces)}{tail}".replace("@ ", f"<{listener.address}> ")
    query = query.replace("@{", f"<{listener.address}>{{")

    assert places(query) != [] or not calls(listener, query)


def test_the_oracle_sees_a_call(listener: Listener) -> None:
    assert calls(listener, f"SELECT * {{ SERVICE<{listener.address}>{{}} }}")
    assert not calls(listener, f"SELECT * {{ ?s ?p 'SERVICE<{listener.address}>{{}}' }}")
