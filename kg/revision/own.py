"""A revision of a version whose default graph is its own: as cheap as its change.

Nothing is inferred, dumped or sorted. The id is a digest of the earlier id and of the change, not
of the content, which would have to be read as a whole; for an update, which may ask for chance or
the time, the moment it was made at is part of that.
"""

import gc
import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox

from kg.errors import RevisionError
from kg.own_version import graph_counts, own_manifest
from kg.placing import (
    ID_LENGTH,
    is_whole,
    move_into_place,
    partial_folder,
    sync_folder,
    write_manifest,
)
from kg.published import OWN, STORE, VERSIONS, Version, find_version, move_current
from kg.revision.edits import Edit, Effect, PostGraph, PutGraph, Update
from kg.revision.linked_store import linked_store, sync_new_files
from kg.revision.revised import WAIT_S, Conformance, Revision, writing

COMPARED: Final = 200_000
"""Quads up to which an update that may have changed nothing is found out by comparison."""


def revise_unchecked(
    root: Path,
    edit: Edit,
    *,
    expected: str | None = None,
    wait_s: float = WAIT_S,
    moved_at: datetime | None = None,
    on_stage: Callable[[str], None] = lambda _stage: None,
) -> Revision:
    """Make the edit on the current version; no shapes are asked.

    Raises `RevisionError` where it cannot be made, or where the version is a built one.
    """
    with writing(root, expected=expected, wait_s=wait_s) as version:
        if version.default_graph != OWN:
            raise RevisionError("conflict", f"version {version.id} is held to shapes")
        return revise_own(root, version, edit, check=None, moved_at=moved_at, on_stage=on_stage)


def revise_own(
    root: Path,
    version: Version,
    edit: Edit,
    *,
    check: Callable[[ox.Store], Conformance] | None,
    moved_at: datetime | None,
    on_stage: Callable[[str], None],
) -> Revision:
    """Make the edit and publish what it gives; the caller holds the root by `writing`.

    Raises `RevisionError` where it cannot be made, and what ``check`` raises.
    """
    moment = moved_at or datetime.now(UTC)
    with partial_folder(root, "revision") as partial:
        on_stage("edit")
        made = _edited(version, partial / STORE, edit, check, moment, on_stage)
        # An error that was caught on the way may still hold the store, and so its files, open.
        gc.collect()
        if made is None:
            return Revision(version, changed=False)
        manifest, created, conformance = made
        version_id = manifest["id"]
        on_stage("write-manifest")
        write_manifest(partial, manifest)
        sync_new_files(partial)
        on_stage("rename")
        if not is_whole(root, version_id):
            move_into_place(partial, root / VERSIONS / version_id)
        on_stage("move-current")
        move_current(root, version_id, moment)
        sync_folder(root)
    return Revision(find_version(root, version_id), True, created, conformance)


def _edited(
    version: Version,
    folder: Path,
    edit: Edit,
    check: Callable[[ox.Store], Conformance] | None,
    moment: datetime,
    on_stage: Callable[[str], None],
) -> tuple[dict[str, Any], bool, Conformance | None] | None:
    """Make the store of the new version; return its manifest, or nothing where nothing changed."""
    with linked_store(version.path / STORE, folder) as store:
        effect = edit.apply(store)
        if not _changed(version, store, effect):
            return None
        manifest = _manifest(version, store, edit, effect, moment)
        if check is None:
            return manifest, effect.created, None
        on_stage("validate")
        conformance = check(store)
        manifest["shapes_sha256"] = conformance.shapes_sha256
        return manifest, effect.created, conformance


def _changed(version: Version, store: ox.Store, effect: Effect) -> bool:
    if effect.changed is not None:
        return effect.changed
    if version.manifest["store_quads"] > COMPARED:
        return True
    return set(ox.Store.read_only(str(version.path / STORE))) != set(store)


def _manifest(
    version: Version, store: ox.Store, edit: Edit, effect: Effect, moment: datetime
) -> dict[str, Any]:
    time = moment.isoformat() if isinstance(edit, Update) else ""
    changed = f"{version.id} {effect.digest} {time}"
    version_id = hashlib.sha256(changed.encode()).hexdigest()[:ID_LENGTH]
    if isinstance(edit, Update) or effect.added is None:
        return own_manifest(version_id, version.base, graph_counts(store), len(store))
    counts = dict(version.manifest["graphs"])
    if edit.graph is not None:
        counts[edit.graph] = counts.get(edit.graph, 0) + effect.added
        if not isinstance(edit, PutGraph | PostGraph):
            del counts[edit.graph]
    quads = version.manifest["store_quads"] + effect.added
    return own_manifest(version_id, version.base, counts, quads)
