"""Peers that answer differently, or not at all, are found before anything is timed."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.answers import WrongAnswerError, check_answers, read_rows
from bench.asking import Server
from bench.queries import Query

EXACT = Query("entity", "one entity", "SELECT ?x {}")
ORDERED = Query("join", "a join", "SELECT ?x {} ORDER BY ?x")
ANY_ROWS = Query("scan", "a scan", "SELECT ?x {}", exact=False)


def answer(*values: str, **more: str) -> bytes:
    rows = [{"x": {"type": "literal", "value": value, **more}} for value in values]
    return json.dumps({"head": {"vars": ["x"]}, "results": {"bindings": rows}}).encode()


@contextmanager
def serving(name: str, status: int, body: bytes) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Give the one answer there is."""
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Server(name, server.server_address[1], "/", 0, 0.0)
        finally:
            server.shutdown()
            thread.join()


def check(query: Query, *bodies: bytes, status: int = 200) -> dict[str, list[float]]:
    with ExitStack() as stack:
        servers = [
            stack.enter_context(serving(name, code, body))
            for name, code, body in zip("ab", (200, status), bodies, strict=True)
        ]
        return check_answers(query, [query.text], servers)


def test_the_same_rows_in_another_order_are_the_same_answer_unless_an_order_is_asked_for() -> None:
    assert check(EXACT, answer("1", "2"), answer("2", "1")).keys() == {"a", "b"}
    with pytest.raises(WrongAnswerError, match="row 0 differs: a gives"):
        check(ORDERED, answer("1", "2"), answer("2", "1"))


@pytest.mark.parametrize(
    ("query", "body", "status", "said"),
    [
        (EXACT, answer("1", "2"), 200, "a gives 1 rows and b 2"),
        (EXACT, answer("2"), 200, "row 0 differs"),
        (EXACT, answer("1", **{"xml:lang": "ru"}), 200, "row 0 differs"),
        (ANY_ROWS, answer("1", "2"), 200, "a gives 1 rows and b 2"),
        (EXACT, b"no", 503, "b answers 503"),
    ],
)
def test_another_answer_is_an_error_that_says_whose(
    query: Query, body: bytes, status: int, said: str
) -> None:
    with pytest.raises(WrongAnswerError, match=said):
        check(query, answer("1"), body, status=status)


def test_of_a_query_that_any_rows_answer_the_number_is_compared() -> None:
    assert check(ANY_ROWS, answer("1"), answer("2")).keys() == {"a", "b"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("integer", "nonNegativeInteger"),
        ("string", ""),
    ],
)
def test_what_engines_spell_differently_is_the_same_row(one: str, other: str) -> None:
    spell: Callable[[str], dict[str, str]] = lambda name: (  # noqa: E731
        {"datatype": f"http://www.w3.org/2001/XMLSchema#{name}"} if name else {}
    )

    assert read_rows(json.loads(answer("1", **spell(one)))) == read_rows(
        json.loads(answer("1", **spell(other)))
    )
