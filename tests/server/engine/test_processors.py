"""Of the processes that compute at length, as many run as there are processors; all have turns."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.engine.nursery import Worker
from server.engine.processors import Processors
from tests.server.processes import wait_until


@pytest.fixture
def busy() -> Iterator[list[Worker]]:
    """Give three processes that compute for ever."""
    made = []
    for _ in range(3):
        process = subprocess.Popen([sys.executable, "-c", "while True: pass"])
        handle = os.pidfd_open(process.pid)
        complaints = os.memfd_create("complaints")
        made.append((process, Worker(socket.socket(), process.pid, handle, complaints)))
    yield [worker for _, worker in made]
    for process, worker in made:
        worker.close()
        process.wait()


def stands_still(worker: Worker) -> bool:
    stat = Path(f"/proc/{worker.pid}/stat").read_text(encoding="ascii")
    return stat.rpartition(")")[2].split()[0] == "T"


def settled(workers: list[Worker], standing: list[bool]) -> bool:
    """Tell whether they come to stand still or go on as wanted, which takes a moment."""
    return wait_until(lambda: [stands_still(worker) for worker in workers] == standing)


def test_no_more_compute_than_there_are_processors(busy: list[Worker]):
    processors = Processors(2)

    for worker in busy:
        processors.take_turns(worker)

    assert settled(busy, [False, False, True])
    assert processors.waiting == 1


def test_the_next_goes_on_when_one_leaves(busy: list[Worker]):
    processors = Processors(1)
    for worker in busy:
        processors.take_turns(worker)

    processors.leave(busy[0])

    # Of those who wait, the first that came is next.
    assert settled(busy, [False, False, True])
    processors.leave(busy[1])
    assert settled(busy, [False, False, False])
    assert processors.waiting == 0


def test_whoever_has_had_its_turn_makes_room_and_has_another(busy: list[Worker]):
    processors = Processors(1, turn_s=0.05)
    first, second, _ = busy
    processors.take_turns(first)
    processors.take_turns(second)
    seen = []
    for worker in (first, second) * 2:
        time.sleep(0.06)
        processors.take_turns(worker)
        seen.append(settled([first, second], [worker is first, worker is second]))

    assert seen == [True] * 4


@pytest.mark.parametrize(("again_s", "standing"), [(60, [True, False]), (0.05, [False, True])])
def test_one_that_has_had_its_turn_comes_after_new_ones_but_not_for_ever(
    busy: list[Worker], again_s: float, standing: list[bool]
):
    processors = Processors(1, turn_s=0, again_s=again_s)
    first, second, third = busy
    processors.take_turns(first)
    processors.take_turns(second)
    processors.take_turns(first)
    processors.take_turns(third)
    assert settled(busy, [True, False, True])
    time.sleep(0.06)

    processors.leave(second)

    assert settled([first, third], standing)
    assert processors.waiting == 1


def test_a_turn_is_not_cut_short(busy: list[Worker]):
    processors = Processors(1, turn_s=60)
    for worker in busy * 2:
        processors.take_turns(worker)

    assert settled(busy, [False, True, True])


def test_one_that_leaves_while_it_stands_still_goes_on(busy: list[Worker]):
    processors = Processors(1)
    for worker in busy:
        processors.take_turns(worker)

    processors.leave(busy[1])  # its answer came just before it was halted

    assert settled(busy, [False, False, True])
    assert processors.waiting == 1


def test_leaving_without_having_come_changes_nothing(busy: list[Worker]):
    processors = Processors(1)
    processors.take_turns(busy[0])
    processors.take_turns(busy[1])

    processors.leave(busy[2])

    assert settled(busy, [False, True, False])
