"""Precision, recall and F1, with the interval in which a bootstrap over sentences finds them."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

RESAMPLES: Final = 1000
_SEED: Final = 1
_TAIL: Final = 0.025


@dataclass(frozen=True)
class Counts:
    """What one sentence holds: how many were right, how many found, how many there are."""

    right: int = 0
    found: int = 0
    gold: int = 0


@dataclass(frozen=True)
class Measure:
    """A figure, and its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1 of one thing that is found, and what they rest on."""

    what: str
    counts: Counts
    precision: Measure | None
    recall: Measure | None
    f1: Measure | None


def score(what: str, sentences: Sequence[Counts]) -> Score:
    """Score what was found in each sentence; a figure that rests on nothing is None."""
    whole = _sum(sentences)
    chance = random.Random(_SEED)  # noqa: S311 -- nothing is kept secret
    draws = [_sum(chance.choices(sentences, k=len(sentences))) for _ in range(RESAMPLES)]
    return Score(
        what,
        whole,
        _measure(whole, draws, precision),
        _measure(whole, draws, recall),
        _measure(whole, draws, f1),
    )


def precision(counts: Counts) -> float | None:
    """Return which part of what was found is right."""
    return counts.right / counts.found if counts.found else None


def recall(counts: Counts) -> float | None:
    """Return which part of what there is was found."""
    return counts.right / counts.gold if counts.gold else None


def f1(counts: Counts) -> float | None:
    """Return the harmonic mean of precision and recall."""
    both = counts.found + counts.gold
    return 2 * counts.right / both if counts.found and counts.gold else None


def _measure(
    whole: Counts, draws: Sequence[Counts], figure: Callable[[Counts], float | None]
) -> Measure | None:
    value = figure(whole)
    if value is None:
        return None
    drawn = sorted(found for draw in draws if (found := figure(draw)) is not None)
    cut = int(len(drawn) * _TAIL)
    return Measure(value, drawn[cut], drawn[-1 - cut])


def _sum(sentences: Sequence[Counts]) -> Counts:
    return Counts(
        sum(each.right for each in sentences),
        sum(each.found for each in sentences),
        sum(each.gold for each in sentences),
    )
