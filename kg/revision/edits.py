"""What an owner may ask to be changed in a version: a graph put, posted or deleted, an update.

Each edit is applied to a store that nobody else has, and tells what it did. The operations are
those of the SPARQL 1.1 Graph Store HTTP Protocol and of the SPARQL 1.1 Protocol; a graph without
a name is the default graph.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, TypeAlias

import pyoxigraph as ox

from kg.errors import RevisionError
from kg.revision.linked_store import apply_difference
from kg.revision.stored_terms import as_stored
from kg.revision.update_text import executable_update

GraphName: TypeAlias = ox.NamedNode | ox.DefaultGraph


@dataclass(frozen=True)
class Document:
    """RDF as it was sent: the bytes or a file of them, the media type, the base for its IRIs."""

    data: bytes | Path
    media_type: str
    base: str | None = None


@dataclass(frozen=True)
class Effect:
    """What an edit did: its digest, and the graph that is new because of it, if one is.

    ``changed`` is None, and ``added`` too, where only a look at the whole store could tell.
    ``sent`` is what the documents say, and what the store keeps of that.
    """

    digest: str
    changed: bool | None
    added: int | None = None
    created: bool = False
    sent: Mapping[ox.Quad, ox.Quad] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class PutGraph:
    """Let the graph hold what the documents say, and nothing else."""

    graph: str | None
    documents: tuple[Document, ...]
    kind: ClassVar = "put"

    def apply(self, store: ox.Store) -> Effect:
        """Change the store; raises `RevisionError` where a document cannot be read."""
        name = graph_name(self.graph)
        sent = as_stored(_parse_all(self.documents, name))
        new = set(sent.values())
        created = not _is_there(store, name)
        old = set(store.quads_for_pattern(None, None, None, name))
        if not created and _same(old, new):
            return Effect("", changed=False, added=0)
        removed, added = old - new, new - old
        _make_graph(store, name)
        apply_difference(store, removed, added)
        digest = _digest(self.kind, name, removed, added)
        return Effect(digest, True, len(new) - len(old), created, sent)


@dataclass(frozen=True)
class PostGraph:
    """Add what the documents say to the graph; their blank nodes are new ones."""

    graph: str | None
    documents: tuple[Document, ...]
    kind: ClassVar = "post"

    def apply(self, store: ox.Store) -> Effect:
        """Change the store; raises `RevisionError` where a document cannot be read."""
        name = graph_name(self.graph)
        sent = as_stored(_parse_all(self.documents, name))
        added = {quad for quad in sent.values() if quad not in store}
        created = not _is_there(store, name)
        _make_graph(store, name)
        apply_difference(store, (), added)
        digest = _digest(self.kind, name, (), added)
        return Effect(digest, created or bool(added), len(added), created, sent)


@dataclass(frozen=True)
class DeleteGraph:
    """Remove a named graph; empty the default graph."""

    graph: str | None
    kind: ClassVar = "delete"

    def apply(self, store: ox.Store) -> Effect:
        """Change the store; raises `RevisionError` where there is no such graph."""
        name = graph_name(self.graph)
        if not _is_there(store, name):
            raise RevisionError(
                "not found", f"there is no graph {name}", fix="ask for one there is"
            )
        held = set(store.quads_for_pattern(None, None, None, name))
        apply_difference(store, held, ())
        if isinstance(name, ox.NamedNode):
            store.remove_graph(name)
        changed = bool(held) or isinstance(name, ox.NamedNode)
        return Effect(_digest(self.kind, name, (), ()), changed=changed, added=-len(held))


@dataclass(frozen=True)
class Update:
    """A SPARQL update, and the dataset that the protocol's parameters give it."""

    text: str
    base: str | None = None
    using: tuple[str, ...] = ()
    using_named: tuple[str, ...] = ()
    kind: ClassVar = "update"

    def apply(self, store: ox.Store) -> Effect:
        """Change the store; raises `RevisionError` where the update is wrong or may not be."""
        text = executable_update(
            self.text, base=self.base, using=self.using, using_named=self.using_named
        )
        graphs, quads = frozenset(store.named_graphs()), len(store)
        try:
            store.update(text, base_iri=self.base)
        except RuntimeError as error:
            raise RevisionError("conflict", "the update cannot be run", cause=str(error)) from error
        added = len(store) - quads
        changed = True if added or frozenset(store.named_graphs()) != graphs else None
        digest = hashlib.sha256(repr(self).encode()).hexdigest()
        return Effect(digest, changed=changed)


