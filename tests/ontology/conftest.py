"""The project's own ontology folder, and broken copies of it."""

import shutil
from pathlib import Path

import pytest

from kg.paths import project_data


@pytest.fixture(scope="session")
def ontology() -> Path:
    return project_data().ontology


@pytest.fixture
def copied_ontology(ontology: Path, tmp_path: Path) -> Path:
    return shutil.copytree(ontology, tmp_path / "ontology")
