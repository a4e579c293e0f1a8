"""What it is for the two engines to agree, over one graph and one set of shapes."""

import random
from collections import Counter
from collections.abc import Sequence
from typing import Final

import pyoxigraph as ox

from kg.base import BASE
from kg.dataset import Dataset
from kg.paths import project_data
from kg.validation import Validation, validate
from kg.validation.engines import findings
from kg.validation.findings import Finding
from kg.validation.reading import read_triples
from kg.validation.shape_reader import read_shapes
from kg.validation.shapes_graph import ShapesGraph
from tests.shacl.differences import quiet
from tests.shacl.trap_cases import turtle

_ORDERED: Final = ("#start", "#end", "#earliest", "#latest")
_EVERYTHING: Final = ox.NamedNode("urn:x-standoff:union")


def differences(data: str, shapes: str) -> tuple[Counter[Finding], Counter[Finding]]:
    """Return what the fast engine alone finds, and what the reference alone finds."""
    read = read_shapes(ShapesGraph(turtle(shapes)))
    graph = read_triples(turtle(data), with_store=True)
    assert read.left_to_reference == {}, "the reference would be compared with itself"
    with quiet():
        fast, reference = (
            Counter(findings(graph, read, engine, where="")) for engine in ("fast", "reference")
        )
    return fast - reference, reference - fast


def dataset(triples: Sequence[ox.Triple]) -> Dataset:
    """Make a dataset of one graph."""
    return Dataset(BASE, {_EVERYTHING: frozenset(triples)}, frozenset())


def by_both(triples: Sequence[ox.Triple]) -> tuple[Validation, Validation]:
    """Hold the triples to the project's shapes, by the fast engine and by the reference."""
    shapes = project_data().shapes
    with quiet():
        return (
            validate(dataset(triples), shapes, engine="fast"),
            validate(dataset(triples), shapes, engine="reference"),
        )


def broken_copy(triples: Sequence[ox.Triple], seed: int) -> list[ox.Triple]:
    """Take triples away and give others a value of elsewhere, so that shapes of all kinds break.

    What a shape puts in order keeps its values: of the order of, say, a string and an instant the
    engines are known to differ (see the traps).
    """
    chance = random.Random(seed)  # noqa: S311 -- nothing is kept secret
    kept = [triple for triple in triples if chance.random() > 0.06]
    values = [triple.object for triple in kept]
    wrong = [
        ox.Triple(triple.subject, triple.predicate, chance.choice(values))
        for triple in kept
        if chance.random() < 0.02 and not triple.predicate.value.endswith(_ORDERED)
    ]
    return kept + wrong
