"""The address a server listens at: whether it can be had, and whether the server answers there."""

import http.client
import socket
import time
from typing import Final

from kg.errors import InputError

POLL_SECONDS: Final = 0.1
PATIENCE_SECONDS: Final = 60.0


def free_port(host: str, port: int) -> int:
    """Return the port, or a free one for 0; the worker opens it later, so it is tried first."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except OSError as error:
        raise InputError(
            f"{host}:{port} cannot be listened at",
            cause=error.strerror or str(error),
            fix="choose another by --host and --port (0 takes a free one)",
        ) from error


def answers_in_time(host: str, port: int, path: str) -> bool:
    """Wait until a server answers at a path, whatever it says; tell whether it did in time."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _answers(host, port, path):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _answers(host: str, port: int, path: str) -> bool:
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- not bound here
    connection = http.client.HTTPConnection(target, port, timeout=PATIENCE_SECONDS)
    try:
        connection.request("GET", path)
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
