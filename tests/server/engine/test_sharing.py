"""Queries on disk whose like has been seen to end share a process, and none is hurt by it."""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kg.settings import MIB
from server.engine import nursery, sharing
from server.engine.nursery import Worker
from server.engine.sharing import SharedProcess
from server.fault import RequestError
from tests.server.engine.conftest import ON_DISK, Asked
from tests.server.engine.test_engine import is_alive
from tests.server.processes import wait_until
from tests.server.small import publish_small

LONG, LONGER, FOREVER = 300_000, 1_800_000, 10**15
TIMES = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r . ?s ?t ?u . ?v ?w ?x"


def counted(limit: int) -> str:
    """Return a query that takes as long as its number says, whatever its like took."""
    return f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT (1 AS ?one) {{ {TIMES} }} LIMIT {limit} }} }}"


def hoarding(limit: int) -> str:
    """Return one that takes as much memory as its number says."""
    rows = f"SELECT DISTINCT * {{ {TIMES} }} LIMIT {limit}"
    return f"SELECT (COUNT(*) AS ?n) {{ {{ {rows} }} }}"


class Used:
    """The processes that ran queries, by what they were: shared or not."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.shared: list[int] = []
        self.threads: list[int] = []
        self.stands_back: list[bool] = []
        take = SharedProcess.take

        def noted(process: SharedProcess, *said: Any, **how: Any) -> Worker | None:
            found = take(process, *said, **how)
            if found:
                self.shared.append(found.pid)
                self.threads.append(found.thread)
                policy = os.sched_getscheduler(found.thread)
                self.stands_back.append(policy == os.SCHED_IDLE)
            return found

        monkeypatch.setattr(SharedProcess, "take", noted)


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> Used:
    return Used(monkeypatch)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a query take much longer than its like, which on a slow machine it may."""
    monkeypatch.setattr(sharing, "LEAST_PATIENCE_S", 30.0)


@pytest.fixture
def asked(start: Callable[..., Asked]) -> Asked:
    """Start an engine on disk that has seen a query end."""
    found = start(**ON_DISK)
    assert found.value(counted(LONG)) == str(LONG)
    return found


def ended(running: Future[str]) -> RequestError:
    fault = running.exception(timeout=20)
    assert isinstance(fault, RequestError)
    return fault


def at_work(asked: Asked, number: int) -> bool:
    return sum(asked.current.engines.lanes.running.values()) == number


def test_those_whose_like_was_seen_to_end_share_one_process(asked: Asked, used: Used):
    limits = [LONG + n for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(asked.value, map(counted, limits)))

    assert found == list(map(str, limits))
    assert len(used.shared) == 4
    assert len(set(used.shared)) == 1


@pytest.mark.usefixtures("patient")
def test_those_that_take_long_stand_back_from_the_start_so_that_none_runs_ahead(
    asked: Asked, used: Used
):
    assert asked.value(counted(LONGER)) == str(LONGER)
    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(asked.value, counted(LONGER))]
        assert wait_until(lambda: len(used.shared) == 2)
        running += [pool.submit(asked.value, counted(LONGER + n)) for n in (1, 2)]
        assert [one.result(timeout=20) for one in running] == [str(LONGER + n) for n in range(3)]

    # Whoever is alone has nobody to stand back for.
    assert used.stands_back == [False, False, True, True]


def test_threads_are_used_again_whether_they_stand_back_or_not(asked: Asked, used: Used):
    with ThreadPoolExecutor(3) as pool:
        for _ in range(4):
            found = list(pool.map(asked.value, [counted(LONG)] * 3))
            assert found == [str(LONG)] * 3

    assert len(used.shared) == 12
    assert len(set(used.shared)) == 1
    assert len(set(used.threads)) <= 2 * 3


