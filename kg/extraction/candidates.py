"""The file of candidates, ``candidates.yaml``: what rules propose, and what a person decided."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Annotated, Final, Literal

import yaml
from pydantic import Field, TypeAdapter

from kg.extraction.extraction import Extraction
from kg.model.article import Span
from kg.model.passages import MAX_SURFACE_WORDS, count_words
from kg.model.values import (
    ActorRef,
    Certainty,
    Coded,
    DamageCause,
    Edtf,
    EntityRef,
    Offset,
    Polarity,
    Prose,
    ReportingMode,
    Sha256,
    Slug,
    SpeechAct,
    Surface,
)
from kg.spans import digest

State = Literal["proposed", "accepted", "edited", "rejected"]
Score = Annotated[float, Field(ge=0, le=1)]
FILE_NAME: Final = "candidates.yaml"
PERSON: Final = "person"
"""The rule of what a person added, split or merged."""
_HEAD: Final = (
    "# yaml-language-server: $schema=../../schema/candidates.schema.json\n"
    "# What rules propose for a coding. A person sets `state`: accepted, edited or rejected.\n"
)


class Candidate(Span):
    """A stretch of the text, the rule that found it, and what a person decided."""

    id: Slug
    """Its id in this file."""
    rule: Prose
    """The rule that found it."""
    score: Score
    """How often the rule is right, about: 0 to 1."""
    state: State = "proposed"
    """Proposed by a rule; accepted, edited or rejected by a person."""
    note: Prose | None = None
    """Why it was decided so."""
    replaces: tuple[Slug, ...] = ()
    """The candidates that a person split or merged into it; they are rejected, and stay."""


class MentionCandidate(Candidate):
    """Words that seem to name something."""

    surface: Surface
    """The words as they stand, six at most."""
    entity: EntityRef | None = None
    """What they refer to, if it is an entity already."""
    others: tuple[EntityRef, ...] = ()
    """Other entities that the words may refer to."""
    suggests: Prose | None = None
    """The class of a new entity, where there is none."""
    name: Slug | None = None
    """The designation that they use."""
    reading: Prose | None = None
    """What the words should say, where translation damaged them."""
    cause: DamageCause | None = None
    """How they came to be wrong."""
    reason: Prose | None = None
    """Why it is read so."""


class DateCandidate(Candidate):
    """Words that seem to be a date."""

    surface: Surface
    """The words as they stand."""
    edtf: Edtf
    """The date."""
    inferred: Prose | None = None
    """Why this date, where the text does not say all of it."""


class ClaimCandidate(Candidate):
    """A sentence that seems to carry a claim."""

    sentence: Slug
    """The sentence."""
    speaker: ActorRef | None = None
    """Who says it, or to whom it is imputed, if that is an actor already."""
    speaker_words: Surface | None = None
    """The words that name the speaker."""
    mode: ReportingMode
    """How the text presents it."""
    act: SpeechAct
    """What is done by saying it."""
    certainty: Certainty
    """How far the asserter commits to it."""
    polarity: Polarity
    """Negative where the asserter says that it is false."""
    conditions: tuple[Prose, ...] = ()
    """Words that make it depend on something."""
    cue: Prose | None = None
    """The words, six at most, that show mode, act or certainty."""


class CandidateFile(Coded):
    """The candidates of one article."""

    slug: Slug
    """The article's id."""
    sha256: Sha256
    """The digest of the text they were found in."""
    length: Offset
    """The number of its code points."""
    anchor: Edtf
    """The day from which its dates count."""
    rules: Prose
    """The rules that found them, by version."""
    mentions: tuple[MentionCandidate, ...] = ()
    """Where the text seems to name something."""
    dates: tuple[DateCandidate, ...] = ()
    """Where it seems to give a date."""
    claims: tuple[ClaimCandidate, ...] = ()
    """Which sentences seem to carry claims, and whose."""


CANDIDATE_FILE: Final = TypeAdapter(CandidateFile)


def candidate_file(
    slug: str, text: str, anchor: str, rules: str, found: Extraction
) -> CandidateFile:
    """Make the file of what was found; a mention of more than six words is left out."""
    return CandidateFile(
        slug=slug,
        sha256=digest(text),
        length=len(text),
        anchor=anchor,
        rules=rules,
        mentions=tuple(_mentions(text, found)),
        dates=tuple(
            DateCandidate(
                id=f"d{number:03}",
                start=date.start,
                end=date.end,
                rule="date",
                score=0.8 if date.inferred else 0.95,
                surface=text[date.start : date.end],
                edtf=date.edtf,
                inferred=date.inferred or None,
            )
            for number, date in enumerate(found.dates, 1)
        ),
        claims=tuple(_claims(found)),
    )


def _mentions(text: str, found: Extraction) -> Iterator[MentionCandidate]:
    kept = [m for m in found.mentions if count_words(text[m.start : m.end]) <= MAX_SURFACE_WORDS]
    for number, mention in enumerate(kept, 1):
        broken = mention.damage
        yield MentionCandidate(
            id=f"m{number:03}",
            start=mention.start,
            end=mention.end,
            rule=mention.rule,
            score=round(mention.score, 2),
            surface=text[mention.start : mention.end],
            entity=mention.entity,
            others=mention.others,
            suggests=None if mention.entity else mention.class_,
            name=mention.designation or None,
            reading=broken.reading if broken else None,
            cause=broken.cause if broken else None,
            reason=broken.reason if broken else None,
        )


def _claims(found: Extraction) -> Iterator[ClaimCandidate]:
    sentence_of = {cut.start: f"s{number:02}" for number, cut in enumerate(found.sentences, 1)}
    starts = sorted(sentence_of)
    for number, claim in enumerate(found.claims, 1):
        at = starts[bisect_right(starts, claim.start) - 1]
        yield ClaimCandidate(
            id=f"k{number:03}",
            start=claim.start,
            end=claim.end,
            rule=claim.rule,
            score=round(claim.score, 2),
            sentence=sentence_of[at],
            speaker=claim.speaker if (claim.speaker or "").startswith("actor/") else None,
            speaker_words=short(claim.speaker_words),
            mode=claim.mode,
            act=claim.act,
            certainty=claim.certainty,
            polarity=claim.polarity,
            conditions=tuple(dict.fromkeys(c.lower() for c in claim.conditions)),
            cue=short(claim.cue),
        )


def short(words: str) -> str | None:
    """Return as many of the words as may be kept; "U.S." counts as the two that a reader sees.

    >>> short("Some U.S. and Korean analysts of note")
    'Some U.S. and Korean analysts'
    """
    kept: list[str] = []
    for word in words.split():
        if count_words(" ".join((*kept, word))) > MAX_SURFACE_WORDS:
            break
        kept.append(word)
    return " ".join(kept) or None


def dumped(file: CandidateFile) -> str:
    """Write the file as YAML, keys in the order of the model, what is not set left out."""
    held = file.model_dump(mode="json", exclude_none=True, exclude_defaults=False)
    for section in ("mentions", "dates", "claims"):
        held[section] = [{k: v for k, v in each.items() if v != []} for each in held[section]]
    return _HEAD + written_yaml(held)


def written_yaml(held: Mapping[str, object]) -> str:
    """Write a mapping as YAML in its own order, by the dumper in C, ten times as fast."""
    return str(
        yaml.dump(held, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, width=100)
    )
