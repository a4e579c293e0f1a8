"""One small version for all tests here; the protocol is tested over real HTTP.

A test that moves ``current`` publishes into a root of its own.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.build import BuildReport
from kg.published import current_version
from kg.settings import MIB, Settings
from server.app import create_app
from server.current import Current, current_of
from tests.server.claims_version import publish_claims
from tests.server.processes import descendants, wait_until
from tests.server.raw import send
from tests.server.small import QUESTIONS, TEXT, publish_small

ROOT = Path(__file__).parents[2]
START_S = 30.0


@pytest.fixture(scope="session")
def build_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("build")
    publish_small(root)
    return root


@pytest.fixture(scope="session")
def version_id(build_root: Path) -> str:
    return current_version(build_root).id


@pytest.fixture(scope="session")
def app(build_root: Path) -> Iterator[Flask]:
    found = create_app(Settings(build=build_root), texts={"harbour": TEXT}, questions=QUESTIONS)
    yield found
    current_of(found).close()


MakeApp = Callable[..., Flask]


@pytest.fixture
def make_app() -> Iterator[MakeApp]:
    """Give a maker of applications, all of which are closed at the end."""
    made: list[Flask] = []

    def make(build: Path, *, texts: dict[str, str] | None = None, **options: Any) -> Flask:
        made.append(create_app(Settings(build, **options), texts=texts, questions=QUESTIONS))
        return made[-1]

    yield make
    for found in made:
        current_of(found).close()


@pytest.fixture
def make_current() -> Iterator[Callable[..., Current]]:
    """Give a maker of what hands out snapshots, without a watching thread; all are closed."""
    made: list[Current] = []

    def make(build: Path, **options: Any) -> Current:
        made.append(Current(Settings(build, **options)))
        return made[-1]

    yield make
    for found in made:
        found.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def server(build_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """Run the server in a process of its own; give its address and the process's number."""
    text = tmp_path_factory.mktemp("texts") / "harbour.txt"
    text.write_bytes(TEXT.encode())
    with server_process(build_root, text=text) as (address, pid):
        # From disk and from memory, rows without an order come in different ones.
        assert wait_until(lambda: _answers_from_memory(address, pid), seconds=START_S)
        yield address, pid


def _answers_from_memory(address: str, pid: int) -> bool:
    send(address, "GET", f"/sparql?query=ASK%7B%7D%23{time.monotonic_ns()}")
    holders = [p for p, name in descendants(pid).items() if '"load": "/' in name]
    return any(len(descendants(holder)) > 0 for holder in holders)


@pytest.fixture(scope="session")
def address(server: tuple[str, int]) -> str:
    """Give the address of the running server, without a slash at the end."""
    return server[0]


@pytest.fixture
def run_away_server(build_root: Path) -> Iterator[tuple[str, int]]:
    """Run a server that gives queries little time, memory and room."""
    bounds = {"timeout_s": 3.0, "query_memory": 64 * MIB, "short_queries": 4, "long_queries": 4}
    with server_process(build_root, **bounds) as found:
        yield found


@pytest.fixture(scope="session")
def claims_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("claims")
    publish_claims(root)
    return root


@pytest.fixture(scope="session")
def claims_address(claims_root: Path) -> Iterator[str]:
    """Serve the version with claims to tell apart, as `address` does the small one."""
    with serving(claims_root) as found:
        yield found


@pytest.fixture(scope="session")
def project_address(project_root: Path, project_build: BuildReport) -> Iterator[str]:
    """Serve the project's own data, as `address` does the small version."""
    with serving(project_root) as found:
        yield found


@contextmanager
def serving(build_root: Path, *, text: Path | None = None, **options: object) -> Iterator[str]:
    """Run the server with these settings on a free port until the block ends."""
    with server_process(build_root, text=text, **options) as (found, _):
        yield found


@contextmanager
def server_process(
    build_root: Path, *, text: Path | None = None, **options: object
) -> Iterator[tuple[str, int]]:
    """Run the server as `serving` does, and give its address and its process's number."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(build_root, text=text, **options)  # type: ignore[arg-type]
    environment = os.environ | settings.to_environment()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"]
    command += ["--blocking-threads", str(settings.threads)]
    command += [
        "--log-level",
        "error",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "server.wsgi:app",
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        _wait_until_it_answers(port, process)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_it_answers(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_S
    while process.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError(f"the server did not answer on port {port} (exit code {process.poll()})")
