"""Oxigraph's own server, as the other endpoint."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_COMMAND = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.defpath}")


@contextmanager
def serving_oxigraph(turtle: str, log: Path) -> Iterator[str]:
    """Serve this Turtle, and give the address of the endpoint."""
    if _COMMAND is None:
        pytest.skip("needs the oxigraph command, which the test extra installs")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [_COMMAND, "serve", "--bind", f"127.0.0.1:{port}"], stdout=output, stderr=output
        )
    try:
        _put(f"http://127.0.0.1:{port}/store?default", turtle, server)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        server.terminate()
        server.wait(20)


def _put(address: str, turtle: str, server: "subprocess.Popen[bytes]") -> None:
    headers = {"Content-Type": "text/turtle"}
    request = urllib.request.Request(address, turtle.encode(), headers, method="PUT")
    deadline = time.monotonic() + 20
    while True:
        try:
            urllib.request.urlopen(request, timeout=20).close()
        except urllib.error.URLError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return
