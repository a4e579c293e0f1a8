"""Who says what, as the text frames it: speaker, manner, and the words that show it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.extraction.cues import (
    ACCORDING,
    GENERIC,
    IMPERSONAL,
    IMPUTING,
    IN_DOCUMENT,
    IN_VIEW,
    OF_STANCE,
    QUOTED,
    REPORTING,
)
from kg.extraction.cutting import Cut
from kg.extraction.mentions import MentionFound, is_name
from kg.extraction.nominal import leads, owners
from kg.extraction.reporters import Reporters, many
from kg.extraction.roles import described, role_after
from kg.extraction.silences import is_silence, is_supposed
from kg.extraction.subjects import AUTHOR, Speaker, Subjects, by_role
from kg.model.values import ReportingMode

_TITLED: Final = re.compile(
    r"(?<!\bhe )(?<!\bshe )(?<!\bit )(?<!\bthey )\b"
    r"(?:called|entitled|titled|headed|under the title|headlined)\s+[“\"«]",
    re.IGNORECASE,
)
_HOST: Final = re.compile(
    r"\b(?:held|hosted|gave|convened|conducted|organi[sz]ed|invited)\b[^.]*?"
    r"\b(?:briefing|press conference|news conference|presentation|meeting|media|press"
    r"|journalists)\b",
    re.IGNORECASE,
)
_ROLE: Final = re.compile(
    r"(?:the )?(?:\w+ )?(?:leader|president|premier|prime minister|minister|spokes\w+|official)\b",
    re.IGNORECASE,
)
_BEING: Final = re.compile(r"\b(?:is|are|was|were|been|being)\b")
_DONE_TO: Final = frozenset(
    {"intended", "wanted", "sought", "considered", "regarded", "viewed", "perceived", "preferred",
     "expected", "felt", "believed", "feared", "hoped"}
)  # fmt: skip
"""What is "intended" intends nothing; who is "concerned" does fear."""
_ALL_QUOTED: Final = re.compile(r"\s*[“\"«][^”\"»]+[”\"»]?[.!?…]*[”\"»]?\s*")
_FIGURES: Final = re.compile(
    r"(?:the |an? )?(?:(?:late|former|retired|veteran) |(?:[a-z]+ )?(?:figures|data|numbers"
    r"|statistics|estimates?|calculations|statements?|surveys?|polls?|reports?|documents?)"
    r" (?:of|by|from) (?:the )?)"
)
"""What may stand between "according to" and a name."""
_TO_STOP: Final = re.compile(r"”[^.!?\n“]*[.!?]?")
_ADVERB: Final = re.compile(r"\s*(?:\s(?:once|also|later|even|then|again|\w+ly))*\s*$")
_WHOSE: Final = re.compile(r", whose [^,]*$")
"""In a clause of which what somebody has is the subject."""
_DANGLING: Final = re.compile(r"(?:[,:]|\bthat|\bthat the|\bas)\s*$")
_SPEAKING: Final = frozenset({"actor", "Person", "Organization", "State", "Place", "Entity"})


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
        self._mentions = mentions
        self._actors = [each for each in mentions if _speaks(each)]
        self._subjects = Subjects(text, self._actors)
        self._reporters = Reporters(text, mentions, self._subjects)
        self._person: Speaker | None = None
        self._host: Speaker | None = None
        self._opened: Frame | None = None
        self._block: Cut | None = None
        self._before: Cut | None = None
        self._frame_before: Frame | None = None

    def of(self, cut: Cut) -> list[Frame]:
        """Return the frames of a sentence; none where it is the author's own voice."""
        words = self._text[cut.start : cut.end]
        found = (
            list(self._in_long_quotation(cut))
            or list(self._quotation_goes_on(cut, words))
            or list(self._found(cut, words))
            or list(self._quoted_block(cut))
        )
        self._open(cut, words, found)
        hosting = _HOST.search(words)
        if hosting and self._host is None:
            self._host = self._subjects.first(cut, cut.start + hosting.start())
        for each in self._actors:
            if cut.start <= each.start < cut.end:
                named = self._subjects.speaker(each)
                self._person = named if named.is_person else self._person
        if found and found[0].mode != "generic-attribution":
            if found[0].speaker.words:
                self._subjects.remember(found[0].speaker)
        elif first := self._subjects.first(cut, cut.end) or self._subjects.document(cut):
            self._subjects.remember(first)
            if not first.is_person:
                self._subjects.mentioned(cut)
        else:
            self._subjects.mentioned(cut)
        self._subjects.body = self._subjects.document(cut) or self._subjects.body
        self._before, self._frame_before = cut, found[0] if found else None
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

    def _quotation_goes_on(self, cut: Cut, words: str) -> Iterator[Frame]:
        """Take a sentence that is a quotation as said by who was quoted just before it."""
        before = self._before
        if before is None or "\n" in self._text[before.end : cut.start]:
            return
        speaker = self._quoted_before(before)
        if speaker and _ALL_QUOTED.fullmatch(words):
            mode: ReportingMode = "direct-quotation"
            yield Frame(cut.start, cut.end, speaker, mode, "", "quotation goes on", 0.75)

    def _quoted_before(self, before: Cut) -> Speaker | None:
        """Return who was quoted in a sentence, or the person who acted in it."""
        frame = self._frame_before
        if frame is None:
            last = self._subjects.last
            return last if last and last is self._subjects.person else None
        quotes = any(mark in self._text[before.start : before.end] for mark in '“”«»"')
        return frame.speaker if quotes or frame.speaker.is_person else None

    def _in_long_quotation(self, cut: Cut) -> Iterator[Frame]:
        """Take a sentence of a quotation of several as said by whom its end or its start names."""
        line = self._text.rfind("\n", 0, cut.start) + 1
        opened = self._text.rfind("“", line, cut.end)
        if opened < 0 or self._text.find("”", max(opened, cut.start), cut.end - 1) >= 0:
            opened = self._text.rfind("“", line, cut.start)
        shut = self._text.find("”", opened) if opened >= 0 else -1
        several = opened >= 0 and shut >= cut.start and (opened < cut.start or shut >= cut.end)
        if not several or "\n" in self._text[opened:shut]:
            return
        after = _TO_STOP.match(self._text, shut)
        end = after.end() if after else shut + 1
        if opened < cut.start or not self._text[cut.start : opened].strip():
            whole = Cut(opened, end, "sentence")
            frames = list(self._reported(whole, self._text[opened:end], shut - opened))
            yield from (replace(each, start=cut.start, end=cut.end) for each in frames)
            if frames:
                return
        if opened < cut.start and self._before and (who := self._quoted_before(self._before)):
            mode: ReportingMode = "direct-quotation"
            yield Frame(cut.start, cut.end, who, mode, "", "quotation goes on", 0.75)

    def _found(self, cut: Cut, words: str) -> Iterator[Frame]:
        if IMPERSONAL.search(words):
            yield from self._generic(cut, words)
            return
        for finder in (self._of_noun_first, self._according, self._titled, self._reported,
                       self._imputed, self._of_noun, self._of_stance, self._generic,
                       self._in_document, self._logic_said_before):  # fmt: skip
            frames = list(finder(cut, words))
            if frames:
                yield from frames
                return

    def _frame(
        self, cut: Cut, speaker: Speaker, mode: ReportingMode, cue: str, rule: str, score: float
    ) -> Frame:
        return Frame(cut.start, cut.end, self._at_briefing(cut, speaker), mode, cue, rule, score)

    def _according(self, cut: Cut, words: str) -> Iterator[Frame]:
        if view := IN_VIEW.search(words):
            speaker = self._subjects.antecedent(cut, cut.start + view.start(), "he")
            if speaker:
                mode = _mode_of(words, speaker)
                yield self._frame(cut, speaker, mode, view["cue"], "according to", 0.75)
                return
        for found in ACCORDING.finditer(words):
            place = cut.start + found.end()
            known_by = _FIGURES.match(self._text, place, cut.end)
            known_by = known_by or described(self._text, place, cut.end)
            speaker = self._subjects.at(known_by.end() if known_by else place, cut.end)
            if speaker is None and _ROLE.match(self._text, place):
                speaker = self._person
            score = 0.85
            if speaker is None and (source := self._source(place, cut.end)):
                speaker, score = source, 0.7
            if speaker is None and (role := role_after(self._text, place, cut.end)):
                speaker, score = by_role(role), 0.75
            if speaker:
                mode = _mode_of(words, speaker)
                yield self._frame(cut, speaker, mode, found["cue"], "according to", score)
                return

    def _source(self, place: int, end: int) -> Speaker | None:
        """Return the document, treaty or survey named right behind "according to"."""
        for each in self._mentions:
            if place <= each.start <= place + len("the ") and each.end <= end:
                words = self._text[each.start : each.end]
                return Speaker(None, words) if is_name(words) else None
        return None

    def _titled(self, cut: Cut, words: str) -> Iterator[Frame]:
        found = _TITLED.search(words)
        speaker = self._host or (
            self._subjects.first(cut, cut.start + found.start()) if found else None
        )
        called = found and self._subjects.ending_at(
            cut.start + len(_ADVERB.sub("", words[: found.start()]))
        )
        if found and speaker and not called:
            cue = found[0].strip(' “"«')
            yield Frame(
                cut.start + found.start(), cut.end, speaker, "indirect-speech", cue, "title", 0.6
            )

    def _reported(self, cut: Cut, words: str, after: int = 0) -> Iterator[Frame]:
        inner = [found.span() for found in QUOTED.finditer(words)]
        verbs = list(REPORTING.finditer(words, after))
        for found in sorted(verbs, key=lambda one: any(a < one.start() < b for a, b in inner)):
            if _WHOSE.search(words[: found.start()]):
                continue
            speaker = self._reporters.speaker(cut, words, found)
            speaker = speaker or self._reporters.document(cut, found)
            if speaker is None or speaker is AUTHOR or is_silence(words, found):
                continue
            if found["cue"].startswith("suggest") and not speaker.is_person:
                # What suggests something is most often a thing.
                continue
            for each in (speaker, *self._subjects.beside(cut.start + found.start(), speaker)):
                mode = _mode_of(words, each)
                yield self._frame(cut, each, mode, found["cue"], "reporting verb", 0.8)
            return

    def _of_stance(self, cut: Cut, words: str) -> Iterator[Frame]:
        for found in OF_STANCE.finditer(words):
            place = cut.start + found.end()
            own, for_ = found["own"] or found["theirs"], found["for"] or found["so"]
            speaker = (
                self._subjects.ending_at(cut.start + found.start())
                if own
                else self._subjects.starting_at(place)
            )
            if speaker is None and (role := role_after(self._text, place, cut.end)):
                speaker = None if own or for_ else by_role(role)
            if speaker and not (for_ and cut.kind == "heading"):
                cue = (found["cue"] or own or for_ or found["mine"]).strip(" '’")
                score = 0.5 if for_ else 0.75
                yield self._frame(cut, speaker, "imputed", cue, "stance of an actor", score)
                return

    def _of_noun_first(self, cut: Cut, words: str) -> Iterator[Frame]:
        """Take "Cruz's argument is that", whatever verbs are in the argument."""
        if leads(words):
            yield from self._of_noun(cut, words)

    def _of_noun(self, cut: Cut, words: str) -> Iterator[Frame]:
        """Take "Cruz's claim that", "the claim of Cruz that" as what Cruz said."""
        for speaker, cue in owners(self._text, cut, self._subjects):
            mode = _mode_of(words, speaker)
            yield self._frame(cut, speaker, mode, cue, "noun of speech", 0.7)
            return

    def _imputed(self, cut: Cut, words: str) -> Iterator[Frame]:
        for found in IMPUTING.finditer(words):
            if found["cue"].lower() in _DONE_TO and _BEING.search(
                words, found.start(), found.start("cue")
            ):
                continue
            speaker = self._subjects.before_verb(cut, cut.start + found.start())
            if found["plural"]:
                speaker = many(words[: found.start()])
            comma = words.find(", ", found.end())
            if not words[: found.start()].strip() and comma > 0:
                speaker = self._subjects.at(cut.start + comma + 2, cut.end, len("the "))
            if speaker and speaker is not AUTHOR and not is_supposed(words, found.start()):
                mode: ReportingMode = "generic-attribution" if speaker.is_generic else "imputed"
                for each in (speaker, *self._subjects.beside(cut.start + found.start(), speaker)):
                    yield self._frame(cut, each, mode, found["cue"], "verb of attitude", 0.65)
                return

    def _generic(self, cut: Cut, words: str) -> Iterator[Frame]:
        found = GENERIC.search(words)
        if found:
            unnamed = Speaker(None, found["cue"])
            yield Frame(
                *(cut.start, cut.end, unnamed, "generic-attribution", found["cue"]),
                *("unnamed source", 0.7),
            )

    def _in_document(self, cut: Cut, words: str) -> Iterator[Frame]:
        """Take "In a poll of May, most were for it" as what the poll says."""
        found = IN_DOCUMENT.match(words)
        role = role_after(self._text, cut.start + found.end(), cut.end) if found else None
        if found and role:
            mode: ReportingMode = "indirect-speech"
            yield self._frame(cut, by_role(role), mode, "In", "according to", 0.6)

    def _logic_said_before(self, cut: Cut, _: str) -> Iterator[Frame]:
        """Take a sentence whose frame is the next one: "Such is the view of Tokyo."."""
        after = re.match(
            r"\s*(?:This|That|Such) is (?:\w+ )?(?:how|what|the (?:logic|view|position|reasoning"
            r"|thinking) of) ?(?:the )?",
            self._text[cut.end : cut.end + 120],
        )
        if after:
            speaker = self._subjects.starting_at(cut.end + after.end())
            if speaker:
                yield self._frame(cut, speaker, "imputed", "", "frame in the next sentence", 0.7)

    def _at_briefing(self, cut: Cut, speaker: Speaker) -> Speaker:
        """Return the host of a briefing where a side that it acts for is said to speak at it."""
        host = self._host
        if not host or not host.entity or speaker.entity not in self._acts_for(host.entity):
            return speaker
        near = self._text[max(0, cut.start - 260) : cut.end]
        return host if re.search(r"\b(?:briefing|handouts?|materials)\b", near) else speaker


def _mode_of(words: str, speaker: Speaker) -> ReportingMode:
    """Tell quotation from indirect speech: more than three words in quotation marks are quoted."""
    if speaker.is_generic:
        return "generic-attribution"
    quoted = any(
        len((found["words"] or found["single"]).split()) > 3 for found in QUOTED.finditer(words)
    )
    return "direct-quotation" if quoted else "indirect-speech"


def _speaks(mention: MentionFound) -> bool:
    kind = (mention.entity or "").partition("/")[0] or mention.class_
    return kind in _SPEAKING
