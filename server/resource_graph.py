"""What is said about one thing, as RDF: its own statements, those about it, and their labels.

A concise bounded description: the thing, what is part of it, the blank nodes in between. Each part
has a bound, so that no thing is dear to describe, however much points to it. All is read by
patterns; no query text is involved.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeGuard

import pyoxigraph as ox
from rdflib.namespace import RDF, RDFS

from kg.published import UNION
from kg.vocab import STAND
from server.current import Snapshot
from server.property_values import PropertyValues

MAX_OWN: Final = 1000
"""Statements of the thing itself, and of each of its parts."""
MAX_PARTS: Final = 100
MAX_POINTING: Final = 200
"""Statements that point to it."""
MAX_LABELLED: Final = 500

# A claim without these would read as plain fact, or as nobody's.
_QUALIFIERS: Final = (
    *(RDF.type, RDFS.label, f"{RDF}reifies"),
    *(STAND.assertedBy, STAND.reportedBy, STAND.imputedTo, STAND.reportedIn, STAND.reportingMode),
    *(STAND.speechAct, STAND.certainty, STAND.polarity, STAND.conditionedOn, STAND.embeddedIn),
    *(STAND.hasProposition, STAND.evidencedBy),
)
# What a claim says and where it stands is told with it.
_CONTENTS: Final = (STAND.hasProposition, STAND.conditionedOn, STAND.evidencedBy)

_LABEL: Final = ox.NamedNode(str(RDFS.label))
_Node = ox.NamedNode | ox.BlankNode


@dataclass(frozen=True)
class ResourceGraph:
    """What is said about a thing; ``cut`` says in words which bounds were met.

    ``quads`` name the graph where each statement stands, and hold triple terms.
    """

    quads: tuple[ox.Quad, ...]
    cut: tuple[str, ...]

    @property
    def triples(self) -> tuple[ox.Triple, ...]:
        """The statements without their graphs, each once."""
        return tuple(dict.fromkeys(quad.triple for quad in self.quads))


def is_known(snapshot: Snapshot, node: ox.NamedNode) -> bool:
    """Tell whether anything is said of this thing, or it is the name of a graph."""
    store = snapshot.store
    if any(store.quads_for_pattern(node, None, None, None)):
        return True
    pointing = store.quads_for_pattern(None, None, node, None)
    return any(pointing) or store.contains_named_graph(node)


def is_readable(snapshot: Snapshot, node: ox.NamedNode) -> bool:
    """Tell whether what is said of this thing can be read in a process that answers HTTP.

    Data that is not of our building may hold triple terms that nest so deep that whoever reads
    them ends; a process of its own has looked for them beforehand, or has yet to do so.
    """
    if snapshot.version.default_graph == UNION:
        return True
    return snapshot.subjects.rows(node) is not None


def describe(snapshot: Snapshot, node: ox.NamedNode, *, in_graphs: bool) -> ResourceGraph:
    """Say what the version holds about a thing, within bounds.

    Only ``in_graphs`` do the statements say where they stand, and are there triple terms.
    """
    is_union = snapshot.version.default_graph == UNION
    found = _InUnion(snapshot) if is_union and not in_graphs else _Gathering(snapshot)
    found.add_own(node)
    found.add_contents(node)
    found.add_pointing(node)
    found.add_labels()
    return ResourceGraph(tuple(found.quads), tuple(found.cut))


class _Gathering:
    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._is_union = snapshot.version.default_graph == UNION
        self._qualifiers = {snapshot.iri(str(name)) for name in _QUALIFIERS}
        self._asserted_by = snapshot.iri(str(STAND.assertedBy))
        self.quads: dict[ox.Quad, None] = {}
        self.cut: list[str] = []
        self._told: dict[_Node, None] = {}

    def add_own(self, node: _Node) -> None:
        """Tell what is said of a thing, of its parts and of the blank nodes among them."""
        todo = [node]
        for one in todo:
            if one in self._told or not (one == node or self._is_readable(one)):
                continue
            if len(self._told) == MAX_PARTS:
                self._cut(f"Of what is part of it, only the first {MAX_PARTS} are described.")
                return
            self._told[one] = None
            for quad in self._bounded(MAX_OWN, "of its statements", one, None, None):
                self.quads[quad] = None
                if _is_part(quad.object, node):
                    todo.append(quad.object)

    def add_contents(self, node: ox.NamedNode) -> None:
        """Tell in full what a claim says, on what condition, and where it stands."""
        for predicate in _CONTENTS:
            for quad in list(self._quads(node, self._snapshot.iri(str(predicate)), None)):
                if isinstance(quad.object, ox.NamedNode) and self._is_readable(quad.object):
                    self.add_own(quad.object)

    def add_pointing(self, node: ox.NamedNode) -> None:
        """Tell what points to a thing, and of claims among that who makes them, and how surely."""
        subjects: dict[_Node, None] = {}
        for quad in self._bounded(MAX_POINTING, "statements that point to it", None, None, node):
            self.quads[quad] = None
            if isinstance(quad.subject, _Node):
                subjects[quad.subject] = None
        for subject in subjects:
            if subject in self._told or not self._is_readable(subject):
                continue
            own = list(self._said(subject))
            if any(quad.predicate == self._asserted_by for quad in own):
                self.quads.update(dict.fromkeys(own))

    def add_labels(self) -> None:
        """Tell the labels of whatever has been named."""
        named: dict[ox.NamedNode, None] = {}
        for quad in self.quads:
            for term in quad.triple:
                if isinstance(term, ox.NamedNode) and term not in self._told:
                    named[term] = None
        for node in islice(named, MAX_LABELLED):
            self.quads.update(dict.fromkeys(self._labels_of(node)))

    def _bounded(
        self,
        limit: int,
        what: str,
        subject: _Node | None,
        predicate: ox.NamedNode | None,
        value: _Node | None,
    ) -> list[ox.Quad]:
        found = list(islice(self._quads(subject, predicate, value), limit + 1))
        if len(found) > limit:
            self._cut(f"Only {limit:,} {what} are given here.")
        return found[:limit]

    def _said(self, subject: _Node) -> Iterator[ox.Quad]:
        """Find what is said of a subject by the properties that qualify a claim."""
        found = self._quads(subject, None, None)
        return (quad for quad in found if quad.predicate in self._qualifiers)

    def _labels_of(self, node: ox.NamedNode) -> Iterator[ox.Quad]:
        return self._quads(node, _LABEL, None)

    def _quads(
        self, subject: _Node | None, predicate: ox.NamedNode | None, value: _Node | None
    ) -> Iterator[ox.Quad]:
        """Find statements in the graphs where they stand, not in the copy of them all."""
        found = self._snapshot.store.quads_for_pattern(subject, predicate, value, None)
        if not self._is_union:
            return found
        return (quad for quad in found if not isinstance(quad.graph_name, ox.DefaultGraph))

    def _is_readable(self, node: _Node) -> bool:
        return isinstance(node, ox.NamedNode) and is_readable(self._snapshot, node)

    def _cut(self, what: str) -> None:
        if what not in self.cut:
            self.cut.append(what)


class _InUnion(_Gathering):
    """Reads the copy of all graphs, in which each statement stands once: half as much to read."""

    def __init__(self, snapshot: Snapshot) -> None:
        super().__init__(snapshot)
        self._values = PropertyValues(snapshot)

    def _said(self, subject: _Node) -> Iterator[ox.Quad]:
        if not isinstance(subject, ox.NamedNode):
            return super()._said(subject)
        found = self._values.of_several(subject, self._qualifiers)
        return (ox.Quad(subject, predicate, value) for predicate, value in found)

    def _labels_of(self, node: ox.NamedNode) -> Iterator[ox.Quad]:
        return (ox.Quad(node, _LABEL, value) for value in self._values.of(node, RDFS.label))

    def _quads(
        self, subject: _Node | None, predicate: ox.NamedNode | None, value: _Node | None
    ) -> Iterator[ox.Quad]:
        store = self._snapshot.store
        return store.quads_for_pattern(subject, predicate, value, ox.DefaultGraph())


def _is_part(term: object, whole: _Node) -> TypeGuard[_Node]:
    """Tell whether a term is a blank node, or named as part of the whole: its selector, say."""
    if isinstance(term, ox.BlankNode):
        return True
    return isinstance(term, ox.NamedNode) and term.value.startswith(f"{whole.value}/")
