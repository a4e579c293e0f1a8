"""What is dear to make and small enough to keep: of the last few that were asked for."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Final, Generic, TypeVar

Made = TypeVar("Made")
MOST: Final = 4


class Kept(Generic[Made]):
    """Keeps ``most`` things by their keys, the last asked for; for threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._found: OrderedDict[str, Made] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, make: Callable[[], Made]) -> Made:
        """Return the thing of this key, made now if it is not kept; two may make it at once."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        made = make()
        with self._lock:
            self._found[key] = made
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return made
