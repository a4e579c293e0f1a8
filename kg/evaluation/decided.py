"""How often each rule was right, as far as a person has decided."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Final

from kg.evaluation.scores import Measure
from kg.extraction.candidates import PERSON, CandidateFile
from kg.extraction.decisions import every

_Z: Final = 1.959964
"""Of a normal distribution 95 % lie within so many standard deviations."""


@dataclass(frozen=True)
class Decided:
    """How many candidates of a rule are in each state, and its precision so far."""

    kind: str
    rule: str
    proposed: int
    accepted: int
    edited: int
    rejected: int

    @property
    def precision(self) -> Measure | None:
        """Return which part of the decided ones was accepted as it was (Wilson's 95 % interval)."""
        return wilson(self.accepted, self.accepted + self.edited + self.rejected)


def decided(files: Iterable[CandidateFile]) -> list[Decided]:
    """Count candidates by list, rule and state, over several articles; with a sum for each list."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for file in files:
        for each in every(file):
            counts[each.kind, each.candidate.rule, each.candidate.state] += 1
            # What a person added was never proposed: it says nothing of the rules.
            if each.candidate.rule != PERSON:
                counts[each.kind, "all", each.candidate.state] += 1
    names = sorted(
        {(kind, rule) for kind, rule, _ in counts}, key=lambda n: (n[0], n[1] == "all", n[1])
    )
    return [
        Decided(
            kind,
            rule,
            counts[kind, rule, "proposed"],
            counts[kind, rule, "accepted"],
            counts[kind, rule, "edited"],
            counts[kind, rule, "rejected"],
        )
        for kind, rule in names
    ]


def wilson(right: int, of: int) -> Measure | None:
    """Return a share and its 95 % interval by Wilson's score; None of nothing.

    >>> wilson(9, 10)
    Measure(value=0.9, low=0.5958499704752279, high=0.9821237871039259)
    """
    if of == 0:
        return None
    share, square = right / of, _Z * _Z
    middle = share + square / (2 * of)
    half = _Z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    whole = 1 + square / of
    return Measure(share, max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole))