Edit: TypeAlias = PutGraph | PostGraph | DeleteGraph | Update


def graph_name(graph: str | None) -> GraphName:
    """Return the name of a graph as a term; raises `RevisionError` where it is no IRI."""
    if graph is None:
        return ox.DefaultGraph()
    try:
        return ox.NamedNode(graph)
    except ValueError as error:
        raise RevisionError(
            "malformed",
            f"{graph!r} is no absolute IRI",
            cause=str(error),
            fix="name the graph by an absolute IRI",
        ) from error


def _is_there(store: ox.Store, name: GraphName) -> bool:
    return isinstance(name, ox.DefaultGraph) or store.contains_named_graph(name)


def _make_graph(store: ox.Store, name: GraphName) -> None:
    if isinstance(name, ox.NamedNode):
        store.add_graph(name)  # it is there even if it holds nothing


def _parse_all(documents: Iterable[Document], name: GraphName) -> set[ox.Quad]:
    return {quad for document in documents for quad in _parse(document, name)}


def _parse(document: Document, name: GraphName) -> set[ox.Quad]:
    rdf_format = ox.RdfFormat.from_media_type(document.media_type)
    if rdf_format is None:
        raise RevisionError(
            "unsupported",
            f"data as {document.media_type} is not read",
            fix="send text/turtle, application/n-triples, application/rdf+xml,"
            " application/ld+json, application/n-quads or application/trig",
        )
    data, path = (None, document.data) if isinstance(document.data, Path) else (document.data, None)
    try:
        parsed = ox.parse(
            data,
            rdf_format,
            path=path,
            base_iri=document.base,
            without_named_graphs=True,
            rename_blank_nodes=True,
        )
        return {ox.Quad(quad.subject, quad.predicate, quad.object, name) for quad in parsed}
    except SyntaxError as error:
        raise RevisionError(
            "malformed", f"the data is not {rdf_format.name} of one graph", cause=error.msg
        ) from error
    except ValueError as error:
        raise RevisionError("malformed", "the base is no absolute IRI", cause=str(error)) from error


def _same(old: set[ox.Quad], new: set[ox.Quad]) -> bool:
    """Tell whether two graphs are equal but for the names of their blank nodes."""
    blank_old, blank_new = set(filter(_has_blank, old)), set(filter(_has_blank, new))
    if len(blank_old) != len(blank_new) or old - blank_old != new - blank_new:
        return False
    return _canonical(blank_old) == _canonical(blank_new)


def _canonical(quads: set[ox.Quad]) -> set[ox.Quad]:
    dataset = ox.Dataset(quads)
    if quads:
        dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return set(dataset)


def _has_blank(quad: ox.Quad) -> bool:
    return _is_blank(quad.subject) or _is_blank(quad.object)


def _is_blank(term: object) -> bool:
    if isinstance(term, ox.Triple):
        return _is_blank(term.subject) or _is_blank(term.object)
    return isinstance(term, ox.BlankNode)


def _digest(
    kind: str, name: GraphName, removed: Iterable[ox.Quad], added: Iterable[ox.Quad]
) -> str:
    digest = hashlib.sha256(f"{kind} {name}\n".encode())
    for sign, quads in (("-", removed), ("+", added)):
        for line in sorted(map(str, quads)):
            digest.update(f"{sign} {line}\n".encode())
    return digest.hexdigest()
