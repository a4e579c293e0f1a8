"""What people need to know of a node, looked up in one version: its name, marks and words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import RDF, RDFS, SKOS

from kg.vocab import OA, STAND
from server.current import Snapshot
from server.property_values import PropertyValues

# Modes that need no mark: whoever is named is the one who says it.
_DIRECT_MODES: Final = frozenset({"own-voice", "direct-quotation"})
_PLAIN: Final = frozenset({"certain", "positive", "in-place", "own-voice", "direct-quotation"})
_TONES: Final = {
    "certainty": "hedged",
    "deployment-status": "hedged",
    "polarity": "denied",
    "reporting-mode": "reported",
}


_TYPE: Final = str(RDF.type)
_LABEL: Final = str(RDFS.label)
_LABELS: Final = (SKOS.prefLabel, RDFS.label)
MAX_CLAIMS: Final = 5
"""Claims that a passage is shown with."""
MAX_LABEL: Final = 500
MAX_TEXT: Final = 2000
"""Characters that people are shown of a name, and of any other text."""


@dataclass(frozen=True)
class Word:
    """A name, or a part of a sentence, and the language that it is in; no language is English."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Mark:
    """A word set off as a badge; ``tone`` says how: plain, hedged, reported, imputed, denied.

    ``text`` is English; ``shown`` is what the visitor reads, where that is another language.
    """

    text: str
    tone: str
    shown: tuple[Word, ...] = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """What is shown, piece by piece."""
        return self.shown or (Word(self.text),)


@dataclass(frozen=True)
class Passage:
    """Where something stands: half-open code points of an article's text, and what stands there.

    ``words`` are the article's own, None without its text; ``gist`` is what stands there in our
    words, where we wrote it, and ``label`` what the passage is called. ``claims`` are the first
    that rest on it.
    """

    name: str
    start: int
    end: int
    words: str | None
    gist: str
    label: str
    marks: tuple[Mark, ...]
    claims: tuple[ox.NamedNode, ...] = ()


