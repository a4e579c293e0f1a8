"""Watching over one running query: its time, its memory, and whether it has to make room."""

import select
import time
from typing import Final, Literal

from kg.settings import Settings
from server.engine.lanes import Lanes, Turn
from server.engine.nursery import Worker
from server.engine.processors import Processors

SHORT_S: Final = 1.0
"""Processor time after which a query should be in the long lane."""

SHORT_WHEN_CROWDED_S: Final = 0.5
"""The same where others wait; then it leaves the short lane, whether or not there is room."""

FIRST_TRY_S: Final = (0.02, 0.05)
"""The least and the most that a query gets in its first try where others wait for theirs."""

ALL_TRIED_S: Final = 0.25
"""Everybody who waits should have had a first try within about this time."""

TOGETHER_S: Final = 0.05
"""Processor time after which a query computes only while few others do."""

LAST_S: Final = 0.3
"""Processor time after which it takes only what others leave. Before, it makes way for them, but
not for good: a stream of queries that take little less would leave it nothing."""

OPENING_TICK_S: Final = 0.005
TICK_S: Final = 0.025
LONG_TICK_S: Final = 0.1
BIRTH_BYTES: Final = 32 << 20
"""What a process takes before it sees a query, to open a store on disk."""

Fate = Literal["answers", "out of time", "out of memory", "another try", "long"]


class Watch:
    """What is known of a query that a process has begun to answer; its clock is monotonic."""

    def __init__(
        self, worker: Worker, turn: Turn, lanes: Lanes, processors: Processors, settings: Settings
    ) -> None:
        self._worker = worker
        self._turn = turn
        self._lanes = lanes
        self._processors = processors
        self._settings = settings
        self._entered = lanes.entered
        self.used = 0.0
        """The processor time that the query has taken when it was last looked at, in seconds."""
        self._most_bytes = worker.born_with + settings.query_memory + BIRTH_BYTES

    def wait(self, *, began: float, until: float) -> Fate:
        """Wait until the process answers; any other fate means that it has been ended."""
        try:
            return self._wait(began, until)
        finally:
            self._processors.leave(self._worker)

    def _wait(self, began: float, until: float) -> Fate:
        # A new process opens the store before it reads its query, which is not to be paid for that.
        used_before = self._worker.processor_s() - (time.monotonic() - began)
        waited = select.poll()
        waited.register(self._worker.sock, select.POLLIN)
        patience = 0.0
        while not waited.poll(max(0.0, min(patience, until - time.monotonic())) * 1000):
            now = time.monotonic()
            if now >= until:
                return self._end("out of time")
            if self._worker.resident() > self._most_bytes:
                # An allocator may have had room that the bound on the process leaves to it.
                return self._end("out of memory")
            if self._worker.has_yet_to_read():
                began, used_before = now, self._worker.processor_s()
                patience = OPENING_TICK_S
                continue
            is_new = now - began < SHORT_S and not self._worker.is_shared
            patience = TICK_S if is_new else LONG_TICK_S
            self.used = used = self._worker.processor_s() - used_before
            self._worker.note_use(used)
            # Whoever waits for something, such as another endpoint, takes a place all the same.
            effort = max(used, (now - began) / self._settings.short_queries)
            if self._is_short and effort > self._allowance():
                fate = self._make_room(effort)
                if fate is not None:
                    return self._end(fate)
            if used > TOGETHER_S:
                self._let_others_compute(used)
        return "answers"

    def _let_others_compute(self, used: float) -> None:
        if self._has_company():
            if used > LAST_S:
                self._worker.stand_back()
            else:
                self._worker.make_way()
        if not self._worker.is_shared:
            self._processors.take_turns(self._worker)

    @property
    def _is_short(self) -> bool:
        """Whether it has a place in the short lane."""
        return self._turn.lane == "short" and not self._turn.aside

    def _allowance(self) -> float:
        """Return the processor time after which the query has to leave the short lane."""
        if not self._lanes.is_crowded:
            return SHORT_S
        if self._turn.settled:
            return SHORT_WHEN_CROWDED_S
        least, most = FIRST_TRY_S
        waiting = max(1, self._lanes.waiting_for_first_try)
        return min(most, max(least, ALL_TRIED_S * self._processors.number / waiting))

    def _make_room(self, effort: float) -> Fate | None:
        """Find room to go on in; None where there is some, or where nobody waits."""
        if self._lanes.promote(self._turn) or not self._lanes.is_crowded:
            return None
        is_late = effort > SHORT_WHEN_CROWDED_S
        if not is_late and (self._turn.settled or self._lanes.settle(self._turn)):
            return None
        if self._worker.is_shared:  # it cannot be ended alone
            self._lanes.step_aside(self._turn)
            return None
        return "long" if is_late else "another try"

    def _has_company(self) -> bool:
        # Whoever is alone need not stand back; one that has, stays there.
        return self._lanes.entered != self._entered or self._lanes.running.total() > 1

    def _end(self, fate: Fate) -> Fate:
        self._worker.spent = True
        self._worker.kill()
        return fate
