"""What every test may share: the project's own data, built and published once."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.build import BuildReport, build
from kg.paths import project_data
from kg.published import Version, current_version, open_store
from tests.chromium import browser as browser
from tests.garbage import pytest_runtest_setup as pytest_runtest_setup
from tests.scheduling import pytest_xdist_make_scheduler as pytest_xdist_make_scheduler
from tests.texts import text_folder


@pytest.fixture(scope="module", autouse=True)
def _values_as_rdflib_reads_them() -> Iterator[None]:
    """Undo what a module's tools did to rdflib's reading of values: owlrl leaves it changed."""
    yield
    rdflib.term._reset_bindings()


@pytest.fixture(scope="session")
def project_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a build root for the project's own data."""
    return tmp_path_factory.mktemp("project")


@pytest.fixture(scope="session")
def project_build(project_root: Path) -> BuildReport:
    """Build the project's own data with every check, HermiT and the text (if at hand) included."""
    return build(project_data(), project_root, text=text_folder(), hermit=True)


@pytest.fixture(scope="session")
def project_version(project_root: Path, project_build: BuildReport) -> Version:
    """Give the project's own data as a published version."""
    return current_version(project_root)


@pytest.fixture(scope="session")
def project_store(project_version: Version) -> ox.Store:
    """Open the project's own data for queries."""
    return open_store(project_version)
