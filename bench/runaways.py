"""Queries that never end, or end the process that reads them: what a public endpoint is sent.

Each can be made another by a number, so that no answer of one serves the next.
"""

from collections.abc import Callable
from typing import Final

_STAND: Final = "PREFIX stand: <https://w3id.org/standoff/ontology#>\n"


def _cartesian(n: int) -> str:
    return f"SELECT (COUNT(*) AS ?n{n}) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }}"


def _grouped(n: int) -> str:
    return (
        f"SELECT ?b (AVG(STRLEN(STR(?f))) AS ?n{n}) (COUNT(DISTINCT ?d) AS ?m)"
        " { ?a ?b ?c . ?d ?e ?f FILTER(STR(?c) < STR(?f)) } GROUP BY ?b"
    )


def _path(n: int) -> str:
    steps = "/".join(["(!<urn:x>|^!<urn:x>)*"] * 6)
    return f"SELECT (COUNT(*) AS ?n{n}) {{ ?a {steps} ?b }}"


def _order(n: int) -> str:
    return f"SELECT * {{ ?a ?b ?c . ?d ?e ?f }} ORDER BY DESC(CONCAT(STR(?c), STR(?f), '{n}'))"


def _regex(n: int) -> str:
    return (
        f"SELECT (COUNT(*) AS ?n{n}) {{ ?a ?b ?c . ?d ?e ?f "
        'FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "^(([a-z]+)+|(.*){1,20})*(x|y|z){3,9}$", "i")) }'
    )


def _concat(n: int) -> str:
    return (
        f"SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f)); SEPARATOR='{n}') AS ?all)"
        " { ?a ?b ?c . ?d ?e ?f }"
    )


def _parentheses(n: int) -> str:
    return f"SELECT * {{ ?s ?p ?o FILTER({'(' * 5000}{n} = {n}{')' * 5000}) }}"


def _patterns(n: int) -> str:
    triples = " . ".join(f"?v{i} ?p{i}_{n} ?v{(i * 7 + 1) % 200}" for i in range(200))
    return f"SELECT * {{ {triples} }}"


def _negations(n: int) -> str:
    return f"ASK {{ FILTER({'!' * 20000}BOUND(?x{n})) }}"


RUNAWAYS: Final[dict[str, Callable[[int], str]]] = {
    "cartesian product": _cartesian,
    "grouped product": _grouped,
    "property paths": _path,
    "giant ORDER BY": _order,
    "regular expression": _regex,
    "GROUP_CONCAT": _concat,
    "5,000 parentheses": _parentheses,
    "200 patterns": _patterns,
    "20,000 negations": _negations,
}


def ordinary_entity(iri: str, n: int) -> str:
    """Return an ordinary client's query, never the same twice."""
    return f"SELECT ?p ?o {{ <{iri}> ?p ?o }} LIMIT {n + 1_000_000}"


def ordinary_ask(n: int) -> str:
    """Return an ordinary client's shortest query, never the same twice."""
    return f"ASK {{ ?s ?p ?o{n} }}"
