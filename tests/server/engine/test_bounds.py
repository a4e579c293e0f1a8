"""Every bound holds: whatever a query does, it gets a clean fault and hurts no other."""

import threading
from pathlib import Path

import pytest

from kg.settings import MIB
from server.engine.watching import BIRTH_BYTES
from server.fault import RequestError
from tests.server.engine.conftest import QUERY_MEMORY, Asked
from tests.server.processes import descendants, resident_kib

PAIRS = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
TRIPLES = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
RUN_AWAY = f"SELECT (COUNT(*) AS ?count) {PAIRS}"
LONG = "x" * 500
DEEP, CHAIN = 5000, 20_000
BORN_WITH = 24 * MIB
"""What a process shares with the one it was forked from until it writes to it."""
LEFT_BY_LOADING = 144 * MIB
"""With the stacks of the store's threads, 8 MiB each, which no query can use."""


def fault_of(asked: Asked, text: str, **options: object) -> RequestError:
    with pytest.raises(RequestError) as caught:
        asked.ask(text, **options)  # type: ignore[arg-type]
    return caught.value


def engine_kib() -> dict[int, int]:
    """Return the memory of each process of an engine.

    No others: one that has just been forked off these tests still looks as large as they are.
    """
    known = descendants().items()
    return {pid: resident_kib(pid) for pid, command in known if "server.engine" in command}


def zygotes_with_data() -> set[int]:
    """Return the processes that hold a version in memory, for others to be forked from."""
    known = descendants().items()
    return {pid for pid, command in known if "zygote" in command and '"load": "' in command}