@pytest.mark.usefixtures("patient")
def test_one_with_a_fault_leaves_the_process_to_others(asked: Asked, used: Used):
    assert asked.value(counted(LONGER)) == str(LONGER)
    with ThreadPoolExecutor(2) as pool:
        running = pool.submit(asked.value, counted(LONGER))
        assert wait_until(lambda: len(used.shared) == 2)
        with pytest.raises(RequestError, match="Nothing here fits") as caught:
            asked.ask(counted(LONGER + 1), formats=("text/html",))
        assert running.result(timeout=20) == str(LONGER)
    assert asked.value(counted(LONGER)) == str(LONGER)

    assert caught.value.status == 406
    assert used.stands_back == [False, False, True, False]
    assert len(set(used.shared)) == 1


def test_those_that_are_new_have_each_its_own(start: Callable[..., Asked], used: Used):
    asked = start(**ON_DISK)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(asked.value, [counted(LONG)] * 2)) == [str(LONG)] * 2

    assert used.shared == []


def test_none_shares_while_others_wait(asked: Asked, used: Used, monkeypatch: pytest.MonkeyPatch):
    lanes = type(asked.current.engines.lanes)
    monkeypatch.setattr(lanes, "is_crowded", property(lambda _: True))

    assert asked.value(counted(LONG)) == str(LONG)
    assert used.shared == []


@pytest.mark.usefixtures("patient")
def test_a_run_away_gets_its_fault_in_time_and_its_neighbours_their_answers(
    asked: Asked, used: Used
):
    with ThreadPoolExecutor(3) as pool:
        neighbours = [pool.submit(asked.value, counted(LONGER + n)) for n in range(2)]
        assert wait_until(lambda: len(used.shared) == 2)
        began = time.monotonic()
        with pytest.raises(RequestError) as caught:
            asked.ask(counted(FOREVER), timeout_s=0.5)
        took = time.monotonic() - began
        found = [running.result(timeout=20) for running in neighbours]

    assert (caught.value.status, caught.value.bound) == (504, "timeout_s")
    assert took < 1.5
    assert found == [str(LONGER), str(LONGER + 1)]
    (process,) = set(used.shared)
    # Nobody waits for the run-away any more.
    assert wait_until(lambda: not is_alive(process), seconds=5)
    assert asked.value(counted(LONG)) == str(LONG)
    assert len(used.shared) == 3  # its like have each their own from now on


def test_once_one_takes_far_longer_than_its_like_nobody_else_comes_in(asked: Asked, used: Used):
    assert asked.value(hoarding(20_000)) == "20000"
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(asked.ask, counted(FOREVER), timeout_s=6)
        assert wait_until(lambda: len(used.shared) == 1)
        process = asked.engine._sharing._process
        assert process
        assert wait_until(lambda: not process.is_open, seconds=6)
        assert asked.value(hoarding(20_001)) == "20001"
        assert ended(running).status == 504

    first, second = used.shared
    assert first != second


def test_run_aways_that_share_leave_room_for_whoever_waits(start: Callable[..., Asked], used: Used):
    asked = start(**ON_DISK, short_queries=4, long_queries=1)
    assert asked.value(counted(LONG)) == str(LONG)
    lanes = asked.current.engines.lanes
    with ThreadPoolExecutor(5) as pool:
        running = [pool.submit(asked.ask, f"SELECT (COUNT(*) AS ?n) {{ {TIMES} }}", timeout_s=5)]
        assert wait_until(lambda: lanes.running["long"] == 1)
        running += [pool.submit(asked.ask, counted(FOREVER), timeout_s=5) for _ in range(4)]
        assert wait_until(lambda: lanes.running["short"] == 4)
        answered = asked.ask("ASK {}", client="another").rows

        assert not any(one.done() for one in running)
        assert [ended(one).bound for one in running] == ["timeout_s"] * 5

    assert answered is None
    assert len(used.shared) == 4
    assert wait_until(lambda: not any(map(is_alive, used.shared)), seconds=5)
    assert lanes.running.total() == 0


def test_whoever_is_in_a_process_that_ends_is_answered_all_the_same(asked: Asked, used: Used):
    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(asked.value, counted(LONG + n)) for n in range(3)]
        assert wait_until(lambda: len(used.shared) == 3 and at_work(asked, 3))
        os.kill(used.shared[0], signal.SIGKILL)
        found = [one.result(timeout=20) for one in running]

    assert found == [str(LONG + n) for n in range(3)]


