"""When ``current`` moved to which version: ``history.jsonl``, one JSON object a line.

It lies beside the versions, as ``checks.jsonl`` does: a version may become current more than once.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kg.journal import append, read

HISTORY_FILE: Final = "history.jsonl"


@dataclass(frozen=True, order=True)
class Move:
    """One move of ``current``: when (UTC), and to which version."""

    time: datetime
    version: str


def record_move(root: Path, version_id: str, time: datetime | None = None) -> None:
    """Append a move, made now unless a time is given, and wait until the disk has it."""
    moment = (time or datetime.now(UTC)).astimezone(UTC)
    append(root / HISTORY_FILE, {"version": version_id, "time": moment.isoformat()})


def moves(root: Path) -> tuple[Move, ...]:
    """Return all recorded moves in the order they were made, without lines a kill cut off."""
    return tuple(found for said in read(root / HISTORY_FILE) if (found := _move(said)))


def _move(said: Any) -> Move | None:
    try:
        return Move(datetime.fromisoformat(said["time"]).astimezone(UTC), str(said["version"]))
    except (ValueError, TypeError, KeyError):
        return None
