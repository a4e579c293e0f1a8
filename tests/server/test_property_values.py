"""What a page reads of a node is the same, however it is read."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.namespace import RDF, RDFS, SKOS

from kg.published import OWN, UNION
from kg.settings import Settings
from kg.vocab import OA, STAND
from server.current import Current, Snapshot
from server.property_values import PropertyValues
from server.subjects import Subjects
from tests.server.subjects import in_file

READ = (RDF.type, RDFS.label, SKOS.prefLabel, OA.hasSelector, OA.start, STAND.evidencedBy)


@pytest.fixture(scope="module")
def snapshot(build_root: Path) -> Iterator[Snapshot]:
    current = Current(Settings(build_root, store_memory=1))
    yield current.snapshot()
    current.close()


def everything(snapshot: Snapshot, *, gathered: bool = False) -> list[object]:
    default = ox.DefaultGraph()
    quads = snapshot.store.quads_for_pattern(None, None, None, default)
    nodes = list(dict.fromkeys(quad.subject for quad in quads))
    values = PropertyValues(snapshot)
    found: list[object] = []
    for node in nodes:
        if isinstance(node, ox.NamedNode):
            if gathered:
                values.gather(node)
            found += [(node, name, list(values.of(node, name))) for name in READ]
            found.append(values.has(node, RDF.type, STAND.Passage))
    return found


def test_the_file_and_the_store_tell_the_same(snapshot: Snapshot):
    expected = everything(snapshot)

    assert True in expected
    assert everything(snapshot, gathered=True) == expected
    assert everything(replace(snapshot, subjects=in_file(snapshot.store))) == expected


class Watched:
    """A store that says nothing, and notes what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, ...]] = []

    def quads_for_pattern(self, *pattern: object) -> Iterator[ox.Quad]:
        """Find nothing."""
        self.asked.append(pattern)
        return iter(())


@pytest.mark.parametrize(("default_graph", "reads"), [(UNION, 1), (OWN, 0)])
def test_only_a_node_of_our_own_building_is_read_whole(
    snapshot: Snapshot, default_graph: str, reads: int
):
    store = Watched()
    version = replace(
        snapshot.version, manifest={**snapshot.version.manifest, "default_graph": default_graph}
    )
    values = PropertyValues(
        replace(snapshot, version=version, store=store, subjects=Subjects(None))  # type: ignore[arg-type]
    )

    values.gather(ox.NamedNode("x:s"))
    values.gather(ox.NamedNode("x:s"))

    assert len(store.asked) == reads
