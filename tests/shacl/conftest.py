"""The W3C suite, and the project's own graph with all that was inferred."""

import os
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.published import NQUADS, Version
from tests.conformance.suites import NoSuitesError
from tests.shacl.suite import fetch_suite


@pytest.fixture(scope="session")
def suite() -> Path:
    """Give the folder of the suite; where it cannot be had, only CI must have it."""
    try:
        return fetch_suite()
    except NoSuitesError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"the W3C suite is not at hand and cannot be fetched: {error}")


@pytest.fixture(scope="session")
def project_triples(project_version: Version) -> list[ox.Triple]:
    """Give what the project's own version says, without the statements on triple terms.

    From the dump, where literals are as they were written; the store has its own forms of them.
    """
    quads = ox.parse(path=project_version.path / NQUADS)
    return sorted({q.triple for q in quads if not isinstance(q.object, ox.Triple)}, key=str)
