"""Who catches which mutant: many at once where they are apart, alone where that leaves a doubt.

A batch puts faults into one dataset whose nodes are at least two triples away from each other, and
gives each result of the checks to the one mutant whose nodes it names. What is caught by nothing,
or by something that could be another's, is judged again alone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.base import BASE
from kg.dataset import RDF_TYPE, Dataset
from kg.errors import ConformanceError, Fault
from kg.integrity import integrity_faults
from kg.prefixes import compact, prefixes
from kg.reasoning.consistency import check_consistency
from kg.validation import Result, validate
from tests.mutation.mutant import Catch, Mutant, Verdict, owner
from tests.mutation.sound import Sound

MAX_BATCH: Final = 40
FEW: Final = 6
"""How many are put together again of those that a batch leaves in doubt."""

IRI: Final = re.compile(r"https?://[^\s<>\"{}|\\^`,;]+[^\s<>\"{}|\\^`,;.]")

FAR: Final = frozenset(
    {RDF_TYPE.value}
    | {
        f"{BASE}ontology#{name}"
        for name in (
            "codePointLength",
            "codingComplete",
            "writtenBy",
            "publishedBy",
            "translationOf",
        )
    }
)
"""What, said of a thing near to everything, bears on things two triples away."""


@dataclass
class Batch:
    """Mutants that are apart: no thing that one changes is near to one that another changes."""

    mutants: list[Mutant] = field(default_factory=list)
    nodes: set[str] = field(default_factory=set)
    zone: set[str] = field(default_factory=set)

    def takes(self, nodes: set[str], zone: set[str]) -> bool:
        """Tell whether a mutant of these nodes is apart from those in the batch."""
        return nodes.isdisjoint(self.zone) and zone.isdisjoint(self.nodes)

    def add(self, mutant: Mutant, nodes: set[str], zone: set[str]) -> None:
        """Take the mutant in."""
        self.mutants.append(mutant)
        self.nodes |= nodes
        self.zone |= zone


@dataclass(frozen=True)
class Judge:
    """Holds datasets to every check and tells what is new in what they say."""

    sound: Sound
    shapes: Path
    texts: Mapping[str, str] = field(default_factory=dict)

    def judge(self, mutants: Sequence[Mutant]) -> list[Verdict]:
        """Judge all mutants by the checks on graphs and by SHACL, in the order given."""
        found: dict[Mutant, tuple[Catch, ...]] = {}
        for most in (MAX_BATCH, FEW):
            left = [mutant for mutant in mutants if mutant not in found]
            for batch in batches(self.sound, left, most):
                found |= self._together(batch)
        return [
            Verdict(mutant, found[mutant]) if mutant in found else self.alone(mutant)
            for mutant in mutants
        ]

    def alone(self, mutant: Mutant) -> Verdict:
        """Judge one mutant by itself; what names none of its nodes counts as unnamed."""
        dataset = self.sound.changed(mutant.removed, mutant.added)
        new = self.catches(dataset) - self.baseline
        named = {catch for catch in new if not names(catch).isdisjoint(mutant.nodes)}
        return Verdict(mutant, tuple(sorted(named)), tuple(sorted(new - named)))

    def reasoned(self, verdicts: Sequence[Verdict]) -> list[Verdict]:
        """Ask HermiT of mutants that survived: of all at once, then of ever smaller parts."""
        if not verdicts:
            return []
        removed = [quad for verdict in verdicts for quad in verdict.mutant.removed]
        added = [quad for verdict in verdicts for quad in verdict.mutant.added]
        try:
            check_consistency(self.sound.changed(removed, added))
        except ConformanceError as error:
            return self._blamed(verdicts, error)
        return list(verdicts)

    def _blamed(self, verdicts: Sequence[Verdict], error: ConformanceError) -> list[Verdict]:
        """Give what HermiT was told of to the mutants it names, and ask again of the others."""
        faults = {_caught("reasoner", "HermiT", fault, error.fix) for fault in error.faults}
        blamed = [
            Verdict(verdict.mutant, tuple(sorted(named)))
            for verdict in verdicts
            if (named := {c for c in faults if not names(c).isdisjoint(verdict.mutant.nodes)})
        ]
        caught = {verdict.mutant for verdict in blamed}
        left = [verdict for verdict in verdicts if verdict.mutant not in caught]
        if blamed:
            return [*blamed, *self.reasoned(left)]
        if len(left) > 1:
            half = len(left) // 2
            return [*self.reasoned(left[:half]), *self.reasoned(left[half:])]
        said = Catch("reasoner", "HermiT", "", str(error))
        return [Verdict(verdict.mutant, (), (said,)) for verdict in left]

    @cached_property
    def baseline(self) -> frozenset[Catch]:
        """What is said of the sound data: advice only."""
        return self.catches(self.sound.dataset)

    def catches(self, dataset: Dataset) -> frozenset[Catch]:
        """Return all that the checks on graphs and the shapes say of a dataset."""
        found = integrity_faults(dataset, self.texts)
        faults = (_caught("graphs", fault.cause, fault) for fault in found)
        results = validate(dataset, self.shapes).results
        return frozenset([*faults, *(_result(result, dataset.base) for result in results)])

    def _together(self, batch: Batch) -> dict[Mutant, tuple[Catch, ...]]:
        removed = [quad for mutant in batch.mutants for quad in mutant.removed]
        added = [quad for mutant in batch.mutants for quad in mutant.added]
        found: dict[Mutant, list[Catch]] = {mutant: [] for mutant in batch.mutants}
        doubtful: set[Mutant] = set()
        for catch in sorted(self.catches(self.sound.changed(removed, added)) - self.baseline):
            named = names(catch)
            meant = [m for m in batch.mutants if not named.isdisjoint(own_nodes(self.sound, m))]
            if len(meant) == 1:
                found[meant[0]].append(catch)
            else:
                doubtful |= set(meant or batch.mutants)
        return {m: tuple(c) for m, c in found.items() if c or m not in doubtful}


def batches(sound: Sound, mutants: Iterable[Mutant], most: int = MAX_BATCH) -> Iterator[Batch]:
    """Group mutants that are apart, full groups first; what bears on everything is left out."""
    open_batches: list[Batch] = []
    for mutant in mutants:
        if any(_reaches_far(sound, quad) for quad in _changed(mutant)):
            continue
        nodes = own_nodes(sound, mutant)
        close = [sound.near.get(node, ()) for node in nodes if not sound.is_hub(node)]
        zone = nodes.union(*close)
        for batch in open_batches:
            if batch.takes(nodes, zone):
                break
        else:
            batch = Batch()
            open_batches.append(batch)
        batch.add(mutant, nodes, zone)
        if len(batch.mutants) == most:
            open_batches.remove(batch)
            yield batch
    yield from open_batches


def own_nodes(sound: Sound, mutant: Mutant) -> set[str]:
    """Return the nodes that are a mutant's own: not what everything else leads to as well."""
    first, *others = mutant.nodes
    return {first, *(node for node in others if not sound.is_hub(node))}


