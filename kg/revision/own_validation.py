"""The shapes, held to all that a version with its own default graph says, in whichever graph."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.dataset import Dataset
from kg.revision.revised import Conformance
from kg.validation import require_conformance, shapes_digest, validate

_EVERYTHING: Final = ox.NamedNode("urn:x-standoff:union")


def store_check(shapes: Path, base: str) -> Callable[[ox.Store], Conformance]:
    """Return what checks a store; it raises `ConformanceError` where the shapes are broken."""

    def check(store: ox.Store) -> Conformance:
        triples = frozenset(q.triple for q in store if not isinstance(q.object, ox.Triple))
        validation = validate(Dataset(base, {_EVERYTHING: triples}, frozenset()), shapes)
        require_conformance(validation, base)
        return Conformance(shapes_digest(shapes, base), validation.report, len(validation.warnings))

    return check
