"""Query templates: what is left of queries that differ in their terms, variables or numbers only.

One query of a template tells what to expect of the next one, though not for certain.
"""

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import Final, TypeVar

from server.engine.job import Job
from server.keywords import tokens

MAX_LENGTH: Final = 10_000
"""Characters of a query up to which it has a template: to read a longer one takes too long."""
REMEMBERED: Final = 1000

_V = TypeVar("_V")
_TERMS: Final = frozenset({"iri", "string", "variable"})


def template(job: Job) -> bytes | None:
    """Return a digest of the query's template and of its dataset's size; None where it has none.

    A query that calls another endpoint has none: what it takes depends on that one.
    """
    if len(job.text) > MAX_LENGTH or "service" in job.text.lower():
        return None
    kept = [
        "" if token.kind in _TERMS or token.text.isdecimal() else token.text
        for token in tokens(job.text)
    ]
    said = repr((kept, len(job.default_graphs), len(job.named_graphs), job.language))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).digest()


class KnownTemplates:
    """What queries of a template took of processor time, in seconds, and which do harm."""

    def __init__(self) -> None:
        self._costs: OrderedDict[bytes, float] = OrderedDict()
        self._banned: OrderedDict[bytes, None] = OrderedDict()
        self._lock = Lock()

    def cost(self, found: bytes) -> float | None:
        """Return what the last one took; None where that is not known, or does not count."""
        return self._costs.get(found)

    def learn(self, found: bytes, cost: float) -> None:
        """Remember what one took, unless its template does harm."""
        with self._lock:
            if found not in self._banned:
                _add(self._costs, found, cost)

    def ban(self, found: bytes) -> None:
        """Forget what queries of a template took, and learn it no more."""
        with self._lock:
            self._costs.pop(found, None)
            _add(self._banned, found, None)


def _add(known: OrderedDict[bytes, _V], found: bytes, value: _V) -> None:
    known[found] = value
    known.move_to_end(found)
    while len(known) > REMEMBERED:
        known.popitem(last=False)
