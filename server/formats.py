"""The formats of answers: their names, their media types, and which one a client gets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from server.fault import RequestError
from server.negotiation import choose


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

    @property
    def of_rows(self) -> ox.QueryResultsFormat:
        """The engine's name for a format of rows; raises `TypeError` where it is one of graphs."""
        if not isinstance(self.writer, ox.QueryResultsFormat):
            raise TypeError(f"{self.title} holds no rows")
        return self.writer

    @property
    def of_graphs(self) -> ox.RdfFormat:
        """The engine's name for a format of graphs; raises `TypeError` where it is one of rows."""
        if not isinstance(self.writer, ox.RdfFormat):
            raise TypeError(f"{self.title} holds no graph")
        return self.writer


ROWS: Final = (
    Format(
        ("json", "srj"),
        "JSON",
        ("application/sparql-results+json", "application/json"),
        ox.QueryResultsFormat.JSON,
    ),
    Format(
        ("xml", "srx"),
        "XML",
        ("application/sparql-results+xml", "application/xml", "text/xml"),
        ox.QueryResultsFormat.XML,
    ),
    Format(("csv",), "CSV", ("text/csv",), ox.QueryResultsFormat.CSV, has_triple_terms=False),
    Format(("tsv",), "TSV", ("text/tab-separated-values",), ox.QueryResultsFormat.TSV),
)
GRAPHS: Final = (
    Format(
        ("ttl", "turtle"),
        "Turtle",
        ("text/turtle", "application/x-turtle"),
        ox.RdfFormat.TURTLE,
    ),
    Format(
        ("nt", "ntriples"),
        "N-Triples",
        ("application/n-triples", "text/plain"),
        ox.RdfFormat.N_TRIPLES,
    ),
    Format(
        ("rdf", "rdf+xml", "xml", "owl"),
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
    Format(
        ("n3",),
        "N3",
        ("text/n3", "text/rdf+n3"),
        ox.RdfFormat.N3,
        has_triple_terms=False,
    ),
    Format(("trig",), "TriG", ("application/trig", "application/x-trig"), ox.RdfFormat.TRIG),
    Format(("nq", "nquads"), "N-Quads", ("application/n-quads",), ox.RdfFormat.N_QUADS),
)
DATASETS: Final = tuple(found for found in GRAPHS if found.name in ("trig", "nq", "jsonld"))
NAMES: Final = tuple(dict.fromkeys(name for found in (*ROWS, *GRAPHS) for name in found.names))


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


def name_of(media_type: str, form: str) -> str:
    """Return the name of the format of an answer, by its media type and the query's form."""
    offered = GRAPHS if form in ("CONSTRUCT", "DESCRIBE") else ROWS
    return next(found.name for found in offered if media_type in found.media_types)


def no_triple_terms(chosen: Format, offered: tuple[Format, ...]) -> RequestError:
    """Make the fault of an answer with triple terms that the format cannot say."""
    able = ", ".join(f"{f.title} (format={f.name})" for f in offered if f.has_triple_terms)
    return RequestError(
        406,
        f"The answer holds RDF 1.2 triple terms, for which {chosen.title} has no syntax; "
        f"ask for {able}, or leave rdf:reifies out of the query.",
    )
