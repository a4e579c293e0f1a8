"""SHACL over corpora of the graph's shape: ours beside its peers, each in a process of its own.

    python -m bench.validation --sizes 10k,100k,1M --limit 300

All read the same N-Triples and our shapes. What is timed is the whole process, from its start to
its report; memory is the most it had. A peer that passes the limit of time or memory at one size is
not run at the next.
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import psutil

from bench.corpus import corpus, parse_size
from bench.profile import project_profile
from bench.validation_peers import OURS, Job, Peer, peers
from kg.paths import project_data

HERE: Final = Path(__file__).parent
_POLL_S: Final = 0.2
_GIB: Final = 1 << 30


@dataclass(frozen=True)
class Cell:
    """One peer over one size: seconds, GiB and results, or why there are none."""

    peer: str
    triples: int
    seconds: float = 0
    gib: float = 0
    results: int = 0
    missing: str = ""


def run(peer: Peer, job: Job, triples: int, *, limit_s: float, limit_gib: float) -> Cell:
    """Run a peer once and return what it took."""
    start = time.perf_counter()
    most = 0
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(peer.command(job), stdout=out, stderr=err, cwd=HERE.parent)
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            most = max(most, _rss(watched))
            over = _over(time.perf_counter() - start, most, limit_s, limit_gib)
            if over:
                process.kill()
                process.wait()
                return Cell(peer.name, triples, missing=over)
            time.sleep(_POLL_S if time.perf_counter() - start > 2 else 0.02)
        taken = time.perf_counter() - start
        out.seek(0)
        err.seek(0)
        told = out.read().decode(errors="replace")
        wrong = err.read().decode(errors="replace").strip().splitlines()
        try:
            results = peer.results(told)
        except ValueError:
            results = 0
        # Some end with an error code where data do not conform.
        if process.returncode and results < 1:
            return Cell(peer.name, triples, missing=f"failed: {(wrong or ['?'])[-1][:120]}")
    return Cell(peer.name, triples, taken, most / _GIB, results)


def _rss(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _over(taken: float, most: int, limit_s: float, limit_gib: float) -> str:
    if taken > limit_s:
        return f"over {limit_s:.0f} s"
    return f"over {limit_gib:g} GiB" if most > limit_gib * _GIB else ""


def prepare(folder: Path, size: int) -> Path:
    """Write a corpus as N-Triples, the union of its graphs, if it is not there yet."""
    file = folder / f"union-{size}.nt"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".partial")
        with partial.open("wb") as out:
            for _, lines in corpus(project_profile(), triples=size, seed=1):
                out.writelines(_triples(lines))
        partial.rename(file)
    return file


def _triples(nquads: bytes) -> Iterator[bytes]:
    for line in nquads.splitlines():
        triple, _, _ = line.rpartition(b" <")
        if b" <<(" not in triple:
            yield triple + b" .\n"


def shapes_file(folder: Path) -> Path:
    """Write our shapes into one file."""
    file = folder / "shapes.ttl"
    texts = [shapes.read_text("utf-8") for shapes in sorted(project_data().shapes.glob("*.ttl"))]
    file.write_text("\n".join(texts), encoding="utf-8")
    return file


def table(cells: Sequence[Cell]) -> Iterator[str]:
    """Yield the table: a row for each peer, for each size its seconds, ratio and memory."""
    sizes = sorted({cell.triples for cell in cells})
    ours = {cell.triples: cell for cell in cells if cell.peer == OURS}
    yield "| engine | " + " | ".join(f"{size:,} triples" for size in sizes) + " | growth |"
    yield "|---" * (len(sizes) + 2) + "|"
    for name in dict.fromkeys(cell.peer for cell in cells):
        row = {cell.triples: cell for cell in cells if cell.peer == name}
        shown = [_shown(row.get(size), ours.get(size)) for size in sizes]
        yield f"| {name} | " + " | ".join([*shown, _growth(list(row.values()))]) + " |"


def _shown(cell: Cell | None, ours: Cell | None) -> str:
    if cell is None:
        return "–"
    if cell.missing:
        return cell.missing
    ratio = f", ×{cell.seconds / ours.seconds:.1f}" if ours and ours.seconds else ""
    return f"{cell.seconds:.1f} s{ratio}, {cell.gib:.1f} GiB, {cell.results:,} results"


def _growth(cells: Sequence[Cell]) -> str:
    """Return the exponent with which the time grows between the two biggest sizes."""
    done = sorted((cell for cell in cells if not cell.missing), key=lambda cell: cell.triples)
    if len(done) < 2:
        return "–"
    small, big = done[-2:]
    exponent = math.log(big.seconds / small.seconds) / math.log(big.triples / small.triples)
    return f"n^{exponent:.2f}"


def main() -> None:
    """Read the command line, run every peer over every size, print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.validation")
    parser.add_argument("--sizes", default="10k,100k,1M", help="such as 10k,1M,10M")
    parser.add_argument("--peers", default="", help="names, with commas; all of them if empty")
    parser.add_argument("--limit", type=float, default=300, help="seconds for one run")
    parser.add_argument("--memory", type=float, default=8, help="GiB for one run")
    parser.add_argument("--out", type=Path, default=HERE / "results")
    asked = parser.parse_args()
    wanted = {name for name in asked.peers.split(",") if name}
    chosen = [peer for peer in peers() if not wanted or peer.name in wanted]
    if lost := wanted - {peer.name for peer in chosen}:
        parser.error(f"no such peer: {', '.join(sorted(lost))}")
    data = asked.out / "data"
    cells: list[Cell] = []
    beyond: dict[str, str] = {}
    for size in sorted(map(parse_size, asked.sizes.split(","))):
        file = prepare(data, size)
        job = Job(file, shapes_file(data), data / "report.ttl", asked.memory)
        for peer in chosen:
            reason = peer.lack or beyond.get(peer.name, "")
            cell = (
                Cell(peer.name, size, missing=reason)
                if reason
                else run(peer, job, size, limit_s=asked.limit, limit_gib=asked.memory)
            )
            if cell.missing and not reason:
                beyond[peer.name] = f"{cell.missing} at {size:,}"
            cells.append(cell)
            print(f"{size:>12,}  {peer.name:<22} {_shown(cell, None)}", file=sys.stderr)
        job.report.unlink(missing_ok=True)
    (asked.out / "validation.json").write_text(
        json.dumps({"cores": os.cpu_count(), "cells": [asdict(cell) for cell in cells]}, indent=1)
    )
    print("\n".join(table(cells)))


if __name__ == "__main__":
    main()
