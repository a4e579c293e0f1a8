import subprocess
import sys

import pytest

from tests.listener import Listener

PROGRAM = """
import os, socket, sys
from server.federation.isolation import cut_off_network

user, (ours, theirs) = os.geteuid(), socket.socketpair()
print(cut_off_network(), flush=True)
if not os.fork():
    try:
        socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5).close()
        theirs.sendall(b"reached somebody")
    except OSError:
        theirs.sendall(b"reached nobody, " + (b"same user" if os.geteuid() == user else b"other"))
    os._exit(0)
os.wait()
print(ours.recv(99).decode())
"""


def test_a_process_that_left_the_network_reaches_nobody_nor_do_its_children(
    listener: Listener,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(listener.port)],
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )

    if done.stdout == "False\nreached somebody\n":
        pytest.skip("this system lets us not leave the network (no right to, or no Linux)")
    assert (done.stdout, listener.calls) == ("True\nreached nobody, same user\n", [])
