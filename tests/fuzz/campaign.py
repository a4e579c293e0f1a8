"""Many requests, and what became of them."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from tests.fuzz.exchange import BadResponseError, exchange
from tests.fuzz.messages import Message
from tests.fuzz.serving import Server
from tests.fuzz.verdict import complaints

SHOWN: Final = 1500

Make = Callable[[random.Random], Message]


@dataclass
class Findings:
    """How the server answered: statuses, how long the slowest took, and what was wrong."""

    statuses: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    wrong: list[str] = field(default_factory=list)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def note(self, status: str, seconds: float, wrong: list[str]) -> None:
        """Add one answer."""
        with self._guard:
            self.statuses[status] += 1
            self.slowest = max(self.slowest, seconds)
            self.wrong += wrong


def run(
    server: Server, make: Make, *, seed: int, first: int, count: int, threads: int, within_s: float
) -> Findings:
    """Send the requests that the seed stands for, from the first one on."""
    found = Findings()

    def send(number: int) -> None:
        rng = random.Random(f"{seed}-{number}")  # noqa: S311 -- to be repeated
        _send(server, make(rng), f"seed {seed}, request {number}", found, within_s)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(send, range(first, first + count)))
    return found


def _send(server: Server, made: Message, which: str, found: Findings, within_s: float) -> None:
    raw = made.raw()
    sent = f"{which}: {raw[:SHOWN]!r}"
    # Where less comes than was announced, only the end of what is sent can end the wait for it.
    is_short = made.frame not in ("length", "chunked", "expect")
    try:
        reply = exchange(server.address, raw, method=made.method, half_closed=is_short)
    except TimeoutError:
        found.note("hang", 0.0, [f"{sent}\n  it hangs"])
    except BadResponseError as error:
        # Whoever stops sending in the middle may be cut off in the middle.
        found.note("cut off", 0.0, [] if is_short else [f"{sent}\n  {error}"])
    except OSError as error:
        found.note("no connection", 0.0, [f"{sent}\n  {error}"])
    else:
        if reply is None:
            wrong = [f"{sent}\n  no answer"] if made.is_sound else []
            found.note("closed", 0.0, wrong)
        else:
            said = [f"{sent}\n  {wrong}" for wrong in complaints(reply, within_s=within_s)]
            found.note(str(reply.status), reply.seconds, said)
