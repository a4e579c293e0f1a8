"""Two servers for all tests here: one to ask, one to change."""

from collections.abc import Iterator

import pytest

from tests.fuzz.serving import Server, serving, write_token
from tests.server.small import publish_small


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("asked")
    publish_small(folder / "build")
    with serving(folder, "--build", str(folder / "build")) as server:
        yield server


@pytest.fixture(scope="session")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("changed")
    token = write_token(folder)
    with serving(folder, "--data", "--writable", "--token-file", str(token)) as server:
        yield server
