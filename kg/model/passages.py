"""The stretches of a text that coding marks: clauses, mentions and emendations."""

import re
from typing import Final

from pydantic import model_validator

from kg.model.article import Span
from kg.model.values import Certainty, Coded, DamageCause, EntityRef, Prose, Sha256, Slug, Surface

MAX_SURFACE_WORDS: Final = 6
"""The longest run of the article's words that a coding file may hold."""

_WORD: Final = re.compile(r"\w+")


def count_words(words: str) -> int:
    """Return how many words may be read in these: "U.S." counts as two, and so does "Japan's".

    >>> count_words("Japan's U.S. policy")
    5
    """
    return len(_WORD.findall(words))


def _check_surface(span: Span, surface: str) -> None:
    words, points = count_words(surface), span.end - span.start
    if words > MAX_SURFACE_WORDS:
        raise ValueError(
            f"surface of {words} words, where {MAX_SURFACE_WORDS} are allowed"
            " [fix: code a narrower span; an emendation may give sha256 instead]"
        )
    if len(surface) != points:
        raise ValueError(
            f"surface {surface!r} has {len(surface)} code points, and the span"
            f" {span.start}-{span.end} has {points} [fix: correct the offsets or the surface]"
        )


class Clause(Span):
    """A passage narrower than a sentence."""

    id: Slug
    """Its id in this article: the sentence's and a letter, s05a."""
    sha256: Sha256
    """The digest of its words."""
    paraphrase: Prose
    """What it says, in our words."""


class Damage(Coded):
    """How the words at hand were damaged, and what they should say."""

    reading: Prose
    """What the words should say."""
    cause: DamageCause
    """How they came to be wrong."""
    confidence: Certainty
    """How sure the reading is."""
    reason: Prose
    """Why it is read so."""


class Mention(Span):
    """The place where a text names an entity or stands for it."""

    surface: Surface
    """The words as they stand, six at most."""
    entity: EntityRef
    """What they refer to, here."""
    name: Slug | None = None
    """The id of the entity's designation that they use, where the name carries stance."""
    damage: Damage | None = None
    """Where translation damaged the words."""

    @model_validator(mode="after")
    def _surface_fits(self) -> "Mention":
        _check_surface(self, self.surface)
        return self


class Emendation(Span):
    """Damaged words that name no entity."""

    surface: Surface | None = None
    """The words as they stand, six at most; else their sha256."""
    sha256: Sha256 | None = None
    """The digest of the words, where there are more than six."""
    reading: Prose
    """What the words should say."""
    cause: DamageCause
    """How they came to be wrong."""
    confidence: Certainty
    """How sure the reading is."""
    reason: Prose
    """Why it is read so."""

    @model_validator(mode="after")
    def _identified(self) -> "Emendation":
        if (self.surface is None) == (self.sha256 is None):
            given = "neither surface nor" if self.surface is None else "both surface and"
            raise ValueError(
                f"{given} sha256 is given [fix: give the surface, or for more than"
                f" {MAX_SURFACE_WORDS} words the sha256 of it]"
            )
        if self.surface is not None:
            _check_surface(self, self.surface)
        return self
