"""Publishing what a build made: store, dumps, report and manifest, then `current` last.

A build that is killed at any point leaves the published versions as they were (`kg.placing`).
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg import __version__
from kg.checks import Check, Hermit, Text, record_check
from kg.dataset import RDF_TYPE, Dataset
from kg.placing import (
    ID_LENGTH,
    is_whole,
    move_into_place,
    partial_folder,
    sync_folder,
    write_manifest,
)
from kg.prefixes import kind_prefixes, prefixes
from kg.published import (
    NQUADS,
    STORE,
    UNION,
    VERSIONS,
    Version,
    damaged_files,
    digest,
    find_version,
    move_current,
)
from kg.revision.linked_store import apply_difference, linked_store, sync_new_files
from kg.turtle import sorted_nquads, sorted_trig, sorted_turtle

OWL_VERSION_INFO: Final = ox.NamedNode("http://www.w3.org/2002/07/owl#versionInfo")


@dataclass(frozen=True)
class Candidate:
    """What is about to be published: data that conforms, the report that says so, the checks."""

    dataset: Dataset
    report: bytes
    shapes_sha256: str
    warnings: int
    hermit: Hermit
    text: Text


def publish(
    root: Path,
    candidate: Candidate,
    on_stage: Callable[[str], None],
    *,
    earlier: Version | None = None,
    moved_at: datetime | None = None,
) -> Version:
    """Write the version unless it is there already, record its checks, and make it current.

    The caller holds the root by `exclusive`. A damaged version of the same id is restored. The
    store shares its files with that of an ``earlier`` version, where one is given.
    """
    dumps = _dumps(candidate)
    version_id = _version_id(dumps[NQUADS], candidate.shapes_sha256)
    if not is_whole(root, version_id):
        _write(root, version_id, candidate, dumps, on_stage, earlier)
    on_stage("record")
    check = Check(version_id, candidate.hermit, candidate.text, candidate.warnings)
    record_check(root, check)
    on_stage("move-current")
    move_current(root, version_id, moved_at)
    sync_folder(root)
    return find_version(root, version_id)


def _version_id(nquads: bytes, shapes_sha256: str) -> str:
    return hashlib.sha256(nquads + shapes_sha256.encode()).hexdigest()[:ID_LENGTH]


def _dumps(candidate: Candidate) -> dict[str, bytes]:
    dataset = candidate.dataset
    quads = dataset.quads()
    iris = {term.value for q in quads for term in q if isinstance(term, ox.NamedNode)}
    names = prefixes(dataset.base) | kind_prefixes(iris, dataset.base)
    return {
        NQUADS: sorted_nquads(quads),
        "standoff.trig": sorted_trig(quads, names),
        "standoff.ttl": sorted_turtle(dataset.union(), names),
        "report.ttl": candidate.report,
    }


def _write(
    root: Path,
    version_id: str,
    candidate: Candidate,
    dumps: Mapping[str, bytes],
    on_stage: Callable[[str], None],
    earlier: Version | None,
) -> None:
    with partial_folder(root, version_id) as partial:
        on_stage("write-store")
        store_quads = _write_store(partial / STORE, candidate.dataset, earlier)
        on_stage("write-dumps")
        for name, data in dumps.items():
            (partial / name).write_bytes(data)
        on_stage("write-manifest")
        write_manifest(partial, _manifest(version_id, candidate, dumps, store_quads))
        sync_new_files(partial)
        on_stage("rename")
        move_into_place(partial, root / VERSIONS / version_id)


def _write_store(folder: Path, dataset: Dataset, earlier: Version | None) -> int:
    """Write the store and return its quads; see docs/decisions/0002 for its default graph."""
    quads = {*dataset.quads(), *(ox.Quad(*triple) for triple in dataset.union())}
    before = _quads_on_disk(earlier)
    if earlier is None or before is None:
        store = ox.Store(str(folder))
        store.bulk_extend(quads)
        store.flush()
        return len(store)  # fewer than were written where the engine takes two for the same
    with linked_store(earlier.path / STORE, folder) as store:
        apply_difference(store, before - quads, quads - before)
        return len(store)


def _quads_on_disk(version: Version | None) -> set[ox.Quad] | None:
    """Return what the store of a version holds; nothing where it is damaged."""
    if version is None or STORE in damaged_files(version):
        return None
    return set(ox.Store.read_only(str(version.path / STORE)))


def _manifest(
    version_id: str, candidate: Candidate, dumps: Mapping[str, bytes], store_quads: int
) -> dict[str, Any]:
    dataset = candidate.dataset
    union = dataset.union()
    return {
        "id": version_id,
        "base": dataset.base,
        "default_graph": UNION,
        "ontology_version": _ontology_version(union, dataset.base),
        "standoff_version": __version__,
        "graphs": dataset.counts(),
        "triples": len(union) + len({quad.triple for quad in dataset.reifications}),
        "store_quads": store_quads,
        "shapes_sha256": candidate.shapes_sha256,
        "articles": _articles(union, dataset.base),
        "files": {
            name: {"bytes": len(data), "sha256": digest(data)}
            for name, data in sorted(dumps.items())
        },
    }


def _ontology_version(union: frozenset[ox.Triple], base: str) -> str:
    ontology = ox.NamedNode(f"{base}ontology")
    said = (t.object for t in union if t.subject == ontology and t.predicate == OWL_VERSION_INFO)
    return ", ".join(sorted(value.value for value in said if isinstance(value, ox.Literal)))


def _articles(union: frozenset[ox.Triple], base: str) -> dict[str, dict[str, str]]:
    """Return digest and length (code points) of the text each article was coded from, by slug."""
    article = ox.NamedNode(f"{base}ontology#Article")
    slugs = {
        t.subject: t.subject.value.removeprefix(f"{base}id/document/")
        for t in union
        if t.predicate == RDF_TYPE and t.object == article and isinstance(t.subject, ox.NamedNode)
    }
    fields = {
        ox.NamedNode(f"{base}ontology#sha256"): "sha256",
        ox.NamedNode(f"{base}ontology#codePointLength"): "code_points",
    }
    found: dict[str, dict[str, str]] = {slug: {} for slug in sorted(slugs.values())}
    for subject, predicate, value in sorted(union, key=str):
        if subject in slugs and predicate in fields and isinstance(value, ox.Literal):
            found[slugs[subject]][fields[predicate]] = value.value
    return found
