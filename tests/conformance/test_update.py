"""An endpoint that takes updates does what the store does, in every test of the W3C."""

import pytest

from tests.conformance import updates
from tests.conformance.endpoint import Endpoint
from tests.conformance.matching import Answer, answers_match
from tests.conformance.updates import UpdateTest


@pytest.fixture(scope="module")
def update_tests(suites: object) -> list[UpdateTest]:
    return updates.update_tests()


def test_the_store_does_what_the_suite_says(update_tests: list[UpdateTest]) -> None:
    wrong = {
        test.name
        for test in update_tests
        if not answers_match(updates.by_store(test), updates.expected(test))
    }

    assert (len(update_tests), wrong) == (92, set())


def test_the_endpoint_does_what_the_store_does(
    update_tests: list[UpdateTest], writable: Endpoint
) -> None:
    found: dict[str, tuple[Answer, Answer]] = {}
    # Those that begin alike follow each other, those that change nothing first: less to be filled.
    for test in sorted(update_tests, key=lambda each: (each.before, not updates.keeps_all(each))):
        by_store, by_endpoint = updates.by_store(test), updates.over_http(writable, test)
        if by_store != by_endpoint and not answers_match(by_endpoint, by_store):
            found[test.name] = (by_store, by_endpoint)

    assert found == {}
