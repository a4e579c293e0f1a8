"""Writing a version: beside the others first, into its place by one rename, `current` last.

A build that is killed at any point leaves the published versions as they were, and at most a
folder ``.partial-…`` or a link ``.current-…``, which the next build sweeps away.
"""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg import __version__
from kg.checks import Check, Hermit, Text, record_check
from kg.dataset import RDF_TYPE, Dataset
from kg.errors import InputError
from kg.prefixes import kind_prefixes, prefixes
from kg.published import (
    CURRENT,
    MANIFEST,
    NQUADS,
    STORE,
    VERSIONS,
    Version,
    damaged_files,
    digest,
    find_version,
    point_current,
)
from kg.turtle import sorted_nquads, sorted_trig, sorted_turtle

ID_LENGTH: Final = 16
LOCK: Final = ".lock"
PARTIAL: Final = ".partial"
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


@contextmanager
def exclusive(root: Path) -> Iterator[None]:
    """Hold the build root for this process alone, and sweep what killed builds left in it.

    Raises `InputError` where another build holds it. The lock goes with the process, so that
    a killed build leaves none.
    """
    (root / VERSIONS).mkdir(parents=True, exist_ok=True)
    with (root / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(
                "another build is writing here",
                where=str(root),
                fix="wait until it ends, or choose another folder by --output",
            ) from None
        _sweep(root)
        yield


def publish(root: Path, candidate: Candidate, on_stage: Callable[[str], None]) -> Version:
    """Write the version unless it is there already, record its checks, and make it current.

    The caller holds the root by `exclusive`. A damaged version of the same id is restored.
    """
    dumps = _dumps(candidate)
    version_id = _version_id(dumps[NQUADS], candidate.shapes_sha256)
    if not _is_whole(root, version_id):
        _write(root, version_id, candidate, dumps, on_stage)
    on_stage("record")
    check = Check(version_id, candidate.hermit, candidate.text, candidate.warnings)
    record_check(root, check)
    on_stage("move-current")
    point_current(root, version_id)
    _sync_folder(root)
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


def _is_whole(root: Path, version_id: str) -> bool:
    try:
        return not damaged_files(find_version(root, version_id))
    except (InputError, KeyError):
        return False


def _write(
    root: Path,
    version_id: str,
    candidate: Candidate,
    dumps: Mapping[str, bytes],
    on_stage: Callable[[str], None],
) -> None:
    partial = root / VERSIONS / f"{PARTIAL}-{version_id}-{os.getpid()}"
    partial.mkdir()
    try:
        on_stage("write-store")
        store_quads = _write_store(partial / STORE, candidate.dataset)
        on_stage("write-dumps")
        for name, data in dumps.items():
            (partial / name).write_bytes(data)
        on_stage("write-manifest")
        manifest = _manifest(version_id, candidate, dumps, store_quads)
        (partial / MANIFEST).write_text(_json(manifest), encoding="utf-8")
        _sync_tree(partial)
        on_stage("rename")
        _move_into_place(partial, root / VERSIONS / version_id)
        _sync_folder(root / VERSIONS)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _write_store(folder: Path, dataset: Dataset) -> int:
    """Write the store, its default graph the union of the named ones; return its quads."""
    quads = dataset.quads()
    union = {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads}
    store = ox.Store(str(folder))
    store.bulk_extend([*quads, *union])
    store.flush()
    return len(quads) + len(union)


def _manifest(
    version_id: str, candidate: Candidate, dumps: Mapping[str, bytes], store_quads: int
) -> dict[str, Any]:
    dataset = candidate.dataset
    union = dataset.union()
    return {
        "id": version_id,
        "base": dataset.base,
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


def _json(manifest: Mapping[str, Any]) -> str:
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"


def _move_into_place(partial: Path, version: Path) -> None:
    """Rename the finished folder; into a damaged version of the same id, part by part.

    The id is a digest of the content, so that each part brings the bytes that the version had
    promised: `current` may point there all the while.
    """
    if not version.exists():
        partial.rename(version)
        return
    for part in sorted(partial.iterdir()):
        place = version / part.name
        if part.is_dir() and place.exists():
            place.rename(partial / f"damaged-{part.name}")
        part.replace(place)
    _sync_folder(version)


def _sweep(root: Path) -> None:
    # Only who holds the lock writes a version; a link may be that of a rollback, which needs none.
    for partial in (root / VERSIONS).glob(f"{PARTIAL}-*"):
        shutil.rmtree(partial)
    for link in root.glob(f".{CURRENT}-*"):
        if not _is_running(link.name.rpartition("-")[2]):
            link.unlink()


def _is_running(pid: str) -> bool:
    """Whether another process of this number runs; our own number was the dead one's too."""
    if not pid.isdecimal() or int(pid) == os.getpid():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _sync_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        _sync_folder(path)
    _sync_folder(folder)


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
