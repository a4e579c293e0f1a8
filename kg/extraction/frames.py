"""Who says what, as the text frames it: speaker, manner, and the words that show it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.extraction.cues import (
    ACCORDING,
    GENERIC,
    IMPUTING,
    OF_STANCE,
    QUOTED,
    REPORTING,
)
from kg.extraction.cutting import Cut
from kg.extraction.mentions import MentionFound
from kg.model.values import ReportingMode

_PRONOUN: Final = re.compile(r"\b(?:he|she|they|it)\b", re.IGNORECASE)
_FIRST_PERSON: Final = re.compile(r"\b(?:I|we|you|one)\b(?! \()")
_CLAUSE_BREAK: Final = re.compile(r"[;:]|, (?:but|while|whereas|although) ")
_TITLED: Final = re.compile(
    r"\b(?:called|entitled|titled|headed|under the title|headlined)\s+[“\"«]", re.IGNORECASE
)
_HOST: Final = re.compile(
    r"\b(?:held|hosted|gave|convened|conducted|organi[sz]ed|invited)\b[^.]*?"
    r"\b(?:briefing|press conference|news conference|presentation|meeting|media|press"
    r"|journalists)\b",
    re.IGNORECASE,
)
_PREPOSITION: Final = re.compile(
    r"\b(?:of|in|to|with|from|by|at|on|for|about|against|between|near|into|and|under|over|toward"
    r"|towards|than|as)\s+(?:the\s+|its\s+|this\s+)?[“\"«]?$"
)
_ROLE: Final = re.compile(
    r"(?:the )?(?:\w+ )?(?:leader|president|premier|prime minister|minister|spokes\w+|official)\b",
    re.IGNORECASE,
)
_SOMEBODY: Final = re.compile(
    r"(?P<who>(?:the |an? |its |some |several |two |one )?(?:[\w.'’-]+ ){0,3}?"
    r"(?:officials?|analysts?|experts?|sources?|diplomats?|officers?|observers?|spokes\w+|reports?"
    r"|media|newspapers?|agency|governor|minister|commander|researchers?|scholars?|documents?))\b",
    re.IGNORECASE,
)
_UNNAMED: Final = re.compile(
    r" (?:and [\w.]+ )?(?:analysts|experts|observers|critics|scholars|commentators|media)\b"
)
"""Who belongs to an actor and does not speak for it."""
_BEING: Final = re.compile(r"\b(?:is|are|was|were|been|being)\b")
_BY: Final = re.compile(r"\s+(?:\w+ly )?by (?:the )?")
_PASSIVE: Final = frozenset({"described", "characterized", "characterised"})
_DONE_TO: Final = frozenset(
    {"intended", "wanted", "sought", "considered", "regarded", "viewed", "perceived", "preferred",
     "expected", "felt", "believed", "feared", "hoped"}
)  # fmt: skip
"""What is "intended" intends nothing; who is "concerned" does fear."""
_DANGLING: Final = re.compile(r"(?:[,:]|\bthat|\bthat the|\bas)\s*$")
_SPEAKING: Final = frozenset({"actor", "Person", "Organization", "State", "Place", "Entity"})


@dataclass(frozen=True)
class Speaker:
    """Who is said to speak or think: a known actor, or the words that name them."""

    entity: str | None
    words: str


AUTHOR: Final = Speaker(None, "")


@dataclass(frozen=True)
class Frame:
    """A stretch of the text, who stands for it, in which mode, and by which rule that was seen."""

    start: int
    end: int
    speaker: Speaker
    mode: ReportingMode
    cue: str
    rule: str
    score: float


class Frames:
    """Finds the frames of a text, from its first sentence to its last."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[MentionFound],
        acts_for: Callable[[str], Sequence[str]] = lambda _: (),
    ) -> None:
        self._text, self._acts_for = text, acts_for
        self._actors = [each for each in mentions if _speaks(each)]
        self._last: Speaker | None = None
        self._person: Speaker | None = None
        self._host: Speaker | None = None
        self._opened: Frame | None = None
        self._block: Cut | None = None

    def of(self, cut: Cut) -> list[Frame]:
        """Return the frames of a sentence; none where it is the author's own voice."""
        words = self._text[cut.start : cut.end]
        found = list(self._found(cut, words)) or list(self._quoted_block(cut))
        self._open(cut, words, found)
        hosting = _HOST.search(words)
        if hosting and self._host is None:
            self._host = self._before(cut, cut.start + hosting.start())
        for each in self._actors:
            if cut.start <= each.start < cut.end and _is_person(each):
                self._person = self._speaker(each)
        if found and found[0].mode != "generic-attribution":
            self._last = found[0].speaker if found[0].speaker.words else self._last
        elif named := self._before(cut, cut.end):
            self._last = named
        return found

    def _open(self, cut: Cut, words: str, found: Sequence[Frame]) -> None:
        """Note a frame that breaks off at the end of its line: what it frames is the next line."""
        dangling = bool(found) and _DANGLING.search(words)
        if dangling:
            self._opened, self._block = found[0], None
        elif self._opened and self._block is None:
            self._block = cut
        elif self._opened and "\n" in self._text[self._block.end if self._block else 0 : cut.start]:
            self._opened = None

    def _quoted_block(self, cut: Cut) -> Iterator[Frame]:
        """Take the line after "In June the Army reported," as what the Army reported."""
        frame, block = self._opened, self._block
        if frame is None or cut.kind != "sentence":
            return
        if block is None or "\n" not in self._text[block.end : cut.start]:
            rule = "frame in the line before"
            yield replace(frame, start=cut.start, end=cut.end, rule=rule, score=0.7)

    def _found(self, cut: Cut, words: str) -> Iterator[Frame]:
        for finder in (self._according, self._titled, self._reported, self._imputed,
                       self._of_stance, self._generic, self._logic_said_before):  # fmt: skip
            frames = list(finder(cut, words))
            if frames:
                yield from frames
                return

    def _frame(
        self, cut: Cut, speaker: Speaker, mode: ReportingMode, cue: str, rule: str, score: float
    ) -> Frame:
        return Frame(cut.start, cut.end, self._at_briefing(cut, speaker), mode, cue, rule, score)

    def _according(self, cut: Cut, words: str) -> Iterator[Frame]:
        for found in ACCORDING.finditer(words):
            place = cut.start + found.end()
            speaker = self._after(cut, place)
            if speaker is None and _ROLE.match(self._text, place):
                speaker = self._person
            score = 0.85
            if speaker is None and (unnamed := _SOMEBODY.match(self._text, place, cut.end)):
                speaker, score = Speaker(None, " ".join(unnamed["who"].split())), 0.75
            if speaker:
                mode = _mode_of(words)
                yield self._frame(cut, speaker, mode, found["cue"], "according to", score)
                return

    def _titled(self, cut: Cut, words: str) -> Iterator[Frame]:
        found = _TITLED.search(words)
        speaker = self._host or (self._before(cut, cut.start + found.start()) if found else None)
        if found and speaker:
            cue = found[0].strip(' “"«')
            yield Frame(
                cut.start + found.start(), cut.end, speaker, "indirect-speech", cue, "title", 0.6
            )

    def _reported(self, cut: Cut, words: str) -> Iterator[Frame]:
        for found in REPORTING.finditer(words):
            speaker = self._reporter(cut, words, found)
            if speaker is None or speaker is AUTHOR:
                continue
            mode = _mode_of(words)
            yield self._frame(cut, speaker, mode, found["cue"], "reporting verb", 0.8)
            return

    def _reporter(self, cut: Cut, words: str, found: re.Match[str]) -> Speaker | None:
        """Return who says it: before the verb, or after "by" where the verb is in the passive."""
        passive = _BEING.search(words, found.start(), found.start("cue")) is not None
        described = found["cue"] in _PASSIVE and words.startswith(" as ", found.end())
        if not passive and not described:
            return self._subject(cut, cut.start + found.start())
        by = _BY.match(words, found.end())
        return self._starting_at(cut.start + by.end()) if by else None

    def _of_stance(self, cut: Cut, words: str) -> Iterator[Frame]:
        for found in OF_STANCE.finditer(words):
            place = cut.start + found.end()
            own = found["own"]
            speaker = (
                self._ending_at(cut.start + found.start()) if own else self._starting_at(place)
            )
            if speaker and not (found["for"] and cut.kind == "heading"):
                cue = (found["cue"] or own or found["for"] or found["mine"]).strip(" '’")
                score = 0.5 if found["for"] else 0.75
                yield self._frame(cut, speaker, "imputed", cue, "stance of an actor", score)
                return

    def _imputed(self, cut: Cut, words: str) -> Iterator[Frame]:
        for found in IMPUTING.finditer(words):
            if found["cue"].lower() in _DONE_TO and _BEING.search(
                words, found.start(), found.start("cue")
            ):
                continue
            speaker = self._subject(cut, cut.start + found.start())
            if speaker and speaker is not AUTHOR:
                yield self._frame(cut, speaker, "imputed", found["cue"], "verb of attitude", 0.65)
                return

    def _generic(self, cut: Cut, words: str) -> Iterator[Frame]:
        found = GENERIC.search(words)
        if found:
            unnamed = Speaker(None, found["cue"])
            yield Frame(
                *(cut.start, cut.end, unnamed, "generic-attribution", found["cue"]),
                *("unnamed source", 0.7),
            )

    def _logic_said_before(self, cut: Cut, _: str) -> Iterator[Frame]:
        """Take a sentence whose frame is the next one: "Such is the view of Tokyo."."""
        after = re.match(
            r"\s*(?:This|That|Such) is (?:\w+ )?(?:how|what|the (?:logic|view|position|reasoning"
            r"|thinking) of) ?(?:the )?",
            self._text[cut.end : cut.end + 120],
        )
        if after:
            speaker = self._starting_at(cut.end + after.end())
            if speaker:
                yield self._frame(cut, speaker, "imputed", "", "frame in the next sentence", 0.7)

    def _subject(self, cut: Cut, place: int) -> Speaker | None:
        """Return who stands before a verb: the nearest actor in its clause, or a pronoun's."""
        before = self._text[cut.start : place]
        breaks = [found.end() for found in _CLAUSE_BREAK.finditer(before)]
        start = cut.start + (breaks[-1] if breaks else 0)
        clause = self._text[start:place]
        named = [each for each in self._actors if start <= each.start and each.end <= place]
        outer = [each for each in named if _is_subject(self._text, each, start)]
        subject = outer[-1] if outer else None
        first = _FIRST_PERSON.search(clause)
        if first and (subject is None or start + first.start() > subject.start):
            return AUTHOR
        pronouns = list(_PRONOUN.finditer(clause))
        if pronouns and (subject is None or start + pronouns[-1].start() > subject.end):
            said = pronouns[-1][0].lower()
            return self._last if said != "it" else None
        if subject is None:
            goes_on = re.fullmatch(r"\s*(?:also|then|and)\s*", clause)
            return self._last if goes_on or (breaks and not clause.strip()) else None
        return self._speaker(subject)

    def _before(self, cut: Cut, place: int) -> Speaker | None:
        named = [each for each in self._actors if cut.start <= each.start and each.end <= place]
        outer = [each for each in named if _is_subject(self._text, each, cut.start)]
        return self._speaker(outer[0]) if outer else None

    def _after(self, cut: Cut, place: int) -> Speaker | None:
        for each in self._actors:
            if place - 1 <= each.start <= place + 8 and each.end <= cut.end:
                return self._speaker(each)
        return None

    def _starting_at(self, place: int) -> Speaker | None:
        found = next((each for each in self._actors if each.start == place), None)
        return self._speaker(found) if found else None

    def _ending_at(self, place: int) -> Speaker | None:
        found = next((each for each in self._actors if each.end == place), None)
        return self._speaker(found) if found else None

    def _speaker(self, mention: MentionFound) -> Speaker:
        return Speaker(mention.entity, self._text[mention.start : mention.end])

    def _at_briefing(self, cut: Cut, speaker: Speaker) -> Speaker:
        """Return the host of a briefing where a side that it acts for is said to speak at it."""
        host = self._host
        if not host or not host.entity or speaker.entity not in self._acts_for(host.entity):
            return speaker
        near = self._text[max(0, cut.start - 260) : cut.end]
        return host if re.search(r"\b(?:briefing|handouts?|materials)\b", near) else speaker


def _mode_of(words: str) -> ReportingMode:
    """Tell quotation from indirect speech: more than three words in quotation marks are quoted."""
    quoted = any(len(found["words"].split()) > 3 for found in QUOTED.finditer(words))
    return "direct-quotation" if quoted else "indirect-speech"


def _is_person(mention: MentionFound) -> bool:
    return mention.class_ == "Person"


def _speaks(mention: MentionFound) -> bool:
    kind = (mention.entity or "").partition("/")[0] or mention.class_
    return kind in _SPEAKING


def _is_subject(text: str, mention: MentionFound, start: int) -> bool:
    """Tell whether a name can be the subject: no preposition before it, no possessive after."""
    if re.match(r"['’]s?\b", text[mention.end : mention.end + 2]):
        return False
    if _UNNAMED.match(text, mention.end):
        return False
    before = text[max(start, mention.start - 14) : mention.start]
    return not _PREPOSITION.search(before)
