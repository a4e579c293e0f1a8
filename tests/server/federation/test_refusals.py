import socket

import pytest

from server.fault import RequestError
from server.federation.allowed import ServicePolicy
from server.federation.preparation import prepare
from tests.listener import Listener
from tests.server.federation.run import BASE, run

# Each names the listener, which is not on the list, by @; the keyword at fault has a > before it.
SPELLINGS = [
    "SELECT * { >SERVICE <@> { ?s ?p ?o } }",
    "SELECT * { >service<@>{} }",
    "SELECT * { >SERVICE SILENT <@> { ?s ?p ?o } }",
    "SELECT * { >SERVICESILENT<@>{ ?s ?p ?o } }",
    "SELECT * { >SERVICE#\n<@>#\n{} }",
    "PREFIX : <@> SELECT * { >SERVICE : {} }",
    "PREFIX : <@> SELECT * { >SERVICE: {} }",
    "PREFIX ex: <@> SELECT * { >SERVICE ex: {} }",
    "PREFIX ex: <http://allowed.example/> PREFIX ex: <@> SELECT * { >SERVICE ex:{} }",
    "PREFIX SERVICE: <@> PREFIX : <@> SELECT * { SERVICE:a ?p ?o . >SERVICE: {} }",
    "PREFIX service: <@> SELECT * { >SERVICEservice:{} }",
    "PREFIX ex: <http://127.0.0.1:> SELECT * { >SERVICE ex:#\\/sparql{} }",
    "BASE <@> SELECT * { >SERVICE <> {} }",
    "BASE <@/x/y> SELECT * { >SERVICE <../sparql> {} }",
    "SELECT * { >SERVICE <//127.0.0.1:#/sparql> {} }",
    "SELECT * { >SERVICE <\\u0068ttp://127.0.0.1:#/sparql> {} }",
    "SELECT * { >SERVICE <http://localhost:#/sparql> {} }",
    "SELECT * { >SERVICE <http://127.1:#/sparql> {} }",
    "SELECT * { >SERVICE <http://2130706433:#/sparql> {} }",
    "SELECT * { >SERVICE <http://0x7f.0.0.1:#/sparql> {} }",
    "SELECT * { >SERVICE <http://0:#/sparql> {} }",
    "SELECT * { >SERVICE <http://[::ffff:127.0.0.1]:#/sparql> {} }",
    "SELECT * { >SERVICE <http://allowed.example@127.0.0.1:#/sparql> {} }",
    "SELECT * { VALUES ?e { <@> } >SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { BIND(<@> AS ?e) >SERVICE SILENT $e {} }",
    "SELECT * { { SELECT * { >SERVICE <@> {} } } }",
    "SELECT * { ?s ?p ?o OPTIONAL { >SERVICE <@> {} } }",
    "SELECT * { ?s ?p ?o MINUS { >SERVICE <@> {} } }",
    "SELECT * { { ?s ?p ?o } UNION { >SERVICE <@> {} } }",
    "SELECT * { GRAPH ?g { >SERVICE <@> {} } }",
    "SELECT * { ?s ?p ?o LATERAL { >SERVICE <@> {} } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { >SERVICE <@> {} } }",
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { >SERVICE SILENT <@> {} } }",
    "SELECT (EXISTS { >SERVICE <@> {} } AS ?x) {}",
    "SELECT * { ?s ?p ?o } ORDER BY EXISTS { >SERVICE <@> {} }",
    "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING EXISTS { >SERVICE <@> {} }",
    "ASK { >SERVICE <@> {} }",
    "CONSTRUCT { ?s ?p ?o } { >SERVICE <@> { ?s ?p ?o } }",
    "DESCRIBE ?s { >SERVICE <@> { ?s ?p ?o } }",
    "SELECT * { ?s ?p true>SERVICE<@>{} }",
    "SELECT * { FILTER('a'<'>')>SERVICE<@>{} }#'",
    "SELECT * { SERVICE <http://allowed.example/> { ?s ?p ?o } >SERVICE <@> { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://allowed.example/> { ?s ?p ?o >SERVICE <@> { ?s ?p ?o } } }",
    "SELECT * { SERVICE <http://allowed.example/> { FILTER EXISTS { >SERVICE <@> {} } } }",
    "SELECT * { ?s ?p ?o }\nVALUES ?x { 1 }\n# a comment\n",
]


