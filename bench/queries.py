"""What is asked in the benchmark: six queries, each as the same request again or ever another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote

Mode = Literal["repeated", "first seen"]
MODES: Final[tuple[Mode, ...]] = ("repeated", "first seen")
JSON: Final = "application/sparql-results+json"

_PREFIXES: Final = """PREFIX stand: <https://w3id.org/standoff/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
# Past any number of rows there are, so that a LIMIT of it changes the text alone.
_NO_LIMIT: Final = 10_000_000_000


@dataclass(frozen=True)
class Query:
    """A query: its text, in which ``{iri}`` and ``{n}`` make every first-seen request another."""

    name: str
    title: str
    text: str
    exact: bool = True
    """Whether the answer is one only; else any rows will do, and their number is compared."""

    def at(self, iri: str, n: int) -> str:
        """Return the text for an entity and a number."""
        return self.text.replace("{iri}", iri).replace("{n}", str(n))


@dataclass(frozen=True)
class Requests:
    """A run's requests: raw HTTP in parts, ``{iri}`` and ``{n}`` standing for what changes."""

    port: int
    parts: tuple[str, ...]
    iris: tuple[str, ...]
    start: int


def queries(words: Sequence[str]) -> tuple[Query, ...]:
    """Return the queries; the words are those that the text filter looks for in labels."""
    return (
        Query("ask", "trivial ASK", "ASK { ?s ?p ?o{n} }"),
        Query("entity", "one entity", "SELECT ?p ?o { <{iri}> ?p ?o } LIMIT {n}"),
        Query(
            "join",
            "three-way join, filter, order",
            _PREFIXES
            + """SELECT ?claim ?name ?text ?latest {
  ?claim stand:assertedBy ?actor ; stand:hasProposition ?content ; stand:latest ?latest ;
         stand:certainty <https://w3id.org/standoff/vocab/certainty/probable> .
  ?actor skos:prefLabel ?name .
  ?content stand:propositionText ?text
  FILTER(LANG(?name) = "en" && ?latest > "1999-12-31T23:59:59Z"^^xsd:dateTime)
} ORDER BY DESC(?latest) ?claim ?name LIMIT {n}""",
        ),
        Query(
            "aggregate",
            "aggregate over everything",
            "SELECT ?p (COUNT(*) AS ?n) (COUNT(DISTINCT ?o) AS ?values)"
            " { ?s ?p ?o } GROUP BY ?p ORDER BY DESC(?n) ?p LIMIT {n}",
        ),
        Query(
            "scan",
            "scan of 100,000 rows",
            "SELECT ?s{n} ?p ?o { ?s{n} ?p ?o } LIMIT 100000",
            exact=False,
        ),
        Query(
            "text",
            "text filter over labels",
            _PREFIXES
            + f"""SELECT ?s ?label {{ ?s rdfs:label ?label
  FILTER(CONTAINS(LCASE(STR(?label)), "{words[0]}") && REGEX(STR(?label), "{words[1]}", "i"))
}} LIMIT {{n}}""",
        ),
    )


def requests(
    query: Query, mode: Mode, *, port: int, path: str, iris: Sequence[str], run: int
) -> Requests:
    """Make the requests of a run; no two runs, and no two requests of one, are alike if first seen.

    ``run`` numbers the runs. Requests are GETs that ask for JSON, on connections that are kept.
    """
    start = _NO_LIMIT + run * 10_000_000
    if mode == "repeated":
        return Requests(port, (_http(path, query.at(iris[0], _NO_LIMIT), port),), (), start)
    iri, number = "iriiri", "nnnnnn"
    whole = _http(path, query.text.replace("{iri}", iri).replace("{n}", number), port)
    parts: list[str] = []
    for piece in whole.replace(iri, "\0{iri}\0").replace(number, "\0{n}\0").split("\0"):
        parts.append(piece)
    escaped = tuple(quote(iri, safe="") for iri in iris)
    return Requests(port, tuple(parts), escaped, start)


def _http(path: str, text: str, port: int) -> str:
    return (
        f"GET {path}?query={quote(text, safe='')} HTTP/1.1\r\n"
        f"Host: 127.0.0.1:{port}\r\nAccept: {JSON}\r\nUser-Agent: standoff-bench\r\n\r\n"
    )
