"""Answers queries about one version, whatever becomes of the process that runs one."""

import hashlib
import logging
import select
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import Final

from kg.settings import Settings
from server.engine.ends import cause
from server.engine.job import Answer, Job, receive_answer, send_job
from server.engine.lanes import KnownLong, Lane, Lanes, Turn
from server.engine.nursery import FORK_S, Nursery, SharedNursery, Worker, ZygoteError
from server.engine.processors import Processors
from server.engine.sharing import SharedProcess, Sharing
from server.engine.spool import NO_ROOM
from server.engine.statements_file import StatementsFile
from server.engine.watching import Fate, Watch
from server.engine.worker import out_of_memory, too_deep
from server.fault import RequestError
from server.language import stays_in_default_graph

ATTEMPTS: Final = 3

_TRIVIAL: Final = Job(text="ASK {}", endpoint="http://localhost/", base="http://localhost/")
_log = logging.getLogger(__name__)


@dataclass
class Counts:
    """What became of the queries, for the metrics."""

    answered: int = 0
    timed_out: int = 0
    out_of_memory: int = 0
    died: int = 0
    replaced: int = 0
    observe: Callable[[float], None] = field(default=lambda _: None)
    """Told how many seconds each answered query took, from when it was let in."""


class Engine:
    """Runs queries on the store of one version.

    ``disk`` forks processes that open any store on disk. The default graph of a version that
    fits is loaded into memory beside it, once `load` is called; until then all goes to the disk.
    """

    def __init__(
        self,
        store: Path,
        settings: Settings,
        *,
        is_union: bool,
        lanes: Lanes,
        processors: Processors,
        disk: SharedNursery,
        counts: Counts | None = None,
    ) -> None:
        self._store = store
        self._settings = settings
        self._is_union = is_union
        self._lanes = lanes
        self._processors = processors
        self._disk = disk
        self._sharing = Sharing(disk, store, is_union=is_union)
        self._memory: Nursery | None = None
        self._loading: Nursery | None = None
        self._long = KnownLong()
        self._statements = StatementsFile(store)
        self._closed = False
        self._asking = 0
        self._guard = Lock()
        self.counts = counts or Counts()

    @property
    def is_in_memory(self) -> bool:
        """Whether the default graph has been loaded into memory."""
        return self._memory is not None and not self._memory.gone.is_set()

    @property
    def is_at_rest(self) -> bool:
        """Whether no query runs, of any version; none waits then."""
        return not self._lanes.running.total()

    def load(self) -> None:
        """Load the default graph into memory, in a process of its own and in the background."""
        Thread(target=self._load, name="load", daemon=True).start()

    def _load(self) -> None:
        with self._guard:
            if self._closed:
                return
            nursery = Nursery(self._settings, load=self._store, is_union=self._is_union)
            self._loading = nursery
        nursery.ready.wait()
        with self._guard:
            self._loading = None
            is_held = not self._closed and not nursery.gone.is_set()
            if is_held:
                self._memory = nursery
        if is_held:
            self._statements.write()
            return
        if not self._closed:
            _log.error("the data cannot be loaded into memory; it is read from disk")
        nursery.close()

    def statements(self) -> int | None:
        """Return an open file of what is said of each subject, once `load` has had it written.

        The caller closes it.
        """
        return self._statements.open()

    def retire(self) -> None:
        """End the processes that hold this version, as soon as none is at work any more."""
        with self._guard:
            self._closed = True
            if self._asking:
                return
        self._close()

    def _close(self) -> None:
        self._sharing.close()
        self._disk.forget(str(self._store))
        with self._guard:
            memory, self._memory = self._memory, None
            if self._loading is not None:
                self._loading.stop()
        self._statements.close()
        if memory is not None:
            memory.close()

    def ask(self, job: Job, *, client: str, timeout_s: float | None = None) -> Answer:
        """Answer a query, within the time it has; raise the fault that keeps it from that.

        The caller closes the answer. A client may ask for less time than the server gives.
        """
        return self.found(job, client=client, timeout_s=timeout_s).brought_in()

    def found(self, job: Job, *, client: str, timeout_s: float | None = None) -> Answer:
        """Answer as `ask` does, for a caller who hands the answer's file on to another process."""
        limit = min(timeout_s or self._settings.timeout_s, self._settings.timeout_s)
        until = time.monotonic() + limit
        said = repr((job.text, job.default_graphs, job.named_graphs))
        key = hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()
        lane: Lane = "long" if key in self._long else "short"
        began = time.monotonic()
        with self._at_work():
            turn = self._lanes.enter(client, lane=lane, until=until)
            try:
                found = self._answer(job, turn, key, until, limit)
            finally:
                self._lanes.leave(turn)
        self.counts.answered += 1
        self.counts.observe(time.monotonic() - began)
        return found

    def answers_within(self, seconds: float) -> bool:
        """Tell whether a process answers a trivial query in this time; it waits in no queue."""
        until = time.monotonic() + seconds
        with self._at_work():
            try:
                nursery, worker = self._take(_TRIVIAL, patience_s=seconds)
            except RequestError:
                return False
            # Used again only if it answers.
            was_spent, worker.spent = worker.spent, True
            try:
                send_job(worker.sock, _TRIVIAL)
                waited = select.poll()
                waited.register(worker.sock, select.POLLIN)
                if not waited.poll(max(0.0, until - time.monotonic()) * 1000):
                    return False
                worker.spent = was_spent or receive_answer(worker.sock).retire
                return True
            except (EOFError, OSError, RequestError):
                return False
            finally:
                nursery.bring_back(worker)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """Keep the processes from being ended by `retire`, meanwhile."""
        with self._guard:
            self._asking += 1
        try:
            yield
        finally:
            with self._guard:
                self._asking -= 1
                is_last = self._closed and not self._asking
            if is_last:
                self._close()

    def _answer(self, job: Job, turn: Turn, key: bytes, until: float, limit: float) -> Answer:
        attempts = 0
        while True:
            nursery, worker = self._take(job, may_share=self._may_share(turn))
            try:
                found = self._run(worker, nursery, job, turn, key, until, limit)
            except _EndedFromOutsideError:
                worker.spent = True
                attempts += 1
                if attempts > ATTEMPTS:
                    raise no_process() from None
                if turn.aside:
                    self._lanes.requeue(turn, lane="short", until=until)
                continue
            except BaseException as error:
                # A fault is an answer too; anything else leaves the process in an unknown state.
                worker.spent = worker.spent or not _leaves_it_well(error)
                worker.note_fault()
                if isinstance(error, RequestError) and error.bound == NO_ROOM:
                    _log.error("%s", error.detail)
                raise
            finally:
                nursery.bring_back(worker)
            if isinstance(found, Answer):
                return found
            self._lanes.requeue(turn, lane=found, until=until)

    def _may_share(self, turn: Turn) -> bool:
        # While others wait, a query may have to be ended to make room for them.
        return turn.lane == "short" and not self._lanes.is_crowded

    def _take(
        self, job: Job, *, patience_s: float = FORK_S, may_share: bool = False
    ) -> tuple[Nursery | SharedProcess, Worker]:
        memory = self._memory
        with suppress(ZygoteError):
            if memory and stays_in_default_graph(job):
                return memory, memory.take(patience_s=patience_s)
        if memory is not None and memory.gone.is_set():
            self._replace(memory)
        try:
            is_alone = self._lanes.running.total() == 1
            if may_share and (shared := self._sharing.take(job, is_alone=is_alone)):
                return shared
            disk = self._disk.get()
            return disk, disk.take(
                store=str(self._store), is_union=self._is_union, patience_s=patience_s
            )
        except ZygoteError:
            raise no_process() from None

    def _replace(self, memory: Nursery) -> None:
        with self._guard:
            if self._memory is not memory or self._closed:
                return
            self._memory = None
        _log.error("the process that holds the data in memory is gone; it is started anew")
        memory.close()
        self.load()

    def _run(
        self,
        worker: Worker,
        nursery: Nursery | SharedProcess,
        job: Job,
        turn: Turn,
        key: bytes,
        until: float,
        limit: float,
    ) -> Answer | Lane:
        """Have a process answer; the lane to run in again where it was ended to make room."""
        began = time.monotonic()
        try:
            found = self._heard(worker, job, turn, began, until)
        except (TimeoutError, BlockingIOError):  # it stands still
            worker.spent = True
            self.counts.timed_out += 1
            raise _out_of_time(limit) from None
        except (EOFError, OSError):
            worker.spent = True
            if isinstance(nursery, SharedProcess):
                raise _apart(nursery) from None
            raise self._why_it_died(worker, nursery, began) from None
        if found == "out of memory" and isinstance(nursery, SharedProcess):
            raise _apart(nursery)
        if not isinstance(found, Answer):
            return self._end(found, key, limit)
        worker.note_end(retire=found.retire, thread=found.thread)
        return found

    def _heard(
        self, worker: Worker, job: Job, turn: Turn, began: float, until: float
    ) -> Answer | Fate:
        """Send a query, and return what a process answers, or what becomes of it instead."""
        try:
            send_job(worker.sock, job)
        except (BrokenPipeError, ConnectionResetError):
            raise _EndedFromOutsideError from None  # while it was idle
        try:
            return receive_answer(worker.sock, until=until)
        except BlockingIOError:
            watch = Watch(worker, turn, self._lanes, self._processors, self._settings)
            fate = watch.wait(began=began, until=until)
        if fate != "answers":
            return fate
        found = receive_answer(worker.sock, until=until)
        if worker.store and not found.volatile:
            self._sharing.learn(job, watch.used)
        return found

    def _end(self, fate: Fate, key: bytes, limit: float) -> Lane:
        """Count what became of a query; raise its fault, or return the lane to run it in again."""
        if fate == "out of memory":
            self.counts.out_of_memory += 1
            raise out_of_memory(self._settings.query_memory)
        if fate != "another try":
            self._long.add(key)
        if fate == "out of time":
            self.counts.timed_out += 1
            raise _out_of_time(limit)
        self.counts.replaced += 1
        return "short" if fate == "another try" else "long"

    def _why_it_died(self, worker: Worker, nursery: Nursery, began: float) -> Exception:
        status = nursery.end_of(worker)
        if status is None and nursery.gone.is_set():
            return _EndedFromOutsideError()
        complaint = worker.complaint()
        why = cause(status, complaint, ran_s=time.monotonic() - began)
        if why == "from outside":
            return _EndedFromOutsideError()
        if why == "out of memory":
            self.counts.out_of_memory += 1
            return out_of_memory(self._settings.query_memory)
        self.counts.died += 1
        if why == "too deep":
            return too_deep()
        if why == "panic":
            return RequestError(400, "The engine cannot run this query; ask it in another way.")
        _log.error("a query's process ended with %s: %s", status, complaint)
        return RequestError(
            500, "The engine failed at this query; the fault is ours and has been logged."
        )


class _EndedFromOutsideError(Exception):
    """A process ended for no fault of its query, which may run again."""


def _apart(process: SharedProcess) -> _EndedFromOutsideError:
    """End a shared process that one of its queries was too much for; each runs again alone."""
    process.end()
    return _EndedFromOutsideError()


def no_process() -> RequestError:
    """Make the fault of a query for which no process can be had."""
    return RequestError(
        503,
        "No process can be started for the query; try again in a moment.",
        headers={"Retry-After": "5"},
    )


def _leaves_it_well(error: BaseException) -> bool:
    # A process that had no memory left says so, and ends.
    return isinstance(error, RequestError) and error.bound != "query_memory"


def _out_of_time(limit: float) -> RequestError:
    given = "1 second" if limit == 1 else f"{limit:g} seconds"
    return RequestError(
        504,
        f"The query ran longer than the {given} it may take here and was stopped; "
        "narrow it, or ask for part of its answer.",
        bound="timeout_s",
        limit=limit,
    )
