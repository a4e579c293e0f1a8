"""Queries are answered, whatever becomes of the processes that run them."""

import hashlib
import os
import signal
import socket
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from server.engine import engine as engines
from server.engine.ends import BARELY_S
from server.engine.job import Job
from server.engine.lanes import REMEMBERED, KnownLong
from server.engine.nursery import Nursery
from server.engine.spool import INLINE_BYTES, SOCKET_BYTES
from server.engine.worker import out_of_memory
from server.fault import RequestError
from tests.server.engine.conftest import ON_DISK, Asked
from tests.server.processes import descendants, open_files, parents, wait_until
from tests.server.small import publish_small

RUN_AWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
AGAIN = " ".join(map(str, range(8)))  # long enough on a fast machine too
LONGER = f"SELECT (COUNT(*) AS ?n) {{ VALUES ?x {{ {AGAIN} }} ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } LIMIT 10000"  # more than stays in memory
BEHIND, IN_FULL = "behind others", "in full"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def nursery_of(asked: Asked) -> Nursery:
    return asked.engine._memory or asked.engine._disk.get()


def zygote_of(nursery: Nursery) -> int:
    return nursery._process.pid


def workers_of(nursery: Nursery) -> list[int]:
    own = zygote_of(nursery)
    return [pid for pid in descendants(own) if is_alive(pid)]


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def zygotes() -> dict[int, str]:
    """Our children, which fork the processes that run queries."""
    own = [pid for pid, parent in parents().items() if parent == os.getpid()]
    return {pid: name for pid, name in descendants().items() if pid in own}


