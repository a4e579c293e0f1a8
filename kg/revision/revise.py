"""A new version made from the current one by one edit; writers come one after another.

The current version is only read. Whoever is killed at any point leaves it current, or the new one.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from kg.build import ignore_stage
from kg.paths import project_data
from kg.published import OWN
from kg.revision.built import revise_built
from kg.revision.edits import Edit
from kg.revision.own import revise_own
from kg.revision.own_validation import store_check
from kg.revision.revised import WAIT_S, Revision, writing


def revise(
    root: Path,
    edit: Edit,
    *,
    shapes: Path | None = None,
    queries: Path | None = None,
    expected: str | None = None,
    wait_s: float = WAIT_S,
    moved_at: datetime | None = None,
    on_stage: Callable[[str], None] = ignore_stage,
) -> Revision:
    """Make the edit on the current version, which must be the ``expected`` one, if one is named.

    A built version is held to ``shapes``, or those of the project, and its catalog made anew with
    the questions of ``queries``, or those of the project; another one is held only to shapes
    that are given. Raises `RevisionError` where the edit cannot be made, `ConformanceError` with
    the report where shapes are broken, `InputError` where the version or the shapes are damaged.
    """
    with writing(root, expected=expected, wait_s=wait_s) as version:
        if version.default_graph == OWN:
            check = store_check(shapes, version.base) if shapes else None
            return revise_own(
                root, version, edit, check=check, moved_at=moved_at, on_stage=on_stage
            )
        data = project_data()
        data = replace(data, shapes=shapes or data.shapes, queries=queries or data.queries)
        return revise_built(root, version, edit, data, moved_at=moved_at, on_stage=on_stage)
