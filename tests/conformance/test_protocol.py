"""Every case of the W3C protocol, Graph Store and Service Description manifests, over HTTP."""

import pytest

from tests.conformance.cases import Case, run_case
from tests.conformance.description import DESCRIPTION_CASES
from tests.conformance.endpoint import Endpoint
from tests.conformance.graph_store_cases import READ_CASES, READ_ONLY_CASES, WRITE_CASES
from tests.conformance.protocol_cases import (
    BAD_UPDATE_CASES,
    QUERY_CASES,
    QUERY_CASES_12,
    UPDATE_CASES,
    UPDATE_CASES_12,
)


def name(case: Case) -> str:
    return case.name


def test_the_manifest_of_the_protocol_is_whole() -> None:
    names = {case.name for case in (*QUERY_CASES, *BAD_UPDATE_CASES, *UPDATE_CASES)}

    assert (len(names), len(QUERY_CASES), len(WRITE_CASES)) == (34, 20, 19)


@pytest.mark.parametrize("case", [*QUERY_CASES, *QUERY_CASES_12], ids=name)
def test_the_query_operation(case: Case, endpoint: Endpoint) -> None:
    assert run_case(endpoint, case) == ""


@pytest.mark.parametrize("case", BAD_UPDATE_CASES, ids=name)
def test_a_read_only_endpoint_refuses_what_is_no_update(case: Case, endpoint: Endpoint) -> None:
    assert run_case(endpoint, case) == ""


@pytest.mark.parametrize("case", [*READ_CASES, *READ_ONLY_CASES], ids=name)
def test_the_graph_store_is_read(case: Case, endpoint: Endpoint) -> None:
    assert run_case(endpoint, case) == ""


@pytest.mark.parametrize("case", DESCRIPTION_CASES)
def test_the_service_description(case: str, endpoint: Endpoint) -> None:
    assert DESCRIPTION_CASES[case](endpoint) == ""


def test_the_graph_store_is_written(writable: Endpoint) -> None:
    """One story, in which each case needs what those before it wrote."""
    faults = {case.name: run_case(writable, case) for case in WRITE_CASES}

    assert {each: fault for each, fault in faults.items() if fault} == {}


@pytest.mark.parametrize("case", [*BAD_UPDATE_CASES, *UPDATE_CASES, *UPDATE_CASES_12], ids=name)
def test_the_update_operation(case: Case, writable: Endpoint) -> None:
    assert run_case(writable, case) == ""


@pytest.mark.parametrize("case", [*QUERY_CASES[:1], *QUERY_CASES[7:]], ids=name)
def test_a_writable_endpoint_answers_queries_alike(case: Case, writable: Endpoint) -> None:
    assert run_case(writable, case) == ""
