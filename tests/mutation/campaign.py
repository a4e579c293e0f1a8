"""A whole run: mutants made, judged, held against the list of those that may live, and counted."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from kg.base import BASE
from kg.paths import DataPaths
from kg.prefixes import compact
from tests.mutation.coding_faults import CodingMutant, mutants
from tests.mutation.coding_judging import CodingJudge
from tests.mutation.coding_text import CodingText
from tests.mutation.judging import Judge
from tests.mutation.legitimate import Entry, Legitimate
from tests.mutation.mutant import Mutant, Verdict
from tests.mutation.quad_faults import QUAD_FAULTS
from tests.mutation.said_faults import SAID_FAULTS
from tests.mutation.sound import Sound
from tests.mutation.thing_faults import THING_FAULTS


@dataclass
class Outcome:
    """What became of the mutants of one level, the graph's or the coding's."""

    level: str
    text: bool
    verdicts: list[Verdict] = field(default_factory=list)
    lived: dict[Mutant, Entry] = field(default_factory=dict)
    same: Counter[str] = field(default_factory=Counter)
    """Mutants of the coding that give the same graph, by operator."""

    @property
    def survivors(self) -> list[Verdict]:
        """Mutants that nothing caught and nothing lets live."""
        return [v for v in self.verdicts if not v.catches and v.mutant not in self.lived]

    def used(self) -> set[tuple[str, str]]:
        """Return the operators and places of the mutants that may live and did."""
        return {(mutant.operator, place(mutant)) for mutant in self.lived}

    def rate(self) -> float:
        """Return the share of the mutants that are caught, of those that may not live."""
        caught = sum(bool(verdict.catches) for verdict in self.verdicts)
        return caught / (caught + len(self.survivors)) if caught else 0.0


def generator(*seed: object) -> random.Random:
    """Return a generator that gives the same for the same seed."""
    return random.Random("/".join(map(str, seed)))  # noqa: S311 -- to be repeated


def place(mutant: Mutant) -> str:
    """Return at what a mutant is made, with a short name."""
    return compact(mutant.predicate, BASE).replace(" ", "")


def graph_mutants(sound: Sound, seed: int, most: int) -> list[Mutant]:
    """Make at most so many mutants of each operator at each property or kind, in a mixed order."""
    found: dict[Mutant, None] = {}
    for fault in QUAD_FAULTS:
        for predicate, quads in sound.by_predicate.items():
            rng = generator(seed, fault.__name__, predicate)
            made = (fault(sound, quad, rng) for quad in rng.sample(quads, len(quads)))
            found |= dict.fromkeys(islice(filter(None, made), most))
    for faults in (*THING_FAULTS, *SAID_FAULTS):
        rng = generator(seed, faults.__name__)
        found |= dict.fromkeys(_first(faults(sound, rng), most))
    mixed = list(found)
    generator(seed).shuffle(mixed)
    return mixed


def _first(made: Iterator[Mutant], most: int) -> Iterator[Mutant]:
    counts: Counter[tuple[str, str]] = Counter()
    for mutant in made:
        key = mutant.operator, mutant.predicate
        counts[key] += 1
        if counts[key] <= most:
            yield mutant


def unlisted(found: Sequence[Mutant], listed: Legitimate) -> list[Mutant]:
    """Return the mutants that no entry of the list lets live."""
    return [m for m in found if listed.entry(m.operator, place(m), text=False) is None]


def judge_graph(
    judge: Judge, found: Sequence[Mutant], listed: Legitimate, *, reasoner: bool = True
) -> Outcome:
    """Judge mutants of the graph: by the checks on it, by the list, by the reasoner."""
    outcome = Outcome("graph", text=bool(judge.texts), verdicts=judge.judge(found))
    return _settled(outcome, judge, listed, reasoner=reasoner)


def judge_coding(
    judge: Judge,
    reader: CodingJudge,
    found: Sequence[CodingMutant],
    listed: Legitimate,
    *,
    reasoner: bool = True,
) -> Outcome:
    """Judge mutants of the coding: by what reads it, and by the checks on the graph it gives."""
    outcome = Outcome("coding", text=bool(reader.texts))
    onward: dict[Mutant, None] = {}
    for number, mutant in enumerate(found):
        read = reader.read(mutant)
        if read.catches or read.unnamed:
            name = f"{mutant.entry.file.name}:{mutant.entry.first_line}/{number}"
            said = Mutant(mutant.operator, mutant.field, (name,))
            outcome.verdicts.append(Verdict(said, read.catches, read.unnamed))
        elif read.graph is None:
            outcome.same[f"{mutant.operator} {mutant.field}"] += 1
        else:
            onward[read.graph] = None
    outcome.verdicts += judge.judge(list(onward))
    return _settled(outcome, judge, listed, reasoner=reasoner)


def coding_mutants(data: DataPaths, seed: int, most: int) -> list[CodingMutant]:
    """Make at most so many mutants of each operator at each field of the coding files."""
    files = [
        *sorted(data.entities.glob("*.yaml")),
        *sorted(data.articles.glob("*/article.yaml")),
        *sorted(data.articles.glob("*/coding.yaml")),
    ]
    seen: Counter[tuple[str, str]] = Counter()
    return [
        mutant
        for file in files
        for mutant in mutants(CodingText(file), generator(seed, file.name), most, seen)
    ]


def _settled(outcome: Outcome, judge: Judge, listed: Legitimate, *, reasoner: bool) -> Outcome:
    confirmed = []
    for verdict in outcome.verdicts:
        mutant = verdict.mutant
        if verdict.catches:
            confirmed.append(verdict)
            continue
        entry = listed.entry(mutant.operator, place(mutant), text=outcome.text)
        if entry is not None:
            outcome.lived[mutant] = entry
            confirmed.append(verdict)
        else:
            alone = not verdict.unnamed and (mutant.removed or mutant.added)
            confirmed.append(judge.alone(mutant) if alone else verdict)
    living = [v for v in confirmed if not v.catches and v.mutant not in outcome.lived]
    if reasoner:
        asked = {v.mutant: v for v in judge.reasoned([v for v in living if not v.unnamed])}
        confirmed = [asked.get(verdict.mutant, verdict) for verdict in confirmed]
    outcome.verdicts = confirmed
    return outcome


def coding_reader(
    data: DataPaths, folder: Path, sound: Sound, texts: dict[str, str]
) -> CodingJudge:
    """Return what reads mutants of the coding, in a copy of it."""
    return CodingJudge(data, folder / "coding", sound, texts)