def test_one_that_takes_too_much_memory_fails_alone(start: Callable[..., Asked], used: Used):
    asked = start(**ON_DISK, query_memory=96 * MIB)
    assert asked.value(counted(LONG)) == str(LONG)
    assert asked.value(hoarding(20_000)) == "20000"
    with ThreadPoolExecutor(2) as pool:
        neighbour = pool.submit(asked.value, counted(LONGER))
        assert wait_until(lambda: len(used.shared) == 1)
        with pytest.raises(RequestError) as caught:
            asked.ask(hoarding(FOREVER))
        assert neighbour.result(timeout=20) == str(LONGER)

    assert (caught.value.status, caught.value.bound) == (503, "query_memory")
    assert caught.value.limit == 96 * MIB
    assert len(used.shared) == 2


def lines(limit: int) -> str:
    """Return a query for so many rows, each of 22 bytes in CSV and 60 in JSON."""
    return f"SELECT ('{'x' * 20}' AS ?line) {{ {TIMES} }} LIMIT {limit}"


@pytest.mark.parametrize("chosen", ["json", "csv", "xml"])
def test_what_is_written_into_a_file_at_once_is_the_same(asked: Asked, used: Used, chosen: str):
    alone = asked.ask(lines(40_000), formats=(chosen,))
    shared = asked.ask(lines(40_000), formats=(chosen,))

    assert len(used.shared) == 1
    assert shared == alone
    assert (shared.rows, len(shared.body)) == (40_000, shared.length)


@pytest.mark.parametrize("chosen", ["json", "csv"])
def test_an_answer_past_the_bound_fails_as_it_would_alone(
    start: Callable[..., Asked], used: Used, chosen: str
):
    asked = start(**ON_DISK, answer_bytes=6 * MIB)
    assert asked.ask(lines(20_000), formats=(chosen,)).rows == 20_000
    with pytest.raises(RequestError) as caught:
        asked.ask(lines(400_000), formats=(chosen,))

    assert (caught.value.status, caught.value.bound) == (503, "answer_bytes")
    assert caught.value.limit == 6 * MIB
    assert len(used.shared) == 1
    # What its rows take in CSV is not known before they are all there: it is tried again alone.
    assert wait_until(lambda: is_alive(used.shared[0]) == (chosen == "json"))


def test_one_whose_rows_are_only_too_long_on_the_way_to_its_format_is_answered(
    start: Callable[..., Asked], used: Used
):
    asked = start(**ON_DISK, answer_bytes=6 * MIB)
    assert asked.ask(lines(20_000), formats=("csv",)).rows == 20_000
    found = asked.ask(lines(150_000), formats=("csv",))

    assert (found.rows, found.length < 6 * MIB) == (150_000, True)
    assert asked.ask(lines(30_000), formats=("csv",)).rows == 30_000
    assert len(used.shared) == 1  # its like are alone from now on


def test_a_process_that_has_grown_is_replaced(
    start: Callable[..., Asked], used: Used, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(nursery, "GROWTH_ON_DISK_BYTES", 4 * MIB)
    asked = start(**ON_DISK)
    # Neither the first one shares, nor are there two in a process that has grown.
    for _ in range(4):
        assert asked.value(hoarding(40_000)) == "40000"

    assert len(used.shared) == len(set(used.shared)) == 3
    assert wait_until(lambda: not any(map(is_alive, used.shared)), seconds=5)


def test_it_ends_with_its_version(tmp_path: Path, start: Callable[..., Asked], used: Used):
    publish_small(tmp_path)
    asked = start(tmp_path, **ON_DISK)
    for _ in range(2):
        assert asked.value(counted(LONG)) == str(LONG)
    (process,) = used.shared
    assert is_alive(process)

    more = "<https://w3id.org/standoff/graph/entities> { <x:s> <x:p> <x:o> . }"
    publish_small(tmp_path, more)
    asked.current.look()

    assert wait_until(lambda: not is_alive(process), seconds=5)
