"""What is read of a version to find things by: the names and the glosses of each."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import pyoxigraph as ox
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS

from kg.base import BASE
from kg.vocab import STAND
from server.index.kinds import KINDS, OTHER, Kind

LABEL: Final = "label"
ALSO: Final = "also"
GLOSS: Final = "gloss"
MAX_CHARS: Final = 4000
"""Of one text; what stands behind is not found."""

_ROLES: Final[Mapping[str, str]] = {
    RDFS.label: LABEL,
    SKOS.prefLabel: LABEL,
    STAND.propositionText: ALSO,
    STAND.positionText: GLOSS,
    STAND.silenceText: GLOSS,
    DCTERMS.title: ALSO,
    SKOS.altLabel: ALSO,
    SKOS.hiddenLabel: ALSO,
    SKOS.definition: GLOSS,
    STAND.paraphrase: GLOSS,
    RDFS.comment: GLOSS,
}
_DEFAULT: Final = ox.DefaultGraph()


class Name(NamedTuple):
    """A name or a gloss: what it is, its language (or nothing), the text."""

    role: str
    language: str
    text: str


@dataclass
class Node:
    """A thing, its kind, what it is called; ``weight`` is how much points to it."""

    iri: str
    kind: Kind
    names: list[Name] = field(default_factory=list)
    weight: int = 0


class Graph:
    """A version's default graph, read by patterns alone."""

    def __init__(self, store: ox.Store, base: str) -> None:
        self._store = store
        self.base = base

    def node(self, default: str) -> ox.NamedNode:
        """Return the node for an IRI that `kg.vocab` or rdflib names, under this base."""
        own = default.startswith(BASE)
        return ox.NamedNode(self.base + default.removeprefix(BASE) if own else default)

    def pairs(self, predicate: str) -> Iterator[tuple[str, object]]:
        """Yield the subject's IRI and the object of each statement with this predicate."""
        for quad in self._store.quads_for_pattern(None, self.node(predicate), None, _DEFAULT):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value, quad.object

    def members(self, kind: str) -> Iterator[str]:
        """Yield the IRIs of a class."""
        found = self._store.quads_for_pattern(None, self.node(RDF.type), self.node(kind), _DEFAULT)
        return (quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode))

    def links(self, predicate: str) -> dict[str, list[str]]:
        """Return the IRIs that this property leads to, by subject, in order."""
        found: dict[str, list[str]] = defaultdict(list)
        for subject, value in self.pairs(predicate):
            if isinstance(value, ox.NamedNode):
                found[subject].append(value.value)
        return {subject: sorted(values) for subject, values in found.items()}

    def texts(self, predicate: str) -> dict[str, str]:
        """Return the first literal of this property, by subject."""
        found: dict[str, str] = {}
        for subject, value in self.pairs(predicate):
            if isinstance(value, ox.Literal):
                found[subject] = min(found.get(subject, value.value), value.value)
        return found


def read_nodes(graph: Graph, also: Iterable[str]) -> dict[str, Node]:
    """Read all that can be found, by IRI, and these, of whatever kind they are."""
    kinds = {
        iri: kind
        for kind in reversed(KINDS)  # the first of several stays
        for name in kind.classes
        for iri in graph.members(name)
    }
    nodes = {iri: Node(iri, kinds.get(iri, OTHER)) for iri in {*kinds, *also}}
    for predicate, role in _ROLES.items():
        for iri, value in graph.pairs(predicate):
            if (node := nodes.get(iri)) and isinstance(value, ox.Literal):
                _add(node, role, value)
    _add_designations(graph, nodes)
    _weigh(graph, nodes)
    for node in nodes.values():
        if not node.names and node.kind is OTHER:
            node.names.append(Name(LABEL, "", _tail(node.iri)))
        node.names.sort()
        node.names[:] = dict.fromkeys(node.names)
    return nodes


def _tail(iri: str) -> str:
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2] or iri


def _weigh(graph: Graph, nodes: Mapping[str, Node]) -> None:
    for predicate in (STAND.refersTo, STAND.about, STAND.assertedBy, STAND.hasProposition):
        for _, value in graph.pairs(predicate):
            if isinstance(value, ox.NamedNode) and (node := nodes.get(value.value)):
                node.weight += 1


def _add(node: Node, role: str, value: ox.Literal) -> None:
    text = value.value[:MAX_CHARS]
    node.names.append(Name(role, value.language or "", text))


def _add_designations(graph: Graph, nodes: dict[str, Node]) -> None:
    """Let a thing be found by the names that the parties have for it, too."""
    named = graph.links(STAND.designates)
    for designation, value in graph.pairs(STAND.designationText):
        for iri in named.get(designation, ()):
            if (node := nodes.get(iri)) and isinstance(value, ox.Literal):
                _add(node, ALSO, value)
