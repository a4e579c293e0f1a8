"""A revision of a built version: whole, checked and dumped just as a build with that content.

The edit is made in memory, on what the version serves. What it may not touch is what is not said
but made from the rest: the default graph, which is a copy, and the inferred graph. They are made
anew, and so is the catalog. Facts are data here: they come of the coding, and a revision knows
only the graph.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.base import rebase
from kg.catalog import catalog_triples
from kg.dataset import Dataset, with_catalog, with_inferred
from kg.errors import RevisionError
from kg.integrity import require_integrity
from kg.paths import DataPaths
from kg.publish import Candidate, publish
from kg.published import NQUADS, Version, open_store
from kg.questions import load_questions
from kg.reasoning.inference import infer
from kg.revision.edits import Edit
from kg.revision.revised import Conformance, Revision
from kg.revision.stored_terms import as_stored, as_written
from kg.validation import require_conformance, shapes_digest, validate
from kg.vocab import CATALOG_GRAPH, INFERRED_GRAPH

DEFAULT_GRAPH: Final = ox.DefaultGraph()


def revise_built(
    root: Path,
    version: Version,
    edit: Edit,
    data: DataPaths,
    *,
    moved_at: datetime | None,
    on_stage: Callable[[str], None],
) -> Revision:
    """Make the edit and publish what it gives, as a build would, if it conforms to the shapes.

    Raises `RevisionError` where the edit cannot be made, or touches a graph that is derived, and
    `ConformanceError` where the graphs do not fit together or, with the report, shapes are broken.
    """
    on_stage("edit")
    made = _edited(version, edit, data.queries)
    if made is None:
        return Revision(version, changed=False)
    dataset, created = made
    on_stage("validate")
    require_integrity(dataset)
    validation = validate(dataset, data.shapes)
    require_conformance(validation, dataset.base)
    on_stage("dump")
    shapes_sha256, warnings = shapes_digest(data.shapes, dataset.base), len(validation.warnings)
    candidate = Candidate(
        dataset=dataset,
        report=validation.report,
        shapes_sha256=shapes_sha256,
        warnings=warnings,
        hermit="skipped",
        text="not given",
    )
    published = publish(root, candidate, on_stage, earlier=version, moved_at=moved_at)
    conformance = Conformance(shapes_sha256, validation.report, warnings)
    return Revision(published, published.id != version.id, created, conformance)


def _edited(version: Version, edit: Edit, queries: Path) -> tuple[Dataset, bool] | None:
    """Return the dataset that comes of the edit, and whether a graph is new; nothing if none is."""
    store = open_store(version)
    made = [ox.NamedNode(rebase(name, version.base)) for name in (INFERRED_GRAPH, CATALOG_GRAPH)]
    before, derived = _named_quads(store), _derived(store, made)
    effect = edit.apply(store)
    if _derived(store, made) != derived:
        raise RevisionError(
            "conflict",
            "this would change what is derived from the other graphs",
            cause="the default graph is their union, and "
            f"{' and '.join(name.value for name in made)} are made from them",
            fix="name another graph to change, by ?graph= or by GRAPH or WITH in an update",
        )
    after = _named_quads(store)
    if after == before:
        return None
    published = as_stored(ox.parse(path=version.path / NQUADS, format=ox.RdfFormat.N_QUADS))
    kept = {quad for quad, stored in published.items() if stored in after}
    added = as_written(after - before, published, effect.sent)
    empty = [name for name, count in version.manifest["graphs"].items() if count == 0]
    asserted = {quad for quad in kept | added if quad.graph_name not in made}
    dataset = _dataset(_with_canonical_blanks(asserted), version.base, empty)
    dataset = with_inferred(dataset, infer(dataset))
    if made[1] in {quad.graph_name for quad in before}:
        dataset = with_catalog(dataset, catalog_triples(dataset, load_questions(queries)))
    return dataset, effect.created


def _derived(store: ox.Store, made: Sequence[ox.NamedNode]) -> frozenset[ox.Quad]:
    graphs: list[ox.NamedNode | ox.DefaultGraph] = [DEFAULT_GRAPH, *made]
    return frozenset(
        quad for name in graphs for quad in store.quads_for_pattern(None, None, None, name)
    )


def _named_quads(store: ox.Store) -> frozenset[ox.Quad]:
    return frozenset(quad for quad in store if quad.graph_name != DEFAULT_GRAPH)


def _with_canonical_blanks(quads: set[ox.Quad]) -> set[ox.Quad]:
    """Name blank nodes as a build does: by their graph alone, if just one graph has any."""
    blank = {quad for quad in quads if _has_blank(quad)}
    graphs = {quad.graph_name for quad in blank}
    if not blank:
        return quads
    [*_, name] = graphs
    alone = len(graphs) == 1
    named = ox.Dataset(ox.Quad(*quad.triple) if alone else quad for quad in blank)
    named.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    canonical = {
        ox.Quad(quad.subject, quad.predicate, quad.object, name) if alone else quad
        for quad in named
    }
    return (quads - blank) | canonical


def _has_blank(quad: ox.Quad) -> bool:
    return "_:" in str(quad) and any(map(_is_blank, quad))


def _is_blank(term: object) -> bool:
    if isinstance(term, ox.Triple):
        return any(map(_is_blank, term))
    return isinstance(term, ox.BlankNode)


def _dataset(quads: set[ox.Quad], base: str, empty: list[str]) -> Dataset:
    graphs: dict[ox.NamedNode, set[ox.Triple]] = {
        ox.NamedNode(f"{base}graph/{name}"): set() for name in empty
    }
    on_terms = {quad for quad in quads if isinstance(quad.object, ox.Triple)}
    for quad in quads:
        if not isinstance(quad.graph_name, ox.NamedNode):
            raise RevisionError("conflict", "a graph of a built version is named by an IRI")
        graph = graphs.setdefault(quad.graph_name, set())
        if quad not in on_terms:
            graph.add(quad.triple)
    return Dataset(
        base, {name: frozenset(graph) for name, graph in graphs.items()}, frozenset(on_terms)
    )
