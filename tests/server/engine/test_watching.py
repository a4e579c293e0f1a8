"""What a query has used is what it used itself: not what its process took to open the store."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pytest

from kg.settings import Settings
from server.engine.lanes import Lanes
from server.engine.nursery import NICER, Worker
from server.engine.processors import Processors
from server.engine.watching import LAST_S, Fate, Watch
from tests.server.processes import wait_until

OPENING_S = 0.3
MORE_THAN_A_FIRST_TRY_S = 5.0


def compute(seconds: float) -> None:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass


def open_and_answer(sock: socket.socket) -> None:
    compute(OPENING_S)
    sock.send(sock.recv(100))


def read_and_compute(sock: socket.socket) -> None:
    sock.recv(100)
    compute(MORE_THAN_A_FIRST_TRY_S)


@pytest.fixture
def start() -> Iterator[Callable[[Callable[[socket.socket], None]], Worker]]:
    """Give a maker of processes that have been sent a query; they are ended with the test."""
    made = []

    def make(work: Callable[[socket.socket], None]) -> Worker:
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            work(theirs)
            os._exit(0)
        theirs.close()
        complaints = os.memfd_create("complaints")
        worker = Worker(ours, pid, complaints, complaints, born_with=1 << 40)
        made.append(worker)
        ours.send(b"a query")
        return worker

    yield make
    for worker in made:
        worker.close()
        os.waitpid(worker.pid, 0)


def fate_in_a_crowd(worker: Worker) -> Fate:
    """Watch over a process in the only place there is, while others wait for theirs."""
    lanes = Lanes(short=1, long=0, waiting=10, waiting_per_client=10)
    turn = lanes.enter("a", lane="short", until=time.monotonic() + 1)
    lanes._most_settled = 0
    waits = {"lane": "short", "until": time.monotonic() + 20}
    other = Thread(target=lanes.enter, args=("b",), kwargs=waits)
    other.start()
    assert wait_until(lambda: lanes.is_crowded)
    watch = Watch(worker, turn, lanes, Processors(1), Settings(short_queries=1))
    began = time.monotonic()
    fate = watch.wait(began=began, until=began + 10)
    lanes.leave(turn)
    other.join()
    return fate


def test_a_query_does_not_pay_for_the_opening_of_the_store(start):
    assert fate_in_a_crowd(start(open_and_answer)) == "answers"


def test_a_query_that_computes_is_tried_again_later(start):
    assert fate_in_a_crowd(start(read_and_compute)) == "another try"


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="there is no such standing here")
def test_a_query_beside_others_makes_way_for_them_first_and_stands_back_later(start):
    lanes = Lanes(short=2, long=0, waiting=10, waiting_per_client=10)
    turn, _ = (lanes.enter("a", lane="short", until=time.monotonic() + 1) for _ in range(2))
    worker = start(read_and_compute)
    watch = Watch(worker, turn, lanes, Processors(2), Settings())
    born = os.getpriority(os.PRIO_PROCESS, worker.pid)
    began = time.monotonic()
    with ThreadPoolExecutor(1) as pool:
        watched = pool.submit(watch.wait, began=began, until=began + 60)
        assert wait_until(lambda: os.getpriority(os.PRIO_PROCESS, worker.pid) == born + NICER)
        before = os.sched_getscheduler(worker.pid)
        assert wait_until(
            lambda: os.sched_getscheduler(worker.pid) == os.SCHED_IDLE,
            seconds=40,  # a tenth of the time is little on a busy machine
        )
        worker.kill()

        assert watched.result(timeout=20) == "answers"
    assert before == os.SCHED_OTHER
    assert watch.used > LAST_S


@pytest.mark.parametrize(
    ("ended_by", "is_spent"),
    [({"retire": False, "thread": 7}, False), ({"retire": False, "thread": None}, True)],
)
def test_a_process_that_made_way_is_used_again_by_another_thread_alone(start, ended_by, is_spent):
    worker = start(read_and_compute)
    worker.make_way()

    worker.note_end(**ended_by)

    assert (worker.spent, worker.makes_way) == (is_spent, is_spent)


def test_a_process_has_yet_to_read_until_it_has(start):
    def read(sock: socket.socket) -> None:
        os.kill(os.getpid(), signal.SIGSTOP)
        sock.recv(100)
        sock.recv(100)

    worker = start(read)

    os.waitid(os.P_PID, worker.pid, os.WSTOPPED)
    assert worker.has_yet_to_read()
    worker.go_on()
    assert wait_until(lambda: not worker.has_yet_to_read())


def test_where_the_system_cannot_tell_nothing_is_taken_for_unread(start, tmp_path: Path):
    worker = start(read_and_compute)
    with worker.sock, (tmp_path / "no-socket").open("w") as file:
        worker.sock = file

        assert not worker.has_yet_to_read()
