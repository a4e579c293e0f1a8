"""The sound data that mutants are made of, and what is near what in it."""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from kg.base import BASE
from kg.corpus import Corpus, load_corpus
from kg.dataset import RDF_TYPE, Dataset, assemble, load_ontology, with_inferred
from kg.graph import build_graphs
from kg.paths import DataPaths
from kg.reasoning.inference import infer
from kg.vocab import INFERRED_GRAPH, ONTOLOGY_GRAPH
from tests.mutation.mutant import owner

HUB_DEGREE: Final = 40
"""A node with more neighbours than that is near to everything."""

KIND: Final = re.compile(rf"{re.escape(BASE)}(id|vocab)/([a-z-]+)/")
MADE: Final = frozenset({str(INFERRED_GRAPH), str(ONTOLOGY_GRAPH)})


@dataclass(frozen=True)
class Sound:
    """A dataset as it is before validation, without the catalog, which is made of the rest."""

    dataset: Dataset

    @cached_property
    def quads(self) -> tuple[ox.Quad, ...]:
        """The asserted quads of the data, in a fixed order."""
        found = [
            ox.Quad(s, p, o, name)
            for name, graph in self.dataset.graphs.items()
            if name.value not in MADE
            for s, p, o in graph
        ]
        return tuple(sorted(found, key=str))

    @cached_property
    def data_graphs(self) -> tuple[ox.NamedNode, ...]:
        """The graphs that are asserted, the ontology's left out."""
        names = (name for name in self.dataset.graphs if name.value not in MADE)
        return tuple(sorted(names, key=str))

    @cached_property
    def about(self) -> dict[str, tuple[ox.Quad, ...]]:
        """The asserted quads by their subject."""
        return _by(self.quads, lambda quad: quad.subject.value)

    @cached_property
    def into(self) -> dict[str, tuple[ox.Quad, ...]]:
        """The asserted quads that lead to each IRI."""
        leading = (quad for quad in self.quads if isinstance(quad.object, ox.NamedNode))
        return _by(leading, lambda quad: quad.object.value)

    @cached_property
    def by_predicate(self) -> dict[str, tuple[ox.Quad, ...]]:
        """The asserted quads by their predicate."""
        return _by(self.quads, lambda quad: quad.predicate.value)

    @cached_property
    def ontology(self) -> frozenset[ox.Triple]:
        """The triples of the ontology."""
        return self.dataset.graphs[ox.NamedNode(str(ONTOLOGY_GRAPH))]

    @cached_property
    def nodes(self) -> dict[str, tuple[str, ...]]:
        """The things that have a type, and the concepts, by their kind: the part of the IRI."""
        found: dict[str, set[str]] = defaultdict(set)
        typed = [q.subject for q in self.quads if q.predicate == RDF_TYPE]
        concepts = [t.subject for t in self.ontology if t.predicate == RDF_TYPE]
        for node in (*typed, *concepts):
            if isinstance(node, ox.NamedNode) and KIND.match(node.value):
                found[kind_of(node.value)].add(node.value)
        return {kind: tuple(sorted(names)) for kind, names in sorted(found.items())}

    @cached_property
    def types(self) -> dict[str, frozenset[str]]:
        """The classes of each thing, inferred ones included."""
        found: dict[str, set[str]] = defaultdict(set)
        for triple in self.dataset.union():
            if triple.predicate == RDF_TYPE and isinstance(triple.object, ox.NamedNode):
                found[_value(triple.subject)].add(triple.object.value)
        return {node: frozenset(classes) for node, classes in found.items()}

    @cached_property
    def near(self) -> dict[str, frozenset[str]]:
        """What each of our things is one triple away from, selectors taken for their passages."""
        found: dict[str, set[str]] = defaultdict(set)
        for quad in self.quads:
            if isinstance(quad.object, ox.NamedNode) and KIND.match(quad.object.value):
                one, other = owner(_value(quad.subject)), owner(quad.object.value)
                if one != other:
                    found[one].add(other)
                    found[other].add(one)
        return {node: frozenset(others) for node, others in found.items()}

    @cached_property
    def siblings(self) -> dict[str, tuple[str, ...]]:
        """The classes that have a parent in common with each class."""
        parents: dict[str, set[str]] = defaultdict(set)
        for cls, predicate, parent in self.ontology:
            named = isinstance(cls, ox.NamedNode) and isinstance(parent, ox.NamedNode)
            if named and predicate.value.endswith("#subClassOf"):
                parents[_value(cls)].add(parent.value)
        return {
            one: tuple(sorted(o for o in parents if o != one and parents[o] & parents[one]))
            for one in parents
        }

    def is_hub(self, node: str) -> bool:
        """Tell whether the node is near to so much that no two faults at it are apart."""
        return len(self.near.get(node, ())) > HUB_DEGREE

    def values(self, node: str, predicate: str) -> list[ox.Quad]:
        """Return the quads with this subject and predicate."""
        return [q for q in self.about.get(node, ()) if q.predicate.value == predicate]

    def other(self, rng: random.Random, kind: str, *not_these: str) -> str | None:
        """Draw a thing of the kind other than these."""
        left = [node for node in self.nodes.get(kind, ()) if node not in not_these]
        return rng.choice(left) if left else None

    def changed(self, removed: Iterable[ox.Quad], added: Iterable[ox.Quad]) -> Dataset:
        """Return the dataset with these quads taken away and added, inferred anew."""
        graphs: dict[ox.NamedNode, set[ox.Triple]] = {}
        for quad, add in (*((q, False) for q in removed), *((q, True) for q in added)):
            name = quad.graph_name
            assert isinstance(name, ox.NamedNode)
            graph = graphs.setdefault(name, set(self.dataset.graphs.get(name, ())))
            (graph.add if add else graph.discard)(quad.triple)
        kept = {n: g for n, g in self.dataset.graphs.items() if n.value != str(INFERRED_GRAPH)}
        frozen = {name: frozenset(graph) for name, graph in graphs.items()}
        mutated = replace(self.dataset, graphs={**kept, **frozen})
        return with_inferred(mutated, infer(mutated))


def read_corpus(data: DataPaths) -> Corpus:
    """Read the coding files."""
    return load_corpus(data.entities, data.links, data.articles)


def sound_data(data: DataPaths) -> Sound:
    """Build the dataset of the coding files, up to where it would be validated."""
    graphs = build_graphs(read_corpus(data))
    dataset = assemble(graphs, load_ontology(data.ontology, BASE), BASE)
    return Sound(with_inferred(dataset, infer(dataset)))


def kind_of(iri: str) -> str:
    """Return the kind of thing that an IRI of ours names: ``claim``, ``selector``, ``polarity``."""
    if iri.endswith("/selector"):
        return "selector"
    found = KIND.match(iri)
    return found[2] if found else ""


def _value(node: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    return str(node.value) if isinstance(node, ox.NamedNode | ox.BlankNode) else str(node)


def _by(quads: Iterable[ox.Quad], key) -> dict[str, tuple[ox.Quad, ...]]:  # type: ignore[no-untyped-def]
    found: dict[str, list[ox.Quad]] = defaultdict(list)
    for quad in quads:
        found[key(quad)].append(quad)
    return {name: tuple(group) for name, group in found.items()}


def triples(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    """Return the triples of quads."""
    return (quad.triple for quad in quads)
