"""What an export makes: files, and a list of what they cannot hold."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.interchange.records import TYPES, UNPLACED, Record


@dataclass(frozen=True)
class Exported:
    """The files of an export by name, and what of the coding is not in them, in words."""

    files: dict[str, bytes]
    lost: tuple[str, ...]


def lost_sections(records: Iterable[Record]) -> Iterator[str]:
    """Name the sections that stand nowhere in the text, for formats that hold only what does."""
    counts = Counter(record.section for record in records)
    for section in UNPLACED:
        if counts[section]:
            yield f"{section} ({counts[section]} {TYPES[section]}): they stand nowhere in the text"
