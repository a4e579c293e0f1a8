"""The command that holds any endpoint against the standards."""

from click.testing import CliRunner

from tests.conformance.__main__ import main
from tests.conformance.endpoint import Endpoint


def test_an_endpoint_that_keeps_the_standards_gets_a_table_without_faults(
    endpoint: Endpoint,
) -> None:
    result = CliRunner().invoke(main, [endpoint.query, "--store", endpoint.store])

    assert result.output.splitlines() == [
        "  20 of   20  SPARQL 1.1 Protocol, query operation",
        "  12 of   12    what the drafts for 1.2 add",
        "   3 of    3  Service Description",
        "  14 of   14  Graph Store HTTP Protocol, reading",
        "   7 of    7  SPARQL 1.1 Protocol, updates to refuse",
    ]
    assert result.exit_code == 0


def test_an_address_that_is_none_is_an_error() -> None:
    assert CliRunner().invoke(main, []).exit_code == 2
    assert CliRunner().invoke(main, ["https://example.org/sparql"]).exit_code == 2
