"""One small version for all tests here; the protocol is tested over real HTTP.

A test that moves ``current`` publishes into a root of its own.
"""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kg.published import current_version
from server.app import create_app
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
def app(build_root: Path) -> Flask:
    return create_app(build_root, texts={"harbour": TEXT}, questions=QUESTIONS)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def address(build_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the server in a process of its own and give its address, without a slash at the end."""
    text = tmp_path_factory.mktemp("texts") / "harbour.txt"
    text.write_bytes(TEXT.encode())
    with serving(build_root, text=text) as found:
        yield found


@contextmanager
def serving(build_root: Path, *, text: Path | None = None) -> Iterator[str]:
    """Run the server on a free port until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"STANDOFF_BUILD": str(build_root)}
    environment.pop("STANDOFF_TEXT", None)
    if text is not None:
        environment["STANDOFF_TEXT"] = str(text)
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"]
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
        yield f"http://127.0.0.1:{port}"
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
