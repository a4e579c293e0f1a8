"""The mutants that may live: another true coding, or nothing that the data alone could tell.

``legitimate.yaml`` lists them by operator and by what they are done to, each with its reason. An
entry that no survivor needs is an error: the list is no place to hide in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import yaml

FILE: Final = Path(__file__).parent / "legitimate.yaml"


@dataclass(frozen=True)
class Entry:
    """One reason, and the operators and places it is a reason for."""

    reason: str
    mutants: Mapping[str, frozenset[str]]
    without_text: bool = False
    """It holds only where the text of the article is not at hand."""


@dataclass(frozen=True)
class Legitimate:
    """The reviewed list."""

    entries: tuple[Entry, ...]

    def entry(self, operator: str, place: str, *, text: bool) -> Entry | None:
        """Return the entry that lets such a mutant live, if there is one."""
        found = self.by_place.get((operator, place))
        return None if found is None or (found.without_text and text) else found

    @cached_property
    def by_place(self) -> Mapping[tuple[str, str], Entry]:
        """The entries by operator and place."""
        return {
            (operator, place): entry
            for entry in self.entries
            for operator, places in entry.mutants.items()
            for place in places
        }

    def unused(self, used: Iterable[tuple[str, str]], *, text: bool) -> list[tuple[str, str]]:
        """Return the operators and places that no survivor needed."""
        known = {key for key, entry in self.by_place.items() if not (entry.without_text and text)}
        return sorted(known - set(used))


def legitimate() -> Legitimate:
    """Read the list."""
    listed = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    entries = [
        Entry(
            reason=item["reason"],
            mutants={op: frozenset(places.split()) for op, places in item["mutants"].items()},
            without_text=item.get("without_text", False),
        )
        for item in listed
    ]
    found = Legitimate(tuple(entries))
    listed_places = sum(len(places) for e in entries for places in e.mutants.values())
    assert len(found.by_place) == listed_places, "an operator and place is listed twice"
    return found
