"""Whose query runs now: a lane for short queries, one for long ones, and queues that are fair.

Nobody can tell beforehand how long a query takes. Each one starts in the short lane; one that
does not end there soon has to find room in the long lane, and so the short lane is free again
within a second for whoever comes next. Part of it is kept for first tries, which are short while
others wait: one that needs longer settles in the rest, or is ended and tried again there. Clients
take turns, however many queries one has waiting.
"""

import time
from collections import Counter, OrderedDict, deque
from dataclasses import dataclass, field
from threading import Condition, Lock
from typing import Final, Literal

from server.fault import RequestError

Lane = Literal["short", "long"]
_Queue = Literal["short", "settled", "long"]
RETRY_S: Final = 5
REMEMBERED: Final = 1000


@dataclass(eq=False)
class Turn:
    """One query's place: in a lane once it was let in; ``settled`` if a first try is too short.

    One that runs ``aside`` has given its place free for another.
    """

    client: str
    lane: Lane
    inside: bool = field(default=False)
    settled: bool = field(default=False)
    aside: bool = field(default=False)
    door: Condition | None = field(default=None)

    @property
    def queue(self) -> _Queue:
        """Where it waits."""
        return "settled" if self.settled and self.lane == "short" else self.lane


class KnownLong:
    """The queries that have turned out long: they wait in the long lane at once, next time."""

    def __init__(self) -> None:
        self._found: OrderedDict[bytes, None] = OrderedDict()
        self._lock = Lock()

    def __contains__(self, key: bytes) -> bool:
        """Whether this one has."""
        return key in self._found

    def add(self, key: bytes) -> None:
        """Remember one, and forget those of long ago."""
        with self._lock:
            self._found[key] = None
            self._found.move_to_end(key)
            while len(self._found) > REMEMBERED:
                self._found.popitem(last=False)


