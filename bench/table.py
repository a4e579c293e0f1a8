"""The results as tables for people: plain text, which is also Markdown."""

from collections.abc import Iterator

from bench.measures import OURS, Cell, Results, in_order, key
from bench.targets import targets

MB = 1 << 20


def lines(results: Results, *, memory_up_to: int) -> Iterator[str]:
    """Write the machine, what each peer needs, every cell with its ratio, and the verdicts."""
    yield from (f"- {name}: {value}" for name, value in results.machine.items())
    yield from (f"- {name}: {value}" for name, value in results.settings.items())
    yield from (f"- {note}" for note in results.notes)
    yield from _starts(results)
    for data in in_order(cell.data for cell in results.cells):
        yield from _cells(results, data)
    yield "\n## What must be reached\n"
    found = list(targets(results, memory_up_to=memory_up_to))
    yield from (f"- {target}" for target in found)
    if not found:
        yield "- nothing was measured that says so (8 connections, Oxigraph or rdflib-endpoint)"


def _starts(results: Results) -> Iterator[str]:
    yield "\n## Loading, starting, memory\n"
    yield "| data | triples | peer | load | start to first answer | most memory |"
    yield "|---|--:|---|--:|--:|--:|"
    for start in results.starts:
        load = f"{start.load_s:.1f} s" if start.load_s is not None else "–"
        yield (
            f"| {start.data} | {start.triples:,} | {start.peer} | {load} "
            f"| {start.first_answer_s:.2f} s | {start.peak_bytes / MB:,.0f} MiB |"
        )


def _cells(results: Results, data: str) -> Iterator[str]:
    yield f"\n## {data}\n"
    yield "| query | asked | conn. | peer | answers/s | p50 ms | p99 ms | ours ÷ peer |"
    yield "|---|---|--:|---|--:|--:|--:|--:|"
    cells = [cell for cell in results.cells if cell.data == data]
    for group in dict.fromkeys(map(key, cells)):
        for cell in cells:
            if key(cell) == group:
                yield _row(results, cell)


def _row(results: Results, cell: Cell) -> str:
    ratio = results.ratio(cell)
    shown = "" if cell.peer == OURS or ratio is None else f"{ratio:.2f}"
    rate = f"{cell.throughput:,.1f}" if cell.loads else f"({cell.throughput:,.2f} alone)"
    latencies = f"{cell.p50_ms:,.2f} | {cell.p99_ms:,.2f}" if cell.loads else "– | –"
    return (
        f"| {cell.title} | {cell.mode} | {cell.connections} | {cell.peer} | {rate} "
        f"| {latencies} | {shown} |"
    )
