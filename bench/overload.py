"""What ordinary clients notice while run-away queries run, and what the run-aways are told.

    python -m bench.overload                       4, 8 and 100 at once, on 100k triples
    python -m bench.overload --at-once 4 --data-set 1M

Ordinary clients come from 127.0.0.1 and ask at a steady pace; run-aways come from other loopback
addresses, so that they count as other clients. Every request is a connection of its own. A latency
is that of a request that was sent; a client that is kept waiting sends fewer, and so the longest
time from when a request was due is shown beside, the wait for those before it included.
"""

import argparse
import http.client
import json
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from bench.asking import Server, ask
from bench.data import prepare
from bench.endpoint import RESULTS, tell
from bench.memory import Peak
from bench.peers import HERE, Standoff
from bench.runaways import RUNAWAYS, ordinary_ask, ordinary_entity
from bench.server import running

PACE_S: Final = 0.05
ADDRESSES: Final = 16
RETRY_S: Final = 0.2
GRACE_S: Final = 30.0


@dataclass
class Ordinary:
    """What ordinary clients saw: latencies in milliseconds of each kind, and what failed."""

    ask_ms: list[float] = field(default_factory=list)
    entity_ms: list[float] = field(default_factory=list)
    longest_from_due_ms: float = 0.0
    failed: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Told:
    """What one run-away got: a status (or how the connection ended), and when."""

    kind: str
    status: str
    seconds: float
    media_type: str


@dataclass(frozen=True)
class Round:
    """One round: so many run-aways at once, what ordinary clients saw, what the run-aways got."""

    at_once: int
    ordinary: Ordinary
    told: tuple[Told, ...]
    peak_bytes: int


class OrdinaryClient(threading.Thread):
    """Asks in turn a short ASK and one entity, at a steady pace, until it is told to end."""

    def __init__(self, server: Server, entities: Sequence[str], first: int) -> None:
        super().__init__(daemon=True)
        self.seen = Ordinary()
        self._server = server
        self._entities = entities
        self._n = first
        self._end = threading.Event()

    def run(self) -> None:
        """Ask until told to end."""
        due = time.perf_counter()
        while not self._end.wait(max(0.0, due - time.perf_counter())):
            self._n += 1
            if self._n % 2:
                text, into = ordinary_ask(self._n), self.seen.ask_ms
            else:
                iri = self._entities[self._n % len(self._entities)]
                text, into = ordinary_entity(iri, self._n), self.seen.entity_ms
            self._ask(text, into, due)
            due += PACE_S

    def end(self) -> Ordinary:
        """Let the request under way end, and return what was seen."""
        self._end.set()
        self.join()
        return self.seen

    def _ask(self, text: str, into: list[float], due: float) -> None:
        try:
            reply = ask(self._server.port, self._server.path, text, timeout_s=60)
        except (OSError, http.client.HTTPException) as error:
            self.seen.failed[type(error).__name__] += 1
            return
        from_due = (time.perf_counter() - due) * 1000
        self.seen.longest_from_due_ms = max(self.seen.longest_from_due_ms, from_due)
        if reply.status == 200:
            into.append(reply.seconds * 1000)
        else:
            self.seen.failed[str(reply.status)] += 1


class RunAway(threading.Thread):
    """Sends run-aways, one after the other, from an address of its own, for so many seconds.

    Told to wait (429, 503), it waits a little, less than it is told: run-aways are not polite.
    """

    def __init__(self, server: Server, number: int, until: float, timeout_s: float) -> None:
        super().__init__(daemon=True)
        self.told: list[Told] = []
        self._server = server
        self._number = number
        self._until = until
        self._timeout_s = timeout_s

    def run(self) -> None:
        """Send, and note what comes back."""
        kinds = list(RUNAWAYS)
        turn = self._number
        while time.perf_counter() < self._until:
            kind = kinds[turn % len(kinds)]
            text = RUNAWAYS[kind](self._number * 10_000 + turn)
            self.told.append(self._send(kind, text))
            if self.told[-1].seconds < 1:
                time.sleep(RETRY_S)
            turn += 1

    def _send(self, kind: str, text: str) -> Told:
        start = time.perf_counter()
        # By POST: a run-away may be longer than an address may be.
        connection = http.client.HTTPConnection(
            "127.0.0.1", self._server.port, timeout=self._timeout_s,
            source_address=(f"127.0.0.{2 + self._number % ADDRESSES}", 0),
        )  # fmt: skip
        try:
            headers = {"Content-Type": "application/sparql-query"}
            connection.request("POST", self._server.path, text.encode(), headers)
            response = connection.getresponse()
            response.read()
            status, media = str(response.status), response.getheader("Content-Type", "")
        except (OSError, http.client.HTTPException) as error:
            status, media = type(error).__name__, ""
        finally:
            connection.close()
        return Told(kind, status, time.perf_counter() - start, media)


