"""Fuzz by hand: ``python -m tests.fuzz --minutes 5``; every fault found is printed as it was sent.

``--seed`` and ``--first`` repeat a run, or one request of it.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.campaign import run
from tests.fuzz.messages import message
from tests.fuzz.serving import TIMEOUT_S, Server, serving, write_token
from tests.fuzz.writes import write
from tests.server.small import publish_small

BATCH = 200


def main() -> int:
    """Run until the time is up; 1 where anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=("reads", "writes"), nargs="?", default="reads")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=sys.maxsize)
    parser.add_argument("--threads", type=int, default=8)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.what == "reads":
            publish_small(folder / "build")
            options = ("--build", str(folder / "build"))
        else:
            options = ("--data", "--writable", "--token-file", str(write_token(folder)))
        with serving(folder, *options) as server:
            wrong = _campaign(server, asked)
            print(f"the log has {_tracebacks(server)} tracebacks")
    return 1 if wrong else 0


def _campaign(server: Server, asked: argparse.Namespace) -> int:
    until = time.monotonic() + asked.minutes * 60
    number, wrong, slowest = asked.first, 0, 0.0
    statuses: Counter[str] = Counter()
    print(f"seed {asked.seed}; before: {server.holds()}", flush=True)
    while time.monotonic() < until and number < asked.first + asked.count:
        found = run(
            server,
            message if asked.what == "reads" else lambda rng: write(rng, "http://127.0.0.1:9/"),
            seed=asked.seed,
            first=number,
            count=min(BATCH, asked.first + asked.count - number),
            threads=asked.threads,
            within_s=TIMEOUT_S + 1 if asked.what == "reads" else 130,
        )
        number += BATCH
        statuses += found.statuses
        wrong += len(found.wrong)
        slowest = max(slowest, found.slowest)
        for each in found.wrong:
            print(each, flush=True)
        if number // BATCH % 10 == 1:
            print(f"{number} sent, {dict(statuses)}, {server.holds()}", flush=True)
    print(f"{statuses.total()} requests, {wrong} faults, the slowest took {slowest:.1f} s")
    print(dict(sorted(statuses.items())))
    time.sleep(5)
    print(f"after: {server.holds()}")
    return wrong


def _tracebacks(server: Server) -> int:
    text = server.log.read_text(encoding="utf-8", errors="replace")
    print(text[-6000:])
    return text.count("Traceback")


if __name__ == "__main__":
    sys.exit(main())
