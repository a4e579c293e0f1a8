"""Answers that were given before, as long as there is room.

Keys name the version of the data, so that no answer outlives it by more than its place.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Final, Generic, TypeVar

CACHEABLE: Final = "standoff.cacheable"
"""Set in the environment of a request by whoever makes a reply that may be kept."""

LARGEST_SHARE: Final = 8
"""A response that takes more than this part of the cache is not kept."""

_OVERHEAD_BYTES: Final = 1000
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


def size_of(*values: object) -> int:
    """Return about how many bytes these take, and what is in them where they are tuples."""
    size = 0
    for value in values:
        if isinstance(value, str | bytes):
            size += len(value)
        elif isinstance(value, tuple):
            size += size_of(*value)
    return size


class BoundedCache(Generic[Key, Value]):
    """The values used last, as long as their sizes add up to no more than a number of bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._found: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        """Return a value, if it is here."""
        with self._lock:
            found = self._found.get(key)
            if found is None:
                return None
            self._found.move_to_end(key)
            return found[0]

    def put(self, key: Key, value: Value, size: int) -> None:
        """Keep a value, unless it is too large, and let go of those used least lately.

        ``size`` is that of the key as well: clients write keys, and as long as they like.
        """
        size += _OVERHEAD_BYTES
        if size * LARGEST_SHARE > self._limit:
            return
        with self._lock:
            if key in self._found:
                self._size -= self._found.pop(key)[1]
            self._found[key] = (value, size)
            self._size += size
            while self._size > self._limit:
                self._size -= self._found.popitem(last=False)[1][1]
