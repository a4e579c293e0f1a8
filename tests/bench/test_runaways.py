"""The run-away queries are what they claim: queries, each another by its number."""

import pyoxigraph as ox
import pytest

from bench.runaways import RUNAWAYS, ordinary_ask, ordinary_entity

PARSED_SAFELY = sorted(set(RUNAWAYS) - {"5,000 parentheses", "20,000 negations", "200 patterns"})


@pytest.mark.parametrize("name", PARSED_SAFELY)
def test_a_run_away_is_a_query_that_ends_where_there_is_no_data(name: str) -> None:
    ox.Store().query(RUNAWAYS[name](7))


@pytest.mark.parametrize("name", sorted(RUNAWAYS))
def test_two_run_aways_of_a_kind_differ(name: str) -> None:
    assert RUNAWAYS[name](1) != RUNAWAYS[name](2)


def test_ordinary_queries_are_queries_and_differ() -> None:
    for make in (ordinary_ask, lambda n: ordinary_entity("https://example.org/a", n)):
        ox.Store().query(make(1))
        assert make(1) != make(2)
