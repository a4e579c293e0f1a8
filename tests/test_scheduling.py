"""Tests that need quiet are really told apart."""

from pathlib import Path

import pytest

from tests.scheduling import QUIET


@pytest.mark.parametrize("path", QUIET, ids=lambda path: path.name)
def test_what_needs_quiet_is_there(path: Path):
    assert path.exists()
