"""The engines of one server: they share lanes, counts and the processes that read from disk."""

from pathlib import Path

from kg.settings import CORES, Settings
from server.engine.engine import Counts, Engine
from server.engine.lanes import Lanes
from server.engine.nursery import SharedNursery
from server.engine.processors import Processors


class Engines:
    """Makes an engine for each version."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._disk = SharedNursery(settings)
        self.counts = Counts()
        self.processors = Processors(CORES)
        self.lanes = Lanes(
            short=settings.short_queries,
            long=settings.long_queries,
            waiting=settings.waiting,
            waiting_per_client=settings.waiting_per_client,
        )

    def prepare(self) -> None:
        """Start the process for stores on disk, which the first query would wait for."""
        self._disk.get()

    def open(self, store: Path, *, is_union: bool) -> Engine:
        """Return an engine for a store on disk, which whoever asked for it retires."""
        return Engine(
            store,
            self._settings,
            is_union=is_union,
            lanes=self.lanes,
            processors=self.processors,
            disk=self._disk,
            counts=self.counts,
        )

    def close(self) -> None:
        """End the processes that all engines share."""
        self._disk.close()
