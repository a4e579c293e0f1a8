import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.openapi import describe
from tests.server.small import QUESTIONS

PAGES = {
    *("/", "/query", "/evidence", "/static/{filename}", "/robots.txt", "/metrics"),
    *("/palette.css", "/ontology/documentation.css"),
}
ALIASES = {
    "/sparql/",
    "/store/{name}",
    "/sparql/.well-known/void",
    "/.well-known/sparql-examples/",
    "/sparql/.well-known/sparql-examples",
    "/sparql/.well-known/sparql-examples/",
}
IMPLIED = {"HEAD", "OPTIONS"}


def routes(app: Flask) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        found.setdefault(path, set()).update((rule.methods or set()) - IMPLIED)
    return {path: found[path] for path in found.keys() - PAGES - ALIASES}


def test_every_route_is_described_and_nothing_else(app: Flask):
    found = {
        path: {method.upper() for method in operations}
        for path, operations in describe(writable=True)["paths"].items()
    }
    # OpenAPI 3.1 has no word for QUERY, and by extension POST is for those who know that.
    beyond = {"/sparql": {"QUERY"}, "/sparql.{extension}": {"POST", "QUERY"}}

    assert {path: found[path] | beyond.get(path, set()) for path in found} == routes(app)


def test_what_only_the_owner_may_do_is_described_where_it_may_be_done(client: FlaskClient):
    answer = client.get("/openapi.json")

    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert answer.json == describe(writable=False, questions=QUESTIONS)
    assert set(answer.json["paths"]["/store"]) == {"get"}
    assert "securitySchemes" not in answer.json["components"]
    assert set(describe(writable=True)["paths"]["/store"]) == {"get", "put", "post", "delete"}


@pytest.mark.parametrize("writable", [False, True])
def test_operations_have_names_of_their_own_and_say_what_comes(writable: bool):
    paths = describe(writable=writable)["paths"].values()
    operations = [operation for path in paths for operation in path.values()]
    names = [operation["operationId"] for operation in operations]

    assert len(set(names)) == len(names)
    assert all(operation["summary"] for operation in operations)
    for operation in operations:
        for status, said in operation["responses"].items():
            assert said["description"]
            assert ("content" in said) == (status not in ("201", "204", "303", "304"))


@pytest.mark.parametrize("path", ["/sparql?query=SELEKT", "/sparql?query=ASK{}&timeout=x", "/no"])
def test_a_fault_is_the_problem_that_is_described(client: FlaskClient, path: str):
    schema = describe(writable=False)["components"]["schemas"]["Problem"]

    problem = client.get(path, headers={"Accept": "application/problem+json"}).json

    assert set(schema["required"]) <= set(problem) <= set(schema["properties"])
