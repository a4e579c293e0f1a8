"""Sending requests over a number of connections, each waiting for its answer before the next.

This is a closed loop: a client that waits sends nothing meanwhile, so that a latency here is that
of a request that was sent, under the load that so many patient clients make. It says nothing of
what clients arriving at a fixed rate would see.

Two generators give the same figures. wrk (where it is on the PATH) costs the machine less, and is
used for answers that take little time. Our own, a process of its own, needs Python only and waits
for whatever is under way at the end, so that long answers are counted right.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from bench.queries import Requests

WRK: Final = shutil.which("wrk")
FAST_MS: Final = 20.0
"""Up to here the generator's own cost shows, and enough requests end within a second or two."""

_SAME: Final = """
wrk.path = %(path)s
wrk.headers = {%(headers)s}
"""
_ANOTHER: Final = """
local iris, n = %(iris)s, %(start)d
function request()
  n = n + 1
  return %(request)s
end
"""
_DONE: Final = """
function done(summary, latency)
  local e = summary.errors
  io.write(string.format('{"requests": %d, "us": %d, "failed": %d, "latencies": [',
    summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout))
  for i = 1, #latency do
    local value, count = latency(i)
    if i > 1 then io.write(", ") end
    io.write(string.format("[%d, %d]", value, count))
  end
  io.write("]}\\n")
end
"""


@dataclass(frozen=True)
class Load:
    """What one run measured: a closed loop of so many connections."""

    requests: int
    seconds: float
    failed: int
    p50_ms: float
    p99_ms: float
    generator: str

    @property
    def throughput(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds if self.seconds else 0.0


def run_load(
    requests: Requests, *, connections: int, seconds: float, fast: bool, timeout_s: float
) -> Load:
    """Send requests for so many seconds and measure; ``fast`` allows wrk."""
    if WRK and fast:
        return _wrk(WRK, requests, connections=connections, seconds=seconds)
    return _own(requests, connections=connections, seconds=seconds, timeout_s=timeout_s)


def percentile(counts: list[tuple[int, int]], share: float) -> float:
    """Return the value that ``share`` of the sorted (value, count) pairs do not pass."""
    total = sum(count for _, count in counts)
    wanted, seen = share * total, 0
    for value, count in counts:
        seen += count
        if seen >= wanted:
            return float(value)
    return 0.0


def uncorrected(
    counts: list[tuple[int, int]], *, microseconds: int, requests: int, connections: int
) -> list[tuple[int, int]]:
    """Take back what wrk adds to its latencies, so that they are those of requests that were sent.

    For each latency over twice the mean interval of a connection, wrk adds the latencies that it
    supposes of requests that were not sent: one interval less, two less, and so on.
    """
    if requests < connections:
        return counts
    interval = microseconds // (requests // connections)
    left = dict(counts)
    for value in sorted(left, reverse=True):
        if value < 2 * interval or left[value] <= 0:
            continue
        supposed = value - interval
        while supposed > interval:
            left[supposed] = left.get(supposed, 0) - left[value]
            supposed -= interval
    return [(value, left[value]) for value in sorted(left) if left[value] > 0]


def _wrk(wrk: str, requests: Requests, *, connections: int, seconds: float) -> Load:
    with tempfile.TemporaryDirectory(prefix="standoff-bench-") as folder:
        script = Path(folder) / "requests.lua"
        script.write_text(_lua(requests), encoding="utf-8")
        # One thread: each has its own Lua, and two would send the same requests.
        done = subprocess.run(
            [wrk, "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "60s",
             "-s", str(script), f"http://127.0.0.1:{requests.port}/"],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    found = json.loads(done.stdout.splitlines()[-1])
    counts = uncorrected(
        [(value, count) for value, count in found["latencies"]],
        microseconds=found["us"],
        requests=found["requests"],
        connections=connections,
    )
    return _load(found, counts, "wrk")


def _lua(requests: Requests) -> str:
    if len(requests.parts) == 1:  # wrk writes it once, and spends no time on it
        return _same(requests.parts[0]) + _DONE
    iris = "{" + ",".join(json.dumps(iri) for iri in requests.iris) + "}"
    pieces = []
    for part in requests.parts:
        if part == "{iri}":
            pieces.append(f"iris[n % {len(requests.iris)} + 1]")
        elif part == "{n}":
            pieces.append('string.format("%d", n)')
        else:
            pieces.append(json.dumps(part))
    written = {"iris": iris, "start": requests.start, "request": " .. ".join(pieces)}
    return _ANOTHER % written + _DONE


def _same(request: str) -> str:
    first, *lines = request.strip().split("\r\n")
    headers = (line.split(": ", 1) for line in lines)
    written = ", ".join(f"[{json.dumps(name)}] = {json.dumps(value)}" for name, value in headers)
    return _SAME % {"path": json.dumps(first.split()[1]), "headers": written}


def _own(requests: Requests, *, connections: int, seconds: float, timeout_s: float) -> Load:
    asked = {
        **asdict(requests),
        "connections": connections,
        "seconds": seconds,
        "timeout_s": timeout_s,
    }
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("closed_loop.py"))],
        input=json.dumps(asked), check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = json.loads(done.stdout)
    return _load(found, [(value, count) for value, count in found["latencies"]], "own")


def _load(found: dict[str, Any], counts: list[tuple[int, int]], generator: str) -> Load:
    return Load(
        requests=found["requests"],
        seconds=found["us"] / 1e6,
        failed=found["failed"],
        p50_ms=percentile(counts, 0.50) / 1000,
        p99_ms=percentile(counts, 0.99) / 1000,
        generator=generator,
    )
