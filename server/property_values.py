"""The values of nodes' properties in one version, each node read at once where that is cheap.

The file of statements tells in microseconds all that is said of a node; the store takes as long for
one property as the file for all. Where there is no file yet, `PropertyValues.gather` reads a node
whole, for whoever needs many of its properties.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from kg.published import UNION
from server.current import Snapshot
from server.engine.statements import Rows, read_term, written_term

_DEFAULT: Final = ox.DefaultGraph()
Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


class PropertyValues:
    """Reads values, and remembers what it has read at once; made anew for each request."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._names: dict[str, tuple[ox.NamedNode, str]] = {}
        self._written: dict[ox.NamedNode, Rows | None] = {}
        self._gathered: dict[ox.NamedNode, Mapping[ox.NamedNode, list[Value]]] = {}

    def of(self, node: ox.NamedNode, predicate: str) -> Iterable[Value]:
        """Return the values of a property, which `kg.vocab` or rdflib names, in a fixed order."""
        iri, written = self._names.get(predicate) or self._name(predicate)
        if (gathered := self._gathered.get(node)) is not None:
            return gathered.get(iri, ())
        if (known := self._in_file(node)) is not None:
            return [read_term(value) for value in known.by_predicate.get(written, ())]
        found = self._snapshot.store.quads_for_pattern(node, iri, None, _DEFAULT)
        return (quad.object for quad in found)

    def has(self, node: ox.NamedNode, predicate: str, value: str) -> bool:
        """Tell whether a property of a node has this value; both as `kg.vocab` names them."""
        iri, written = self._names.get(predicate) or self._name(predicate)
        wanted, wanted_written = self._names.get(value) or self._name(value)
        if (gathered := self._gathered.get(node)) is not None:
            return wanted in gathered.get(iri, ())
        if (known := self._in_file(node)) is not None:
            return known.has(written, wanted_written)
        return any(self._snapshot.store.quads_for_pattern(node, iri, wanted, _DEFAULT))

    def of_several(
        self, node: ox.NamedNode, predicates: Collection[ox.NamedNode]
    ) -> Iterator[tuple[ox.NamedNode, Value]]:
        """Yield the values of these properties, each with its property, in the store's order."""
        if (known := self._in_file(node)) is None:
            for quad in self._snapshot.store.quads_for_pattern(node, None, None, _DEFAULT):
                if quad.predicate in predicates:
                    yield quad.predicate, quad.object
            return
        wanted = {written_term(predicate): predicate for predicate in predicates}
        for written, values in known.by_predicate.items():
            if predicate := wanted.get(written):
                yield from ((predicate, read_term(value)) for value in values)

    def gather(self, node: ox.NamedNode) -> None:
        """Read all that is said of a node now, since many of its properties will be asked for."""
        # Data that is not of our building may hold terms that end whoever reads them.
        is_ours = self._snapshot.version.default_graph == UNION
        if not is_ours or node in self._gathered or self._in_file(node) is not None:
            return
        found: dict[ox.NamedNode, list[Value]] = {}
        for quad in self._snapshot.store.quads_for_pattern(node, None, None, _DEFAULT):
            found.setdefault(quad.predicate, []).append(quad.object)
        self._gathered[node] = found

    def _name(self, default: str) -> tuple[ox.NamedNode, str]:
        """Return the node for an IRI that `kg.vocab` names, and how the file writes it."""
        iri = self._snapshot.iri(default)
        self._names[default] = iri, written_term(iri) or ""
        return self._names[default]

    def _in_file(self, node: ox.NamedNode) -> Rows | None:
        """Return what the file says of a node; None without a file, or where it leaves that out."""
        if node not in self._written:
            statements = self._snapshot.subjects.statements
            if statements is None:
                return None
            rows = statements.rows(node.value)
            self._written[node] = None if rows is None else Rows(rows)
        return self._written[node]
