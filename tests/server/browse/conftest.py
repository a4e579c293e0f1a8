from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.claims_version import publish_claims
from tests.server.conftest import serving


@pytest.fixture(scope="session")
def claims_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("claims")
    publish_claims(root)
    return root


@pytest.fixture(scope="session")
def claims_address(claims_root: Path) -> Iterator[str]:
    """Serve the version with claims to tell apart."""
    with serving(claims_root) as found:
        yield found
