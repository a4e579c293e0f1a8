"""The passages of an article, as one version has them."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final, TypeVar

import pyoxigraph as ox
from rdflib.namespace import RDF

from kg.vocab import OA, STAND
from server.reading import Reader
from server.resources.claim_summary import in_order
from server.tables import link_to

MOST: Final = 20_000
"""Passages of one article that are read."""
_DEFAULT: Final = ox.DefaultGraph()
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
    store, kind = reader.snapshot.store, reader.snapshot.iri(RDF.type)
    mention, damaged = map(reader.snapshot.iri, (STAND.Mention, STAND.DamagedPassage))
    for node in islice(reader.subjects(OA.hasSource, article), MOST):
        # Most passages are mentions, of which nothing else need be read.
        is_damaged = any(store.quads_for_pattern(node, kind, damaged, _DEFAULT))
        if not is_damaged and any(store.quads_for_pattern(node, kind, mention, _DEFAULT)):
            continue
        said = _Said.of(reader, node)
        place = said.place()
        if place is None:
            continue
        if is_damaged:
            damages.append(_damage(said, *place))
            continue
        if claims := in_order(reader.subjects(STAND.evidencedBy, node)):
            evidence.append(Evidence(*place, tuple(claims)))
        if not said.all(STAND.within):
            sentences.append(_sentence(said, *place))
    return Passages(_in_order(sentences), _in_order(evidence), _in_order(damages))


def _in_order(found: list[_Span]) -> tuple[_Span, ...]:
    return tuple(sorted(found, key=lambda span: (span.start, span.end)))


@dataclass(frozen=True)
class _Said:
    """All that is said of one node, read at once."""

    reader: Reader
    node: ox.NamedNode
    values: Mapping[str, list[object]]

    @classmethod
    def of(cls, reader: Reader, node: ox.NamedNode) -> "_Said":
        values: dict[str, list[object]] = {}
        for quad in reader.snapshot.store.quads_for_pattern(node, None, None, _DEFAULT):
            values.setdefault(quad.predicate.value, []).append(quad.object)
        return cls(reader, node, values)

    def all(self, predicate: str) -> list[object]:
        return self.values.get(self.reader.snapshot.iri(predicate).value, [])

    def text(self, predicate: str) -> str:
        texts = (v.value for v in self.all(predicate) if isinstance(v, ox.Literal))
        return next(texts, "")

    def resource(self, predicate: str) -> ox.NamedNode | None:
        return next((v for v in self.all(predicate) if isinstance(v, ox.NamedNode)), None)

    def place(self) -> tuple[int, int] | None:
        for selector in self.all(OA.hasSelector):
            if isinstance(selector, ox.NamedNode):
                found = _Said.of(self.reader, selector)
                start, end = found.text(OA.start), found.text(OA.end)
                if start and end:
                    return int(start), int(end)
        return None


def _sentence(said: _Said, start: int, end: int) -> Sentence:
    kind = said.resource(STAND.passageKind)
    return Sentence(
        node=said.node,
        name=said.node.value.rpartition("/")[2],
        start=start,
        end=end,
        kind=kind.value.rpartition("/")[2] if kind else "",
        gist=said.text(STAND.paraphrase) or said.reader.label(said.node),
        reason=said.text(STAND.noClaimReason),
        is_paratext=said.text(STAND.paratext) in ("true", "1"),
    )


def _damage(said: _Said, start: int, end: int) -> Damage:
    confidence = said.resource(STAND.readingConfidence)
    mark = said.reader.concept(confidence) if confidence else None
    return Damage(
        start=start,
        end=end,
        path=link_to(said.node, said.reader).path,
        surface=said.text(STAND.surface),
        reading=said.text(STAND.correctedReading),
        doubt=mark.text if mark and mark.tone != "plain" else "",
    )
