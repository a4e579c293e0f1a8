import multiprocessing
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import pytest
from granian.constants import Interfaces
from small_version import publish_small

from kg.cli import run
from kg.cli.http_server import PatientServer, join_whole

REPOSITORY = Path(__file__).parents[2]


def start(root: Path, *options: str) -> "subprocess.Popen[str]":
    arguments = ["serve", "--port", "0", "--build", str(root), *options]
    return subprocess.Popen(
        [sys.executable, "-m", "kg", *arguments],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NO_PROXY": "127.0.0.1"},
    )


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_serve_prints_its_address_and_answers_until_it_is_stopped(tmp_path: Path, end: int):
    publish_small(tmp_path)
    query = "sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D"
    with start(tmp_path) as process:
        try:
            assert process.stdout is not None
            address = re.fullmatch(
                r"Standoff answers at (http://127\.0\.0\.1:\d+/)\n", process.stdout.readline()
            )
            attempt = process.stdout.readline()
            assert address
            with urllib.request.urlopen(address[1] + query) as response:
                assert (response.status, b"true" in response.read()) == (200, True)
            process.send_signal(end)
            _, err = process.communicate(timeout=30)
        finally:
            process.kill()

    assert attempt == (
        "Try: curl -H 'Accept: text/csv' --data-urlencode "
        f"query@queries/who-ties-thaad-to-the-islands.rq {address[1]}sparql\n"
    )
    assert process.returncode == 0
    assert "Traceback" not in err


def test_a_worker_whose_end_another_thread_has_heard_of_is_waited_for():
    process = multiprocessing.get_context("fork").Process(target=time.time)
    process.start()
    os.waitpid(process.pid or 0, 0)
    process.join(10)
    assert process.is_alive()  # as far as granian sees
    threading.Timer(0.2, setattr, (process._popen, "returncode", 0)).start()
    join_whole(process, 10)

    assert process.exitcode == 0


def test_a_worker_that_does_not_end_is_not_waited_for_longer_than_is_asked():
    process = multiprocessing.get_context("fork").Process(target=time.sleep, args=(60,))
    process.start()
    try:
        join_whole(process, 0.2)
        assert process.is_alive()
    finally:
        process.kill()
        process.join()


def test_a_signal_in_the_middle_of_another_does_not_wait_for_it():
    """A kill of the whole process group reaches the server twice: from its sender and from make."""
    server = PatientServer("server.wsgi:app", interface=Interfaces.WSGI)
    handler = threading.Thread(target=server.signal_handler_interrupt, daemon=True)
    with server.main_loop_interrupt._cond:  # as while the first signal is being handled
        handler.start()
        handler.join(timeout=5)
        waits = handler.is_alive()

    assert not waits
    assert server.interrupt_signal
    assert server.main_loop_interrupt.wait(timeout=5)


@pytest.mark.parametrize(("method", "is_imported"), [("fork", True), ("spawn", False)])
def test_what_all_need_is_imported_once_where_processes_are_forked(method: str, is_imported: bool):
    code = (
        f"import multiprocessing, sys; multiprocessing.set_start_method({method!r}); "
        "from kg.cli.http_server import import_once; import_once('server.core'); "
        "print('server.core' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert run.stdout == f"{is_imported}\n"


def test_a_port_that_is_taken_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    publish_small(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert run(["serve", "--port", str(port), "--build", str(tmp_path)]) == 2

    assert f"127.0.0.1:{port} cannot be listened at" in capsys.readouterr().err


def test_with_nothing_published_nothing_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert run(["serve", "--build", str(tmp_path)]) == 2
    assert "run `standoff build`" in capsys.readouterr().err


def test_a_text_that_is_not_the_articles_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    publish_small(tmp_path)
    (tmp_path / "new-rules-2017.txt").write_text("some other text")

    assert run(["serve", "--build", str(tmp_path), "--text", str(tmp_path)]) == 3
    assert "new-rules-2017" in capsys.readouterr().err
