"""A run of hours that fails at its last data set keeps what it has found of those before."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bench import endpoint
from bench.answers import WrongAnswerError
from bench.load import Load
from bench.measures import Cell, Start, read_results

LOADS = (Load(100, 1.0, 0, 1.0, 2.0, "own"),)


@pytest.fixture
def cut_short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Have the second of two data sets fail when it is half measured; give the results' folder."""

    def measure(benchmark: endpoint.Benchmark, data: Any) -> None:
        for peer in ("standoff", "oxigraph"):
            cell = Cell(data.name, "ask", "the ASK", "repeated", 8, peer, 1.0, LOADS)
            benchmark.results.cells.append(cell)
            if data.name == failing:
                raise WrongAnswerError("oxigraph failed 8 of 8 requests")
        benchmark.results.starts.append(Start(data.name, 99_806, "standoff", 1.5, 0.4, 1 << 28))

    failing = "1M"
    monkeypatch.setattr(endpoint.Benchmark, "_measure", measure)
    monkeypatch.setattr(endpoint, "prepare", lambda size, *_: SimpleNamespace(name=size))
    monkeypatch.setattr(sys, "argv", ["endpoint", "--out", str(tmp_path), "--peers", "oxigraph"])
    return tmp_path


def test_what_was_measured_whole_is_written_and_the_fault_is_told(
    cut_short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [*sys.argv, "--sizes", "100k,1M"])
    with pytest.raises(SystemExit, match="failed 8 of 8 requests; the data measured before is in"):
        endpoint.main()

    found = read_results(cut_short / "endpoint.json")
    assert found.notes == ["nothing is compared: oxigraph failed 8 of 8 requests"]
    assert [(cell.data, cell.peer) for cell in found.cells] == [
        ("100k", "standoff"),
        ("100k", "oxigraph"),
    ]
    assert sorted(file.name for file in cut_short.iterdir()) == [
        *("endpoint.json", "endpoint.md", "endpoint.svg"),
    ]


def test_nothing_is_written_where_nothing_was(
    cut_short: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", [*sys.argv, "--sizes", "1M"])
    with pytest.raises(SystemExit, match=r"^nothing is compared: .* requests$"):
        endpoint.main()

    assert list(cut_short.iterdir()) == []
