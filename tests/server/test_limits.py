import pytest

from server.errors import RequestError
from server.limits import check_limits

BOUND = 100_000


@pytest.mark.parametrize(
    "query",
    [
        "ASK {}" + " " * (BOUND - 6),
        "SELECT * { FILTER" + "(" * 199 + "1" + ")" * 199 + " }",
        "SELECT (" + "!" * 498 + "true AS ?x) {}",
        "ASK { VALUES ?x { " + "1 " * 20_000 + "} }",
        "ASK { FILTER('" + "(!" * 2000 + "' = '') } #" + "(!" * 2000,
    ],
)
def test_a_query_within_the_bounds_is_let_through(query: str):
    check_limits(query)


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        (
            "ASK {}" + " " * (BOUND - 5),
            "The query is longer than 100,000 bytes; split it.",
        ),
        (
            "ASK {}" + "港" * (BOUND // 3),
            "The query is longer than 100,000 bytes; split it.",
        ),
        (
            "SELECT * { FILTER" + "(" * 200 + "1" + ")" * 200 + " }",
            "The query nests brackets deeper than 200; flatten it.",
        ),
        (
            "SELECT (" + "!" * 501 + "true AS ?x) {}",
            "The query has more than 500 operators and groups (such as ! + / |); "
            "split it, or list values with VALUES or IN.",
        ),
        (
            "SELECT (1" + "+1" * 501 + " AS ?x) {}",
            "The query has more than 500 operators and groups (such as ! + / |); "
            "split it, or list values with VALUES or IN.",
        ),
    ],
)
def test_a_query_past_a_bound_is_refused_with_that_bound(query: str, detail: str):
    with pytest.raises(RequestError) as caught:
        check_limits(query)

    assert (caught.value.status, caught.value.detail) == (400, detail)