def names(catch: Catch) -> set[str]:
    """Return the IRIs and blank nodes that a catch names."""
    found = {owner(iri) for iri in IRI.findall(f"{catch.where} {catch.message}")}
    return found | {catch.where}


def _result(result: Result, base: str) -> Catch:
    by = "shape" if result.severity == "Violation" else "advice"
    whole_graph = result.focus == f"{base}ontology" and result.value
    where = result.value if whole_graph else result.focus
    ends = f"{result.message} Found: {result.value}"
    return Catch(by, compact(result.shape, base), owner(where), ends)


def _caught(by: str, rule: str, fault: Fault, fix: str = "") -> Catch:
    where = owner(_whole(fault.where))
    return Catch(by, rule, where, f"{fault.message} [fix: {fault.fix or fix}]")


def _whole(name: str) -> str:
    """Return the IRI that a short name stands for: a contradiction tells of things by these."""
    prefix, colon, rest = name.partition(":")
    namespace = prefixes(BASE).get(prefix)
    return f"{namespace}{rest}" if colon and namespace else name


def _changed(mutant: Mutant) -> tuple[ox.Quad, ...]:
    return (*mutant.removed, *mutant.added)


def _reaches_far(sound: Sound, quad: ox.Quad) -> bool:
    return quad.predicate.value in FAR and sound.is_hub(owner(str(quad.subject).strip("<>")))
