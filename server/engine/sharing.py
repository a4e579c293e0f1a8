"""Queries that share a process: what one has read from disk, the others find at hand.

A thread cannot be ended, only its process with all that it is at. So only those queries share one
whose like has been seen to end soon; whatever goes wrong, they are run again, each on its own.
"""

import socket
import struct
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import ClassVar, Final

from server.engine.job import Job, receive_message, send_message
from server.engine.nursery import SharedNursery, Worker, be_patient
from server.engine.templates import KnownTemplates, template
from server.engine.watching import TOGETHER_S
from server.engine.worker import MOST_SEATS

MOST_COST_S: Final = 5.0
"""Processor time that a query may take if its like are to share a process."""

LEAST_PATIENCE_S: Final = 1.0
PATIENCE: Final = 4
"""Past so many times its template's cost, in processor time, a query is no longer as expected."""

OPENING: Final = struct.pack("ll", 10, 0)
"""The time in which the store has to be opened, as the kernel reads it."""


@dataclass(eq=False, kw_only=True)
class Seat(Worker):
    """One query's place in a shared process: a socket, and the thread that answers on it.

    A query that has taken more than ``patience_s`` of processor time is not like what it seemed.
    """

    process: "SharedProcess"
    patience_s: float = field(default=LEAST_PATIENCE_S)
    is_shared: ClassVar[bool] = True

    def kill(self) -> None:
        """Give the query up: it goes on behind all others until its neighbours have ended."""
        self.spent = True
        self.stand_back()
        self.process.shut(because_of=self)

    def make_way(self) -> None:
        """Stand back at once: in a shared process, none is to run ahead of the others."""
        self.stand_back()

    def pause(self) -> None:
        """Go on all the same: who shares a process computes at once."""

    def go_on(self) -> None:
        """Nothing stands still."""

    def note_use(self, used: float) -> None:
        """Let nobody else in once the query takes far longer than its like have taken."""
        if used > self.patience_s:
            self.process.shut(because_of=self)

    def processor_s(self) -> float:
        """Return the processor time that the thread has taken, in seconds; 0 where it is gone."""
        try:
            path = f"/proc/{self.pid}/task/{self.thread}/schedstat"
            with open(path, "rb", buffering=0) as file:  # noqa: PTH123 -- hot
                return int(file.read().split()[0]) / 1e9
        except (OSError, ValueError, IndexError):
            return 0.0

    def note_fault(self) -> None:
        """Go on all the same: the next one that stands back is answered by the same thread."""

    def note_end(self, *, retire: bool, thread: int | None) -> None:  # noqa: ARG002 -- it stays
        """Note after an answer that the process is to be replaced, where it is."""
        if retire:
            self.process.shut()

    def close(self) -> None:
        """Let go of the socket, which ends the thread once it is idle."""
        self.sock.close()


class SharedProcess:
    """A process that answers several queries of one version at once."""

    def __init__(self, process: Worker, known: KnownTemplates) -> None:
        self._process = process
        process.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, OPENING)
        self._known = known
        self._idle: dict[bool, list[Seat]] = {True: [], False: []}
        self._taken: dict[Worker, bytes] = {}
        self._lock = Lock()
        self._is_open = True
        self._has_ended = False

    @property
    def is_open(self) -> bool:
        """Whether others may come in."""
        return self._is_open

    def take(self, template: bytes, cost: float, *, stands_back: bool) -> Seat | None:
        """Return a place for a query; None where all are taken, or the process does not answer.

        ``cost`` is what its like have taken. One that ``stands_back`` does so from the start.
        """
        with self._lock:
            if not self._is_open or len(self._taken) >= MOST_SEATS:
                return None
            try:
                idle = self._idle[stands_back]
                seat = idle.pop() if idle else self._new_seat()
            except (OSError, EOFError):
                self._shut()
                return None
            if stands_back:
                seat.stand_back()
            seat.patience_s = max(LEAST_PATIENCE_S, PATIENCE * cost)
            self._taken[seat] = template
            return seat

    def bring_back(self, worker: Worker) -> None:
        """Give a place back; in one that is spent, a query may still run."""
        with self._lock:
            found = self._taken.pop(worker)
            if not isinstance(worker, Seat) or worker.spent:
                worker.close()
                self._known.ban(found)
                self._is_open = False
            elif len(idle := self._idle[worker.stands_back]) < MOST_SEATS:
                idle.append(worker)
            else:
                worker.close()
            if not self._is_open:
                self._shut()

    def shut(self, *, because_of: Worker | None = None) -> None:
        """Let nobody else in, and end once the last has left; nor the like of one who is to blame.

        Then no neighbour of a query that cannot be ended alone is cut short by its end.
        """
        with self._lock:
            if because_of in self._taken:
                self._known.ban(self._taken[because_of])
            self._shut()

    def end(self) -> None:
        """End at once; whoever is in it is run again elsewhere."""
        with self._lock:
            self._process.kill()
            self._shut()

    def _shut(self) -> None:
        self._is_open = False
        for idle in self._idle.values():
            while idle:
                idle.pop().close()
        if not self._taken and not self._has_ended:
            self._has_ended = True
            self._process.close()

    def _new_seat(self) -> Seat:
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                send_message(self._process.sock, {}, files=[theirs.fileno()])
                said, _, _ = receive_message(self._process.sock)
            except BaseException:
                ours.close()
                raise
        be_patient(ours)
        return Seat(
            sock=ours,
            pid=self._process.pid,
            handle=self._process.handle,
            complaints=self._process.complaints,
            born_with=self._process.born_with,
            thread=said["thread"] or 0,
            process=self,
        )


class Sharing:
    """Tells which queries of one version share a process, and keeps that process."""

    def __init__(self, disk: SharedNursery, store: Path, *, is_union: bool) -> None:
        self._disk = disk
        self._store = str(store)
        self._is_union = is_union
        self._known = KnownTemplates()
        self._process: SharedProcess | None = None
        self._is_closed = False
        self._lock = Lock()

    def take(self, job: Job, *, is_alone: bool) -> tuple[SharedProcess, Seat] | None:
        """Return a place for a query that may share a process; None where it may not, or can't.

        One that is to take long stands back from the start, unless it is alone. Those who begin
        before all others that do run ahead, and find nothing that they have read.

        Raises `ZygoteError` where no process can be had.
        """
        found = template(job)
        cost = self._known.cost(found) if found else None
        if found is None or cost is None:
            return None
        with self._lock:
            if self._is_closed:
                return None
            if self._process is None or not self._process.is_open:
                self._process = SharedProcess(self._forked(), self._known)
            process = self._process
            seat = process.take(found, cost, stands_back=cost > TOGETHER_S and not is_alone)
        return (process, seat) if seat else None

    def learn(self, job: Job, cost: float) -> None:
        """Note the processor time, in seconds, that a query took in a process of its own."""
        if cost <= MOST_COST_S and (found := template(job)):
            self._known.learn(found, cost)

    def close(self) -> None:
        """End the process once nobody is in it, and start no other."""
        with self._lock:
            self._is_closed = True
            process, self._process = self._process, None
        if process:
            process.shut()

    def _forked(self) -> Worker:
        return self._disk.get().fork(store=self._store, is_union=self._is_union, shared=True)
