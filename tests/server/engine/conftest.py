"""An engine over the small version: one that reads from disk, one that holds it in memory."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kg.settings import MIB, Settings
from server.current import Current
from server.engine.engine import Engine
from server.engine.job import Answer, Job
from tests.server.processes import wait_until

ON_DISK = {"store_memory": 1}
QUERY_MEMORY = 48 * MIB


class Asked:
    """An engine, and what asks it."""

    def __init__(self, current: Current) -> None:
        self.current = current
        self.engine: Engine = current.snapshot().engine

    def ask(
        self, text: str, *, client: str = "here", timeout_s: float | None = None, **wanted: Any
    ) -> Answer:
        """Ask a query, with what else a job can say."""
        base = self.current.snapshot().version.base
        job = Job(text, endpoint="http://e/sparql", base=base, **wanted)
        return self.engine.ask(job, client=client, timeout_s=timeout_s)

    def value(self, text: str) -> str:
        """Return the one value of an answer."""
        return self.ask(text, formats=("csv",)).body.decode().split("\r\n")[1]


@contextmanager
def asking(root: Path, **options: Any) -> Iterator[Asked]:
    """Have an engine with these settings until the block ends."""
    bounds = {"query_memory": QUERY_MEMORY, "timeout_s": 20.0, **options}
    current = Current(Settings(root, **bounds))
    try:
        found = Asked(current)
        if "store_memory" not in bounds:
            assert wait_until(lambda: found.engine.is_in_memory)
        yield found
    finally:
        current.close()


@pytest.fixture(scope="session", params=["disk", "memory"])
def asked(build_root: Path, request: pytest.FixtureRequest) -> Iterator[Asked]:
    """Ask an engine that reads from disk, then one that holds the data in memory."""
    with asking(build_root, **(ON_DISK if request.param == "disk" else {})) as found:
        yield found


@pytest.fixture
def start(build_root: Path) -> Iterator[Callable[..., Asked]]:
    """Give a maker of engines with settings of their own, all closed at the end."""
    made: list[Any] = []

    def make(root: Path = build_root, **options: Any) -> Asked:
        made.append(asking(root, **options))
        return made[-1].__enter__()

    yield make
    for found in made:
        found.__exit__(None, None, None)
