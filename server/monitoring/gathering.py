"""The metrics of several processes as those of one server.

Each process tells its own on a socket in the folder that the processes of a server share; whoever
is asked by Prometheus gathers them and adds them up.
"""

import os
import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Final

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families

SUFFIX: Final = ".metrics"
PATIENCE_S: Final = 1.0
EARLIEST: Final = frozenset({"process_start_time_seconds", "process_max_fds"})
"""Of these, the least is told, where the others are added up."""


def tell(run: Path, registry: CollectorRegistry) -> None:
    """Tell the metrics of this registry to whoever connects, from now on and in a thread."""
    listener = socket.socket(socket.AF_UNIX)
    place = _place(run, os.getpid())
    place.unlink(missing_ok=True)  # of one that ended and had our number
    listener.bind(str(place))
    listener.listen()
    Thread(target=_tell, args=(listener, registry), name="metrics", daemon=True).start()


def _tell(listener: socket.socket, registry: CollectorRegistry) -> None:
    while True:
        sock, _ = listener.accept()
        with sock, suppress(OSError):
            sock.settimeout(PATIENCE_S)
            sock.sendall(generate_latest(registry))


def gather(run: Path) -> Iterator[bytes]:
    """Return what the other processes tell; the places of those that have ended are removed."""
    own = _place(run, os.getpid())
    for place in sorted(run.glob(f"*{SUFFIX}")):
        if place == own:
            continue
        try:
            with socket.socket(socket.AF_UNIX) as sock:
                sock.settimeout(PATIENCE_S)
                sock.connect(str(place))
                yield b"".join(iter(lambda: sock.recv(1 << 16), b""))
        except ConnectionRefusedError:
            place.unlink(missing_ok=True)
        except OSError:
            continue


def added_up(texts: Iterable[bytes]) -> Iterator[Metric]:
    """Add up the samples of the same name and labels."""
    families: dict[str, Metric] = {}
    samples: dict[str, dict[tuple[str, ...], tuple[str, dict[str, str], float]]] = {}
    for text in texts:
        for family in text_string_to_metric_families(text.decode()):
            families.setdefault(family.name, family)
            known = samples.setdefault(family.name, {})
            for name, labels, value, *_ in family.samples:
                key = (name, *labels.values())
                before = known[key][2] if key in known else None
                if before is not None:
                    value = min(before, value) if name in EARLIEST else before + value
                known[key] = (name, labels, value)
    for name, family in families.items():
        metric = Metric(name, family.documentation, family.type)
        for sample in samples[name].values():
            metric.add_sample(*sample)
        yield metric


def _place(run: Path, pid: int) -> Path:
    return run / f"{pid}{SUFFIX}"
