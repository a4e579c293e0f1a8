"""The project's own ontology folder, broken copies of it, and the OWL API, started once."""

import os
import shutil
from pathlib import Path

import pytest

from kg.ontology.owl_api import OwlApi, how_to_get_it, owl_api
from kg.paths import project_data


@pytest.fixture(scope="session")
def ontology() -> Path:
    return project_data().ontology


@pytest.fixture
def copied_ontology(ontology: Path, tmp_path: Path) -> Path:
    return shutil.copytree(ontology, tmp_path / "ontology")


@pytest.fixture(scope="session")
def api() -> OwlApi:
    return needed()


def needed() -> OwlApi:
    """Give the OWL API; skip without its jar, but in CI fail."""
    found = owl_api()
    if found is None:
        message = f"the OWL API is missing: {how_to_get_it()}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return found