def overload(
    server: Server, entities: Sequence[str], *, at_once: int, seconds: float, deadline_s: float
) -> Round:
    """Let ordinary clients ask for so many seconds while so many run-aways are sent.

    The run-aways' last answers are awaited, ``GRACE_S`` past the deadline at most.
    """
    until = time.perf_counter() + seconds
    limit = deadline_s + GRACE_S
    runaways = [RunAway(server, number, until, limit) for number in range(at_once)]
    client = OrdinaryClient(server, entities, at_once * 1_000_000)
    with Peak(server.pid) as peak:
        for runaway in runaways:
            runaway.start()
        client.start()
        time.sleep(max(0.0, until - time.perf_counter()))
        seen = client.end()
        for runaway in runaways:
            runaway.join(limit)
    told = tuple(told for runaway in runaways for told in runaway.told)
    return Round(at_once, seen, told, peak.bytes)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that ``share`` of them do not pass; nothing measured is not a number."""
    found = sorted(values)
    return found[min(len(found) - 1, int(share * len(found)))] if found else float("nan")


def report(rounds: Sequence[Round], deadline_s: float) -> str:
    """Write what ordinary clients noticed, and what the run-aways were told, as tables."""
    alone = rounds[0].ordinary
    lines = [
        "| at once | answers | ASK p50 | p99 | entity p50 | p99 | × ASK p50 | × entity p50 "
        "| × entity p99 | longest from due | failed | most memory |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|--:|",
    ]
    for each in rounds:
        seen = each.ordinary
        lines.append(
            f"| {each.at_once} | {len(seen.ask_ms) + len(seen.entity_ms)} "
            f"| {percentile(seen.ask_ms, 0.5):.2f} ms | {percentile(seen.ask_ms, 0.99):.2f} ms "
            f"| {percentile(seen.entity_ms, 0.5):.2f} ms "
            f"| {percentile(seen.entity_ms, 0.99):.2f} ms "
            f"| {_ratio(seen.ask_ms, alone.ask_ms, 0.5)} "
            f"| {_ratio(seen.entity_ms, alone.entity_ms, 0.5)} "
            f"| {_ratio(seen.entity_ms, alone.entity_ms, 0.99)} "
            f"| {seen.longest_from_due_ms / 1000:.2f} s "
            f"| {dict(seen.failed) or 'none'} | {each.peak_bytes / (1 << 20):,.0f} MiB |"
        )
    lines += ["", "| at once | run-away | told | times | longest | past the deadline |",
              "|--:|---|---|--:|--:|--:|"]  # fmt: skip
    for each in rounds:
        kinds = Counter((told.kind, told.status) for told in each.told)
        for (kind, status), times in sorted(kinds.items()):
            longest = max(t.seconds for t in each.told if (t.kind, t.status) == (kind, status))
            past = max(0.0, longest - deadline_s)
            lines.append(
                f"| {each.at_once} | {kind} | {status} | {times} | {longest:.2f} s | {past:.2f} s |"
            )
    return "\n".join(lines) + "\n"


def _ratio(values: Sequence[float], alone: Sequence[float], share: float) -> str:
    return f"{percentile(values, share) / percentile(alone, share):.2f}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.overload",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data-set", default="100k", help="own, 100k, 1M, …")
    parser.add_argument("--at-once", default="4,8,100", help="numbers of run-aways")
    parser.add_argument("--seconds", type=float, default=20.0, help="of each round (default 20)")
    parser.add_argument("--deadline", type=float, default=10.0, help="of the server (default 10)")
    parser.add_argument("--serve-options", default="", help="more options of `standoff serve`")
    parser.add_argument("--data", type=Path, default=RESULTS / "data", help="corpora are kept here")
    parser.add_argument("--out", type=Path, default=RESULTS)
    return parser


def main() -> None:
    """Read the command line, overload the server, print the tables and write them."""
    asked = _parser().parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    data = prepare(asked.data_set, asked.data.resolve(), tell)
    entities = data.entities()
    ours = Standoff(f"--timeout {asked.deadline} {asked.serve_options}")
    numbers = [0, *(int(each) for each in asked.at_once.split(","))]
    with tempfile.TemporaryDirectory(prefix="standoff-bench-") as folder:
        log = Path(folder) / "server.log"
        command = ours.command(data, Path(folder))
        with running(ours.name, command, ours.path, log, HERE) as server:
            rounds = []
            for number in numbers:
                tell(f"{number} run-aways at once, {asked.seconds:g} s")
                rounds.append(
                    overload(server, entities, at_once=number, seconds=asked.seconds,
                             deadline_s=asked.deadline)
                )  # fmt: skip
            after = ask(server.port, server.path, ordinary_ask(0), timeout_s=60)
        said = log.read_text(encoding="utf-8", errors="replace")
    text = report(rounds, asked.deadline)
    (asked.out / "overload.md").write_text(text, encoding="utf-8")
    (asked.out / "overload.json").write_text(
        json.dumps([asdict(each) for each in rounds], indent=1) + "\n", encoding="utf-8"
    )
    (asked.out / "overload.log").write_text(said, encoding="utf-8")
    print(text)
    print(f"afterwards an ordinary query is answered {after.status} in {after.seconds:.3f} s;")
    print(f"the server's log has {len(said.splitlines())} lines")
    if after.status != 200:
        sys.exit("the server does not answer any more")


if __name__ == "__main__":
    main()
