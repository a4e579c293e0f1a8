"""The server ends with all its processes, whatever happens to it."""

import os
import signal
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.server.monitoring.test_health import ENDLESS
from tests.server.raw import ask, send
from tests.server.served import Served, alive, children, eventually, served, tree

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc tells who runs")
ONE = "ASK { ?s ?p ?o }"
ALONE = ("--workers", "1")
WORKERS = pytest.mark.parametrize("workers", [1, 2])


def all_at_work(server: Served) -> list[int]:
    """Have queries run, one of them without an end, and return all processes."""
    assert ask(server.address, ONE).status == 200
    threading.Thread(target=ask_in_vain, args=(server.address,), daemon=True).start()
    assert eventually(lambda: 'running{lane="long"} 1.0' in metrics(server.address))
    assert eventually(lambda: '"in_memory":true' in send(server.address, "GET", "/readyz").text)
    found = tree(server.process.pid)
    assert len(found) >= 5  # main, server, two that hold data, a query
    return found


def ask_in_vain(address: str) -> None:
    try:
        ask(address, ENDLESS)
    except OSError:
        return


def metrics(address: str) -> str:
    return send(address, "GET", "/metrics").text


@pytest.mark.parametrize("which", ["main", "server"])
def test_no_process_is_left_when_one_is_killed(build_root: Path, which: str):
    with served(build_root, "--timeout", "40", *ALONE) as server:
        found = all_at_work(server)
        worker = server.worker()
        os.kill(server.process.pid if which == "main" else worker, signal.SIGKILL)
        if which == "main":
            server.process.wait(30)
            # The query that runs has its time; once it is ended, so is the server.
            left = [pid for pid in found if pid != server.process.pid]
            assert worker in alive(left)
            os.kill(worker, signal.SIGKILL)
        else:
            found.remove(server.process.pid)

        assert eventually(lambda: not alive(found))


@WORKERS
def test_a_server_whose_main_process_was_killed_finishes_what_it_began_and_ends(
    build_root: Path, workers: int
):
    with served(build_root, "--timeout", "4", "--workers", str(workers)) as server:
        found = all_at_work(server)
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait(30)

        assert eventually(lambda: not alive(found))


def test_another_server_takes_the_place_of_one_that_was_killed(build_root: Path):
    with served(build_root, *ALONE) as server:
        assert ask(server.address, ONE).status == 200
        before = server.worker()
        os.kill(before, signal.SIGKILL)

        assert eventually(lambda: answers(server.address))
        assert server.worker() != before


def answers(address: str) -> bool:
    try:
        return ask(address, ONE).status == 200
    except OSError:
        return False


@WORKERS
def test_on_sigterm_what_was_begun_is_answered_and_nothing_is_left(build_root: Path, workers: int):
    with served(build_root, "--timeout", "3", "--workers", str(workers)) as server:
        assert ask(server.address, ONE).status == 200
        statuses: list[int] = []
        path = f"/sparql?query={quote(ENDLESS)}"
        thread = threading.Thread(
            target=lambda: statuses.append(send(server.address, "GET", path).status)
        )
        thread.start()
        assert eventually(lambda: 'running{lane="short"} 1.0' in metrics(server.address))
        found = tree(server.process.pid)
        server.process.send_signal(signal.SIGTERM)
        thread.join(30)
        code = server.process.wait(30)

        assert statuses == [504]  # an answer: at its deadline, three seconds after it was asked
        assert code == 0
        assert eventually(lambda: not alive(found))


@WORKERS
def test_a_second_signal_ends_it_at_once(build_root: Path, workers: int):
    with served(build_root, "--timeout", "40", "--workers", str(workers)) as server:
        found = all_at_work(server)
        server.process.send_signal(signal.SIGINT)
        time.sleep(1)
        assert server.process.poll() is None
        server.process.send_signal(signal.SIGINT)

        assert server.process.wait(30) == 0
        assert eventually(lambda: not alive(found))


def test_a_signal_while_it_starts_is_heard(build_root: Path):
    with served(build_root, *ALONE) as server:
        worker = server.worker()
        os.kill(worker, signal.SIGKILL)
        assert eventually(lambda: children()[server.process.pid] not in ([], [worker]))
        server.process.send_signal(signal.SIGTERM)

        assert server.process.wait(10) == 0
