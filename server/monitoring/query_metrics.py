"""The metrics of queries, told by the process that runs them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from server.engine.engines import Engines

DURATIONS_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Collected(Collector):
    """Metrics that are read when somebody asks."""

    def __init__(self, read: Callable[[], Iterable[Metric]]) -> None:
        self._read = read

    def collect(self) -> Iterable[Metric]:
        """Read them."""
        return self._read()


def count_queries(registry: CollectorRegistry, engines: Engines) -> None:
    """Have the registry tell what these engines do."""
    durations = Histogram(
        "standoff_query_duration_seconds",
        "Time that answered queries took, from when they were let in; caches apart.",
        buckets=DURATIONS_S,
        registry=registry,
    )
    engines.counts.observe = durations.observe
    registry.register(Collected(lambda: _queries(engines)))


def _queries(engines: Engines) -> Iterator[Metric]:
    counts, lanes = engines.counts, engines.lanes
    found = CounterMetricFamily(
        "standoff_queries",
        "What became of queries that no cache answered; one that was replaced runs again.",
        labels=("outcome",),
    )
    for outcome, number in (
        ("answered", counts.answered),
        ("timed_out", counts.timed_out),
        ("out_of_memory", counts.out_of_memory),
        ("died", counts.died),
        ("replaced", counts.replaced),
        ("refused", lanes.refused),
    ):
        found.add_metric((outcome,), number)
    yield found
    running = GaugeMetricFamily("standoff_queries_running", "Queries that run.", labels=("lane",))
    waiting = GaugeMetricFamily("standoff_queries_waiting", "Queries that wait.", labels=("lane",))
    for lane, number in lanes.waiting_by_lane().items():
        running.add_metric((lane,), lanes.running[lane])
        waiting.add_metric((lane,), number)
    yield running
    yield waiting
