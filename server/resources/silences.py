"""What texts say nothing about, as coded: silence told apart from what nobody coded."""

from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import RDF

from kg.vocab import STAND
from server.reading import Reader
from server.resources.claim_summary import in_order
from server.tables import Cell, link_to

MAX_SILENCES: Final = 20
MAX_ARTICLES: Final = 20


@dataclass(frozen=True)
class ShownSilence:
    """That a document says nothing on something, on what basis; ``says`` leads to its page."""

    says: Cell
    basis: str
    document: Cell | None


@dataclass(frozen=True)
class Silences:
    """What is coded as left unsaid of a thing, and what the lack of anything else means.

    ``complete`` are articles coded to their end: what is not here of them, they do not say.
    """

    found: tuple[ShownSilence, ...]
    complete: tuple[Cell, ...]
    has_incomplete: bool


def silences_on(reader: Reader, node: ox.NamedNode) -> Silences:
    """Return what is left unsaid of a thing."""
    found = in_order(islice(reader.subjects(STAND.silentOn, node), MAX_SILENCES))
    kind = reader.snapshot.iri(str(STAND.Article))
    articles = in_order(islice(reader.subjects(RDF.type, kind), MAX_ARTICLES))
    done = [a for a in articles if reader.text(a, STAND.codingComplete) in ("true", "1")]
    return Silences(
        tuple(_shown(reader, silence) for silence in found),
        tuple(link_to(article, reader) for article in done),
        len(done) < len(articles),
    )


def _shown(reader: Reader, silence: ox.NamedNode) -> ShownSilence:
    link = link_to(silence, reader)
    documents = reader.resources(silence, STAND.silentDocument)
    return ShownSilence(
        Cell(reader.text(silence, STAND.silenceText) or link.text, link.iri, link.path),
        reader.text(silence, STAND.basis),
        link_to(documents[0], reader) if documents else None,
    )
