"""Results become verdicts, tables and a picture, and are read back as they were written."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.load import Load
from bench.measures import Cell, Results, Start, read_results
from bench.picture import draw
from bench.queries import Mode
from bench.table import lines
from bench.targets import targets


def load(throughput: float) -> Load:
    return Load(int(throughput * 200), 200.0, 0, 1.0, 2.0, "own")


def cell(peer: str, query: str, mode: Mode, throughput: float, *, alone_ms: float = 1.0) -> Cell:
    # The median is of the rounds, and one slow round does not move it.
    loads = tuple(load(value) for value in (throughput, throughput, throughput / 10))
    return Cell("100k", query, f"the {query}", mode, 8, peer, alone_ms, loads)


@pytest.fixture
def results() -> Results:
    cells = [
        cell("standoff", "entity", "repeated", 200.0),
        cell("oxigraph", "entity", "repeated", 100.0),
        cell("standoff", "entity", "first seen", 30.0),
        cell("oxigraph", "entity", "first seen", 100.0),
        cell("standoff", "scan", "first seen", 1.0),
        cell("standoff-disk", "scan", "first seen", 0.95),
        cell("oxigraph", "scan", "first seen", 1.0, alone_ms=900.0),
        cell("rdflib-endpoint", "scan", "first seen", 0.1),
    ]
    starts = [Start("100k", 99_806, "standoff", 1.5, 0.4, 1 << 28)]
    return Results({"cores": "2"}, {"rounds": "3"}, cells, starts, ["a note"])


def test_each_wanted_ratio_is_judged_and_others_are_not(results: Results) -> None:
    assert [str(target) for target in targets(results, memory_up_to=1_000_000)] == [
        "reached     100k, the entity, repeated, standoff over oxigraph: 2.00× "
        "(must be at least 2×)",
        "NOT reached 100k, the entity, first seen, standoff over oxigraph: 0.30× "
        "(must be at least 0.4×)",
        "NOT reached 100k, the scan, first seen, standoff over oxigraph: 1.00× "
        "(must be at least 1.5×)",
        "reached     100k, the scan, first seen, standoff-disk over oxigraph: 0.95× "
        "(must be at least 0.9×)",
        "reached     100k, the scan, first seen, standoff over rdflib-endpoint: 10.00× "
        "(must be at least 5×)",
        "reached     100k, the scan, first seen, standoff-disk over rdflib-endpoint: 9.50× "
        "(must be at least 5×)",
        "reached     100k, start to first answer: 0.40 s (must be at most 2 s)",
    ]


def test_what_is_too_big_for_memory_is_judged_as_from_disk(results: Results) -> None:
    judged = {target.name: target.reached for target in targets(results, memory_up_to=50_000)}

    assert judged["100k, the scan, first seen, standoff over oxigraph"] is True


def test_results_are_read_back_as_they_were_written(results: Results, tmp_path: Path) -> None:
    results.write(tmp_path / "endpoint.json")

    assert read_results(tmp_path / "endpoint.json") == results


def test_the_table_has_a_row_for_every_cell_and_every_start(results: Results) -> None:
    text = "\n".join(lines(results, memory_up_to=1_000_000))

    assert "| the entity | repeated | 8 | oxigraph | 100.0 | 1.00 | 2.00 | 2.00 |" in text
    assert "| 100k | 99,806 | standoff | 1.5 s | 0.40 s | 256 MiB |" in text
    assert sum(line.startswith("| the ") for line in text.splitlines()) == len(results.cells)


def test_the_picture_is_xml_with_a_mark_for_every_cell_and_nothing_from_elsewhere(
    results: Results,
) -> None:
    root = ElementTree.fromstring(draw(results))  # noqa: S314 -- our own
    titles = [each.text for each in root.iter("{http://www.w3.org/2000/svg}title")]

    assert len(titles) == len(results.cells)
    assert "oxigraph: 100.0 answers/s" in titles
    assert draw(results).count("http") == 1
