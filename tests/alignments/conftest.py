"""The project's data without its named graphs: all that the alignments may add to."""

import pyoxigraph as ox
import pytest


@pytest.fixture(scope="package")
def data(project_store: ox.Store) -> ox.Store:
    """Give a copy of the default graph, which each test leaves as it found it."""
    copy = ox.Store()
    copy.extend(project_store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    return copy
