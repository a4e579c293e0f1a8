"""Atoms as SPARQL: terms, patterns, and names for blank nodes, which no query can mean."""

from collections.abc import Iterable
from typing import Any, Final

import pyoxigraph as ox

from kg.reasoning.clauses import Atom

EXPRESSION: Final = "urn:standoff:expression:"
"""What a class expression without a name is called while rules run over it."""


def named(part: Any) -> Any:
    """Give a blank node of the ontology a name, and leave all else as it is."""
    return ox.NamedNode(EXPRESSION + part.value) if isinstance(part, ox.BlankNode) else part


def unnamed(part: Any) -> Any:
    """Take the name away again."""
    if isinstance(part, ox.NamedNode) and part.value.startswith(EXPRESSION):
        return ox.BlankNode(part.value.removeprefix(EXPRESSION))
    return part


def pattern(atom: Atom) -> str:
    """Write an atom as a triple pattern."""
    return " ".join(str(named(part)) for part in atom)


def patterns(body: Iterable[Atom]) -> str:
    """Write atoms as a basic graph pattern."""
    return " . ".join(map(pattern, body))


def named_triple(parts: Iterable[Any]) -> ox.Triple:
    """Make a triple in which blank nodes of the ontology have names."""
    subject, predicate, value = map(named, parts)
    return ox.Triple(subject, predicate, value)