def room(pid: int) -> int:
    """Return the memory that a process may use without asking for any, in bytes."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    said = dict(line.split(":") for line in lines)
    kib = {name: int(said[name].split()[0]) for name in ("VmData", "RssAnon")}
    return (kib["VmData"] - kib["RssAnon"]) << 10


def answers(asked: Asked) -> bool:
    return asked.value("SELECT (7 AS ?x) {}") == "7"


def test_a_client_gets_no_more_time_than_there_is(start):
    asked = start(timeout_s=0.3, store_memory=1)

    assert fault_of(asked, RUN_AWAY, timeout_s=99).limit == 0.3


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {PAIRS} ORDER BY ?c ?f",
        f"SELECT (COUNT(*) AS ?x) {{ SELECT DISTINCT * {TRIPLES} }}",
        f"SELECT ?a ?c ?d ?f ?g ?i (COUNT(*) AS ?x) {TRIPLES} GROUP BY ?a ?c ?d ?f ?g ?i",
        f"SELECT (GROUP_CONCAT(?l0) AS ?x) {{ {PAIRS} BIND(CONCAT('{LONG}', STR(?c)) AS ?l0) }}",
        f"SELECT (STRLEN(?a29) AS ?x) {{ BIND('{LONG}' AS ?a0) "
        + "".join(f"BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1}) " for i in range(29))
        + "}",
        f"SELECT * {{ {{ SELECT * {PAIRS} }} MINUS {{ SELECT * {PAIRS} }} }}",
        f"CONSTRUCT {{ ?a ?e ?x }} {{ {TRIPLES} BIND(CONCAT(STR(?c), STR(?f), STR(?i)) AS ?x) }}",
    ],
    ids=["order", "distinct", "group", "concat", "doubling", "join", "construct"],
)  # fmt: skip
def test_a_query_past_its_memory_is_ended_before_it_takes_it(asked: Asked, query: str):
    before = engine_kib()  # other tests may have engines, too
    most = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal most
        while not done.wait(0.05):
            most = max([most, *(kib - before.get(pid, 0) for pid, kib in engine_kib().items())])

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        fault = fault_of(asked, query)
    finally:
        done.set()
        watching.join()

    assert (fault.status, fault.bound, fault.limit) == (503, "query_memory", QUERY_MEMORY)
    assert "48 MiB" in fault.detail
    assert most << 10 < QUERY_MEMORY + BIRTH_BYTES + BORN_WITH
    assert answers(asked)


def test_what_loading_took_is_not_left_to_queries(start):
    before = zygotes_with_data()
    start()
    [zygote] = zygotes_with_data() - before

    assert room(zygote) < LEFT_BY_LOADING


@pytest.mark.parametrize("form", ["SELECT *", "SELECT DISTINCT ?a ?b", "CONSTRUCT { ?a ?b ?f }"])
@pytest.mark.parametrize("wanted", [{}, {"formats": ("csv",)}, {"encodings": ("gzip",)}], ids=str)
def test_an_answer_larger_than_the_bound_is_a_fault(start, form: str, wanted: dict):
    asked = start(answer_bytes=3000, store_memory=1)
    if "CONSTRUCT" in form:
        wanted = {k: v for k, v in wanted.items() if k != "formats"}

    fault = fault_of(asked, f"{form} {{ ?a ?b ?c . ?d ?e ?f }}", **wanted)

    assert (fault.status, fault.bound, fault.limit) == (503, "answer_bytes", 3000)
    assert answers(asked)


TOO_DEEP = {
    "parens": "SELECT * { FILTER" + "(" * DEEP + "1" + ")" * DEEP + " }",
    "unclosed": "SELECT * { FILTER" + "(" * DEEP,
    "nots": "SELECT (" + "!" * CHAIN + "true AS ?x) {}",
    "groups": "SELECT * " + "{" * DEEP + "}" * DEEP,
    "subqueries": "SELECT * " + "{ SELECT * " * DEEP + "{}" + "}" * DEEP,
    "optionals": "SELECT * {" + "OPTIONAL {" * DEEP + "}" * DEEP + "}",
    "exists": "SELECT * {" + "FILTER EXISTS {" * DEEP + "}" * DEEP + "}",
    "concats": "SELECT (" + "CONCAT('a'," * DEEP + "'b'" + ")" * DEEP + " AS ?x) {}",
    "plus": "SELECT (1" + "+1" * CHAIN + " AS ?x) {}",
    "or": "SELECT * { FILTER(?x" + " || ?x" * CHAIN + ") }",
    "alternatives": "SELECT * { ?s " + "|".join(["<x:a>"] * CHAIN) + " ?o }",
    "blank nodes": "SELECT * { ?s ?p " + "[ ?q " * DEEP + "1" + "]" * DEEP + " }",
    "minus": "SELECT * { ?s ?p ?o " + "MINUS { ?s ?p 1 } " * DEEP + "}",
}
LONG_BUT_READ = {
    "values": "SELECT * { VALUES ?x {" + "1 " * 50_000 + "} }",
    "list": "SELECT * { FILTER(1 IN (" + ",".join(map(str, range(CHAIN))) + ")) }",
    "unions": "SELECT * {" + " UNION ".join(["{ ?s ?p 1 }"] * 500) + "}",
    "path": "SELECT * { ?s " + "(" * DEEP + "<x:a>" + ")*" * DEEP + " ?o }",
}
PLANNED_FOREVER = {
    "bgp": "SELECT * {" + " . ".join(f"?s{i} ?p{i} ?s{i + 1}" for i in range(800)) + "}",
    "star": "SELECT * {" + " . ".join(f"?s <x:p{i}> ?o{i}" for i in range(800)) + "}",
    "chain": "SELECT * {"
    + "".join(f"OPTIONAL {{ ?s ?p{i} {i} }} " for i in range(3000))
    + "}",
}  # fmt: skip


@pytest.mark.parametrize("query", TOO_DEEP.values(), ids=TOO_DEEP)
def test_text_that_overflows_the_engine_ends_only_its_own_process(asked: Asked, query: str):
    fault = fault_of(asked, query)

    assert (fault.status, fault.bound) == (400, "depth")
    assert answers(asked)


@pytest.mark.parametrize("query", LONG_BUT_READ.values(), ids=LONG_BUT_READ)
def test_long_text_that_can_be_read_is_answered(asked: Asked, query: str):
    asked.ask(query).close()

    assert answers(asked)


@pytest.mark.parametrize("query", PLANNED_FOREVER.values(), ids=PLANNED_FOREVER)
def test_what_takes_forever_to_plan_is_stopped_in_time(asked: Asked, query: str):
    fault = fault_of(asked, query, timeout_s=0.3)

    assert fault.status in (504, 400)
    assert fault.bound in ("timeout_s", "depth")
    assert answers(asked)