class Reader:
    """Reads one version, with those of the texts, given by SHA-256, that its offsets are of."""

    def __init__(
        self, snapshot: Snapshot, texts: Mapping[str, str], languages: Sequence[str] = ()
    ) -> None:
        """Take a version, its texts, and the languages of a visitor, the dearest first."""
        self.snapshot = snapshot
        self.languages = tuple(languages)
        self._values = PropertyValues(snapshot)
        self._labels: dict[ox.NamedNode, Word] = {}
        self._names: dict[ox.NamedNode, Word] = {}
        self._texts = {
            f"{snapshot.version.base}id/document/{slug}": texts[said["sha256"]]
            for slug, said in snapshot.version.manifest["articles"].items()
            if said.get("sha256") in texts
        }

    def label(self, node: ox.NamedNode) -> str:
        """Return the English label, or any label, or the IRI as a short name."""
        return self._label(node).text

    def name(self, node: ox.NamedNode) -> Word:
        """Return the label in the first of the visitor's languages that has one, else `label`."""
        if not self.languages or self.languages[0] == "en":
            return self._label(node)
        if node not in self._names:
            known = [v for name in _LABELS for v in self.values(node, name)]
            self._names[node] = self.dearest(known) or self._label(node)
        return self._names[node]

    def dearest(self, values: Iterable[object]) -> Word | None:
        """Return the first of these texts in the visitor's dearest language; None without any."""
        texts = [v for v in values if isinstance(v, ox.Literal)]
        for language in self.languages:
            for text in texts:
                if (text.language or "en").partition("-")[0].lower() == language:
                    return _word(text)
        return None

    def _label(self, node: ox.NamedNode) -> Word:
        if node not in self._labels:
            labels = [v for v in self.values(node, _LABEL) if isinstance(v, ox.Literal)]
            english = [label for label in labels if label.language in (None, "en")]
            found = english or labels
            self._labels[node] = _word(found[0]) if found else self._short(node)
        return self._labels[node]

    def _short(self, node: ox.NamedNode) -> Word:
        return Word(shortened(self.snapshot.short(node.value), MAX_LABEL))

    def gather(self, node: ox.NamedNode) -> None:
        """Read all that is said of a node at once, where much of it will be asked for."""
        self._values.gather(node)

    def text(self, node: ox.NamedNode, predicate: str) -> str:
        """Return the first literal of this property, or nothing."""
        for value in self.values(node, predicate):
            if isinstance(value, ox.Literal):
                return shortened(value.value, MAX_TEXT)
        return ""

    def resources(self, node: ox.NamedNode, predicate: str) -> list[ox.NamedNode]:
        """Return the IRIs that this property leads to."""
        return [v for v in self.values(node, predicate) if isinstance(v, ox.NamedNode)]

    def values(self, node: ox.NamedNode, predicate: str) -> Iterable[object]:
        """Return the objects of this property, which `kg.vocab` or rdflib names."""
        return self._values.of(node, predicate)

    def subjects(self, predicate: str, node: ox.NamedNode) -> Iterator[ox.NamedNode]:
        """Yield the IRIs from which this property leads to the node, as they are read."""
        found = self.snapshot.store.quads_for_pattern(
            None, self.snapshot.iri(predicate), node, ox.DefaultGraph()
        )
        return (quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode))

    def instances(self, kind: str) -> list[ox.NamedNode]:
        """Return the IRIs of this class, sorted."""
        found = self.snapshot.store.quads_for_pattern(
            None, self.snapshot.iri(RDF.type), self.snapshot.iri(kind), ox.DefaultGraph()
        )
        nodes = (quad.subject for quad in found if isinstance(quad.subject, ox.NamedNode))
        return sorted(nodes, key=lambda node: node.value)

    def is_a(self, node: ox.NamedNode, kind: str) -> bool:
        """Tell whether the node is said to be of this class."""
        return self._values.has(node, _TYPE, kind)

    def concept(self, node: ox.NamedNode) -> Mark | None:
        """Return the mark of a concept of our schemes, None for anything else."""
        scheme, name = self._scheme_and_name(node)
        return self._mark(tone_of(scheme, name), node) if name else None

    def _mark(self, tone: str, *parts: str | ox.NamedNode) -> Mark:
        """Make a mark of English words and of things by their names."""
        text = "".join(p if isinstance(p, str) else self.label(p) for p in parts)
        if not self.languages:
            return Mark(text, tone)
        return Mark(
            text, tone, tuple(Word(p) if isinstance(p, str) else self.name(p) for p in parts)
        )

    def concept_labels(self) -> Mapping[str, Mapping[str, Mark]]:
        """Return the marks of all concepts: by scheme, then by label."""
        found: dict[str, dict[str, Mark]] = {}
        for quad in self.snapshot.store.quads_for_pattern(
            None, self.snapshot.iri(SKOS.inScheme), None, ox.DefaultGraph()
        ):
            if isinstance(quad.subject, ox.NamedNode) and (mark := self.concept(quad.subject)):
                scheme, _ = self._scheme_and_name(quad.subject)
                found.setdefault(scheme, {})[mark.text] = Mark(mark.text, mark.tone)
        return found

    def _scheme_and_name(self, concept: ox.NamedNode) -> tuple[str, str]:
        prefix = f"{self.snapshot.version.base}vocab/"
        if not concept.value.startswith(prefix):
            return "", ""
        scheme, _, name = concept.value.removeprefix(prefix).partition("/")
        return scheme, name

    def claim_marks(self, claim: ox.NamedNode, *, attributed: bool = False) -> tuple[Mark, ...]:
        """Return what keeps a claim from being plain fact: who ascribes it, doubt, condition.

        Where it is ``attributed`` beside them, the marks leave out to and by whom.
        """
        found = []
        for mode in self.resources(claim, STAND.reportingMode):
            if _local(mode) == "imputed":
                holders = _joined(self.resources(claim, STAND.imputedTo))
                found.append(
                    self._mark("imputed", *([mode] if attributed else ["imputed to ", *holders]))
                )
            elif _local(mode) not in _DIRECT_MODES:
                reporters = _joined(self.resources(claim, STAND.reportedBy))
                by = [", reported by ", *reporters] if reporters and not attributed else []
                found.append(self._mark("reported", mode, *by))
        for predicate in (STAND.certainty, STAND.polarity):
            marks = (self.concept(node) for node in self.resources(claim, predicate))
            found += [mark for mark in marks if mark and mark.tone != "plain"]
        for condition in self.resources(claim, STAND.conditionedOn):
            found.append(self._mark("hedged", "on condition: ", condition))
        return tuple(found)

    def passage(self, node: ox.NamedNode) -> Passage | None:
        """Return where a passage stands, None for a node that has no place in a text."""
        place = self.place(node)
        return self._passage(node, *place) if place else None

    def place(self, node: ox.NamedNode) -> tuple[int, int] | None:
        """Return the code points of a passage, half-open; None for a node that has none."""
        for selector in self.resources(node, OA.hasSelector):
            start, end = self.text(selector, OA.start), self.text(selector, OA.end)
            if start and end:
                return int(start), int(end)
        return None

    def words_of(self, document: ox.NamedNode) -> str | None:
        """Return the text of a document, None where it is not at hand."""
        return self._texts.get(document.value)

    def _passage(self, node: ox.NamedNode, start: int, end: int) -> Passage:
        source = next(iter(self.resources(node, OA.hasSource)), None)
        text = self.words_of(source) if source else None
        marks = []
        if self.text(node, STAND.paratext) in ("true", "1"):
            marks.append(Mark("caption or credit, not the author", "reported"))
        if self.resources(node, STAND.hasDamage) or self.is_a(node, STAND.DamagedPassage):
            marks.append(Mark("damaged in translation", "hedged"))
        claims = islice(self.subjects(STAND.evidencedBy, node), MAX_CLAIMS)
        return Passage(
            name=_local(node),
            start=start,
            end=end,
            words=text[start:end] if text is not None else None,
            gist=self.text(node, STAND.paraphrase),
            label=self.label(node),
            marks=tuple(marks),
            claims=tuple(sorted(claims, key=lambda claim: (len(claim.value), claim.value))),
        )


def tone_of(scheme: str, name: str) -> str:
    """Return how a concept of a scheme is marked: plain where it takes nothing away."""
    if name == "imputed":
        return "imputed"
    return "plain" if name in _PLAIN else _TONES.get(scheme, "plain")


def _joined(nodes: Iterable[ox.NamedNode]) -> list[str | ox.NamedNode]:
    """Put “and” between things."""
    return [part for node in nodes for part in (" and ", node)][1:]


def _word(label: ox.Literal) -> Word:
    language = label.language or ""
    return Word(shortened(label.value, MAX_LABEL), "" if language == "en" else language)


def _local(node: ox.NamedNode) -> str:
    return node.value.rpartition("/")[2]


def shortened(text: str, most: int) -> str:
    """Return a text, or its beginning and an ellipsis where it has more characters than these."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
