"""What people need to know of a node, looked up in one version: its name, marks and words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph as ox
from rdflib.namespace import RDF, RDFS, SKOS

from kg.vocab import OA, STAND
from server.current import Snapshot

# Modes that need no mark: whoever is named is the one who says it.
_DIRECT_MODES: Final = frozenset({"own-voice", "direct-quotation"})
_PLAIN: Final = frozenset({"certain", "positive", "in-place", "own-voice", "direct-quotation"})
_TONES: Final = {
    "certainty": "hedged",
    "deployment-status": "hedged",
    "polarity": "denied",
    "reporting-mode": "reported",
}


MAX_CLAIMS: Final = 5
"""Claims that a passage is shown with."""
MAX_LABEL: Final = 500
MAX_TEXT: Final = 2000
"""Characters that people are shown of a name, and of any other text."""


@dataclass(frozen=True)
class Mark:
    """A word set off as a badge; ``tone`` says how: plain, hedged, reported, imputed, denied."""

    text: str
    tone: str


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

    def __init__(self, snapshot: Snapshot, texts: Mapping[str, str]) -> None:
        self.snapshot = snapshot
        self._labels: dict[ox.NamedNode, str] = {}
        self._texts = {
            f"{snapshot.version.base}id/document/{slug}": texts[said["sha256"]]
            for slug, said in snapshot.version.manifest["articles"].items()
            if said.get("sha256") in texts
        }

    def label(self, node: ox.NamedNode) -> str:
        """Return the English label, or any label, or the IRI as a short name."""
        if node not in self._labels:
            self._labels[node] = self._label(node)
        return self._labels[node]

    def _label(self, node: ox.NamedNode) -> str:
        labels = [v for v in self.values(node, RDFS.label) if isinstance(v, ox.Literal)]
        english = [label for label in labels if label.language in (None, "en")]
        found = english or labels
        return shortened(found[0].value if found else self.snapshot.short(node.value), MAX_LABEL)

    def text(self, node: ox.NamedNode, predicate: str) -> str:
        """Return the first literal of this property, or nothing."""
        values = (v.value for v in self.values(node, predicate) if isinstance(v, ox.Literal))
        return shortened(next(values, ""), MAX_TEXT)

    def resources(self, node: ox.NamedNode, predicate: str) -> list[ox.NamedNode]:
        """Return the IRIs that this property leads to."""
        return [v for v in self.values(node, predicate) if isinstance(v, ox.NamedNode)]

    def values(self, node: ox.NamedNode, predicate: str) -> Iterator[object]:
        """Return the objects of this property, which `kg.vocab` or rdflib names."""
        found = self.snapshot.store.quads_for_pattern(
            node, self.snapshot.iri(predicate), None, ox.DefaultGraph()
        )
        return (quad.object for quad in found)

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
        return self.snapshot.iri(kind) in self.values(node, RDF.type)

    def concept(self, node: ox.NamedNode) -> Mark | None:
        """Return the mark of a concept of our schemes, None for anything else."""
        scheme, name = self._scheme_and_name(node)
        return Mark(self.label(node), tone_of(scheme, name)) if name else None

    def concept_labels(self) -> Mapping[str, Mapping[str, Mark]]:
        """Return the marks of all concepts: by scheme, then by label."""
        found: dict[str, dict[str, Mark]] = {}
        for quad in self.snapshot.store.quads_for_pattern(
            None, self.snapshot.iri(SKOS.inScheme), None, ox.DefaultGraph()
        ):
            if isinstance(quad.subject, ox.NamedNode) and (mark := self.concept(quad.subject)):
                scheme, _ = self._scheme_and_name(quad.subject)
                found.setdefault(scheme, {})[mark.text] = mark
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
                holders = " and ".join(map(self.label, self.resources(claim, STAND.imputedTo)))
                text = self.label(mode) if attributed else f"imputed to {holders}"
                found.append(Mark(text, "imputed"))
            elif _local(mode) not in _DIRECT_MODES:
                reporters = " and ".join(map(self.label, self.resources(claim, STAND.reportedBy)))
                by = f", reported by {reporters}" if reporters and not attributed else ""
                text = self.label(mode) + by
                found.append(Mark(text, "reported"))
        for predicate in (STAND.certainty, STAND.polarity):
            marks = (self.concept(node) for node in self.resources(claim, predicate))
            found += [mark for mark in marks if mark and mark.tone != "plain"]
        for condition in self.resources(claim, STAND.conditionedOn):
            found.append(Mark(f"on condition: {self.label(condition)}", "hedged"))
        return tuple(found)

    def passage(self, node: ox.NamedNode) -> Passage | None:
        """Return where a passage stands, None for a node that has no place in a text."""
        for selector in self.resources(node, OA.hasSelector):
            start, end = self.text(selector, OA.start), self.text(selector, OA.end)
            if start and end:
                return self._passage(node, int(start), int(end))
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


def _local(node: ox.NamedNode) -> str:
    return node.value.rpartition("/")[2]


def shortened(text: str, most: int) -> str:
    """Return a text, or its beginning and an ellipsis where it has more characters than these."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
