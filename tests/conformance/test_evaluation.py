"""The endpoint answers the W3C evaluation tests exactly as the store does, and both score alike."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.conformance import in_process, over_http, scores
from tests.conformance.endpoint import Endpoint
from tests.conformance.manifests import Entry
from tests.conformance.matching import Answer, answers_match

FAILS = Path(__file__).with_name("store_fails.txt")


@pytest.fixture(scope="session")
def by_store(evaluation_tests: list[Entry]) -> dict[str, Answer]:
    return {entry.name: in_process.evaluate(entry) for entry in evaluation_tests}


@pytest.fixture(scope="session")
def by_endpoint(evaluation_tests: list[Entry], suite_endpoint: Endpoint) -> dict[str, Answer]:
    return {entry.name: over_http.evaluate(suite_endpoint, entry) for entry in evaluation_tests}


def listed() -> set[str]:
    lines = FAILS.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def test_the_suites_are_whole(evaluation_tests: list[Entry], syntax_tests: list[Entry]) -> None:
    counts = {
        suite: sum(entry.name.startswith(suite) for entry in (*evaluation_tests, *syntax_tests))
        for suite in ("sparql10", "sparql11")
    }

    assert counts == {"sparql10": 444, "sparql11": 352}


def test_the_endpoint_answers_every_test_as_the_store_does(
    evaluation_tests: list[Entry], by_store: dict[str, Answer], by_endpoint: dict[str, Answer]
) -> None:
    different = {
        entry.name: (by_store[entry.name], by_endpoint[entry.name])
        for entry in evaluation_tests
        if not scores.same(entry, by_endpoint[entry.name], by_store[entry.name])
    }

    assert different == {}


def test_the_store_fails_the_listed_tests_and_no_other(
    evaluation_tests: list[Entry], by_store: dict[str, Answer]
) -> None:
    assert scores.failed(evaluation_tests, by_store) == listed()


def test_the_endpoint_fails_the_listed_tests_and_no_other(
    evaluation_tests: list[Entry], by_endpoint: dict[str, Answer]
) -> None:
    assert scores.failed(evaluation_tests, by_endpoint) == listed()


def test_the_endpoint_takes_and_refuses_what_the_store_does(
    syntax_tests: list[Entry], suite_endpoint: Endpoint
) -> None:
    different = {
        entry.name: (of_store, of_endpoint)
        for entry in syntax_tests
        if (of_store := scores.store_takes(entry))
        != (of_endpoint := scores.endpoint_takes(suite_endpoint, entry))
    }

    assert different == {}


def test_the_store_misreads_the_listed_syntax_tests_and_no_other(syntax_tests: list[Entry]) -> None:
    wrong = {
        entry.name
        for entry in syntax_tests
        if scores.store_takes(entry) != entry.kind.startswith("Positive")
    }

    assert wrong == scores.MISREAD | scores.UNKNOWN_FUNCTION


@pytest.mark.parametrize(
    "media_type",
    ["application/sparql-results+xml", "text/tab-separated-values"],
)
def test_solutions_are_the_same_in_every_format_that_keeps_terms(
    media_type: str,
    evaluation_tests: list[Entry],
    by_store: dict[str, Answer],
    suite_endpoint: Endpoint,
) -> None:
    different = {
        entry.name: (by_store[entry.name], found)
        for entry in evaluation_tests
        if by_store[entry.name].kind == "solutions" and entry.kind != "CSVResultFormatTest"
        if not scores.same(
            entry,
            found := over_http.evaluate(suite_endpoint, entry, media_type),
            by_store[entry.name],
        )
    }

    assert different == {}


def test_booleans_are_the_same_in_xml(
    evaluation_tests: list[Entry], by_store: dict[str, Answer], suite_endpoint: Endpoint
) -> None:
    asked = [entry for entry in evaluation_tests if by_store[entry.name].kind == "boolean"]
    found = {
        entry.name: over_http.evaluate(suite_endpoint, entry, "application/sparql-results+xml")
        for entry in asked
    }

    assert found == {entry.name: by_store[entry.name] for entry in asked}


def test_csv_holds_the_texts_of_the_terms(
    evaluation_tests: list[Entry], by_store: dict[str, Answer], suite_endpoint: Endpoint
) -> None:
    different = {}
    for entry in evaluation_tests:
        if by_store[entry.name].kind == "solutions" and entry.kind != "CSVResultFormatTest":
            wanted = scores.as_csv(by_store[entry.name])
            found = over_http.evaluate(suite_endpoint, entry, "text/csv")
            if not scores.same(entry, found, wanted):
                different[entry.name] = (wanted, found)

    assert different == {}


@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/n-triples", "application/ld+json"]
)
def test_graphs_are_the_same_in_every_format(
    media_type: str,
    evaluation_tests: list[Entry],
    by_store: dict[str, Answer],
    suite_endpoint: Endpoint,
) -> None:
    different = {
        entry.name: (by_store[entry.name], found)
        for entry in evaluation_tests
        if by_store[entry.name].kind == "graph"
        if not answers_match(
            found := over_http.evaluate(suite_endpoint, entry, media_type), by_store[entry.name]
        )
    }

    assert different == {}


def test_an_answer_that_is_not_the_wanted_one_is_seen() -> None:
    a, b, c = (ox.BlankNode(name) for name in "abc")
    one, two = ox.Literal("1"), ox.Literal("2")

    def solutions(
        *rows: tuple[ox.BlankNode | ox.Literal | None, ...], ordered: bool = False
    ) -> Answer:
        return Answer("solutions", ("x", "y"), rows, ordered)

    wanted = solutions((a, one), (b, two), (a, b))

    assert answers_match(solutions((c, two), (b, c), (b, one)), wanted)
    assert [
        answers_match(each, wanted)
        for each in (
            solutions((a, one), (b, two)),
            solutions((a, one), (b, two), (b, a)),
            solutions((a, one), (b, one), (a, b)),
            solutions((a, one), (b, two), (a, None)),
            solutions((a, one), (b, two), (a, c)),
            Answer("graph", ("x", "y"), wanted.rows),
        )
    ] == [False] * 6
    assert not answers_match(
        solutions((b, two), (a, one)), solutions((a, one), (b, two), ordered=True)
    )
    assert not answers_match(solutions((one, one)), solutions((one, one), (one, one)))
