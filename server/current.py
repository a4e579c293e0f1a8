"""The version being served: the one that ``current`` points to, at every request anew.

A version is loaded into memory as a whole. While one request loads a new version, the others
are answered from the old one, and whoever holds the old one finishes on it.
"""

import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Final

import pyoxigraph as ox
from flask import Flask, current_app, g

from kg.errors import InputError, NotPublishedError
from kg.prefixes import compact, kind_prefixes, prefixes
from kg.published import Version, current_version, open_store
from kg.vocab import BASE
from server.errors import RequestError

RETRY_S: Final = 10.0

_EXTENSION = "standoff-current"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Snapshot:
    """One version, open: the store in memory, and how its IRIs are written."""

    version: Version
    store: ox.Store

    def iri(self, default: str) -> ox.NamedNode:
        """Return the node for an IRI that `kg.vocab` names, under this version's base."""
        own = default.startswith(BASE)
        return ox.NamedNode(self.version.base + default.removeprefix(BASE) if own else default)

    def short(self, iri: str) -> str:
        """Return an IRI as a short name, such as ``id:actor/russia``."""
        return compact(iri, self.version.base)

    def prefixes_for(self, iris: Iterable[str]) -> Mapping[str, str]:
        """Return the prefixes that make these IRIs readable, by prefix."""
        base, found = self.version.base, set(iris)
        known = {**prefixes(base), **kind_prefixes(found, base)}
        return {p: ns for p, ns in known.items() if any(iri.startswith(ns) for iri in found)}


class Current:
    """Hands out the snapshot of the current version, loading it when ``current`` has moved."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._snapshot: Snapshot | None = None
        self._loading = Lock()
        self._retry_at = 0.0

    def snapshot(self) -> Snapshot:
        """Return the version to answer from.

        Raises `InputError` where no version can be opened and none was open before.
        """
        held = self._snapshot
        try:
            version = current_version(self.root)
        except InputError as error:
            return self._held_or_raise(held, error)
        if held and held.version.id == version.id:
            return held
        if held and time.monotonic() < self._retry_at:
            return held
        return self._load(version, held)

    def _load(self, version: Version, held: Snapshot | None) -> Snapshot:
        if not self._loading.acquire(blocking=held is None):
            return held or self.snapshot()
        try:
            if self._snapshot is None or self._snapshot.version.id != version.id:
                self._snapshot = Snapshot(version, open_store(version))
                _log.info("serving version %s", version.id)
        except InputError as error:
            return self._held_or_raise(held, error)
        finally:
            self._loading.release()
        return self._snapshot

    def _held_or_raise(self, held: Snapshot | None, error: InputError) -> Snapshot:
        if held is None:
            raise error
        if time.monotonic() >= self._retry_at:
            self._retry_at = time.monotonic() + RETRY_S
            _log.error("still serving version %s: %s", held.version.id, error)
        return held


def init_app(app: Flask, root: Path) -> None:
    """Serve the versions published in this build root."""
    app.extensions[_EXTENSION] = Current(root)


def current_snapshot() -> Snapshot:
    """Return this request's version, the same one until its end; raise a 503 fault without one."""
    if "snapshot" not in g:
        try:
            g.snapshot = current_app.extensions[_EXTENSION].snapshot()
        except NotPublishedError:
            raise RequestError(
                503,
                "No version is published yet: run `standoff build` on the server, then reload; "
                "a restart is not needed.",
                headers={"Retry-After": "10"},
            ) from None
        except InputError as error:
            _log.error("no version can be opened: %s", error)
            raise RequestError(
                503,
                "The published version cannot be opened: run `standoff build` on the server, "
                "or `standoff rollback` to an earlier one; its log says more.",
                headers={"Retry-After": "10"},
            ) from None
    found: Snapshot = g.snapshot
    return found
