"""pandas reads an answer from an address; the recipe is the one in docs/clients.md."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

DOCS = Path(__file__).parents[2] / "docs" / "clients.md"
RECIPE = re.compile(r"## pandas\n.*?```python\n(.*?)```", re.DOTALL)
ENDPOINT = "http://127.0.0.1:8080/sparql"


def run_recipe(address: str, query: str) -> pd.DataFrame:
    """Run the recipe as it is written, with the address and the query of a test."""
    found = RECIPE.search(DOCS.read_text(encoding="utf-8"))
    assert found is not None
    names: dict[str, Any] = {"query": query}
    exec(found[1].replace(ENDPOINT, f"{address}/sparql"), names)  # noqa: S102 -- our own page
    table = names["table"]
    assert isinstance(table, pd.DataFrame)
    return table


def test_the_recipe_gives_columns_of_their_types(project_address: str):
    query = """SELECT ?claim ?count ?date ?dubious ?note {
      VALUES (?claim ?count ?dubious ?note) {
        ("one" 1 true "NA") ("two" UNDEF false "a, \\"b\\"\\nc") ("三" 3 UNDEF UNDEF) }
      BIND("2017-05-31T23:59:59Z"^^<http://www.w3.org/2001/XMLSchema#dateTime> AS ?date)
    } ORDER BY ?claim"""

    expected = pd.DataFrame(
        {
            "claim": pd.array(["one", "two", "三"], dtype="string"),
            "count": pd.array([1, None, 3], dtype="Int64"),
            "date": pd.to_datetime(["2017-05-31T23:59:59Z"] * 3),
            "dubious": pd.array([True, False, None], dtype="boolean"),
            "note": pd.array(["NA", 'a, "b"\nc', None], dtype="string"),
        }
    )
    assert_frame_equal(run_recipe(project_address, query), expected, check_dtype=False)
    types = run_recipe(project_address, query).dtypes.astype(str)
    assert [types["count"], types["dubious"]] == ["Int64", "boolean"]
    assert types["date"].startswith("datetime64")


def test_no_rows_are_an_empty_table_with_its_columns(project_address: str):
    query = "SELECT ?claim ?count ?date ?dubious ?note { ?claim ?claim ?claim }"
    table = run_recipe(project_address, query)

    assert list(table) == ["claim", "count", "date", "dubious", "note"]
    assert len(table) == 0


def test_a_refused_query_is_an_error_and_no_table(project_address: str):
    with pytest.raises(OSError, match="400"):
        run_recipe(project_address, "SELECT ?s WHER { ?s ?p ?o }")
