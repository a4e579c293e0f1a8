"""The endpoint beside its peers: one command that starts them all, measures, and ends them.

    python -m bench.endpoint                     everything: hours, and 20 GB of disk
    python -m bench.endpoint --quick             a minute: 100k triples, 8 connections

Runs are interleaved (each round asks every peer in turn, starting with another one) and the
medians of the rounds are shown. Before anything is timed, all peers must give the same answers.
"""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bench.answers import WrongAnswerError, check_answers
from bench.asking import Server
from bench.data import OWN, Data, prepare
from bench.load import FAST_MS, WRK, Load, run_load
from bench.measures import OURS, Cell, Results, Start
from bench.memory import Peak
from bench.peers import HERE, Fuseki, Oxigraph, Peer, RdflibEndpoint, Standoff
from bench.picture import draw
from bench.queries import MODES, Mode, Query, queries, requests
from bench.server import running
from bench.settling import settle
from bench.table import lines

RESULTS: Final = HERE / "bench" / "results"
WARM_S: Final = 2.0
CHECKED_ENTITIES: Final = 5
QUICK: Final = {"sizes": ["100k"], "connections": ["8"], "seconds": 1.0, "rounds": 1,
                "no_load": True}  # fmt: skip
LIMIT: Final = 10_000_000_000


@dataclass(frozen=True)
class Settings:
    """What is measured, and how long."""

    sizes: Sequence[str]
    connections: Sequence[int]
    seconds: float
    rounds: int
    patience_s: float
    only: Sequence[str]
    folder: Path
    load: bool


class Benchmark:
    """One run over all data sets."""

    def __init__(self, settings: Settings, peers: Sequence[Peer]) -> None:
        self.results = Results(machine(), _shown(settings))
        self._settings = settings
        self._peers = [peer for peer in peers if self._is_at_hand(peer)]
        self._runs = 0

    def run(self) -> None:
        """Measure every data set in turn; where one fails, what is left are those before it."""
        for size in self._settings.sizes:
            whole = list(self.results.cells)
            try:
                self._measure(prepare(size, self._settings.folder, tell))
            except BaseException:
                self.results.cells = whole
                raise

    def _is_at_hand(self, peer: Peer) -> bool:
        lack = peer.lack()
        if lack:
            self.results.notes.append(f"without {peer.name}: {lack}")
            tell(f"without {peer.name}: {lack}")
        return not lack

    def _measure(self, data: Data) -> None:
        with ExitStack() as stack:
            work = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="standoff-bench-")))
            servers, loads = [], {}
            for peer in self._peers:
                if said := peer.too_big(data):
                    self.results.notes.append(f"{data.name} without {peer.name}: {said}")
                    continue
                folder = work / peer.name
                folder.mkdir()
                loads[peer.name] = self._load(peer, data, folder)
                command = peer.command(data, folder)
                log = work / f"{peer.name}.log"
                place = HERE if peer.at_home else folder
                server = stack.enter_context(running(peer.name, command, peer.path, log, place))
                tell(f"{data.name}: {peer.name} answers after {server.first_answer_s:.2f} s")
                servers.append(server)
            for server in servers:
                if not settle(server.pid):
                    self.results.notes.append(f"{data.name}: {server.name} did not settle")
            self._ask_all(data, servers)
            self.results.starts += [
                Start(data.name, data.triples, server.name, loads[server.name],
                      server.first_answer_s, server.peak_bytes)
                for server in servers
            ]  # fmt: skip

    def _load(self, peer: Peer, data: Data, folder: Path) -> float | None:
        needed = isinstance(peer, Fuseki | RdflibEndpoint)
        return peer.load(data, folder) if needed or self._settings.load else None

    def _ask_all(self, data: Data, servers: Sequence[Server]) -> None:
        entities = data.entities()
        for query in queries(data.words):
            if self._settings.only and query.name not in self._settings.only:
                continue
            texts = [query.at(iri, LIMIT - n) for n, iri in enumerate(entities[:CHECKED_ENTITIES])]
            if "{iri}" not in query.text:
                texts = texts[:1]
            alone = check_answers(query, texts, servers)
            tell(f"{data.name}: {query.title}: {len(servers)} peers answer alike")
            self._warm(query, servers, entities, alone)
            for mode in MODES:
                for connections in self._settings.connections:
                    self._rounds(data, query, mode, connections, servers, entities, alone)

    def _warm(
        self,
        query: Query,
        servers: Sequence[Server],
        entities: Sequence[str],
        alone: dict[str, list[float]],
    ) -> None:
        """Let each answer the query for a while, as a server that has been running has done."""
        for server in servers:
            load = self._run(query, "first seen", 1, server, entities, WARM_S, fast=False)
            alone[server.name] = [load.p50_ms / 1000] if load.requests else alone[server.name]

    def _rounds(
        self,
        data: Data,
        query: Query,
        mode: Mode,
        connections: int,
        servers: Sequence[Server],
        entities: Sequence[str],
        alone: dict[str, list[float]],
    ) -> None:
        loads: dict[str, list[Load]] = {server.name: [] for server in servers}
        for number in range(self._settings.rounds):
            first = number % len(servers)
            for server in [*servers[first:], *servers[:first]]:
                took = min(alone[server.name])
                if took * connections > self._settings.patience_s:
                    continue
                fast = took * 1000 < FAST_MS
                with Peak(server.pid, at_end=fast) as peak:
                    load = self._run(
                        query, mode, connections, server, entities, self._settings.seconds,
                        fast=fast,
                    )  # fmt: skip
                server.peak_bytes = max(server.peak_bytes, peak.bytes)
                loads[server.name].append(load)
        for server in servers:
            cell = Cell(data.name, query.name, query.title, mode, connections, server.name,
                        min(alone[server.name]) * 1000, tuple(loads[server.name]))  # fmt: skip
            self.results.cells.append(cell)
            tell(
                f"{data.name}: {query.title}, {mode}, {connections} conn., {server.name}: "
                f"{cell.throughput:,.1f}/s, p50 {cell.p50_ms:.2f} ms, p99 {cell.p99_ms:.2f} ms"
            )

    def _run(
        self,
        query: Query,
        mode: Mode,
        connections: int,
        server: Server,
        entities: Sequence[str],
        seconds: float,
        *,
        fast: bool,
    ) -> Load:
        self._runs += 1
        sent = requests(query, mode, port=server.port, path=server.path, iris=entities,
                        run=self._runs)  # fmt: skip
        load = run_load(sent, connections=connections, seconds=seconds, fast=fast,
                        timeout_s=self._settings.patience_s)  # fmt: skip
        if load.failed or not load.requests:
            raise WrongAnswerError(
                f"{server.name} failed {load.failed} of {load.failed + load.requests} requests"
                f" ({query.title}, {mode}, {connections} connections)"
            )
        return load


