"""The claims of an article, as its map names them: by a letter for the speaker and a number."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

from server.reading import Reader
from server.resources.claim_summary import ClaimSummary, summary
from server.tables import Cell

TONES: Final = ("own", "reported", "imputed")
"""How words carry a claim: in the article's own voice, as somebody else's, or imputed to somebody.
The later one is the stronger where there are several."""
_NOBODY: Final = Cell("nobody named")


@dataclass(frozen=True)
class Said:
    """A claim: ``name`` is what its IRI ends in, ``letter`` stands for its speaker on one map."""

    name: str
    letter: str
    tone: str
    claim: ClaimSummary

    @property
    def is_guarded(self) -> bool:
        """Tell whether it is only probable, conditional, imputed and the like."""
        return any(mark.tone in ("hedged", "imputed") for mark in self.claim.marks)


@dataclass
class Speaker:
    """Whoever says something in the article; ``count`` is of claims."""

    letter: str
    who: Cell
    count: int = 0


@dataclass
class Claims:
    """Reads claims, and gives each speaker a letter when it first speaks."""

    reader: Reader
    speakers: dict[str, Speaker] = field(default_factory=dict)
    _read: dict[ox.NamedNode, Said] = field(default_factory=dict)

    def of(self, node: ox.NamedNode) -> Said:
        """Return a claim."""
        if node not in self._read:
            claim = summary(self.reader, node)
            speaker = self._speaker(claim.speakers[0] if claim.speakers else _NOBODY)
            tones = {mark.tone for mark in claim.marks}
            tone = next((t for t in TONES if t in tones), TONES[0])
            name = node.value.rpartition("/")[2]
            self._read[node] = Said(name, speaker.letter, tone, claim)
        return self._read[node]

    def _speaker(self, who: Cell) -> Speaker:
        letter = letter_of(len(self.speakers))
        found = self.speakers.setdefault(who.iri, Speaker(letter, who))
        found.count += 1
        return found


def letter_of(number: int) -> str:
    """Return the letter of a number from 0 on.

    >>> [letter_of(number) for number in (0, 25, 26, 702)]
    ['A', 'Z', 'AA', 'AAA']
    """
    found = ""
    while number >= 0:
        found = chr(ord("A") + number % 26) + found
        number = number // 26 - 1
    return found


def tones_of(claims: Iterable[Said]) -> tuple[str, ...]:
    """Return how words carry these claims, the weakest first."""
    found = {claim.tone for claim in claims}
    return tuple(tone for tone in TONES if tone in found)
