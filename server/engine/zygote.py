"""The process that query processes are forked from: ``python -m server.engine.zygote``.

It holds the data in memory, which its children then share, or nothing, and its children open the
store on disk. It runs one thread, so that a fork copies all there is of it.
"""

import gc
import json
import os
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from server.engine.evaluation import Source
from server.engine.job import receive_message, send_message
from server.engine.spool import memory_file
from server.engine.worker import run_shared, run_worker
from server.federation.allowed import ServicePolicy
from server.federation.isolation import cut_off_network
from server.lifeline import die_with_parent

CHECK_EVERY: Final = 100_000


class Zygote:
    """Forks a query's process at each request on its socket, and reports how each one ended."""

    def __init__(self, control: socket.socket, options: dict[str, Any]) -> None:
        self._control = control
        self._options = options
        self._held: Source | None = None

    def run(self) -> None:
        """Load what is to be held in memory, say so, and fork until nobody asks any more."""
        if store := self._options["load"]:
            self._held = self._source(_in_memory(Path(store)), is_union=self._options["is_union"])
        gc.collect()
        gc.freeze()
        woken, wake = os.pipe()
        os.set_blocking(wake, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake)
        with suppress(EOFError, ConnectionError):  # then the server is gone, and so are we
            send_message(self._control, {"ready": True})
            while True:
                readable, _, _ = select.select([self._control.fileno(), woken], [], [])
                if woken in readable:
                    os.read(woken, 4096)
                    self._report_ends()
                if self._control.fileno() in readable:
                    asked, _, _ = receive_message(self._control)
                    self._fork(asked)

    def _fork(self, asked: dict[str, Any]) -> None:
        ours, theirs = socket.socketpair()
        complaints = memory_file("complaints")
        pid = os.fork()
        if pid == 0:
            ours.close()
            self._become_worker(theirs, complaints, asked)
        theirs.close()
        handle = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else complaints
        message = {"forked": pid, "ticket": asked["ticket"]}
        send_message(self._control, message, files=[ours.fileno(), complaints, handle])
        ours.close()
        for file in {complaints, handle}:
            os.close(file)

    def _become_worker(self, sock: socket.socket, complaints: int, asked: dict[str, Any]) -> None:
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            die_with_parent()
            self._control.close()
            os.dup2(complaints, 2)
            growth = self._options["growth"]
            run, growth = (run_shared, 2 * growth) if asked.get("shared") else (run_worker, growth)
            run(sock, self._opener(asked), memory=self._options["memory"], growth=growth)
            status = 0
        except (BrokenPipeError, ConnectionResetError):
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)

    def _opener(self, asked: dict[str, Any]) -> Callable[[], Source]:
        held = self._held
        if held is not None:
            return lambda: held
        return lambda: self._source(ox.Store.read_only(asked["store"]), is_union=asked["is_union"])

    def _source(self, store: ox.Store, *, is_union: bool) -> Source:
        services = ServicePolicy(tuple(self._options["services"]))
        return Source(store, is_union, self._options["answer_bytes"], services)

    def _report_ends(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            send_message(self._control, {"ended": pid, "status": os.waitstatus_to_exitcode(status)})


def _in_memory(folder: Path) -> ox.Store:
    """Copy the default graph of a store on disk into memory, subject by subject in their order.

    What lies together is read together: what is said of one subject, and of its like, which their
    IRIs tell. Joins take half the time that they take in the order of predicates.
    """
    store = ox.Store()
    disk = ox.Store.read_only(str(folder))
    found = disk.query("SELECT DISTINCT ?s WHERE { ?s ?p ?o }")
    if not isinstance(found, ox.QuerySolutions):
        raise TypeError("a SELECT is answered by rows")
    subjects = sorted((row["s"] for row in found), key=str)
    quads = (quad for subject in subjects for quad in _said_of(disk, subject))
    # Not bulk_extend: what it sets aside counts as taken, so that queries could use it beyond
    # their bound. Nor in parts: an aggregate over all of it then takes a tenth more time.
    store.extend(_while_wanted(quads))
    return store


def _said_of(store: ox.Store, subject: Any) -> list[ox.Quad]:
    quads = store.quads_for_pattern(subject, None, None, ox.DefaultGraph())
    return sorted(quads, key=lambda quad: quad.predicate.value)


def _while_wanted(quads: Iterator[ox.Quad]) -> Iterator[ox.Quad]:
    """Hand the quads on, unless whoever asked for them is gone: loading takes a while."""
    parent = os.getppid()
    for number, quad in enumerate(quads):
        if number % CHECK_EVERY == 0 and os.getppid() != parent:
            os._exit(0)
        yield quad


def main() -> None:
    """Run a zygote on the socket whose number is the first argument, with options as JSON."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    control = socket.socket(fileno=int(sys.argv[1]))
    options = json.loads(sys.argv[2])
    if not options["services"]:
        cut_off_network()
    with suppress(BrokenPipeError, ConnectionResetError):  # nobody is left to ask for more
        Zygote(control, options).run()


if __name__ == "__main__":
    main()
