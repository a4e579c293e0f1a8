"""Query processes at hand: the zygote's side that the server talks to.

Several threads of the server take processes from here and bring them back.
"""

import fcntl
import json
import os
import resource
import signal
import socket
import struct
import subprocess
import sys
import termios
import time
from collections import deque
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any, ClassVar, Final

from kg.paths import python_path
from kg.settings import Settings
from server.engine.allocator import preloading
from server.engine.ends import Ends
from server.engine.job import receive_message, send_message

# The kernel's own time-outs: Python's would cost two calls of the system for each one.
_FIRST_TICK: Final = struct.pack("ll", 0, 20_000)
_STANDSTILL: Final = struct.pack("ll", 0, 400_000)
NICER: Final = 10
"""Steps of niceness that leave a thread about a tenth of the time of one without them."""
FORK_S: Final = 20.0
COMPLAINT_BYTES: Final = 4096
GROWTH_BYTES: Final = 64 << 20
"""Memory that a process may have gained when it is kept for the next query."""

GROWTH_ON_DISK_BYTES: Final = 256 << 20
"""The same where it reads from disk: with what it has read before, it reads twice as fast."""


@dataclass(eq=False)
class Worker:
    """A query's process: the socket to it, and what is needed to end it and to learn why it died.

    ``store`` is the one it has open, where its zygote holds none; ``born_with`` is its memory
    at the start, in bytes. One that is ``spent`` grew or failed, and is not used again.
    ``thread`` is the one that runs its queries, by the number that the system knows it by.
    """

    sock: socket.socket
    pid: int
    handle: int
    complaints: int
    store: str = ""
    born_with: int = 0
    spent: bool = field(default=False)
    thread: int = 0
    stands_back: bool = field(default=False)
    makes_way: bool = field(default=False)
    is_shared: ClassVar[bool] = False

    def kill(self) -> None:
        """End it at once."""
        self._signal(signal.SIGKILL)

    def pause(self) -> None:
        """Have it stand still."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it go on, where it stands still."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            if hasattr(signal, "pidfd_send_signal") and self.handle != self.complaints:
                signal.pidfd_send_signal(self.handle, number)
            else:
                os.kill(self.pid, number)

    def complaint(self) -> str:
        """Return what it wrote to its standard error: the beginning and the end, where long."""
        size = os.fstat(self.complaints).st_size
        said = os.pread(self.complaints, COMPLAINT_BYTES, 0)
        if size > COMPLAINT_BYTES:
            rest = min(COMPLAINT_BYTES, size - COMPLAINT_BYTES)
            said += os.pread(self.complaints, rest, size - rest)
        return said.decode("utf-8", "replace").strip()

    def processor_s(self) -> float:
        """Return the processor time it has taken so far, in seconds; 0 where it is gone."""
        try:
            # The clock of another process, as clock_getcpuclockid(3) makes it of its number.
            return time.clock_gettime(~self.pid << 3 | 2)
        except OSError:
            return 0.0

    def has_yet_to_read(self) -> bool:
        """Whether what was sent to it lies unread, as far as the system can tell."""
        try:
            unread = fcntl.ioctl(self.sock, termios.TIOCOUTQ, bytes(struct.calcsize("i")))
        except OSError:
            return False
        return unread != bytes(len(unread))

    def resident(self) -> int:
        """Return the memory that it has, what it shares with its zygote included, in bytes."""
        try:
            with open(f"/proc/{self.pid}/statm", "rb", buffering=0) as file:  # noqa: PTH123 -- hot
                pages = file.read().split()[1]
        except (OSError, IndexError):
            return 0
        return int(pages) * resource.getpagesize()

    def make_way(self) -> None:
        """Take a tenth of the time of one that does not; that cannot be undone for a thread."""
        if self.makes_way:
            return
        self.makes_way = True
        with suppress(OSError):
            nice = os.getpriority(os.PRIO_PROCESS, 0)
            os.setpriority(os.PRIO_PROCESS, self.thread or self.pid, nice + NICER)

    def stand_back(self) -> None:
        """Take only what time the processors have left; that cannot be undone for a thread."""
        if self.stands_back:
            return
        self.stands_back = self.makes_way = True
        with suppress(OSError):
            if hasattr(os, "SCHED_IDLE"):
                os.sched_setscheduler(self.thread or self.pid, os.SCHED_IDLE, os.sched_param(0))
            else:
                os.setpriority(os.PRIO_PROCESS, self.pid, 19)

    def note_use(self, used: float) -> None:
        """Note the processor time that its query has taken so far, in seconds."""

    def note_fault(self) -> None:
        """Note that its query had a fault: it goes on, unless it makes way."""
        self.spent = self.spent or self.makes_way

    def note_end(self, *, retire: bool, thread: int | None) -> None:
        """Note after an answer whether the process can be used again, and which thread runs it."""
        if thread:
            self.thread = thread
            self.stands_back = self.makes_way = False
        self.spent = self.spent or retire or self.makes_way

    def close(self) -> None:
        """End it and let go of all that belongs to it."""
        self.kill()
        self.sock.close()
        for file in {self.handle, self.complaints}:
            os.close(file)


class ZygoteError(Exception):
    """No process can be had: the zygote is gone or does not answer."""


class Nursery:
    """Hands out query processes, forked by a zygote of its own.

    With ``load``, a store on disk, the zygote holds that data's default graph in memory.
    """

    def __init__(self, settings: Settings, *, load: Path | None = None, is_union: bool = True):
        growth = GROWTH_BYTES if load else GROWTH_ON_DISK_BYTES
        options = {
            "growth": growth,
            "load": str(load) if load else None,
            "is_union": is_union,
            "memory": settings.query_memory,
            "answer_bytes": settings.answer_bytes,
            "services": settings.allow_services,
        }
        ours, theirs = socket.socketpair()
        # Where memory is short, a backtrace may take the process's last second.
        environment = {
            **os.environ,
            **preloading(),
            "PYTHONPATH": python_path(),
            "RUST_BACKTRACE": "0",
        }
        command = [sys.executable, "-m", "server.engine.zygote", str(theirs.fileno())]
        self._process = subprocess.Popen(
            [*command, json.dumps(options)],
            pass_fds=[theirs.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()
        self._control = ours
        self._sending = Lock()
        self._tickets = count()
        self._awaited: dict[int, Future[Worker]] = {}
        self._ends = Ends()
        self._idle: deque[Worker] = deque()
        self._spare = settings.short_queries
        if not load:  # what is not held in memory leaves its room to those who read it from disk
            self._spare = max(2, min(self._spare, settings.store_memory // growth))
        self.ready = Event()
        self.gone = Event()
        self._reader = Thread(target=self._read, name="nursery", daemon=True)
        self._reader.start()

    def take(self, *, store: str = "", is_union: bool = True, patience_s: float = FORK_S) -> Worker:
        """Return an idle process or a new one, with this store open where the zygote holds none.

        Raises `ZygoteError` where none can be had.
        """
        with self._sending:
            for worker in reversed(self._idle):
                if worker.store == store:
                    self._idle.remove(worker)
                    return worker
        worker = self.fork(patience_s, store=store, is_union=is_union)
        worker.store = store
        return worker

    def fork(self, patience_s: float = FORK_S, **asked: Any) -> Worker:
        """Return a new process; raises `ZygoteError` where none can be had."""
        awaited: Future[Worker] = Future()
        ticket = next(self._tickets)
        self._awaited[ticket] = awaited
        try:
            with self._sending:
                send_message(self._control, {**asked, "ticket": ticket})
            if self.gone.is_set():
                raise ZygoteError
            return awaited.result(timeout=patience_s)
        except (OSError, TimeoutError) as error:
            raise ZygoteError from error
        finally:
            self._awaited.pop(ticket, None)

    def bring_back(self, worker: Worker) -> None:
        """Keep a process for the next query, or end it where it is spent or one too many."""
        dropped = worker
        if not worker.spent and not self.gone.is_set():
            with self._sending:
                self._idle.append(worker)
                if len(self._idle) <= self._spare:
                    return
                dropped = self._idle.popleft()
        dropped.close()

    def forget(self, store: str) -> None:
        """End the idle processes that have this store open."""
        with self._sending:
            left = [worker for worker in self._idle if worker.store == store]
            for worker in left:
                self._idle.remove(worker)
        for worker in left:
            worker.close()

    def end_of(self, worker: Worker, *, patience_s: float = 2.0) -> int | None:
        """Wait until a process has ended, and return its exit code: minus the signal, if one."""
        return self._ends.of(worker.pid, patience_s=patience_s)

    def stop(self) -> None:
        """End the zygote; whoever waits for it goes on, and closes this."""
        self._process.kill()

    def close(self) -> None:
        """End the zygote and every process of it; what they are at fails."""
        self.gone.set()
        with suppress(OSError):
            self._control.shutdown(socket.SHUT_RDWR)
        self._process.kill()
        self._process.wait()
        while self._idle:
            self._idle.pop().close()
        self._reader.join(timeout=2)
        self._control.close()

    def _read(self) -> None:
        try:
            while True:
                said, _, files = receive_message(self._control)
                self._note(said, files)
        except (EOFError, OSError):
            pass
        finally:
            self.gone.set()
            self.ready.set()
            self._ends.close()
            for awaited in list(self._awaited.values()):
                awaited.set_exception(ZygoteError())

    def _note(self, said: dict[str, Any], files: list[int]) -> None:
        if "ready" in said:
            self.ready.set()
        elif "ended" in said:
            self._ends.note(said["ended"], said["status"])
        else:
            self._ends.note_birth(said["forked"])
            sock, complaints, handle = files
            worker = Worker(socket.socket(fileno=sock), said["forked"], handle, complaints)
            worker.born_with = worker.resident()
            be_patient(worker.sock)
            awaited = self._awaited.pop(said["ticket"], None)
            if awaited is None:
                worker.close()
            else:
                awaited.set_result(worker)


def be_patient(sock: socket.socket) -> None:
    """Wait for an answer only so long that those that come at once need no other call."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, _FIRST_TICK)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _STANDSTILL)


class SharedNursery:
    """A nursery that all versions share, started when it is first needed and whenever it died."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._held: Nursery | None = None
        self._closed = False
        self._lock = Lock()

    def get(self) -> Nursery:
        """Return the nursery; raises `ZygoteError` once this is closed."""
        with self._lock:
            if self._closed:
                raise ZygoteError
            if self._held is not None and self._held.gone.is_set():
                self._held.close()
                self._held = None
            self._held = self._held or Nursery(self._settings)
            return self._held

    def forget(self, store: str) -> None:
        """End the idle processes that have this store open."""
        with self._lock:
            if self._held is not None:
                self._held.forget(store)

    def close(self) -> None:
        """End the nursery, and start no other."""
        with self._lock:
            self._closed = True
            if self._held is not None:
                self._held.close()