class Lanes:
    """Lets queries in, and turns those away for whom there is no room to wait."""

    def __init__(self, *, short: int, long: int, waiting: int, waiting_per_client: int) -> None:
        self._free: dict[Lane, int] = {"short": short, "long": long}
        self._flood = 2 * short
        self._most_settled = max(1, short - max(1, short // 4))
        self._least_settled = max(1, short // 4)
        self._running_settled = 0
        self._long_per_client = max(1, long - max(1, long // 4))
        self._running_long: Counter[str] = Counter()
        self._queues: dict[_Queue, OrderedDict[str, deque[Turn]]] = {
            "short": OrderedDict(),
            "settled": OrderedDict(),
            "long": OrderedDict(),
        }
        self._waiting: Counter[str] = Counter()
        self._max_waiting = waiting
        self._max_waiting_per_client = waiting_per_client
        self._changed = Lock()
        self.running: Counter[Lane] = Counter()
        self.entered = 0
        self.refused = 0

    def enter(self, client: str, *, lane: Lane, until: float) -> Turn:
        """Wait for a place until that time (of the monotonic clock), and return it.

        Raises a 429 fault where too many wait already, a 503 fault where the time is up.
        """
        turn = Turn(client, lane)
        with self._changed:
            self._admit(client)
            try:
                self._wait(turn, until)
            except BaseException:
                self._give_up(turn)
                raise
        return turn

    def promote(self, turn: Turn) -> bool:
        """Move a running query to the long lane if there is room now, ahead of who waits."""
        with self._changed:
            if not self._free["long"] or not self._may_run_long(turn.client):
                return False
            self._leave(turn)
            turn.lane = "long"
            self._let_in(turn)
            self._call_next()
            return True

    def settle(self, turn: Turn) -> bool:
        """Let a running query stay in the short lane for longer than a first try, if it can."""
        with self._changed:
            if self._running_settled >= self._most_settled:
                return False
            turn.settled = True
            self._running_settled += 1
            return True

    def step_aside(self, turn: Turn) -> None:
        """Let a running query that cannot be ended go on without its place in the short lane."""
        with self._changed:
            self._free["short"] += 1
            self._running_settled -= turn.queue == "settled"
            turn.aside = True
            self._call_next()

    def requeue(self, turn: Turn, *, lane: Lane, until: float) -> None:
        """Give up the place in the short lane and wait for one in the long lane, or another try."""
        with self._changed:
            self._leave(turn)
            turn.lane = lane
            turn.settled = True
            self._wait(turn, until)

    def leave(self, turn: Turn) -> None:
        """Give up the place."""
        with self._changed:
            self._give_up(turn)

    @property
    def is_crowded(self) -> bool:
        """Whether somebody waits for the short lane."""
        return bool(self._queues["short"] or self._queues["settled"])

    @property
    def waiting_for_first_try(self) -> int:
        """How many wait that have not run at all."""
        with self._changed:
            return self._length("short")

    def waiting_by_lane(self) -> dict[Lane, int]:
        """Return how many wait for each lane."""
        with self._changed:
            short = self._length("short") + self._length("settled")
            return {"short": short, "long": self._length("long")}

    @property
    def waiting(self) -> int:
        """How many wait."""
        with self._changed:
            return self._waiting.total()

    def _give_up(self, turn: Turn) -> None:
        if turn.inside:
            self._leave(turn)
        self._call_next()

    def _admit(self, client: str) -> None:
        if self._waiting[client] >= self._max_waiting_per_client:
            self.refused += 1
            raise _too_many(
                f"{self._waiting[client]} of your queries wait already, the most that one client "
                "may have here; send the next when some are answered.",
                "waiting_per_client",
                self._max_waiting_per_client,
            )
        if self._waiting.total() >= self._max_waiting:
            self.refused += 1
            raise _too_many(
                "The queue for queries is full; try again later.", "waiting", self._max_waiting
            )

    def _wait(self, turn: Turn, until: float) -> None:
        self._queues[turn.queue].setdefault(turn.client, deque()).append(turn)
        self._waiting[turn.client] += 1
        # One for each who waits: to wake them all for one that is let in would take long.
        turn.door = Condition(self._changed)
        try:
            self._call_next()
            if not turn.door.wait_for(lambda: turn.inside, timeout=until - time.monotonic()):
                raise RequestError(
                    503,
                    "The server was too busy to run the query in the time it has; try again "
                    "later, with fewer queries at once.",
                    headers={"Retry-After": str(RETRY_S)},
                    bound=f"{turn.lane}_queries",
                )
        finally:
            self._waiting[turn.client] -= 1
            if not self._waiting[turn.client]:
                del self._waiting[turn.client]
            if not turn.inside:
                self._withdraw(turn)

    def _withdraw(self, turn: Turn) -> None:
        queue = self._queues[turn.queue]
        queue[turn.client].remove(turn)
        if not queue[turn.client]:
            del queue[turn.client]

    def _call_next(self) -> None:
        """Let in whoever is next, as long as there is room."""
        while turn := self._next_short() or self._next("long"):
            self._let_in(turn)

    def _next_short(self) -> Turn | None:
        """Let in first who has not run at all, but keep a few going that have."""
        if self._running_settled < self._least_settled:
            return self._next("settled") or self._next("short")
        found = self._next("short")
        if found is None and self._running_settled < self._most_settled:
            found = self._next("settled")
        return found

    def _next(self, name: _Queue) -> Turn | None:
        if not self._free["long" if name == "long" else "short"]:
            return None
        queue = self._queues[name]
        for client in queue:
            if name != "long" or self._may_run_long(client):
                turn = self._pick(queue[client])
                queue.move_to_end(client)
                if not queue[client]:
                    del queue[client]
                return turn
        return None

    def _length(self, name: _Queue) -> int:
        return sum(map(len, self._queues[name].values()))

    def _pick(self, turns: deque[Turn]) -> Turn:
        """Take the first come; of a client that has sent a flood, the last, who may still wait."""
        return turns.pop() if len(turns) > self._flood else turns.popleft()

    def _may_run_long(self, client: str) -> bool:
        return self._running_long[client] < self._long_per_client

    def _let_in(self, turn: Turn) -> None:
        turn.inside = True
        if turn.door is not None:
            turn.door.notify()
        self.entered += 1
        self._free[turn.lane] -= 1
        self.running[turn.lane] += 1
        self._running_settled += turn.queue == "settled"
        if turn.lane == "long":
            self._running_long[turn.client] += 1

    def _leave(self, turn: Turn) -> None:
        turn.inside = False
        self.running[turn.lane] -= 1
        if turn.aside:
            turn.aside = False
            return
        self._free[turn.lane] += 1
        self._running_settled -= turn.queue == "settled"
        if turn.lane == "long":
            self._running_long[turn.client] -= 1
            if not self._running_long[turn.client]:
                del self._running_long[turn.client]


def _too_many(detail: str, bound: str, limit: int) -> RequestError:
    headers = {"Retry-After": str(RETRY_S)}
    return RequestError(429, detail, headers=headers, bound=bound, limit=limit)
