"""What every revision has in common: who may make one, and what it leads to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import RevisionError
from kg.placing import exclusive
from kg.published import Version, current_version

# In order. "validate" only where shapes are asked, "write-store" where they are asked of a build.
STAGES: Final = (
    "edit",
    "validate",
    "dump",
    "write-store",
    "write-dumps",
    "write-manifest",
    "rename",
    "record",
    "move-current",
)
WAIT_S: Final = 10.0


@dataclass(frozen=True)
class Conformance:
    """What the shapes say of data that conforms: their digest, the report as Turtle, warnings."""

    shapes_sha256: str
    report: bytes
    warnings: int


@dataclass(frozen=True)
class Revision:
    """What an edit led to: the version that is current now, and whether it is another one.

    ``created`` tells whether the edit made a graph; no ``conformance`` where no shapes were asked.
    """

    version: Version
    changed: bool
    created: bool = False
    conformance: Conformance | None = None


@contextmanager
def writing(root: Path, *, expected: str | None, wait_s: float) -> Iterator[Version]:
    """Hold the root for one writer, and give the version that is current all the while.

    Raises `RevisionError` where it is not the ``expected`` one, if one is named, and where another
    writer still holds the root after ``wait_s`` seconds.
    """
    with exclusive(root, wait_s=wait_s):
        version = current_version(root)
        if expected is not None and version.id != expected:
            raise RevisionError(
                "outdated",
                f"version {expected} is no longer current",
                cause=f"{version.id} is",
                fix="look at what has changed, and send the change again for the new version",
            )
        yield version
