"""The formats of answers: their names, their media types, and how they are written."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import pyoxigraph as ox

from kg.turtle import sorted_turtle
from server.errors import RequestError
from server.evaluation import Answer, GraphAnswer
from server.negotiation import choose

Prefixes = Callable[[Iterable[str]], Mapping[str, str]]
"""Gives the prefixes that make a set of IRIs readable."""


@dataclass(frozen=True)
class Format:
    """A format: its name for ``?format=`` and its own media type first, then what others say.

    The other names are those that SPARQLWrapper adds to each request.
    """

    names: tuple[str, ...]
    title: str
    media_types: tuple[str, ...]
    writer: ox.QueryResultsFormat | ox.RdfFormat
    has_triple_terms: bool = True

    @property
    def name(self) -> str:
        """The name that ``?format=`` knows it by."""
        return self.names[0]


ROWS: Final = (
    Format(
        ("json",),
        "JSON",
        ("application/sparql-results+json", "application/json"),
        ox.QueryResultsFormat.JSON,
    ),
    Format(
        ("xml",),
        "XML",
        ("application/sparql-results+xml", "application/xml", "text/xml"),
        ox.QueryResultsFormat.XML,
    ),
    Format(("csv",), "CSV", ("text/csv",), ox.QueryResultsFormat.CSV, has_triple_terms=False),
    Format(("tsv",), "TSV", ("text/tab-separated-values",), ox.QueryResultsFormat.TSV),
)
GRAPHS: Final = (
    Format(
        ("ttl", "turtle", "n3"),
        "Turtle",
        ("text/turtle", "application/x-turtle"),
        ox.RdfFormat.TURTLE,
    ),
    Format(("nt", "ntriples"), "N-Triples", ("application/n-triples",), ox.RdfFormat.N_TRIPLES),
    Format(
        ("rdf", "rdf+xml", "xml"),
        "RDF/XML",
        ("application/rdf+xml", "application/xml", "text/xml"),
        ox.RdfFormat.RDF_XML,
    ),
    Format(
        ("jsonld", "json-ld", "json"),
        "JSON-LD",
        ("application/ld+json", "application/json"),
        ox.RdfFormat.JSON_LD,
        has_triple_terms=False,
    ),
)


def formats_of(answer: Answer) -> tuple[Format, ...]:
    """Return the formats an answer can be written in."""
    return GRAPHS if isinstance(answer, GraphAnswer) else ROWS


def choose_format(
    offered: tuple[Format, ...], *, accept: str | None, names: Sequence[str]
) -> tuple[Format, str]:
    """Return the format to write, and the media type to call it by.

    ``names``, the values of ``?format=``, beat ``Accept``. Raises a 406 fault that lists what is
    offered.
    """
    if names:
        for found in offered:
            if not {*found.names, *found.media_types}.isdisjoint(names):
                return found, found.media_types[0]
    else:
        own = [found.media_types[0] for found in offered]
        others = [media_type for found in offered for media_type in found.media_types[1:]]
        if media_type := choose(accept, [*own, *others]):
            return next(f for f in offered if media_type in f.media_types), media_type
    asked = f"format={names[0]}" if names else f"Accept: {accept}"
    fitting = ", ".join(f"{found.media_types[0]} (format={found.name})" for found in offered)
    raise RequestError(406, f"Nothing here fits '{asked}'; this answer comes as {fitting}.")


def write(answer: Answer, chosen: Format, prefixes: Prefixes) -> bytes:
    """Write a whole answer; raise a 406 fault where the format cannot say what is in it."""
    if isinstance(answer, GraphAnswer):
        return write_graph(answer.triples, chosen, prefixes)
    if isinstance(chosen.writer, ox.RdfFormat):
        raise TypeError(f"{chosen.title} holds no rows")
    out = BytesIO()
    if isinstance(answer, ox.QuerySolutions) and not chosen.has_triple_terms:
        answer = _without_triple_terms(answer, chosen)
    answer.serialize(out, format=chosen.writer)
    return out.getvalue()


def write_graph(triples: Iterable[ox.Triple], chosen: Format, prefixes: Prefixes) -> bytes:
    """Write a graph, each triple once and in a fixed order."""
    if not isinstance(chosen.writer, ox.RdfFormat):
        raise TypeError(f"{chosen.title} holds no graph")
    graph = set(triples)
    if not chosen.has_triple_terms and any(isinstance(t.object, ox.Triple) for t in graph):
        raise _no_triple_terms(chosen, GRAPHS)
    if chosen.writer == ox.RdfFormat.TURTLE:
        return sorted_turtle(graph, prefixes(iri for triple in graph for iri in _iris(triple)))
    out = BytesIO()
    ox.serialize(sorted(graph, key=str), out, format=chosen.writer)
    return out.getvalue()


def _without_triple_terms(rows: ox.QuerySolutions, chosen: Format) -> ox.QuerySolutions:
    """Return the same rows, or raise a 406 fault where a triple term is among their values.

    The bytes of the JSON tell, without a look at each value: inside strings, quotes are escaped.
    """
    out = BytesIO()
    rows.serialize(out, format=ox.QueryResultsFormat.JSON)
    if b'"type":"triple"' in out.getvalue():
        raise _no_triple_terms(chosen, ROWS)
    again = ox.parse_query_results(out.getvalue(), format=ox.QueryResultsFormat.JSON)
    if not isinstance(again, ox.QuerySolutions):
        raise TypeError("rows came back as a yes or no")
    return again


def _iris(term: object) -> Iterator[str]:
    if isinstance(term, ox.NamedNode):
        yield term.value
    elif isinstance(term, ox.Literal):
        yield term.datatype.value
    elif isinstance(term, ox.Triple):
        for part in term:
            yield from _iris(part)


def _no_triple_terms(chosen: Format, offered: tuple[Format, ...]) -> RequestError:
    able = ", ".join(f"{f.title} (format={f.name})" for f in offered if f.has_triple_terms)
    return RequestError(
        406,
        f"The answer holds RDF 1.2 triple terms, for which {chosen.title} has no syntax; "
        f"ask for {able}, or leave rdf:reifies out of the query.",
    )