def spelled(query: str, listener: Listener) -> tuple[str, int]:
    """Fill in the listener; return the query, and where its keyword at fault stands."""
    text = query.replace("@>", f"{listener.address}>").replace("@/", f"{listener.address}/")
    text = text.replace("127.0.0.1:#", f"127.0.0.1:{listener.port}")
    text = text.replace("127.0.0.1]:#", f"127.0.0.1]:{listener.port}")
    for host in ("localhost", "127.1", "2130706433", "0x7f.0.0.1", "//0"):
        text = text.replace(f"{host}:#", f"{host}:{listener.port}")
    text = text.replace("ex:#", f"ex:{listener.port}")
    marks = [i for i in range(len(text)) if text[i : i + 8].upper() == ">SERVICE"]
    return "".join(c for i, c in enumerate(text) if i not in marks), marks[0] if marks else -1


@pytest.mark.parametrize("query", SPELLINGS[:-1])
@pytest.mark.parametrize("allowed", [(), ("http://allowed.example/",)])
def test_no_spelling_calls_an_endpoint_that_is_not_allowed(
    listener: Listener, query: str, allowed: tuple[str, ...]
) -> None:
    text, place = spelled(query, listener)
    found = run(text, ServicePolicy(allowed))

    assert isinstance(found, RequestError)
    assert (found.status, listener.calls) == (403, [])
    if allowed:
        line, column = text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)
        assert (found.line, found.column) == (line, column)


def test_a_query_without_service_runs_as_it_is(listener: Listener) -> None:
    for query in (SPELLINGS[-1], "SELECT ?service { ?service ?p 'SERVICE' } # SERVICE <x> {}"):
        with prepare(query, ServicePolicy(), base=BASE) as prepared:
            assert prepared.text == query


def test_a_refusal_says_what_to_do(listener: Listener) -> None:
    on = ServicePolicy(("http://allowed.example/sparql",))
    said = {
        query: str(run(query, policy))
        for query, policy in {
            "ASK { SERVICE <http://e.example/> {} }": on,
            "ASK { SERVICE SILENT <http://f.example/> {} }": ServicePolicy(),
            "ASK { SERVICE ?x {} }": on,
            "ASK { SERVICE <http://allowed.example/sparql> { SERVICE <http://x.y/> {} } }": on,
            "PREFIX : <x> ASK { SERVICE SILENT:x {} }": on,
        }.items()
    }

    assert list(said.values()) == [
        "SERVICE <http://e.example/> is not allowed: this endpoint calls only "
        "<http://allowed.example/sparql>.",
        "SERVICE is not allowed here: this endpoint makes no requests to other servers. Send the "
        "query to an endpoint of your own that joins this one by SERVICE.",
        "SERVICE with a variable is not allowed here, because which endpoints it calls shows only "
        "while it runs; name the endpoint: SERVICE <https://…>.",
        "a SERVICE within the block of another SERVICE is not allowed here, because the other "
        "endpoint would call it; write them side by side.",
        "this SERVICE clause cannot be made out; write SERVICE <https://…> { … }, with spaces "
        "between the words, and not more than 30 of them.",
    ]


def test_silent_hides_no_refusal_by_where_a_name_leads(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    loopback = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", listener.port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [loopback])
    named = f"http://name.example:{listener.port}/sparql"
    found = run(f"ASK {{ SERVICE SILENT <{named}> {{}} }}", ServicePolicy((named,)))

    assert str(found) == f"SERVICE <{named}> is not allowed: its host is not at a public address."
    assert listener.calls == []


def test_a_query_with_the_word_that_does_not_parse_is_a_syntax_error() -> None:
    with pytest.raises(SyntaxError, match="error at 1:"):
        prepare("ASK { SERVICE <http://e.example/> {}", ServicePolicy(), base=BASE)


def test_the_same_answer_comes_from_the_list_for_relative_names(listener: Listener) -> None:
    policy = ServicePolicy((f"http://127.0.0.1:{listener.port}/sparql",))
    found = run(
        f"BASE <http://127.0.0.1:{listener.port}/a/> ASK {{ SERVICE <../sparql> {{}} }}", policy
    )

    assert (found, len(listener.calls)) == (True, 1)
