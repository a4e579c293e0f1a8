"""What the server does and holds, in the text format of Prometheus."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from kg import __version__
from server.current import Current
from server.engine.engines import Engines
from server.exchange import CACHE, LOOKUP, ROUTE, Environ, Tally
from server.monitoring.gathering import added_up, gather, tell
from server.monitoring.processes import Usage, usage
from server.monitoring.query_metrics import Collected, count_queries

METHODS: Final = frozenset({"GET", "HEAD", "POST", "QUERY", "PUT", "PATCH", "DELETE", "OPTIONS"})
CACHES: Final = ("responses", "answers")
OTHER: Final = "other"

_Kind = tuple[str, str, str, str]
"""The route, the method, the status, and where the answer came from if no process gave it."""


class Metrics:
    """The counts of one application; told of each request, as a `Listener` is."""

    def __init__(self, current: Current) -> None:
        self.routes: frozenset[str] = frozenset({"/sparql"})
        self._tallies: dict[_Kind, Tally] = {}
        self._run = current.settings.run
        self._own = CollectorRegistry()
        self._own.register(Collected(self._requests_now))
        ProcessCollector(registry=self._own)
        if isinstance(current.engines, Engines):
            count_queries(self._own, current.engines)
        self._shared = CollectorRegistry()
        self._shared.register(Collected(lambda: _data(current)))
        self._shared.register(Collected(lambda: _processes(usage())))
        if self._run is not None:
            tell(self._run, self._own)

    def text(self) -> bytes:
        """Return the metrics of the server, whichever of its processes is asked."""
        own = generate_latest(self._own)
        if self._run is not None:
            gathered = CollectorRegistry()
            texts = [own, *gather(self._run)]
            gathered.register(Collected(lambda: added_up(texts)))
            own = generate_latest(gathered)
        return own + generate_latest(self._shared)

    def __call__(self, environ: Environ, status: str, *_: object) -> None:
        """Count a request."""
        self.tally(environ, status).number += 1

    def tally(self, environ: Environ, status: str) -> Tally:
        """Return what counts the requests of this one's kind.

        No lock: threads that meet at one lose more time than all the rest of this takes.
        """
        # Flask says which route; it has not seen them all.
        route = environ.get(ROUTE) or self._route(environ["PATH_INFO"])
        method = environ["REQUEST_METHOD"]
        if method not in METHODS:  # a client may make up as many as it likes
            method = OTHER
        source = environ.get(CACHE) or (LOOKUP if LOOKUP in environ else "")
        kind = (route, method, status[:3], source)
        found = self._tallies.get(kind)
        return self._tallies.setdefault(kind, Tally()) if found is None else found

    def _route(self, path: str) -> str:
        """Return the route that a request took, of which there are few, whatever is asked."""
        if path in self.routes:
            return path
        return "/sparql.<extension>" if path.startswith("/sparql.") else OTHER

    def _requests_now(self) -> Iterator[Metric]:
        requests: Counter[tuple[str, str, str]] = Counter()
        sources: Counter[str] = Counter()
        for (route, method, status, source), tally in list(self._tallies.items()):
            number = tally.number
            requests[route, method, status] += number
            sources[source] += number
        found = CounterMetricFamily(
            "standoff_requests", "Requests answered.", labels=("route", "method", "status")
        )
        for key, number in sorted(requests.items()):
            found.add_metric(key, number)
        yield found
        found = CounterMetricFamily(
            "standoff_cache_hits", "Answers that a cache gave.", labels=("cache",)
        )
        for cache in sorted(CACHES):
            found.add_metric((cache,), sources[cache])
        yield found
        yield CounterMetricFamily(
            "standoff_lookups",
            "Queries for what is said of one subject, answered without a query process.",
            value=sources[LOOKUP],
        )


def _data(current: Current) -> Iterator[Metric]:
    yield _info("standoff_build", "The version of Standoff.", "version", __version__)
    snapshots = current.open_snapshots()
    yield GaugeMetricFamily(
        "standoff_open_snapshots", "Versions of the data that are open.", value=len(snapshots)
    )
    if not snapshots:
        return
    served = snapshots[0]
    yield _info("standoff_snapshot", "The version served.", "snapshot", served.version.id)
    yield GaugeMetricFamily(
        "standoff_in_memory",
        "Whether the default graph of the version served is held in memory.",
        value=served.engine.is_in_memory,
    )
    yield GaugeMetricFamily(
        "standoff_triples",
        "Triples of the version served.",
        value=served.version.manifest["triples"],
    )


def _info(name: str, help_text: str, label: str, value: str) -> Metric:
    found = GaugeMetricFamily(f"{name}_info", help_text, labels=(label,))
    found.add_metric((value,), 1)
    return found


def _processes(found: dict[str, Usage]) -> Iterator[Metric]:
    memory = GaugeMetricFamily(
        "standoff_memory_bytes",
        "Memory of our processes; what several share is divided among them.",
        labels=("kind",),
    )
    number = GaugeMetricFamily("standoff_processes", "Our processes.", labels=("kind",))
    for kind, used in found.items():
        memory.add_metric((kind,), used.memory)
        number.add_metric((kind,), used.number)
    yield memory
    yield number
