"""The record of which checks ran for which version: ``checks.jsonl``, one JSON object a line.

It lies beside the versions, not in them: the same version can be built again with more checks,
and nothing changes inside a version.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

CHECKS_FILE: Final = "checks.jsonl"

Hermit = Literal["consistent", "skipped"]
Text = Literal["verified", "not given"]


@dataclass(frozen=True)
class Check:
    """What one build found out about a version, before it was published."""

    version: str
    hermit: Hermit
    text: Text
    warnings: int


def record_check(root: Path, check: Check) -> None:
    """Append the check and wait until the disk has it."""
    file = root / CHECKS_FILE
    line = json.dumps(asdict(check), ensure_ascii=False) + "\n"
    # A build that was killed here may have left half a line: it must not swallow ours.
    torn = file.exists() and not file.read_bytes().endswith(b"\n")
    with file.open("ab") as out:
        out.write((("\n" if torn else "") + line).encode())
        out.flush()
        os.fsync(out.fileno())


def read_checks(root: Path) -> tuple[Check, ...]:
    """Return all checks in the order they were made, without lines that a kill cut off."""
    file = root / CHECKS_FILE
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.exists() else []
    return tuple(check for line in lines if (check := _parse(line)) is not None)


def _parse(line: str) -> Check | None:
    try:
        return Check(**json.loads(line))
    except (ValueError, TypeError):
        return None
