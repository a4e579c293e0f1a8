"""What a dataset holds, counted: the numbers that VoID has names for.

Each triple is looked at once, and only small integers after that. Where a graph is counted by
class, instances belong to what any graph *states* they belong to: a speaker has its type in
another graph than the claim, and clients want to know that claims lead to states. What only
follows (that a state is an actor, an entity) would say the same again for each class above.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox

RDF_TYPE: Final = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

_BITS: Final = 32
_LOW: Final = (1 << _BITS) - 1


@dataclass(frozen=True)
class PropertyCounts:
    """The triples that have one property, with how many subjects and objects these have."""

    triples: int
    subjects: int
    objects: int


@dataclass
class ClassPropertyCounts:
    """The triples that say one thing of a class's instances, and by what their objects are."""

    triples: int = 0
    subjects: int = 0
    classes: Counter[str] = field(default_factory=Counter)
    datatypes: Counter[str] = field(default_factory=Counter)


@dataclass
class ClassCounts:
    """The instances of one class that something is said of, and what is said."""

    entities: int = 0
    triples: int = 0
    properties: defaultdict[str, ClassPropertyCounts] = field(
        default_factory=lambda: defaultdict(ClassPropertyCounts)
    )


@dataclass(frozen=True)
class GraphCounts:
    """All counts of one graph, or of the union of all; partitions by the IRI they are made by.

    ``entities`` are subjects that have an IRI of ours; ``types`` are the classes that something
    has as its ``rdf:type`` in the graph itself, with how many have it.
    """

    triples: int
    entities: int
    subjects: int
    objects: int
    types: Mapping[str, int]
    properties: Mapping[str, PropertyCounts]
    classes: Mapping[str, ClassCounts]
    datatypes: Mapping[str, int]
    languages: Mapping[str, int]


@dataclass(frozen=True)
class Statistics:
    """The counts of the union, in which a triple of two graphs counts once, and of each graph."""

    union: GraphCounts
    graphs: Mapping[ox.NamedNode, GraphCounts]


@dataclass(frozen=True)
class _Kind:
    """What a term is, shared by all terms alike: its classes, or its datatype and language."""

    classes: tuple[str, ...] = ()
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True)
class _Column:
    """The triples of one property in one graph, counted by object, and by the kinds of both."""

    triples: int
    subjects: frozenset[int]
    objects: Mapping[int, int]
    pairs: Mapping[tuple[int, int], int]


def measure(
    graphs: Mapping[ox.NamedNode, Iterable[ox.Triple]], *, base: str, inferred: ox.NamedNode
) -> Statistics:
    """Count the graphs, none of which has a triple twice; our IRIs start with `base`.

    The graph `inferred` states nothing: what its instances belong to only follows.
    """
    return _Counting(graphs, base, inferred).statistics()


