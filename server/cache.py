"""Answers that were given before, as long as there is room.

Keys name the version of the data, so that no answer outlives it by more than its place.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Final, Generic, TypeVar

CACHEABLE: Final = "standoff.cacheable"
"""Set in the environment of a request by whoever makes a reply that may be kept."""

LARGEST_SHARE: Final = 8
"""A value that takes more than this part of a cache is not kept, unless the cache says another."""

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


@dataclass(slots=True, eq=False)
class _Entry(Generic[Value]):
    value: Value
    size: int
    is_used: bool = field(default=False)


class BoundedCache(Generic[Key, Value]):
    """The values used last, as long as their sizes add up to no more than a number of bytes.

    To look one up only marks it as used: to keep all in the order of their use takes longer than
    the rest of it. What comes first, and was marked since it came there, gets another chance.

    A value that holds something, such as a file, has a way to ``copy`` it for whoever asks, which
    may fail with `OSError`, and one to ``close`` it.
    """

    def __init__(
        self,
        limit: int,
        *,
        largest_share: int = LARGEST_SHARE,
        copy: Callable[[Value], Value] | None = None,
        close: Callable[[Value], None] | None = None,
    ) -> None:
        self._limit = limit
        self._largest_share = largest_share
        self._copy = copy
        self._close = close or (lambda _: None)
        self._size = 0
        self._found: OrderedDict[Key, _Entry[Value]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        """Return a value, if it is here and can be copied."""
        if self._copy is not None:
            return self._get_copy(key, self._copy)
        found = self._found.get(key)  # in one step, as to other threads
        if found is None:
            return None
        found.is_used = True
        return found.value

    def _get_copy(self, key: Key, copy: Callable[[Value], Value]) -> Value | None:
        with self._lock:  # nobody is to close it meanwhile
            found = self._found.get(key)
            if found is None:
                return None
            found.is_used = True
            try:
                return copy(found.value)
            except OSError:
                return None

    def put(self, key: Key, value: Value, size: int) -> None:
        """Keep a copy of a value, unless it is too large, and let go of those used least lately.

        ``size`` is that of the key as well: clients write keys, and as long as they like.
        """
        size += _OVERHEAD_BYTES
        if size * self._largest_share > self._limit:
            return
        with self._lock:
            try:
                kept = value if self._copy is None else self._copy(value)
            except OSError:
                return
            if key in self._found:
                self._drop(self._found.pop(key))
            self._size += size
            while self._size > self._limit:
                self._make_room()
            self._found[key] = _Entry(kept, size)

    def clear(self) -> None:
        """Let go of all."""
        with self._lock:
            while self._found:
                self._drop(self._found.popitem()[1])

    def __del__(self) -> None:
        """Let go of all with the cache itself."""
        self.clear()

    def _make_room(self) -> None:
        key, found = self._found.popitem(last=False)
        if found.is_used:
            found.is_used = False
            self._found[key] = found
        else:
            self._drop(found)

    def _drop(self, found: "_Entry[Value]") -> None:
        self._size -= found.size
        self._close(found.value)
