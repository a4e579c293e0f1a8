"""What can be set: every bound the server keeps, and what it serves."""

import os
import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final, Self

from kg.errors import InputError
from kg.paths import default_build_root

MIB: Final = 1 << 20
GIB: Final = 1 << 30
TRANSFERS: Final = 128
"""Large bodies of responses that may go out at once."""
ENVIRONMENT: Final = "STANDOFF_"
BODIES: Final = 128
"""Bodies of requests that are awaited at once."""

BROKER_SOCKET: Final = "broker"
"""The socket of the process that runs queries, in the folder of ``run``."""

MOST_WORKERS: Final = 8
"""Processes that answer HTTP, where nobody says how many."""

_PREFIX: Final = re.compile(r"(/[A-Za-z0-9._~-]+)+")
CORES: Final = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2


def machine_memory() -> int:
    """Return the memory of this machine or of the container's limit, in bytes."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii").strip()
    except OSError:
        return total
    return min(total, int(limit)) if limit.isdecimal() else total


@dataclass(frozen=True)
class Settings:
    """The server's options; each is also read from the environment, as ``STANDOFF_TIMEOUT_S``.

    ``short_queries`` and ``long_queries`` are how many run at once in their first second and
    after it; ``waiting`` is how many more may wait, ``waiting_per_client`` from one address.
    ``query_memory`` bounds each query beyond the data itself, ``answer_bytes`` its answer,
    ``store_memory`` the data that is held in memory, with what query processes copy of it. Of the
    versions that updates make, the last ``keep_versions`` are kept, all of them where it is 0.
    ``workers`` is how many processes answer HTTP; where there are several, ``run`` is the folder by
    which they find each other. All sizes are in bytes, times in seconds.
    """

    build: Path = Path("build")
    text: Path | None = None
    workers: int = min(MOST_WORKERS, CORES)
    run: Path | None = None
    timeout_s: float = 30.0
    short_queries: int = 4 * CORES
    long_queries: int = 2 * CORES
    waiting: int = 256
    waiting_per_client: int = 128
    query_memory: int = 0
    answer_bytes: int = GIB
    body_bytes: int = MIB
    upload_bytes: int = 256 * MIB
    cache_bytes: int = 128 * MIB
    store_memory: int = 0
    allow_services: tuple[str, ...] = ()
    token_file: Path | None = None
    shapes: Path | None = None
    access_log: str = ""
    log_queries: bool = False
    proxies: int = 0
    prefix: str = ""
    keep_versions: int = 0

    def __post_init__(self) -> None:
        """Fill in what depends on the machine; raises `InputError` for a prefix that is none."""
        object.__setattr__(self, "prefix", normal_prefix(self.prefix))
        if not self.query_memory:
            share = machine_memory() // 2 // (self.short_queries + self.long_queries)
            object.__setattr__(self, "query_memory", min(GIB, share))
        if not self.store_memory:
            object.__setattr__(self, "store_memory", machine_memory() // 4)

    @property
    def grace_s(self) -> float:
        """How long a server that is stopped waits for what it has begun."""
        return self.timeout_s + 5

    @property
    def cache_share(self) -> int:
        """The part of ``cache_bytes`` that one process has."""
        return self.cache_bytes // (self.workers if self.run else 1)

    @property
    def threads(self) -> int:
        """How many requests are handled at once by one process.

        That is all that may run or wait, all whose bodies may come or go slowly, and room for
        pages and health.
        """
        queries = self.short_queries + self.long_queries + self.waiting
        return queries + BODIES + TRANSFERS + 32

    @classmethod
    def from_environment(cls, **chosen: Any) -> Self:
        """Read what the environment sets, where nothing else is chosen.

        Raises `InputError` where a value cannot be read.
        """
        given: dict[str, Any] = {"build": default_build_root()}
        for field in fields(cls):
            text = os.environ.get(f"{ENVIRONMENT}{field.name.upper()}")
            if text:
                given[field.name] = _read(field.name, text)
        given.update(chosen)
        return cls(**given)

    def to_environment(self) -> dict[str, str]:
        """Return the variables that `from_environment` reads these settings from."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {f"{ENVIRONMENT}{name.upper()}": _write(value) for name, value in values.items()}


def normal_prefix(path: str) -> str:
    """Return the path that pages stand under, without a slash at its end; nothing for the root.

    Raises `InputError` where it is no such path.
    """
    found = path.rstrip("/")
    if found and (not _PREFIX.fullmatch(found) or {".", ".."} & set(found.split("/"))):
        raise InputError(
            f"{path!r} is no path that the server can stand under",
            fix="let it begin with / and hold letters, digits and ._~- between its slashes, "
            "as in /standoff",
        )
    return found


def _read(name: str, text: str) -> object:
    kind = {field.name: field.type for field in fields(Settings)}[name]
    try:
        if kind is int:
            return int(text)
        if kind is float:
            return float(text)
    except ValueError:
        raise InputError(
            f"{ENVIRONMENT}{name.upper()} is {text!r}, which is not a number",
            fix="set it to a number, or leave it unset",
        ) from None
    if kind is bool:
        return text.lower() in ("1", "true", "yes", "on")
    if kind is str:
        return text
    return tuple(text.split()) if kind == tuple[str, ...] else Path(text)


def _write(value: object) -> str:
    if value is None or value is False:
        return ""
    return " ".join(value) if isinstance(value, tuple) else str(value)
