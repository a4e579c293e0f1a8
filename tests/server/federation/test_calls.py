import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pyoxigraph as ox
import pytest

from server.fault import RequestError
from server.federation import preparation
from server.federation.allowed import ServicePolicy
from tests.listener import Answer, Listener
from tests.server.federation.run import BASE, run, small_store

HI = [{"s": "hi"}]


def policy(listener: Listener, **bounds: float) -> ServicePolicy:
    return ServicePolicy((listener.address,), **bounds)  # type: ignore[arg-type]


@contextmanager
def serving_bytes(*pieces: bytes, stay: bool = False, pause_s: float = 0) -> Iterator[str]:
    """Serve one connection these bytes, whatever it asks, and stay connected if asked to."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):
                connection.recv(1 << 16)
                for piece in pieces:
                    connection.sendall(piece)
                    time.sleep(pause_s)
                if stay:
                    done.wait(20)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/sparql"
        done.set()
        thread.join(20)


def test_a_call_carries_the_block_and_names_us_and_its_host(listener: Listener) -> None:
    found = run(
        f"BASE <http://b.example/> SELECT * {{ SERVICE <{listener.address}> "
        "{ ?s <p> '\\u00e9' } }",
        policy(listener),
    )

    assert found == HI
    (call,) = listener.calls
    assert (call.path, call.body) == (
        "/sparql",
        'BASE <http://b.example/>\nSELECT * WHERE { ?s <http://b.example/p> "é" . }',
    )
    assert call.headers == {
        "Host": f"127.0.0.1:{listener.port}",
        "Content-Length": str(len(call.body.encode())),
        "Accept": "application/sparql-results+json, application/sparql-results+xml;q=0.9",
        "Accept-Encoding": "identity",
        "Content-Type": "application/sparql-query",
        "User-Agent": "Standoff",
        "Connection": "close",
    }


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { SERVICE @ { ?s ?p ?o } }",
        "SELECT ?s { { SELECT ?s { SERVICE SILENT @ { ?s ?p ?o } } } }",
        "PREFIX e: @ SELECT ?s { SERVICEe:{ ?s ?p ?o } }",
        "BASE @ SELECT ?s { { FILTER(false) } UNION { SERVICE <> { ?s ?p ?o } } }",
        "SELECT ?s { OPTIONAL { SERVICE @ { ?s ?p ?o } } }",
        "SELECT ?s { SERVICE @ { ?s ?p ?o } FILTER EXISTS { SERVICE @ { ?a ?b ?c } } }",
        "SELECT ?s { SERVICE @ { ?s ?p ?o } SERVICE @ { ?s ?q ?r } }",
        "SELECT ?s { VALUES ?s { 'hi' 'ho' } SERVICE @ { ?s ?p ?o } }",
    ],
)
def test_an_allowed_endpoint_answers_wherever_the_clause_stands(
    listener: Listener, query: str
) -> None:
    assert run(query.replace("@", f"<{listener.address}>"), policy(listener)) == HI


def test_ask_construct_and_describe_call_too(listener: Listener) -> None:
    block = f"{{ SERVICE <{listener.address}> {{ ?s ?p ?o }} }}"

    assert run(f"ASK {block}", policy(listener)) is True
    assert run(f"CONSTRUCT {{ <http://e/x> <http://e/p> ?s }} {block}", policy(listener)) == [
        '<http://e/x> <http://e/p> "hi"'
    ]
    assert run(f"DESCRIBE ?s {block}", policy(listener)) == []


def test_the_word_in_names_does_not_stand_in_the_way(listener: Listener) -> None:
    found = run(
        f"PREFIX service: <{listener.address}> SELECT ?service {{ # SERVICE\n"
        "SERVICE service: { ?s ?p 'SERVICE' } BIND('SERVICE' AS ?service) }",
        policy(listener),
    )

    assert found == [{"service": "SERVICE"}]


def test_the_same_question_is_asked_once(listener: Listener) -> None:
    found = run(
        f"SELECT ?x {{ ?x ?p ?o FILTER EXISTS {{ SERVICE <{listener.address}> {{ ?a ?b ?c }} }} }}",
        policy(listener),
    )

    assert found == [{"x": f"http://e/{i}"} for i in range(3)]
    assert len(listener.calls) == 1


@pytest.mark.parametrize("silent", ["", "SILENT"])
def test_more_calls_than_allowed_are_a_fault_that_silent_does_not_hide(
    listener: Listener, silent: str
) -> None:
    blocks = "".join(f"SERVICE {silent} <{listener.address}> {{ ?s ?p {i} }}" for i in range(4))
    found = run(f"ASK {{ {blocks} }}", policy(listener, max_calls=3))

    assert isinstance(found, RequestError)
    assert (found.status, found.detail, len(listener.calls)) == (
        503,
        "the query calls other endpoints more than 3 times; ask each of them once, outside FILTER "
        "EXISTS and LATERAL.",
        3,
    )


FAILURES = {
    "answered 500 Internal Server Error": Answer(500),
    "answered 400 Bad Request: no such thing": Answer(400, b"no such thing\nmore", "text/plain"),
    "answered 404 Not Found": Answer(404, b"<p>not here", "text/html"),
    "redirects to http://10.0.0.1/, which is not followed; name that address": Answer(
        302, headers={"Location": "http://10.0.0.1/"}
    ),
    "answered in text/html, not with SPARQL results in JSON or XML": Answer(
        body=b"<p>hi", content_type="text/html"
    ),
    "answered in application/sparql-results+json, not with SPARQL results in JSON or XML": Answer(
        headers={"Content-Encoding": "gzip"}
    ),
    "answered with results that cannot be read": Answer(body=b'{"head":{"vars":["s"]},'),
    "answered with true or false, not with solutions": Answer(body=b'{"head":{},"boolean":true}'),
    "answered with more than 1,000 bytes": Answer(body=b" " * 1001),
}


@pytest.mark.parametrize("said", FAILURES)
def test_a_failure_names_the_endpoint_and_silent_hides_it(listener: Listener, said: str) -> None:
    listener.answer = FAILURES[said]
    block = f"<{listener.address}> {{ ?s ?p ?o }}"
    bounds = policy(listener, max_bytes=1000)
    loud = run(f"SELECT * {{ SERVICE {block} }}", bounds)

    assert isinstance(loud, RequestError)
    assert (loud.status, loud.detail) == (502, f"the endpoint <{listener.address}> {said}.")
    assert run(f"SELECT * {{ SERVICE SILENT {block} }}", bounds) == [{}]


def test_a_failure_counts_where_the_engine_takes_it_for_no_solutions(listener: Listener) -> None:
    listener.answer = Answer(500)
    block = f"{{ SERVICE <{listener.address}> {{ ?s ?p ?o }} }}"

    for query in (
        f"SELECT * {{ ?x ?y ?z FILTER NOT EXISTS {block} }}",
        f"SELECT (COALESCE(EXISTS {block}, 'none') AS ?x) {{}}",
        f"SELECT * {{ ?x ?y ?z OPTIONAL {block} }}",
    ):
        found = run(query, policy(listener))
        assert isinstance(found, RequestError), query
        assert found.status == 502


@pytest.mark.parametrize(
    ("pieces", "stay", "status", "said"),
    [
        ((), True, 504, "took longer than 0.2 s"),
        ((b"HTTP/1.1 200 OK\r\n",), True, 504, "took longer than 0.2 s"),
        ((b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",), True, 504, "took longer than 0.2 s"),
        ((b"HTTP/1.1 200 OK\r\n\r\n{",), True, 504, "took longer than 0.2 s"),
        ((), False, 502, "could not be reached: it broke off or does not speak HTTP"),
        (
            (b"SSH-2.0\r\n",),
            False,
            502,
            "could not be reached: it broke off or does not speak HTTP",
        ),
        (
            (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{",),
            False,
            502,
            "could not be reached: it broke off or does not speak HTTP",
        ),
    ],
)
def test_an_endpoint_that_stalls_or_breaks_off_is_named(
    pieces: tuple[bytes, ...], stay: bool, status: int, said: str
) -> None:
    with serving_bytes(*pieces, stay=stay) as address:
        bounds = ServicePolicy((address,), timeout_s=0.2 if stay else 10)
        found = run(f"ASK {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", bounds)

    assert isinstance(found, RequestError)
    assert (found.status, found.detail) == (status, f"the endpoint <{address}> {said}.")


def test_an_endpoint_that_sends_a_byte_now_and_then_runs_out_of_time() -> None:
    drops = [b"HTTP/1.1 200 OK\r\n", *[b"X: x\r\n"] * 90]
    with serving_bytes(*drops, pause_s=0.05) as address:
        bounds = ServicePolicy((address,), timeout_s=0.4)
        found = run(f"ASK {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", bounds)

    assert str(found) == f"the endpoint <{address}> took longer than 0.4 s."


def test_an_endpoint_that_nobody_serves_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/sparql"
    found = run(f"ASK {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", ServicePolicy((address,)))

    assert str(found) == f"the endpoint <{address}> could not be reached: Connection refused."


def test_a_name_that_does_not_resolve_is_said_so_and_silent_hides_it() -> None:
    unknown = "https://nowhere.invalid/sparql"
    found = run(f"ASK {{ SERVICE <{unknown}> {{}} }}", ServicePolicy((unknown,)))

    assert str(found) == (
        f"the endpoint <{unknown}> could not be reached: its name does not resolve."
    )
    assert run(f"ASK {{ SERVICE SILENT <{unknown}> {{}} }}", ServicePolicy((unknown,))) is True


def test_a_call_goes_where_the_name_led_when_it_was_checked(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        if host[0].isdecimal():
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, port))]
        asked.append(host)
        # Whoever asks a second time is led astray.
        address = "127.0.0.1" if len(asked) == 1 else "127.0.0.2"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    named = f"http://name.example:{listener.port}/sparql"
    twice = f"SERVICE <{named}> {{ ?s ?p 1 }} SERVICE <{named}> {{ ?s ?p 2 }}"

    assert run(f"SELECT * {{ {twice} }}", ServicePolicy((named,), allow_private=True)) == HI
    assert [call.headers["Host"] for call in listener.calls] == [
        f"name.example:{listener.port}"
    ] * 2
    assert asked == ["name.example"]


def test_the_relay_lets_a_nested_call_out_of_no_query(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparation, "enclosing", lambda *_: {})
    nested = f"SERVICE SILENT <{listener.address}> {{ SERVICE <{listener.address}> {{}} }}"
    found = run(f"ASK {{ {nested} }}", policy(listener))

    assert isinstance(found, RequestError)
    assert (found.status, listener.calls) == (403, [])


def test_the_relay_answers_only_those_who_know_its_paths(listener: Listener) -> None:
    text = f"ASK {{ SERVICE <{listener.address}> {{ ?s ?p ?o }} }}"
    with preparation.prepare(text, policy(listener), base=BASE) as prepared:
        own = re.findall(r"<(http://127\.0\.0\.1:\d+/([\w-]{40,})/0)>", prepared.text)
        (address, secret) = own[0]
        for guess in (
            address[:-1] + "1",
            address.replace(secret, "x" * len(secret)),
            address + "x",
        ):
            with pytest.raises(OSError, match="404"):
                small_store().query(f"ASK {{ SERVICE <{guess}> {{ ?s ?p ?o }} }}")
        assert listener.calls == []

        assert small_store().query(f"ASK {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
        assert len(listener.calls) == 1
    with pytest.raises(OSError, match="refused"):
        small_store().query(f"ASK {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")


def test_a_text_in_which_another_service_is_left_is_not_run(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blind(find: Callable[[str, str | None], list[int]]) -> Callable[..., list[int]]:
        return lambda text, base: find(text, base)[
            : 1 if text.count(listener.address) == 2 else None
        ]

    monkeypatch.setattr(preparation, "service_places", blind(preparation.service_places))
    block = f"SERVICE <{listener.address}> {{ ?s ?p ?o }}"
    found = run(f"ASK {{ {block} {block} }}", policy(listener))

    assert isinstance(found, RequestError)
    assert (found.status, found.detail, listener.calls) == (
        403,
        "the SERVICE clauses of this query are ambiguous.",
        [],
    )


def test_an_error_of_the_engine_without_a_call_is_its_own(listener: Listener) -> None:
    text = f"SELECT * {{ SERVICE <{listener.address}> {{ ?s ?p ?o }} FILTER(<http://e/f>(?s)) }}"
    with (
        preparation.prepare(text, policy(listener), base=BASE) as prepared,
        pytest.raises(RuntimeError, match="custom function") as caught,
    ):
        ox.Store().query(prepared.text)

    assert prepared.fault(caught.value) is None