def machine() -> dict[str, str]:
    """Say what was measured with: the machine and the versions."""
    found = {
        "cores": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
    }
    for package in ("pyoxigraph", "granian", "oxigraph", "rdflib-endpoint", "rdflib"):
        try:
            found[package] = version(package)
        except ImportError:
            found[package] = "not installed"
    found["generator"] = (
        f"wrk for answers under {FAST_MS:g} ms, else our own" if WRK else "our own (no wrk)"
    )
    return found


def tell(line: str) -> None:
    """Say on standard error how far it is."""
    print(line, file=sys.stderr, flush=True)


def _shown(settings: Settings) -> dict[str, str]:
    return {
        "rounds": f"{settings.rounds} of {settings.seconds:g} s, medians shown",
        "measured": "a closed loop: each connection waits for its answer before it asks again",
        "brackets": f"an answer times the connections passes {settings.patience_s:g} s: "
        "one request alone was timed",
    }


def _split(text: str) -> list[str]:
    return [part for part in text.split(",") if part]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench.endpoint",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sizes", type=_split, default=[OWN, "100k", "1M", "10M"])
    parser.add_argument("--connections", type=_split, default=["1", "8", "32"])
    parser.add_argument("--seconds", type=float, default=2.0, help="of each run (default 2)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peers", type=_split, help="beside ours, by name (default: all)")
    parser.add_argument("--queries", type=_split, default=[], help="ask,entity,join,…")
    parser.add_argument("--patience", type=float, default=60.0, help="seconds for one answer each")
    parser.add_argument("--rdflib-up-to", type=int, default=1_100_000, help="triples")
    parser.add_argument("--memory-up-to", type=int, default=1_100_000,
                        help="triples up to which ours is served from memory")  # fmt: skip
    parser.add_argument("--serve-options", default="", help="more options of `standoff serve`")
    parser.add_argument("--fuseki-jar", type=Path)
    parser.add_argument("--data", type=Path, default=RESULTS / "data", help="corpora are kept here")
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--no-load", action="store_true", help="do not time loading")
    parser.add_argument("--quick", action="store_true",
                        help="100k, 8 connections, one round of a second")  # fmt: skip
    return parser


def main() -> None:
    """Read the command line, measure, print the table, write JSON, Markdown and the picture."""
    parser = _parser()
    if parser.parse_args().quick:
        parser.set_defaults(**QUICK)
    asked = parser.parse_args()
    peers: list[Peer] = [
        Standoff(asked.serve_options),
        Standoff(asked.serve_options, most=asked.memory_up_to),
        Oxigraph(),
        RdflibEndpoint(asked.rdflib_up_to),
        Fuseki(asked.fuseki_jar),
    ]
    wanted = None if asked.peers is None else {OURS, *asked.peers}
    settings = Settings(
        sizes=asked.sizes,
        connections=[int(each) for each in asked.connections],
        seconds=asked.seconds,
        rounds=asked.rounds,
        patience_s=asked.patience,
        only=asked.queries,
        folder=asked.data.resolve(),
        load=not asked.no_load,
    )
    chosen = [peer for peer in peers if wanted is None or peer.name in wanted]
    asked.out.mkdir(parents=True, exist_ok=True)
    benchmark = Benchmark(settings, chosen)
    fault = ""
    try:
        benchmark.run()
    except WrongAnswerError as error:
        fault = f"nothing is compared: {error}"
    except RuntimeError as error:
        fault = str(error)
    results = benchmark.results
    if fault and not results.cells:
        sys.exit(fault)
    results.notes += [fault] if fault else []
    results.write(asked.out / "endpoint.json")
    text = "\n".join(lines(results, memory_up_to=asked.memory_up_to)) + "\n"
    (asked.out / "endpoint.md").write_text(text, encoding="utf-8")
    (asked.out / "endpoint.svg").write_text(draw(results), encoding="utf-8")
    print(text)
    if fault:
        sys.exit(f"{fault}; the data measured before is in {asked.out}")


if __name__ == "__main__":
    main()
