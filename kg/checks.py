"""The record of which checks ran for which version: ``checks.jsonl``, one JSON object a line.

It lies beside the versions, not in them: the same version can be built again with more checks,
and nothing changes inside a version.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Literal

from kg.journal import append, read

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
    append(root / CHECKS_FILE, asdict(check))


def read_checks(root: Path) -> tuple[Check, ...]:
    """Return all checks in the order they were made, without lines that a kill cut off."""
    return tuple(found for said in read(root / CHECKS_FILE) if (found := _check(said)))


def _check(said: Any) -> Check | None:
    try:
        return Check(**said)
    except TypeError:
        return None
