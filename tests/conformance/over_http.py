"""What an endpoint makes of a test: every data file is a named graph of one server.

A graph bears the address of its file, which is the name that the tests know it by, so the dataset
of a test is asked for as the protocol has it, by ``default-graph-uri`` and ``named-graph-uri``.
"""

from pathlib import Path
from typing import Final

import pyoxigraph as ox

from tests.conformance import answers
from tests.conformance.endpoint import Endpoint, Request
from tests.conformance.in_process import quads_of
from tests.conformance.manifests import Entry
from tests.conformance.matching import Answer

# A graph that nobody fills: the default graph of a test that has none.
NOTHING: Final = "http://example.org/no-such-graph"
ACCEPT: Final = {
    "CSVResultFormatTest": "text/csv",
    "": "application/sparql-results+json, application/n-triples",
}


def write_data(tests: list[Entry], file: Path) -> None:
    """Write every data file of the tests as a named graph of one file."""
    addresses = sorted(
        {each for test in tests for each in (*test.default, *test.named, *test.own_dataset)}
    )
    with file.open("wb") as out:
        for address in addresses:
            try:
                quads = quads_of(address)
            except (SyntaxError, OSError, ValueError):  # not to be had: neither has the store it
                continue
            graph = ox.NamedNode(address)
            ox.serialize(
                (ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads),
                output=out,
                format=ox.RdfFormat.N_QUADS,
            )


def evaluate(endpoint: Endpoint, entry: Entry, accept: str = "") -> Answer:
    """Answer the test over HTTP, in the media type if one is given."""
    response = endpoint.send(request_for(entry, accept))
    if response.status != 200:
        return Answer("refused", reason=f"{response.status} {response.body[:300]!r}")
    return answers.of_body(response.body, response.media_type, ordered=entry.ordered)


def request_for(entry: Entry, accept: str = "") -> Request:
    """Write the request of a test: its dataset in the address, its query in the body."""
    params: list[tuple[str, str]] = []
    if not entry.own_dataset:
        default = entry.default or (() if entry.named else (NOTHING,))
        params += [("default-graph-uri", each) for each in default]
        params += [("named-graph-uri", each) for each in entry.named]
    return Request(
        "POST",
        tuple(params),
        (
            ("Content-Type", "application/sparql-query"),
            ("Accept", accept or ACCEPT.get(entry.kind, ACCEPT[""])),
        ),
        entry.based.encode(),
    )
