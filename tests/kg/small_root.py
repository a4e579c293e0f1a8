"""Roots to write to: one built of a few Turtle files, one of any file. Kills itself if asked to.

Run as a script with a root, an edit's text and a stage, it makes the update and dies at the stage.
"""

import os
import signal
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import small_build

from kg.base import BASE
from kg.ingest import ingest
from kg.paths import DataPaths
from kg.published import Version, current_version
from kg.revision.edits import Document, PutGraph, Update
from kg.revision.revise import revise

GRAPH = f"{BASE}graph/article/a"
PREFIXES = f"PREFIX id: <{BASE}id/> PREFIX stand: <{BASE}ontology#> "
ONE_MORE = (
    f"{PREFIXES} INSERT DATA {{ GRAPH <{GRAPH}> "
    "{ id:c2 a stand:Claim ; stand:assertedBy id:russia } }"
)


def built(folder: Path, patch: pytest.MonkeyPatch, coding: str = small_build.CODING) -> Version:
    """Build a version in ``folder/build``."""
    with patch.context() as inner:
        small_build.use_turtle_as_coding(inner)
        data = small_build.write_project(folder, coding)
        small_build.build.build(data, folder / "build", hermit=False)
    return current_version(folder / "build")


def own(folder: Path, text: str = "<a:s> <a:p> <a:o> .") -> Version:
    """Publish N-Quads in ``folder/root``."""
    file = folder / "data.nq"
    file.write_text(text)
    return ingest([file], folder / "root")


def shapes_of(folder: Path) -> Path:
    """Return the shapes of the built project."""
    data: DataPaths = small_build.project(folder)
    return data.shapes


def put(graph: str | None, turtle: str, base: str | None = None) -> PutGraph:
    """Return the edit that puts this Turtle."""
    return PutGraph(graph, (Document(turtle.encode(), "text/turtle", base),))


def quads(version: Version) -> list[str]:
    """Return what the store on disk holds, sorted."""
    return sorted(str(quad) for quad in ox.Store.read_only(str(version.path / "store")))


def _update_until(root: Path, text: str, last_stage: str, shapes: Path | None) -> None:
    def kill_at(stage: str) -> None:
        if stage == last_stage:
            os.kill(os.getpid(), signal.SIGKILL)

    queries = small_build.project(root.parent).queries
    revise(root, Update(text), shapes=shapes, queries=queries, on_stage=kill_at)


if __name__ == "__main__":
    given = sys.argv[4] if len(sys.argv) > 4 else ""
    _update_until(Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(given) if given else None)
