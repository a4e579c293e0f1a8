"""What must be reached, as ratios within one run, and whether it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bench.measures import OURS, OURS_ON_DISK, Cell, Results

CONNECTIONS: Final = 8
SLOW_MS: Final = 20.0
START_S: Final = 2.0
START_TRIPLES: Final = 1_100_000


@dataclass(frozen=True)
class Target:
    """One line of what must be reached: what is compared, what was found, what is the least."""

    name: str
    found: float
    wanted: float
    unit: str = "×"
    most: bool = False

    @property
    def reached(self) -> bool:
        """Whether it is."""
        return self.found <= self.wanted if self.most else self.found >= self.wanted

    def __str__(self) -> str:
        sign = "at most" if self.most else "at least"
        word = "reached" if self.reached else "NOT reached"
        return (
            f"{word:<12}{self.name}: {self.found:.2f}{self.unit} "
            f"(must be {sign} {self.wanted:g}{self.unit})"
        )


def targets(results: Results, *, memory_up_to: int) -> Iterator[Target]:
    """Judge a run at 8 connections; what has more triples than ``memory_up_to`` is on disk."""
    triples = {start.data: start.triples for start in results.starts}
    for cell in results.cells:
        if cell.connections != CONNECTIONS or cell.peer in (OURS, OURS_ON_DISK):
            continue
        for ours in (OURS, OURS_ON_DISK):
            ratio = results.ratio(cell, ours)
            in_memory = ours == OURS and triples[cell.data] <= memory_up_to
            wanted = _wanted(cell, in_memory=in_memory)
            if ratio is not None and wanted is not None:
                name = f"{cell.data}, {cell.title}, {cell.mode}, {ours} over {cell.peer}"
                yield Target(name, ratio, wanted)
    for start in results.starts:
        if start.peer == OURS and start.triples <= START_TRIPLES:
            name = f"{start.data}, start to first answer"
            yield Target(name, start.first_answer_s, START_S, " s", most=True)


def _wanted(cell: Cell, *, in_memory: bool) -> float | None:
    """Return the least ratio over this peer on this query, if one is wanted."""
    if cell.peer == "rdflib-endpoint":
        return 5.0
    if cell.peer != "oxigraph":
        return None
    if cell.query == "entity":
        return 2.0 if cell.mode == "repeated" else 0.4
    if cell.alone_ms >= SLOW_MS:
        return 1.5 if in_memory else 0.9
    return None
