"""Two servers for everything here: one over the data of the suites, one that takes writes."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conformance import over_http, triple_terms
from tests.conformance.endpoint import Endpoint
from tests.conformance.manifests import ACCEPTED, EVALUATION, REFUSED, Entry, entries
from tests.conformance.protocol_cases import NQUADS
from tests.conformance.serving import serving
from tests.conformance.suites import NoSuitesError, fetch

TOKEN = "only-these-tests-know-it"  # noqa: S105 -- of no use anywhere else


@pytest.fixture(scope="session")
def suites() -> Path:
    """Give the folder of the W3C suites; where they cannot be had, only CI must have them."""
    try:
        return fetch()
    except NoSuitesError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"the W3C suites are not at hand and cannot be fetched: {error}")


@pytest.fixture(scope="session")
def evaluation_tests(suites: Path) -> list[Entry]:
    return entries(*EVALUATION)


@pytest.fixture(scope="session")
def syntax_tests(suites: Path) -> list[Entry]:
    return entries(*ACCEPTED, *REFUSED)


@pytest.fixture(scope="session")
def suite_endpoint(
    evaluation_tests: list[Entry], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Endpoint]:
    """Serve every data file of the suites as a graph under its own address."""
    folder = tmp_path_factory.mktemp("suites")
    over_http.write_data(evaluation_tests, folder / "data.nq")
    with serving(folder / "data.nq", folder) as endpoint:
        yield endpoint


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """Serve the graphs of the protocol cases, and those with triple terms, read-only."""
    folder = tmp_path_factory.mktemp("protocol")
    (folder / "data.nq").write_text(NQUADS + triple_terms.NQUADS, encoding="utf-8")
    with serving(folder / "data.nq", folder) as found:
        yield found


@pytest.fixture(scope="session")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """Serve the graphs of the protocol cases to somebody who may write."""
    folder = tmp_path_factory.mktemp("writable")
    (folder / "data.nq").write_text(NQUADS, encoding="utf-8")
    with serving(folder / "data.nq", folder, token=TOKEN) as found:
        yield found
