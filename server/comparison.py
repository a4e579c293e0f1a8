"""Two answers to one query, of two snapshots: what is gone, what is new, and because of what."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from kg.changes import Changes, changes
from server.current import Snapshot
from server.endpoint import Endpoint, read_whole
from server.engine.job import Job
from server.exchange import Environ

MAX_LINES: Final = 200
"""Rows that are shown of those gone and of those new."""

MAX_QUADS: Final = 5_000_000
"""Quads of a version up to which two versions are compared while somebody waits."""

_WRITTEN: Final = "text/tab-separated-values, application/n-triples"
_IRI: Final = re.compile(r"<([^<>\s]+)>")


@dataclass(frozen=True)
class Said:
    """An answer as lines, each a row (TSV) or a triple (N-Triples), without the heading.

    ``digest`` is the SHA-256 of the heading and the sorted lines: the same for the same rows, in
    whatever order they come.
    """

    snapshot: str
    heading: str
    lines: tuple[str, ...]
    digest: str


@dataclass(frozen=True)
class Comparison:
    """Two answers to one query, and what differs; ``because`` is None where nothing does.

    ``gone`` and ``new`` are the lines that only one of them has, the first of them at most.
    """

    then: Said
    now: Said
    gone: tuple[str, ...]
    new: tuple[str, ...]
    gone_total: int
    new_total: int
    because: Changes | None

    @property
    def has_changed(self) -> bool:
        """Whether the rows are others; their order does not count."""
        return self.then.digest != self.now.digest


def compare(
    endpoint: Endpoint, job: Job, old: Snapshot, new: Snapshot, environ: Environ
) -> Comparison:
    """Ask both snapshots, and look into their data where the answers differ.

    Raises the fault of a query that cannot be answered.
    """
    then = _ask(endpoint, job, old, environ)
    now = then if new.version.id == old.version.id else _ask(endpoint, job, new, environ)
    gone, fresh = Counter(then.lines), Counter(now.lines)
    gone_only, new_only = sorted((gone - fresh).elements()), sorted((fresh - gone).elements())
    because = None
    if (gone_only or new_only) and _is_comparable(old, new):
        iris = {iri for line in [*gone_only, *new_only] for iri in _IRI.findall(line)}
        because = changes(old.version, new.version, iris)
    return Comparison(
        then,
        now,
        tuple(gone_only[:MAX_LINES]),
        tuple(new_only[:MAX_LINES]),
        len(gone_only),
        len(new_only),
        because,
    )


def _is_comparable(*snapshots: Snapshot) -> bool:
    return all(found.version.manifest["store_quads"] <= MAX_QUADS for found in snapshots)


def _ask(endpoint: Endpoint, job: Job, snapshot: Snapshot, environ: Environ) -> Said:
    plain = replace(job, accept=_WRITTEN, formats=(), encodings=("identity",))
    answer = endpoint.ask(snapshot, plain, environ)
    lines = read_whole(answer).decode().split("\n")
    has_heading = answer.form == "SELECT"
    heading = lines.pop(0) if has_heading else ""
    if lines and not lines[-1]:
        lines.pop()
    return Said(snapshot.version.id, heading, tuple(lines), _digest([heading, *sorted(lines)]))


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
