"""What a run measured, as plain records that are written to JSON and read back."""

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from bench.load import Load
from bench.queries import Mode

OURS: Final = "standoff"
OURS_ON_DISK: Final = "standoff-disk"


@dataclass(frozen=True)
class Cell:
    """One query, asked of one peer in one way: the medians over the rounds.

    ``alone_ms`` is one request while nothing else runs. Where that promised no end within the
    time allowed, there are no loads, and ``throughput`` is what one connection would get.
    """

    data: str
    query: str
    title: str
    mode: Mode
    connections: int
    peer: str
    alone_ms: float
    loads: tuple[Load, ...]

    @property
    def throughput(self) -> float:
        """Answers a second."""
        if not self.loads:
            return 1000 / self.alone_ms
        return statistics.median(load.throughput for load in self.loads)

    @property
    def p50_ms(self) -> float:
        """The latency that half of the requests did not pass."""
        return statistics.median(load.p50_ms for load in self.loads) if self.loads else 0.0

    @property
    def p99_ms(self) -> float:
        """The latency that 99 in a hundred requests did not pass."""
        return statistics.median(load.p99_ms for load in self.loads) if self.loads else 0.0


@dataclass(frozen=True)
class Start:
    """What one peer took to have one data set ready, and the most memory it had in the run."""

    data: str
    triples: int
    peer: str
    load_s: float | None
    first_answer_s: float
    peak_bytes: int


@dataclass
class Results:
    """All that a run of the benchmark found."""

    machine: dict[str, str]
    settings: dict[str, str]
    cells: list[Cell] = field(default_factory=list)
    starts: list[Start] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def write(self, file: Path) -> None:
        """Write all of it as JSON, with the medians beside what they are of."""
        found = asdict(self)
        for cell, written in zip(self.cells, found["cells"], strict=True):
            written |= {
                "throughput": cell.throughput,
                "p50_ms": cell.p50_ms,
                "p99_ms": cell.p99_ms,
            }
        file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")

    def ratio(self, cell: Cell, ours_as: str = OURS) -> float | None:
        """Return our throughput over that of this cell, on the same query in the same way."""
        ours = self.cell(cell, ours_as)
        return ours.throughput / cell.throughput if ours else None

    def cell(self, like: Cell, peer: str) -> Cell | None:
        """Return the cell of another peer on the same query in the same way."""
        return next(
            (other for other in self.cells if other.peer == peer and key(other) == key(like)),
            None,
        )


def read_results(file: Path) -> Results:
    """Read back what was written."""
    return TypeAdapter(Results).validate_json(file.read_bytes())


def key(cell: Cell) -> tuple[str, str, str, int]:
    """Return what a cell shares with those of the other peers."""
    return cell.data, cell.query, cell.mode, cell.connections


def in_order(values: Iterable[str]) -> Sequence[str]:
    """Return each value once, in the order of its first coming."""
    return list(dict.fromkeys(values))
