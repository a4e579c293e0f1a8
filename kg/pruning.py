"""Removing old versions, where they would fill the disk: after many edits of a temporary root."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final

from kg.placing import exclusive, partial_folder
from kg.published import (
    MANIFEST,
    VERSIONS,
    Version,
    current_version,
    published_ids,
    published_times,
)

MIN_AGE: Final = timedelta(minutes=1)
"""How long a version stays after it was current: whoever was just told of it may yet open it."""


@contextmanager
def held(version: Version) -> Iterator[None]:
    """Keep a version from being pruned: its store opens some files only when they are needed.

    Processes that are forked meanwhile hold it too, until they end.
    """
    with (version.path / MANIFEST).open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        yield


def prune(
    root: Path, *, keep: int, now: datetime | None = None, wait_s: float = 10.0
) -> tuple[str, ...]:
    """Remove all but the ``keep`` versions that were current last; return the ids, sorted.

    None that is current, held, or was current within the last minute is removed. Raises
    `RevisionError` where another writer still holds the root after ``wait_s`` seconds.
    """
    with exclusive(root, wait_s=wait_s):
        until = _current_until(root, now or datetime.now(UTC))
        latest = sorted(until, key=lambda name: until[name], reverse=True)[: max(keep, 1)]
        young = (now or datetime.now(UTC)) - MIN_AGE
        kept = {current_version(root).id, *latest, *(n for n in until if until[n] > young)}
        old = sorted(published_ids(root) - kept)
        return tuple(version_id for version_id in old if _remove(root, version_id))


def _current_until(root: Path, now: datetime) -> dict[str, datetime]:
    """Return when each version was current for the last time."""
    times = published_times(root)
    until = {move.version: following.time for move, following in pairwise(times)}
    return {**until, times[-1].version: now} if times else {}


def _remove(root: Path, version_id: str) -> bool:
    folder = root / VERSIONS / version_id
    with (folder / MANIFEST).open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        # In one step out of sight: nobody shall find half a version.
        with partial_folder(root, "pruned") as partial:
            folder.rename(partial / version_id)
            shutil.rmtree(partial / version_id)
    return True
