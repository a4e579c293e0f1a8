"""What a thing is: its classes, and which of them say the most."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from rdflib.namespace import OWL, RDF, RDFS

from server.reading import Reader


@dataclass(frozen=True)
class Kinds:
    """The classes of a thing; ``leading`` are those of ours that no other of its classes refines.

    ``all`` holds IRIs, those inferred included.
    """

    all: frozenset[str]
    leading: tuple[ox.NamedNode, ...]


def kinds_of(reader: Reader, node: ox.NamedNode) -> Kinds:
    """Return the classes of a thing."""
    found = reader.resources(node, RDF.type)
    base = reader.snapshot.version.base
    ours = [kind for kind in found if kind.value.startswith(base)]
    shown: Sequence[ox.NamedNode] = ours or [k for k in found if k.value != OWL.NamedIndividual]
    wider = {w.value for kind in shown for w in _wider(reader, kind)}
    leading = [kind for kind in shown if kind.value not in wider]
    return Kinds(
        frozenset(kind.value for kind in found),
        tuple(sorted(leading or shown, key=lambda kind: kind.value)),
    )


def _wider(reader: Reader, kind: ox.NamedNode) -> set[ox.NamedNode]:
    """Return what a class is under, itself left out; loops in a foreign ontology end."""
    found: dict[ox.NamedNode, None] = {}
    todo = [kind]
    while todo:
        for wider in reader.resources(todo.pop(), RDFS.subClassOf):
            if wider != kind and wider not in found:
                found[wider] = None
                todo.append(wider)
    return set(found)
