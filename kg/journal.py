"""Files of one JSON object a line that only grow, beside the versions they tell of."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def append(file: Path, said: Mapping[str, Any]) -> None:
    """Append a line and wait until the disk has it."""
    line = json.dumps(said, ensure_ascii=False) + "\n"
    # Who was killed here may have left half a line: it must not swallow ours.
    torn = file.exists() and not file.read_bytes().endswith(b"\n")
    with file.open("ab") as out:
        out.write((("\n" if torn else "") + line).encode())
        out.flush()
        os.fsync(out.fileno())


def read(file: Path) -> Iterator[Any]:
    """Return what the lines say, in their order, without those that a kill cut off."""
    text = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    for line in text.splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue
