"""The passages of an article, as one version has them."""

from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

import pyoxigraph as ox

from kg.vocab import OA, STAND
from server.reading import Reader
from server.resources.claim_summary import in_order
from server.tables import path_of

MOST: Final = 20_000
"""Passages of one article that are read."""
_Span = TypeVar("_Span", "Sentence", "Evidence", "Damage")


@dataclass(frozen=True)
class Damage:
    """Words that the text has wrong, and what they are taken to stand for.

    ``surface`` is nothing where the words are too long to be repeated; ``doubt`` is how sure the
    reading is, nothing where it is certain.
    """

    start: int
    end: int
    path: str
    surface: str
    reading: str
    doubt: str


@dataclass(frozen=True)
class Sentence:
    """A sentence, a heading or a caption: code points of the text, half-open.

    ``reason`` says why it has no claim, where that was written down.
    """

    node: ox.NamedNode
    name: str
    start: int
    end: int
    kind: str
    gist: str
    reason: str
    is_paratext: bool


@dataclass(frozen=True)
class Evidence:
    """A place that carries claims."""

    start: int
    end: int
    claims: tuple[ox.NamedNode, ...]


@dataclass(frozen=True)
class Passages:
    """What an article is made of; each part in the order of the text."""

    sentences: tuple[Sentence, ...]
    evidence: tuple[Evidence, ...]
    damages: tuple[Damage, ...]


def read_passages(reader: Reader, article: ox.NamedNode) -> Passages:
    """Read the passages of an article."""
    sentences, evidence, damages = [], [], []
    for node in islice(reader.subjects(OA.hasSource, article), MOST):
        # Most passages are mentions, of which nothing else need be read.
        is_damaged = reader.is_a(node, STAND.DamagedPassage)
        if not is_damaged and reader.is_a(node, STAND.Mention):
            continue
        reader.gather(node)
        place = reader.place(node)
        if place is None:
            continue
        if is_damaged:
            damages.append(_damage(reader, node, *place))
            continue
        if claims := in_order(reader.subjects(STAND.evidencedBy, node)):
            evidence.append(Evidence(*place, tuple(claims)))
        if not any(reader.values(node, STAND.within)):
            sentences.append(_sentence(reader, node, *place))
    return Passages(_in_order(sentences), _in_order(evidence), _in_order(damages))


def _in_order(found: list[_Span]) -> tuple[_Span, ...]:
    return tuple(sorted(found, key=lambda span: (span.start, span.end)))


def _sentence(reader: Reader, node: ox.NamedNode, start: int, end: int) -> Sentence:
    kind = _first(reader, node, STAND.passageKind)
    return Sentence(
        node=node,
        name=node.value.rpartition("/")[2],
        start=start,
        end=end,
        kind=kind.value.rpartition("/")[2] if kind else "",
        gist=reader.text(node, STAND.paraphrase) or reader.label(node),
        reason=reader.text(node, STAND.noClaimReason),
        is_paratext=reader.text(node, STAND.paratext) in ("true", "1"),
    )


def _damage(reader: Reader, node: ox.NamedNode, start: int, end: int) -> Damage:
    confidence = _first(reader, node, STAND.readingConfidence)
    mark = reader.concept(confidence) if confidence else None
    return Damage(
        start=start,
        end=end,
        path=path_of(node, reader),
        surface=reader.text(node, STAND.surface),
        reading=reader.text(node, STAND.correctedReading),
        doubt=mark.text if mark and mark.tone != "plain" else "",
    )


def _first(reader: Reader, node: ox.NamedNode, predicate: str) -> ox.NamedNode | None:
    return next(iter(reader.resources(node, predicate)), None)
