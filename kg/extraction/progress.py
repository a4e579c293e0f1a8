"""How far a review has come: what is decided, and which sentences are accounted for."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from kg.extraction.candidates import CandidateFile
from kg.extraction.decisions import KINDS, Kind, every
from kg.extraction.draft_article import DraftArticle
from kg.extraction.yaml_edits import child

KEPT: Final = frozenset({"accepted", "edited"})


@dataclass(frozen=True)
class Decided:
    """How many candidates of a kind are decided on, of how many."""

    kind: Kind
    decided: int
    total: int


@dataclass(frozen=True)
class Progress:
    """What is decided, and the ids of sentences by what accounts for them."""

    kinds: tuple[Decided, ...]
    claimed: tuple[str, ...]
    """Sentences with a claim that was accepted or edited."""
    excused: tuple[str, ...]
    """Sentences without, for a reason: in the coding, or noted where their claims were rejected."""
    uncovered: tuple[str, ...]
    """Sentences that nothing accounts for yet."""

    @property
    def decided(self) -> int:
        """The number of candidates that are decided on."""
        return sum(each.decided for each in self.kinds)

    @property
    def total(self) -> int:
        """The number of candidates."""
        return sum(each.total for each in self.kinds)

    @property
    def sentences(self) -> int:
        """The number of sentences."""
        return len(self.claimed) + len(self.excused) + len(self.uncovered)


def progress_of(folder: Path, file: CandidateFile, article: DraftArticle) -> Progress:
    """Measure how far the review of a draft has come."""
    states = [(each.kind, each.candidate.state) for each in every(file)]
    claimed, reasons, left = set(), set(_excused(folder / "coding.yaml")), set()
    for claim in file.claims:
        sentence = article.sentence_at(claim.start)
        name = sentence.id if sentence else claim.sentence
        if claim.state in KEPT:
            claimed.add(name)
        elif claim.state == "proposed":
            left.add(name)
        elif claim.note:
            reasons.add(name)
    names = [each.id for each in article.sentences]
    excused = reasons - left - claimed
    return Progress(
        tuple(
            Decided(
                kind,
                sum(k == kind and state != "proposed" for k, state in states),
                sum(k == kind for k, _ in states),
            )
            for kind in KINDS
        ),
        tuple(name for name in names if name in claimed),
        tuple(name for name in names if name in excused),
        tuple(name for name in names if name not in claimed | excused),
    )


def _excused(coding: Path) -> Iterator[str]:
    """Yield the sentences that a coding, half filled perhaps, gives a reason for."""
    try:
        root = yaml.compose(coding.read_text("utf-8"), yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        return
    listed = child(root, "no_claim")
    for item in listed.value if isinstance(listed, yaml.SequenceNode) else []:
        sentence, reason = child(item, "sentence"), child(item, "reason")
        if sentence is not None and reason is not None and reason.value:
            yield str(sentence.value)
