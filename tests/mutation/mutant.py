"""What a mutant is, and what became of it."""

import re
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.prefixes import compact, compact_all

SELECTOR: Final = re.compile(r"/selector\b")


@dataclass(frozen=True)
class Mutant:
    """One fault put into sound data: the quads it takes away and the quads it adds.

    ``predicate`` says at what; ``nodes`` are the things whose description is changed, one of
    which whoever catches it has to name.
    """

    operator: str
    predicate: str
    nodes: tuple[str, ...]
    removed: tuple[ox.Quad, ...] = ()
    added: tuple[ox.Quad, ...] = ()

    def describe(self, base: str) -> str:
        """Say what was done, with short names."""
        lines = [f"- {quad}" for quad in self.removed[:4]] + [
            f"+ {quad}" for quad in self.added[:4]
        ]
        changes = compact_all("\n    ".join(lines), base)
        where = compact(self.nodes[0], base)
        return f"{self.operator} {compact(self.predicate, base)} at {where}\n    {changes}"


@dataclass(frozen=True, order=True)
class Catch:
    """What caught a mutant: the kind of check, its rule, where it points and what it says."""

    by: str
    rule: str
    where: str
    message: str


@dataclass(frozen=True)
class Verdict:
    """A mutant with everything that caught it; with nothing, it survived."""

    mutant: Mutant
    catches: tuple[Catch, ...]
    unnamed: tuple[Catch, ...] = ()
    """What was said because of it, but names none of its nodes."""

    @property
    def by(self) -> str:
        """The strictest kind of check that caught it, or ``survived``."""
        found = {catch.by for catch in self.catches}
        return next((kind for kind in KINDS if kind in found), "survived")


KINDS: Final = ("coding", "shape", "graphs", "reasoner", "advice")
"""Who can catch a mutant: what reads the coding, SHACL's violations, what looks at the named graphs
and at what is made of the rest, HermiT, and SHACL's warnings, which keep nothing from being
published."""


def owner(node: str) -> str:
    """Return the passage of a selector, and any other node as it is: they are named together."""
    return SELECTOR.sub("", node)
