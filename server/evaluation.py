"""Putting a query to the store, and saying whose fault it is when that does not work."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from server.errors import RequestError
from server.keywords import calls_service, query_form
from server.limits import check_limits
from server.protocol import QueryRequest
from server.syntax import syntax_error


@dataclass(frozen=True)
class GraphAnswer:
    """The triples of a CONSTRUCT or DESCRIBE, not looked up until they are read, once."""

    triples: Iterator[ox.Triple]


Answer = ox.QuerySolutions | ox.QueryBoolean | GraphAnswer

_SERVICE_REFUSED: Final = (
    "SERVICE is not allowed here: this endpoint makes no requests to other servers. "
    "Send the query to an endpoint of your own that joins this one by SERVICE. "
    "(A prefix whose name contains 'service' is refused too; rename it.)"
)


def evaluate(store: ox.Store, asked: QueryRequest, *, endpoint: str, base: str) -> Answer:
    """Parse and plan a query and begin its answer, which stays on the thread that asked.

    ``endpoint`` is the address that relative IRIs are resolved against, ``base`` that of our own
    IRIs. A dataset in the request wins over ``FROM``; one without default graphs has an empty
    default graph. What a DESCRIBE tells is ours to choose (SPARQL 1.1, 16.4): it is RDF 1.1, so
    that every client can read it, and leaves statements on triple terms to whoever asks for them.
    Raises a fault, before the engine sees the text where it must not.
    """
    text = asked.text or ""
    check_limits(text)
    if calls_service(text):
        raise RequestError(403, _SERVICE_REFUSED)
    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None = None
    named: list[ox.NamedNode | ox.BlankNode] | None = None
    if asked.default_graphs or asked.named_graphs:
        default, named = [*asked.default_graphs], [*asked.named_graphs]
    try:
        found = store.query(text, base_iri=endpoint, default_graph=default, named_graphs=named)
    except SyntaxError as error:
        raise syntax_error(text, str(error), base=base) from None
    except RuntimeError as error:
        if "custom function" in str(error):
            raise RequestError(400, f"{error}; use the functions of SPARQL 1.1.") from None
        raise
    if not isinstance(found, ox.QueryTriples):
        return found
    if query_form(text) != "DESCRIBE":
        return GraphAnswer(found)
    return GraphAnswer(triple for triple in found if not isinstance(triple.object, ox.Triple))
