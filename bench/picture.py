"""The results as a picture: answers a second of every peer, on one scale, with our ratio beside.

SVG with nothing from elsewhere; it brings its own background and follows the reader's choice of
light or dark.
"""

import math
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Final

from bench.data import OWN
from bench.measures import OURS, Cell, Results, in_order, read_results
from bench.queries import MODES

WIDTH: Final = 1000
ROW: Final = 26
HEAD: Final = 44
TOP: Final = 84
LEFT: Final = 236
PANEL: Final = 272
GAP: Final = 108
RATIO: Final = 22
CONNECTIONS: Final = 8

_STYLE: Final = """
  .back { fill: #ffffff } .ink { fill: #1c2530 } .soft { fill: #5b6672 }
  .rule { stroke: #d5dbe1; stroke-width: 1 } .span { stroke: #b4bdc7; stroke-width: 2 }
  .standoff { fill: #d1495b } .oxigraph { fill: #2f6fb0 } .fuseki { fill: #2a8c6a }
  .rdflib-endpoint { fill: #b5851f }
  .standoff-disk { fill: #ffffff; stroke: #d1495b; stroke-width: 2 }
  text { font: 13px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif }
  .small { font-size: 11px } .bold { font-weight: 600 } .title { font-size: 17px; font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    .back { fill: #12171d } .ink { fill: #e8edf2 } .soft { fill: #9aa7b4 }
    .rule { stroke: #2b343d } .span { stroke: #4a5662 }
    .standoff { fill: #ff7a8a } .oxigraph { fill: #6db3f2 } .fuseki { fill: #5fcf9f }
    .rdflib-endpoint { fill: #e7bd5a } .standoff-disk { fill: #12171d; stroke: #ff7a8a }
  }
"""


def draw(results: Results) -> str:
    """Draw one row a query and data set, one panel for repeated and one for first-seen queries."""
    counts = sorted({cell.connections for cell in results.cells})
    connections = CONNECTIONS if CONNECTIONS in counts or not counts else counts[-1]
    cells = [cell for cell in results.cells if cell.connections == connections]
    rows = in_order(f"{cell.data}\0{cell.query}" for cell in cells)
    blocks = in_order(cell.data for cell in cells)
    height = TOP + ROW * len(rows) + HEAD * len(blocks) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-label="Answers a second of each '
        f'endpoint, by query">',
        f"<style>{_STYLE}</style>",
        f'<rect class="back" width="{WIDTH}" height="{height}" rx="6"/>',
        _text(24, 32, f"Answers a second, {connections} connections", "ink title"),
        *_legend(in_order(cell.peer for cell in cells)),
        *_panels(results, cells, height),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _panels(results: Results, cells: Sequence[Cell], height: int) -> Iterator[str]:
    scale = _Scale([cell.throughput for cell in cells])
    for column, mode in enumerate(MODES):
        left = LEFT + column * (PANEL + GAP)
        title = "the same request again" if mode == "repeated" else "every request another"
        yield _text(left, TOP - 20, title, "ink bold")
        yield _text(left + PANEL + RATIO, TOP - 20, "÷ Oxigraph", "soft small")
        for power in scale.powers:
            x = left + scale.place(10.0**power)
            yield _line("rule", x, TOP - 8, x, height - 34)
            yield _text(x, height - 18, _number(power), "soft small", anchor="middle")
    y = TOP
    for data in in_order(cell.data for cell in cells):
        triples = next((s.triples for s in results.starts if s.data == data), 0)
        title = "the project's own graph: " if data == OWN else "generated: "
        yield _text(24, y + HEAD - 22, f"{title}{triples:,} triples", "ink bold")
        y += HEAD
        block = [cell for cell in cells if cell.data == data]
        for title in in_order(cell.title for cell in block):
            yield _text(24, y + 4, title, "ink")
            for column, mode in enumerate(MODES):
                left = LEFT + column * (PANEL + GAP)
                row = [cell for cell in block if cell.title == title and cell.mode == mode]
                yield from _row(results, row, left, y, scale)
            y += ROW


def _row(
    results: Results, row: Sequence[Cell], left: int, y: int, scale: "_Scale"
) -> Iterator[str]:
    places = [left + scale.place(cell.throughput) for cell in row]
    if places:
        yield _line("span", min(places), y, max(places), y)
    for cell, x in sorted(zip(row, places, strict=True), key=lambda pair: pair[0].peer == OURS):
        name = f"{cell.peer}: {cell.throughput:,.1f} answers/s"
        yield f"<g><title>{escape(name)}</title>{_mark(cell.peer, x, y)}</g>"
        if cell.peer == "oxigraph" and (ratio := results.ratio(cell)) is not None:
            yield _text(left + PANEL + RATIO, y + 4, _times(ratio), "ink bold")


def _legend(peers: Sequence[str]) -> Iterator[str]:
    widths = [26 + 8 * len(peer) for peer in peers]
    x = WIDTH - 16 - sum(widths)
    for peer, width in zip(peers, widths, strict=True):
        yield _mark(peer, x, 27)
        yield _text(x + 12, 32, peer, "ink")
        x += width


def _mark(peer: str, x: float, y: float) -> str:
    """Draw a peer's mark: its shape tells it apart where colours do not."""
    match peer:
        case "standoff":
            return f'<circle class="standoff" cx="{x:.1f}" cy="{y}" r="7"/>'
        case "standoff-disk":
            return f'<circle class="standoff-disk" cx="{x:.1f}" cy="{y}" r="6"/>'
        case "oxigraph":
            return f'<rect class="oxigraph" x="{x - 5:.1f}" y="{y - 5}" width="10" height="10"/>'
        case "fuseki":
            points = f"{x:.1f},{y - 6} {x + 6:.1f},{y + 5} {x - 6:.1f},{y + 5}"
        case _:
            points = f"{x:.1f},{y - 6} {x + 6:.1f},{y} {x:.1f},{y + 6} {x - 6:.1f},{y}"
    return f'<polygon class="{escape(peer)}" points="{points}"/>'


class _Scale:
    """A logarithmic scale over whole powers of ten."""

    def __init__(self, values: Sequence[float]) -> None:
        known = [value for value in values if value > 0] or [1.0]
        low = math.floor(math.log10(min(known)))
        high = max(low + 1, math.ceil(math.log10(max(known))))
        self.powers = range(low, high + 1)

    def place(self, value: float) -> float:
        low, high = self.powers[0], self.powers[-1]
        share = (math.log10(value) - low) / (high - low) if value > 0 else 0.0
        return PANEL * share


def _times(ratio: float) -> str:
    return f"{ratio:.2f}×" if ratio < 9.995 else f"{ratio:,.0f}×"


def _number(power: int) -> str:
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:g}"


def _text(x: float, y: float, text: str, kind: str, *, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1}" x2="{x2:.1f}" y2="{y2}"/>'


def redraw(results: Path, picture: Path) -> None:
    """Draw a picture of results that were written before."""
    picture.write_text(draw(read_results(results)), encoding="utf-8")
