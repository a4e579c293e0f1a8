"""When ``current`` moved to which version: ``history.jsonl``, one JSON object a line.

It lies beside the versions, as ``checks.jsonl`` does: a version may become current more than once.
"""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

HISTORY_FILE: Final = "history.jsonl"


@dataclass(frozen=True, order=True)
class Move:
    """One move of ``current``: when (UTC), and to which version."""

    time: datetime
    version: str


def record_move(root: Path, version_id: str, time: datetime | None = None) -> None:
    """Append a move, made now unless a time is given, and wait until the disk has it."""
    moment = (time or datetime.now(UTC)).astimezone(UTC)
    line = json.dumps({"version": version_id, "time": moment.isoformat()}) + "\n"
    file = root / HISTORY_FILE
    # Who was killed here may have left half a line: it must not swallow ours.
    torn = file.exists() and not file.read_bytes().endswith(b"\n")
    with file.open("ab") as out:
        out.write((("\n" if torn else "") + line).encode())
        out.flush()
        os.fsync(out.fileno())


def moves(root: Path) -> tuple[Move, ...]:
    """Return all recorded moves in the order they were made, without lines a kill cut off."""
    file = root / HISTORY_FILE
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.exists() else []
    return tuple(move for line in lines if (move := _parse(line)) is not None)


def _parse(line: str) -> Move | None:
    try:
        said = json.loads(line)
        return Move(datetime.fromisoformat(said["time"]).astimezone(UTC), str(said["version"]))
    except (ValueError, TypeError, KeyError):
        return None
