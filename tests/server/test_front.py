"""What stands in front of the application repeats answers, and never one of another version."""

from collections import defaultdict
from collections.abc import Iterable
from time import perf_counter
from typing import Any

import pytest

from server.endpoint import CACHEABLE, Reply
from server.exchange import CACHE, Tally
from server.fault import RequestError
from server.front import FAULT, Front, Plain

HEADERS = [("ETag", '"e"'), ("Content-Type", "text/csv"), ("Vary", "Accept")]


class Asked:
    """An endpoint and an application behind a front, whose version a test can move."""

    def __init__(self, *, is_heard: bool = False) -> None:
        self.version = "one"
        self.served = "one"
        self.cacheable = True
        self.fault: Exception | None = None
        self.times = 0
        self.seen: list[dict[str, Any]] = []
        plain = Plain(
            self.application,
            self,  # type: ignore[arg-type]
            headers=[("X-Own", "1")],
        )
        self.told: list[tuple[Any, ...]] = []
        self.tallies: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
        self.front = Front(
            plain,
            lambda: self.version,
            limit=1 << 20,
            tally=lambda environ, status: self.tallies[environ["REQUEST_METHOD"], status],
            listeners=[lambda *told: self.told.append(told)] if is_heard else [],
        )

    def reply(self, environ: dict[str, Any]) -> Reply | None:
        """Answer with the version that is served, and how often that was asked."""
        if self.fault:
            raise self.fault
        self.times += 1
        environ[CACHEABLE] = self.cacheable
        headers = [*HEADERS, ("Standoff-Snapshot", self.served)]
        return Reply("200 OK", headers, [f"{self.served} {self.times}".encode()])

    def application(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Take what the front leaves."""
        self.seen.append(environ)
        start_response("500 NO", [])
        return [b"behind"]

    def get(self, method: str = "GET", path: str = "/sparql", **more: str) -> tuple[str, str]:
        """Return status and body of an answer."""
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "SERVER_NAME": "e",
            "SERVER_PORT": "80",
            **more,
        }
        status: list[str] = []
        body = self.front(environ, lambda said, _headers: status.append(said))
        return status[0], b"".join(body).decode()


@pytest.fixture
def asked() -> Asked:
    return Asked()


def test_the_same_request_is_answered_once(asked: Asked):
    assert [asked.get(), asked.get()] == [("200 OK", "one 1")] * 2
    assert asked.times == 1


@pytest.mark.parametrize(
    "name", ["QUERY_STRING", "HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_HOST", "SCRIPT_NAME"]
)
def test_a_request_that_differs_in_what_the_answer_depends_on_is_another(asked: Asked, name: str):
    asked.get()

    assert asked.get(**{name: "x"}) == ("200 OK", "one 2")


def test_a_new_version_is_asked_anew_and_the_old_one_is_remembered(asked: Asked):
    asked.get()
    asked.version = asked.served = "two"
    second = asked.get()
    asked.version = asked.served = "one"

    assert second == ("200 OK", "two 2")
    assert asked.get() == ("200 OK", "one 1")


def test_an_answer_of_a_version_that_came_meanwhile_is_not_kept_under_the_old_one(asked: Asked):
    asked.served = "two"  # the version moves between the key and the answer
    asked.get()
    asked.served = "one"  # and back

    assert asked.get() == ("200 OK", "one 2")


def test_what_is_not_to_be_kept_is_asked_each_time(asked: Asked):
    asked.cacheable = False

    assert [asked.get()[1], asked.get()[1]] == ["one 1", "one 2"]


def test_a_body_that_is_kept_is_closed_as_any_other():
    closed = []

    class Body(list[bytes]):
        def close(self) -> None:
            closed.append(1)

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ[CACHEABLE] = True
        start_response("200 OK", [("Standoff-Snapshot", "one")])
        return Body([b"a", b"b"])

    front = Front(application, lambda: "one", limit=1 << 20, tally=lambda *_: Tally())
    environ = {"PATH_INFO": "/x", "SERVER_NAME": "e", "SERVER_PORT": "80"}
    said: list[str] = []
    found = [
        list(front({"REQUEST_METHOD": "GET", **environ}, lambda status, _: said.append(status)))
        for _ in range(2)
    ]

    assert (found, said, closed) == ([[b"ab"]] * 2, ["200 OK"] * 2, [1])


@pytest.mark.parametrize("tag", ['"e"', 'W/"e"', '"x", "e"', "*"])
def test_whoever_has_a_kept_answer_is_told_so(asked: Asked, tag: str):
    asked.get()

    assert asked.get(HTTP_IF_NONE_MATCH=tag) == ("304 NOT MODIFIED", "")
    assert asked.get(HTTP_IF_NONE_MATCH='"x"') == ("200 OK", "one 1")


def test_listeners_are_told_of_what_is_repeated_and_of_nothing_else():
    asked = Asked(is_heard=True)
    asked.get()
    asked.get("POST")
    began = perf_counter()
    asked.get(QUERY_STRING="another")
    asked.get()
    asked.get()
    asked.get("HEAD")
    asked.get(HTTP_IF_NONE_MATCH='"e"')
    took = perf_counter() - began

    own = [("Standoff-Snapshot", "one"), ("X-Own", "1")]
    kept, unchanged = [*HEADERS, *own], [HEADERS[0], HEADERS[2], *own]
    assert [told[1:4] for told in asked.told] == [
        ("200 OK", kept, 5),
        ("200 OK", kept, 5),
        ("200 OK", kept, 0),
        ("304 NOT MODIFIED", unchanged, 0),
    ]
    assert {told[0][CACHE] for told in asked.told} == {"responses"}
    assert all(0 < told[4] < took for told in asked.told)


def test_what_is_repeated_is_counted_by_its_kind_and_nothing_else_is(asked: Asked):
    asked.get("POST")
    for _ in range(4):
        asked.get()
    for _ in range(2):
        asked.get("HEAD")
        asked.get("HEAD", HTTP_IF_NONE_MATCH='"x"')
        asked.get(HTTP_IF_NONE_MATCH='"e"')
    asked.get(HTTP_IF_NONE_MATCH='"x"')

    assert {kind: tally.number for kind, tally in asked.tallies.items()} == {
        ("GET", "200 OK"): 4,
        ("HEAD", "200 OK"): 4,
        ("GET", "304 NOT MODIFIED"): 2,
    }


def test_head_gets_a_kept_answer_without_its_body(asked: Asked):
    asked.get()

    assert asked.get("HEAD") == ("200 OK", "")


@pytest.mark.parametrize("fault", [RequestError(400, "no"), OSError("ours")])
def test_what_goes_wrong_waits_for_the_application_to_say_it(asked: Asked, fault: Exception):
    asked.fault = fault

    assert asked.get() == ("500 NO", "behind")
    assert asked.seen[0][FAULT] is fault


def test_other_methods_and_pages_are_left_to_the_application(asked: Asked):
    assert asked.get("POST")[1] == asked.get(path="/")[1] == "behind"
    assert asked.times == 0
