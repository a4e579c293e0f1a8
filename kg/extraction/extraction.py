"""All candidates of a text: its sentences, mentions, dates, and who seems to claim what."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.extraction.cues import conditions
from kg.extraction.cutting import Cut, cut
from kg.extraction.dates import DateFound, find_dates
from kg.extraction.frames import Frame, Frames
from kg.extraction.gazetteer import Gazetteer, names_of
from kg.extraction.mentions import MentionFound, find_mentions
from kg.extraction.modality import modality
from kg.extraction.naming import NewName
from kg.model.entities import Entity
from kg.model.values import Certainty, Polarity, ReportingMode, SpeechAct

OWN_VOICE_SCORE = 0.5
_ASKS = re.compile(r"(?:what|why|how|who|where|when)\b", re.IGNORECASE)
_OF_VERB = frozenset({"reporting verb", "verb of attitude", "title"})


@dataclass(frozen=True)
class ClaimFound:
    """A sentence that seems to carry a claim: whose, and in which manner."""

    start: int
    end: int
    speaker: str | None
    """The reference of an actor; None where it is the author, or no entity yet."""
    speaker_words: str
    mode: ReportingMode
    act: SpeechAct
    certainty: Certainty
    polarity: Polarity
    conditions: tuple[str, ...]
    cue: str
    rule: str
    score: float


@dataclass(frozen=True)
class Extraction:
    """What rules find in a text."""

    sentences: tuple[Cut, ...]
    mentions: tuple[MentionFound, ...]
    dates: tuple[DateFound, ...]
    claims: tuple[ClaimFound, ...]


class Extractor:
    """Finds candidates by the names of all entities, and by whom actors act for."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        listed = list(entities)
        self._gazetteer = Gazetteer(names_of(listed))
        self._acts_for = {
            entity.id: tuple(
                one.entity for one in entity.background if one.property == "actsFor" and one.entity
            )
            for entity in listed
        }

    def extract(
        self, text: str, anchor: str, suggest: Callable[[str], Iterable[NewName]] = lambda _: ()
    ) -> Extraction:
        """Return the candidates of a text; ``anchor`` is the day from which its dates count.

        ``suggest`` gives further names, as a recogniser of named entities finds them.
        """
        cuts = cut(text)
        mentions = find_mentions(text, cuts, self._gazetteer, suggest(text))
        frames = Frames(text, mentions, self._all_for)
        claims = [claim for one in cuts for claim in _claims(text, one, frames.of(one))]
        dates = find_dates(text, anchor)
        return Extraction(tuple(cuts), tuple(mentions), tuple(dates), tuple(claims))

    def _all_for(self, actor: str) -> Sequence[str]:
        """Return whom an actor acts for, directly or through others."""
        found: list[str] = []
        todo = list(self._acts_for.get(actor, ()))
        while todo:
            other = todo.pop()
            if other not in found:
                found.append(other)
                todo += self._acts_for.get(other, ())
        return found


def _claims(text: str, sentence: Cut, frames: Sequence[Frame]) -> Iterator[ClaimFound]:
    words = text[sentence.start : sentence.end]
    if words.rstrip(' ”"').endswith("?"):
        return
    if sentence.kind == "heading":
        # A heading names a topic; it claims only where its verb says whose claim it is.
        frames = [each for each in frames if each.rule in _OF_VERB]
        if not frames or _ASKS.match(words):
            return
    if not frames:
        found = modality(words, reported=False)
        yield ClaimFound(
            *(sentence.start, sentence.end, None, "", "own-voice"),
            *(found.act, found.certainty, found.polarity, tuple(conditions(words)), found.cue),
            *("own voice", OWN_VOICE_SCORE),
        )
    for frame in frames:
        found = modality(text[frame.start : frame.end], reported=True, cue=frame.cue)
        # A bare thought that is read into somebody.
        bare = frame.mode == "imputed" and found.act == "assertion"
        yield ClaimFound(
            start=frame.start,
            end=frame.end,
            speaker=frame.speaker.entity,
            speaker_words=frame.speaker.words,
            mode=frame.mode,
            act="interpretation" if bare else found.act,
            certainty=found.certainty,
            polarity=found.polarity,
            conditions=tuple(conditions(words)),
            cue=frame.cue or found.cue,
            rule=frame.rule,
            score=frame.score,
        )