def kill_all(pids: list[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not any(map(is_alive, pids)))


def test_a_process_that_was_killed_while_idle_is_replaced_unseen(asked: Asked):
    asked.value(COUNT)
    kill_all(workers_of(nursery_of(asked)))

    assert asked.value(COUNT) == "76"


def test_a_process_that_dies_as_the_query_reaches_it_is_replaced_unseen(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
):
    asked.value(COUNT)
    sent = engines.send_job
    killed = []

    def kill_before(sock, job):
        if not killed:
            killed.extend(workers_of(nursery_of(asked)))
            kill_all(killed)
        sent(sock, job)

    monkeypatch.setattr(engines, "send_job", kill_before)

    assert asked.value(COUNT) == "76"
    assert killed


def test_a_process_that_ends_in_order_as_the_query_reaches_it_is_replaced_unseen(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
):
    sent = engines.send_job
    ended = []

    def end_instead(sock, job):
        if ended:
            sent(sock, job)
        else:
            ended.append(sock)
            sock.shutdown(socket.SHUT_WR)

    monkeypatch.setattr(engines, "send_job", end_instead)

    assert asked.value(COUNT) == "76"
    assert ended


def test_a_process_that_had_no_memory_left_is_not_used_again(
    start, monkeypatch: pytest.MonkeyPatch
):
    asked = start(**ON_DISK)
    monkeypatch.setattr(asked.engine, "_may_share", lambda _turn: False)
    asked.value(COUNT)
    [before] = nursery_of(asked)._idle
    received = engines.receive_answer

    def receive_fault(sock, **limits):
        received(sock, **limits)
        raise out_of_memory(1 << 20)  # as a process says that is about to end

    with monkeypatch.context() as patched:
        patched.setattr(engines, "receive_answer", receive_fault)
        with pytest.raises(RequestError) as caught:
            asked.ask(COUNT)

    assert caught.value.bound == "query_memory"
    assert asked.value(COUNT) == "76"
    assert before not in nursery_of(asked)._idle


def test_how_a_process_ended_is_not_told_of_a_later_one_of_its_number(start):
    asked = start(**ON_DISK)
    asked.value(COUNT)
    nursery = nursery_of(asked)
    for _ in range(5):  # the system may begin with low numbers again, just then
        last = int(Path("/proc/loadavg").read_text(encoding="ascii").split()[-1])
        noted = range(last + 1, last + 300)
        for pid in noted:
            nursery._ends.note(pid, 0)
        worker = nursery.fork(store="", is_union=True)
        worker.close()
        if worker.pid in noted:
            break

    assert worker.pid in noted
    assert nursery.end_of(worker) == -signal.SIGKILL


def test_a_process_that_is_killed_at_work_is_a_clean_fault_and_replaced(asked: Asked):
    with ThreadPoolExecutor(1) as pool:
        before = set(workers_of(nursery_of(asked)))
        running = pool.submit(asked.ask, RUN_AWAY)
        assert wait_until(lambda: asked.current.engines.lanes.running["short"] == 1)
        time.sleep(2 * BARELY_S)
        kill_all(list(set(workers_of(nursery_of(asked))) | before))
        fault = running.exception(timeout=5)

    assert isinstance(fault, RequestError)
    assert (fault.status, fault.bound) == (503, "query_memory")  # who else kills like that
    assert asked.value(COUNT) == "76"


def test_a_zygote_that_is_killed_takes_no_query_with_it(start):
    asked = start(**ON_DISK)
    asked.value(COUNT)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(asked.value, LONGER)
        assert wait_until(lambda: asked.current.engines.lanes.running["short"] == 1)
        os.kill(zygote_of(nursery_of(asked)), signal.SIGKILL)
        found = running.result(timeout=15)

    assert found == str(8 * 76**3)
    assert asked.value(COUNT) == "76"


def test_without_the_process_in_memory_the_disk_serves_until_it_is_back(
    start, caplog: pytest.LogCaptureFixture
):
    before = set(zygotes())
    asked = start()
    memory = nursery_of(asked)

    os.kill(zygote_of(memory), signal.SIGKILL)
    with ThreadPoolExecutor(8) as pool:  # all at once, so that it is not started twice
        found = list(pool.map(asked.value, [COUNT] * 8))

    assert found == ["76"] * 8
    assert wait_until(lambda: asked.engine.is_in_memory)
    assert nursery_of(asked) is not memory
    assert asked.value(COUNT) == "76"
    loaders = [n for pid, n in zygotes().items() if pid not in before and '"load": "/' in n]
    assert len(loaders) == 1
    said = [record.getMessage() for record in caplog.records]
    assert said == ["the process that holds the data in memory is gone; it is started anew"]


def test_a_query_past_its_time_is_stopped_within_a_second(asked: Asked):
    began = time.monotonic()
    with pytest.raises(RequestError) as caught:
        asked.ask(RUN_AWAY, timeout_s=0.4)
    took = time.monotonic() - began

    fault = caught.value
    assert (fault.status, fault.bound, fault.limit) == (504, "timeout_s", 0.4)
    assert "0.4 seconds" in fault.detail
    assert took < 1.4
    assert asked.value("SELECT (7 AS ?x) {}") == "7"


def test_a_process_that_stands_still_does_not_keep_the_query_beyond_its_time(asked: Asked):
    asked.value(COUNT)
    stopped = workers_of(nursery_of(asked))
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    long = f"{COUNT} #" + "x" * 900_000  # more than a socket holds

    began = time.monotonic()
    with pytest.raises(RequestError) as caught:
        asked.ask(long, timeout_s=0.3)
    took = time.monotonic() - began
    kill_all(stopped)

    assert (caught.value.status, caught.value.bound) == (504, "timeout_s")
    assert took < 1.3
    assert asked.value(COUNT) == "76"


def test_many_at_once_each_get_their_own_answer(asked: Asked):
    def mine(number: int) -> str:
        return asked.value(f"SELECT ({number} AS ?n) {{ ?s ?p ?o }} LIMIT 1")

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(mine, range(200))) == [str(number) for number in range(200)]


def test_an_answer_past_what_sockets_take_is_handed_on_as_a_file_or_brought_in(asked: Asked):
    job = Job("SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 900", "http://e/", "http://e/")

    handed_on = asked.engine.found(job, client="c")
    held = asked.engine.ask(job, client="c")

    assert SOCKET_BYTES < handed_on.length < INLINE_BYTES
    assert (handed_on.body, held.file) == (b"", None)
    assert handed_on.file is not None
    before = open_files()
    brought = handed_on.brought_in()
    assert (brought, brought.body) == (held, held.body)
    assert hashlib.sha256(brought.body).digest() == brought.digest
    assert open_files() == before - 1


def test_a_large_answer_comes_in_a_file_with_its_digest(asked: Asked):
    query = LARGE

    first, second = asked.ask(query), asked.ask(query)

    assert first.file is not None
    assert first.length == os.fstat(first.file).st_size
    assert (first.rows, first.digest) == (10_000, second.digest)
    first.close()
    second.close()


