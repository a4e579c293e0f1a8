"""The map of an article: its sections and sentences, and how much of it claims account for."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import pyoxigraph as ox

from kg.vocab import STAND
from server.reading import Reader
from server.resources.article_map.claims import Claims, Said, Speaker
from server.resources.article_map.passages import (
    Damage,
    Evidence,
    Passages,
    Sentence,
    read_passages,
)
from server.resources.article_map.words import Piece, Spot, pieces
from server.resources.claim_summary import in_order
from server.tables import Cell, link_to, path_of

CLAIMED: Final = "claimed"
NONE: Final = "none"
UNCODED: Final = "uncoded"
_HEADING: Final = "heading"
_Span = TypeVar("_Span", Evidence, Damage)


@dataclass(frozen=True)
class Place:
    """A sentence on the map; ``pieces`` are its words, None without the text.

    ``state`` tells whether it carries claims, has none for a written reason, or was not coded.
    """

    sentence: Sentence
    path: str
    state: str
    claims: tuple[Said, ...]
    damages: tuple[Damage, ...]
    pieces: tuple[Piece, ...] | None


@dataclass(frozen=True)
class Silence:
    """What the article does not say, what that would be about, and how one knows."""

    says: Cell
    basis: str
    about: tuple[Cell, ...]


@dataclass(frozen=True)
class Coverage:
    """How many sentences are in which state, and how much of the text is evidence, 0 to 1."""

    claimed: int
    none: int
    uncoded: int
    share: float

    @property
    def total(self) -> int:
        """How many sentences there are."""
        return self.claimed + self.none + self.uncoded


@dataclass(frozen=True)
class ArticleMap:
    """The map of an article.

    ``is_complete`` tells whether its coders say that every sentence is accounted for.
    """

    places: tuple[Place, ...]
    speakers: tuple[Speaker, ...]
    coverage: Coverage
    silences: tuple[Silence, ...]
    is_complete: bool
    has_words: bool


def read_map(reader: Reader, article: ox.NamedNode) -> ArticleMap:
    """Read the map of an article."""
    found = read_passages(reader, article)
    text = reader.words_of(article)
    claims = Claims(reader)
    places = tuple(_place(reader, each, found, claims, text) for each in found.sentences)
    return ArticleMap(
        places=places,
        speakers=tuple(claims.speakers.values()),
        coverage=_coverage(places, found.evidence, reader.text(article, STAND.codePointLength)),
        silences=tuple(_silences(reader, article)),
        is_complete=reader.text(article, STAND.codingComplete) in ("true", "1"),
        has_words=text is not None,
    )


def sections(places: Iterable[Place]) -> Iterator[tuple[Place, ...]]:
    """Begin a section at each heading that follows something else."""
    section: list[Place] = []
    for place in places:
        is_heading = place.sentence.kind == _HEADING
        if section and is_heading and section[-1].sentence.kind != _HEADING:
            yield tuple(section)
            section = []
        section.append(place)
    if section:
        yield tuple(section)


def _place(
    reader: Reader, sentence: Sentence, found: Passages, claims: Claims, text: str | None
) -> Place:
    evidence, damages = _within(sentence, found.evidence), _within(sentence, found.damages)
    spots = [Spot(e.start, e.end, tuple(map(claims.of, e.claims))) for e in evidence]
    words = None
    if text is not None:
        words = tuple(pieces(text, sentence.start, sentence.end, spots=spots, damages=damages))
    return Place(
        sentence,
        path_of(sentence.node, reader),
        state=_state(sentence, evidence),
        claims=tuple(dict.fromkeys(claim for spot in spots for claim in spot.claims)),
        damages=tuple(damages),
        pieces=words,
    )


def _state(sentence: Sentence, evidence: Sequence[Evidence]) -> str:
    if evidence:
        return CLAIMED
    return NONE if sentence.reason else UNCODED


def _within(sentence: Sentence, spans: Sequence[_Span]) -> Sequence[_Span]:
    """Return the spans that begin in a sentence; they are in order."""
    first = bisect_left(spans, sentence.start, key=lambda span: span.start)
    past = bisect_left(spans, sentence.end, key=lambda span: span.start)
    return spans[first:past]


def _coverage(places: Sequence[Place], evidence: Sequence[Evidence], length: str) -> Coverage:
    states = [place.state for place in places]
    covered, reached = 0, 0
    for span in evidence:
        covered += max(0, span.end - max(span.start, reached))
        reached = max(reached, span.end)
    last = places[-1].sentence.end if places else 0
    return Coverage(
        claimed=states.count(CLAIMED),
        none=states.count(NONE),
        uncoded=states.count(UNCODED),
        share=covered / (int(length or 0) or last or 1),
    )


def _silences(reader: Reader, article: ox.NamedNode) -> Iterator[Silence]:
    for node in in_order(reader.subjects(STAND.silentDocument, article)):
        about = in_order(reader.resources(node, STAND.silentOn))
        yield Silence(
            link_to(node, reader, reader.text(node, STAND.silenceText)),
            reader.text(node, STAND.basis),
            tuple(link_to(each, reader) for each in about),
        )
