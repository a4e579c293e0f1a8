"""Requests that many tests send, and how their answers are looked at."""

import json

from tests.conformance.endpoint import Request, Response

ASK = ("query", "ASK {}")
# Long enough to be worth compressing.
LONG = f"SELECT ('{'a long word ' * 1000}' AS ?text) {{}}"
OWN_HEADERS = {
    "Content-Digest",
    "Content-Location",
    "ETag",
    "Link",
    "Memento-Datetime",
    "Repr-Digest",
    "Retry-After",
    "Standoff-Rows",
    "Standoff-Snapshot",
}


def names(response: Response, header: str) -> set[str]:
    """Give the members of a header that lists names."""
    return {each.strip() for each in ",".join(response.headers.get_all(header, [])).split(",")}


def value(response: Response) -> str:
    """Give the one value of the one row in the JSON of an answer."""
    (row,) = json.loads(response.body)["results"]["bindings"]
    (cell,) = row.values()
    return str(cell["value"])


def with_headers(request: Request, **headers: str) -> Request:
    added = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Request(
        request.method, request.params, (*request.headers, *added), request.body, request.to
    )