def test_nothing_is_left_after_many_queries_of_every_fate(start):
    asked = start(query_memory=48 << 20, **ON_DISK)
    fates = [
        ("ASK {}", {}),
        (COUNT, {"formats": ("csv",)}),
        ("SELECT * {", {}),
        ("SELECT * { SERVICE <x:y> {} }", {}),
        ("SELECT * { ?a ?b ?c }", {"encodings": ("gzip",)}),
        (COUNT, {"accept": "image/png"}),
    ]
    rare = [
        ("SELECT (" + "!" * 20_000 + "true AS ?x) {}", {}),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?f", {}),
        (RUN_AWAY, {"timeout_s": 0.05}),
        (LARGE, {}),
    ]

    def run(query: str, wanted: dict) -> None:
        with suppress(RequestError):
            asked.ask(query, **wanted).close()

    def run_many(times: int) -> None:
        with ThreadPoolExecutor(4) as pool:
            for _ in range(times):
                list(pool.map(run, *zip(*fates, strict=True)))

    run_many(2)
    before, threads = open_files(), threading.active_count()
    run_many(80)
    for query, wanted in rare * 2:
        run(query, wanted)
    run_many(1)

    idle = asked.current.settings.short_queries
    assert open_files() <= before + 3 * idle
    assert wait_until(lambda: len(descendants(zygote_of(nursery_of(asked)))) <= idle)
    assert threading.active_count() == threads
    assert asked.current.engines.lanes.running.total() == 0
    assert asked.current.engines.lanes.waiting == 0


def test_closing_ends_every_process_and_file(build_root: Path, start):
    processes, files, threads = set(descendants()), open_files(), threading.active_count()

    with ThreadPoolExecutor(2) as pool:
        in_memory, on_disk = start(), start(**ON_DISK)
        list(pool.map(Asked.value, [in_memory, on_disk] * 4, [COUNT] * 8))
        in_memory.current.close()
        on_disk.current.close()

    assert wait_until(lambda: set(descendants()) <= processes)
    assert open_files() == files
    assert wait_until(lambda: threading.active_count() == threads)


def test_closing_without_a_query_starts_nothing(build_root: Path, start, monkeypatch):
    asked = start(**ON_DISK)
    before = set(descendants())

    asked.current.close()
    asked.engine.retire()

    assert set(descendants()) == before


def test_closing_while_the_data_is_loaded_leaves_nothing(build_root: Path, start):
    processes = set(descendants())
    asked = start(**ON_DISK)

    asked.engine.load()
    asked.current.close()

    assert wait_until(lambda: set(descendants()) <= processes)
    assert not asked.engine.is_in_memory


def test_a_retired_engine_lets_those_finish_who_are_at_work(tmp_path: Path, start):
    publish_small(tmp_path)
    asked = start(tmp_path)
    memory = nursery_of(asked)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(asked.value, LONGER)
        assert wait_until(lambda: asked.current.engines.lanes.running["short"] == 1)
        asked.engine.retire()
        was_held = is_alive(zygote_of(memory))
        found = running.result(timeout=15)

    assert (was_held, found) == (True, str(8 * 76**3))
    assert memory.gone.is_set()
    assert not workers_of(asked.engine._disk.get())


def test_a_short_query_is_answered_while_long_ones_fill_both_lanes(start):
    asked = start(short_queries=2, long_queries=1, **ON_DISK)
    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(asked.ask, RUN_AWAY + f" #{i}", timeout_s=2.5) for i in range(4)]
        assert wait_until(lambda: asked.current.engines.lanes.running["long"] == 1)

        began = time.monotonic()
        found = asked.value(COUNT)
        took = time.monotonic() - began
        faults = [each.exception(timeout=5) for each in running]

    assert found == "76"
    assert took < 1.5
    assert {f.status for f in faults if isinstance(f, RequestError)} <= {503, 504}
    assert len(faults) == 4
    assert asked.current.engines.lanes.running.total() == 0