class _Counting:
    """The dataset as integers: terms numbered, triples in columns of (subject, object)."""

    def __init__(
        self,
        graphs: Mapping[ox.NamedNode, Iterable[ox.Triple]],
        base: str,
        inferred: ox.NamedNode,
    ) -> None:
        self._numbers: dict[object, int] = {}
        self._columns: dict[int, dict[ox.NamedNode, array[int]]] = defaultdict(
            lambda: defaultdict(lambda: array("Q"))
        )
        self._graphs = tuple(graphs)
        for name, triples in graphs.items():
            self._read(name, triples)
        self._terms = list(self._numbers)
        self._is_entity = bytearray(
            isinstance(term, ox.NamedNode) and term.value.startswith(base) for term in self._terms
        )
        self._kinds: list[_Kind] = []
        self._kind_of = self._find_kinds(inferred)

    def _read(self, name: ox.NamedNode, triples: Iterable[ox.Triple]) -> None:
        numbers, columns = self._numbers, self._columns
        for subject, predicate, value in triples:
            s = numbers.setdefault(subject, len(numbers))
            p = numbers.setdefault(predicate, len(numbers))
            o = numbers.setdefault(value, len(numbers))
            columns[p][name].append(s << _BITS | o)

    def _find_kinds(self, inferred: ox.NamedNode) -> "array[int]":
        known: dict[_Kind, int] = {}
        types: dict[int, set[str]] = defaultdict(set)
        for graph, pairs in self._columns.get(self._numbers.get(RDF_TYPE, -1), {}).items():
            for pair in pairs if graph != inferred else ():
                if isinstance(cls := self._terms[pair & _LOW], ox.NamedNode):
                    types[pair >> _BITS].add(cls.value)
        found = array("L")
        for number, term in enumerate(self._terms):
            if isinstance(term, ox.Literal):
                kind = _Kind(datatype=term.datatype.value, language=term.language or "")
            else:
                kind = _Kind(classes=tuple(sorted(types.get(number, ()))))
            found.append(known.setdefault(kind, len(known)))
        self._kinds = list(known)
        return found

    def statistics(self) -> Statistics:
        union: dict[str, _Column] = {}
        by_graph: dict[ox.NamedNode, dict[str, _Column]] = {name: {} for name in self._graphs}
        for number, parts in self._columns.items():
            name = str(getattr(self._terms[number], "value", ""))
            for graph, pairs in parts.items():
                by_graph[graph][name] = self._count(pairs)
            if len(parts) == 1:
                union[name] = next(by_graph[graph][name] for graph in parts)
            else:
                union[name] = self._count(set[int]().union(*parts.values()))
        return Statistics(
            self._graph(union), {name: self._graph(found) for name, found in by_graph.items()}
        )

    def _count(self, pairs: Sequence[int] | set[int]) -> _Column:
        subjects = [pair >> _BITS for pair in pairs]
        objects = [pair & _LOW for pair in pairs]
        kind = self._kind_of.__getitem__
        kinds = Counter(zip(map(kind, subjects), map(kind, objects), strict=True))
        return _Column(len(pairs), frozenset(subjects), Counter(objects), kinds)

    def _graph(self, columns: Mapping[str, _Column]) -> GraphCounts:
        subjects = frozenset[int]().union(*(column.subjects for column in columns.values()))
        objects = frozenset[int]().union(*(column.objects for column in columns.values()))
        datatypes, languages = Counter[str](), Counter[str]()
        for column in columns.values():
            for (_, value), triples in column.pairs.items():
                datatypes[self._kinds[value].datatype] += triples
                languages[self._kinds[value].language] += triples
        del datatypes[""], languages[""]
        return GraphCounts(
            triples=sum(column.triples for column in columns.values()),
            entities=sum(map(self._is_entity.__getitem__, subjects)),
            subjects=len(subjects),
            objects=len(objects),
            types=self._types(columns.get(RDF_TYPE.value)),
            properties={
                name: PropertyCounts(column.triples, len(column.subjects), len(column.objects))
                for name, column in columns.items()
            },
            classes=self._classes(columns, subjects),
            datatypes=datatypes,
            languages=languages,
        )

    def _types(self, column: _Column | None) -> Mapping[str, int]:
        objects = column.objects.items() if column else ()
        named = ((self._terms[number], count) for number, count in objects)
        return {cls.value: count for cls, count in named if isinstance(cls, ox.NamedNode)}

    def _classes(
        self, columns: Mapping[str, _Column], subjects: frozenset[int]
    ) -> Mapping[str, ClassCounts]:
        # A subject has one kind, so that what is counted by kind adds up to what a class has.
        found: defaultdict[str, ClassCounts] = defaultdict(ClassCounts)
        for kind, entities in Counter(map(self._kind_of.__getitem__, subjects)).items():
            for cls in self._kinds[kind].classes:
                found[cls].entities += entities
        for name, column in columns.items():
            for kind, entities in Counter(map(self._kind_of.__getitem__, column.subjects)).items():
                for cls in self._kinds[kind].classes:
                    found[cls].properties[name].subjects += entities
            for (kind, value), triples in column.pairs.items():
                for cls in self._kinds[kind].classes:
                    found[cls].triples += triples
                    self._add(found[cls].properties[name], self._kinds[value], triples)
        return found

    @staticmethod
    def _add(counts: ClassPropertyCounts, value: _Kind, triples: int) -> None:
        counts.triples += triples
        for cls in value.classes:
            counts.classes[cls] += triples
        if value.datatype:
            counts.datatypes[value.datatype] += triples
