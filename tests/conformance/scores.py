"""Who passes which test: the store and an endpoint, held against the suites and each other."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

import pyoxigraph as ox

from tests.conformance import in_process, over_http
from tests.conformance.answers import of_body
from tests.conformance.endpoint import Endpoint
from tests.conformance.manifests import Entry
from tests.conformance.matching import Answer, Row, Term, answers_match

# These order by terms that the specification does not order, such as IRIs and blank nodes of two
# stores, or a number and a text: any order is right.
ANY_ORDER: Final = frozenset({"sparql11/functions/plus-1", "sparql11/functions/plus-2"})
# Syntax tests that the store reads otherwise than the first suite: later versions of SPARQL changed
# where an escape may stand and whether a number may end in a point; and the store takes ``<a&&b>``
# for two comparisons, where the longest token would be an IRI.
MISREAD: Final = frozenset(
    {
        "sparql10/syntax-sparql1/syntax-lit-08",
        "sparql10/syntax-sparql2/syntax-esc-04",
        "sparql10/syntax-sparql2/syntax-esc-05",
        "sparql10/syntax-sparql3/syn-bad-26",
    }
)
# Syntax tests that call a function of nobody's: well formed, but nothing that can be answered.
UNKNOWN_FUNCTION: Final = frozenset(
    {
        "sparql10/syntax-sparql1/syntax-expr-05",
        "sparql10/syntax-sparql1/syntax-order-05",
        "sparql10/syntax-sparql1/syntax-order-06",
        "sparql10/syntax-sparql2/syntax-function-01",
        "sparql10/syntax-sparql2/syntax-function-02",
        "sparql10/syntax-sparql2/syntax-function-03",
        "sparql10/syntax-sparql2/syntax-function-04",
        "sparql11/syntax-query/test_4",
    }
)


def same(entry: Entry, found: Answer, wanted: Answer) -> bool:
    """Say whether an answer is exactly the other; being refused is one too."""
    if wanted.kind == "refused":
        return found.kind == "refused"
    if entry.name in ANY_ORDER:
        wanted = replace(wanted, ordered=False)
    return sorted(found.variables) == sorted(wanted.variables) and answers_match(found, wanted)


def failed(tests: Iterable[Entry], found: Mapping[str, Answer]) -> set[str]:
    """Name the tests whose answer is not what the suite expects, numbers compared by value."""
    return {entry.name for entry in tests if not passes(entry, found[entry.name])}


def passes(entry: Entry, found: Answer) -> bool:
    """Say whether the answer is the expected one."""
    wanted = in_process.expected(entry)
    return answers_match(_by_value(found), _by_value(wanted), lax=entry.lax)


def _by_value(answer: Answer) -> Answer:
    return replace(answer, rows=tuple(_as_stored(row) for row in answer.rows))


def _as_stored(row: Row) -> Row:
    """Write literals as the store does, which keeps the value of a number and not its spelling."""
    return tuple(_stored(term) if isinstance(term, ox.Literal) else term for term in row)


def _stored(term: ox.Literal) -> Term:
    any_iri = ox.NamedNode("http://example.org/")
    store = ox.Store()
    store.add(ox.Quad(any_iri, any_iri, term))
    found: Term = next(iter(store)).object
    return found


def store_takes(entry: Entry) -> bool:
    """Say whether the store reads the query and knows all that it calls."""
    try:
        ox.Store().query(entry.query, base_iri=entry.base)
    except (SyntaxError, RuntimeError):
        return False
    return True


def endpoint_takes(endpoint: Endpoint, entry: Entry) -> bool:
    """Say whether the endpoint answers; what is neither that nor a refusal is an error."""
    response = endpoint.send(over_http.request_for(entry, "*/*"))
    if response.status not in (200, 501) and not 400 <= response.status < 500:
        raise ValueError(f"{entry.name}: {response.status} {response.body[:300]!r}")
    return response.status == 200


def as_csv(answer: Answer) -> Answer:
    """Return what is left of solutions in CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(answer.variables)
    writer.writerows([[_text(term) for term in row] for row in answer.rows])
    return of_body(out.getvalue().encode(), "text/csv", ordered=answer.ordered)


def _text(term: Term | None) -> str:
    if term is None:
        return ""
    return (
        str(term)
        if isinstance(term, ox.BlankNode | ox.Triple)
        else getattr(term, "value", str(term))
    )