def test_beside_many_run_aways_short_queries_are_answered_before_any_of_them_ends(start):
    asked = start(short_queries=4, long_queries=2, **ON_DISK)

    def run_away(number: int) -> None:
        asked.ask(f"{RUN_AWAY} #{number}", client=str(number), timeout_s=5)

    with ThreadPoolExecutor(30) as pool:
        running = [pool.submit(run_away, number) for number in range(30)]
        assert wait_until(lambda: asked.current.engines.lanes.waiting >= 20)
        found = [asked.value(COUNT) for _ in range(5)]
        ended = sum(each.done() for each in running)
        faults = [each.exception() for each in running]

    assert (found, ended) == (["76"] * 5, 0)
    assert {f.status for f in faults if isinstance(f, RequestError)} <= {503, 504}
    assert len(faults) == 30
    assert asked.current.engines.lanes.running.total() == 0
    assert asked.current.engines.processors.waiting == 0


def standing(thread: int) -> str:
    """Tell whether a thread takes all the time it can, or less beside others that do."""
    is_last = os.sched_getscheduler(thread) == os.SCHED_IDLE
    is_nicer = os.getpriority(os.PRIO_PROCESS, thread) > os.getpriority(os.PRIO_PROCESS, 0)
    return BEHIND if is_last or is_nicer else IN_FULL


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="there is no such standing here")
def test_a_process_whose_query_stood_back_answers_the_next_one_in_full_standing(start):
    asked = start(**ON_DISK)
    with ThreadPoolExecutor(2) as pool:  # one that is alone need not stand back
        found = list(pool.map(asked.value, [f"{LONGER} #{number}" for number in range(2)]))
    workers = list(nursery_of(asked)._idle)
    stood_back = [worker for worker in workers if worker.thread]
    after = [asked.value(COUNT) for _ in range(2)]

    assert (found, after) == ([str(8 * 76**3)] * 2, ["76"] * 2)
    assert stood_back
    for worker in stood_back:
        assert [standing(thread) for thread in (worker.pid, worker.thread)] == [BEHIND, IN_FULL]
    assert list(nursery_of(asked)._idle) == workers


def test_a_query_known_to_be_long_does_not_take_a_short_place_again(start):
    asked = start(short_queries=1, **ON_DISK)
    with pytest.raises(RequestError):
        asked.ask(RUN_AWAY, timeout_s=0.1)
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(asked.ask, RUN_AWAY, timeout_s=0.5)
        assert wait_until(lambda: asked.current.engines.lanes.running["long"] == 1)
        shorts = asked.current.engines.lanes.running["short"]
        running.exception(timeout=5)

    assert shorts == 0


def test_only_so_many_long_queries_are_remembered():
    known = KnownLong()
    for number in range(REMEMBERED + 1):
        known.add(str(number).encode())

    assert b"0" not in known
    assert b"1" in known


@pytest.mark.parametrize("is_shared", [False, True])
def test_an_error_of_ours_spends_the_process_and_frees_the_place(
    start, monkeypatch: pytest.MonkeyPatch, is_shared: bool
):
    asked = start(**ON_DISK)
    monkeypatch.setattr(asked.engine, "_may_share", lambda _turn: is_shared)
    asked.value(LONGER)
    first = set(workers_of(nursery_of(asked)))
    asked.value(LONGER)
    (before,) = set(workers_of(nursery_of(asked))) - first if is_shared else first

    def fail(*_args: object, **_options: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(engines, "receive_answer", fail)
    with pytest.raises(ZeroDivisionError):
        asked.ask(LONGER)
    monkeypatch.undo()

    assert asked.value(COUNT) == "76"
    assert wait_until(lambda: before not in workers_of(nursery_of(asked)))
    assert asked.current.engines.lanes.running.total() == 0


def test_where_no_process_can_be_started_the_place_is_given_up(
    start, monkeypatch: pytest.MonkeyPatch
):
    asked = start(**ON_DISK)
    asked.engine._disk.close()

    with pytest.raises(RequestError) as caught:
        asked.ask(COUNT)

    assert (caught.value.status, "Retry-After" in caught.value.headers) == (503, True)
    assert asked.current.engines.lanes.running.total() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the allocator is preloaded on Linux only")
@pytest.mark.skipif("LD_PRELOAD" in os.environ, reason="something else is preloaded here")
def test_query_processes_run_with_the_allocator_that_was_measured(asked: Asked):
    asked.value(COUNT)

    for pid in workers_of(nursery_of(asked)):
        assert "libmimalloc" in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")
