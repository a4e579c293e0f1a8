"""What HermiT and Pellet say of ontology and data: can it be true, which classes are empty."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.reasoning.java import OUTPUT, Reasoner, failure, run
from kg.reasoning.schema import OWL, RDFS

NOTHING: Final = f"{OWL}Nothing"
THING: Final = f"{OWL}Thing"
_FIX: Final = "mend what it names; --skip-hermit builds without it"
_AXIOM: Final = re.compile(r"(SubClassOf|EquivalentClasses)\( (.*) \)")
_IRI: Final = re.compile(r"<([^>]*)>")


@dataclass(frozen=True)
class Verdict:
    """The answer of one reasoner.

    ``unsatisfiable`` are the classes that nothing can belong to; ``subclasses`` says of pairs that
    the first is below the second, directly: only where classification was asked for.
    """

    reasoner: Reasoner
    is_consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    subclasses: frozenset[tuple[str, str]] = frozenset()


def ask_hermit(triples: Iterable[ox.Triple], *, classify: bool = False) -> Verdict:
    """Ask HermiT; raises `StandoffError` where it gives no verdict."""
    # -N: with full IRIs
    arguments = ["-U", "-N", *(["-c", "-o", OUTPUT] if classify else [])]
    ended, written = run("HermiT", arguments, triples)
    if ended.returncode and "InconsistentOntologyException" in ended.stderr:
        return Verdict("HermiT", is_consistent=False)
    said = ended.stdout + written
    if ended.returncode or NOTHING not in said:
        raise failure("HermiT", ended, _FIX)
    found = set(re.findall(r"^\t(.+)$", said, re.MULTILINE)) - {NOTHING}
    pairs = frozenset(pair for pair in _pairs(said) if found.isdisjoint(pair))
    return Verdict("HermiT", is_consistent=True, unsatisfiable=_sorted(found), subclasses=pairs)


def ask_pellet(triples: Iterable[ox.Triple]) -> Verdict:
    """Ask Pellet, which classifies; raises `StandoffError` where it gives no verdict."""
    ended, _ = run("Pellet", ["classify"], triples)
    if "Ontology is inconsistent" in ended.stdout + ended.stderr:
        return Verdict("Pellet", is_consistent=False)
    if ended.returncode or THING not in ended.stdout:
        raise failure("Pellet", ended, "mend what it names")
    pairs: set[tuple[str, str]] = set()
    unsatisfiable: set[str] = set()
    above: list[tuple[int, list[str]]] = []
    for line in ended.stdout.splitlines():
        names = [name.strip() for name in line.split(" = ")]
        if not line.startswith(" ") or not names[0].startswith("http"):
            continue
        if NOTHING in names:
            unsatisfiable |= {*names} - {NOTHING}
            continue
        depth = len(line) - len(line.lstrip())
        above = [(d, parents) for d, parents in above if d < depth]
        pairs |= {(one, other) for one in names for other in names if one != other}
        if above:
            pairs |= {(name, parent) for name in names for parent in above[-1][1]}
        above.append((depth, names))
    return Verdict(
        "Pellet",
        is_consistent=True,
        unsatisfiable=_sorted(unsatisfiable),
        subclasses=frozenset(pair for pair in pairs if THING not in pair),
    )


def _pairs(written: str) -> Iterator[tuple[str, str]]:
    """Read the classification; of classes that are the same each stands for the others."""
    axioms = [(kind, _IRI.findall(rest)) for kind, rest in _AXIOM.findall(written)]
    same: dict[str, list[str]] = {}
    for kind, names in axioms:
        if kind == "EquivalentClasses":
            same |= dict.fromkeys(names, names)
            yield from ((one, other) for one in names for other in names if one != other)
    for kind, names in axioms:
        if kind == "SubClassOf":
            below, above = (same.get(name, [name]) for name in names)
            yield from ((one, other) for one in below for other in above)


def _sorted(iris: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(iris))


def new_subclasses(verdict: Verdict, triples: Iterable[ox.Triple]) -> tuple[tuple[str, str], ...]:
    """Return what classification adds to what is said, directly or through others."""
    said: dict[str, set[str]] = {}
    for subject, predicate, value in triples:
        if not isinstance(subject, ox.NamedNode) or not isinstance(value, ox.NamedNode):
            continue
        if predicate.value in (f"{RDFS}subClassOf", f"{OWL}equivalentClass"):
            said.setdefault(subject.value, set()).add(value.value)
        if predicate.value == f"{OWL}equivalentClass":
            said.setdefault(value.value, set()).add(subject.value)
    return tuple(
        sorted(pair for pair in verdict.subclasses if pair[1] not in _reached(pair[0], said))
    )


def _reached(start: str, said: dict[str, set[str]]) -> set[str]:
    found, waiting = {start, THING}, [start]
    while waiting:
        fresh = said.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found
