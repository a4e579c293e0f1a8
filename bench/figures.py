"""Times of repeated runs, as minimum, median and maximum in seconds."""

import statistics
import time
from collections.abc import Callable


def seconds(run: Callable[[], object], *, times: int) -> list[float]:
    """Run it so many times and return how long each took, in seconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return taken


def line(name: str, taken: list[float]) -> str:
    """Write one row: name, minimum, median and maximum in milliseconds."""
    low, middle, high = min(taken), statistics.median(taken), max(taken)
    return f"{name:<44}{low * 1000:>10.1f}{middle * 1000:>10.1f}{high * 1000:>10.1f}"


HEAD = f"{'milliseconds':<44}{'min':>10}{'median':>10}{'max':>10}"
