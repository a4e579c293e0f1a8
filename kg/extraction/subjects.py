"""Who stands before a verb or behind a preposition: a name, a pronoun's, or a role."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.extraction.cutting import Cut
from kg.extraction.lexicon import words
from kg.extraction.mentions import MentionFound
from kg.extraction.roles import Role, role_before

_PRONOUN: Final = re.compile(r"\b(?:he|she|they|it)\b", re.IGNORECASE)
_FIRST_PERSON: Final = re.compile(r"\b(?:I|we|you|one)\b(?! (?:\(|of\b))")
_CLAUSE_BREAK: Final = re.compile(r"[;:]|, (?:but|while|whereas|although) ")
_PREPOSITION: Final = re.compile(
    r"\b(?:of|in|to|with|from|by|at|on|for|about|against|between|near|into|and|under|over|toward"
    r"|towards|than|as)\s+(?:the\s+|its\s+|this\s+)?[“\"«]?$",
    re.IGNORECASE,
)
_AS: Final = re.compile(
    r"(?:^\s*|[,;:—–(] ?|\b(?:yet|but|and) )as (?:for )?(?:the )?$", re.IGNORECASE
)
"""Who stands behind it may speak: "as Cruz said"."""
_UNNAMED: Final = re.compile(
    r" (?:and [\w.]+ )?(?:analysts|experts|observers|critics|scholars|commentators|media)\b"
    r"| (?:allies|officials?|diplomats?|newspapers?|district|residents|troops|leaders?|officers?"
    r"|sources?|lawmakers?|commentary|editorial|lawyers?|spokes\w+|ambassador|envoy|government"
    r"|military)\b"
)
"""Who belongs to an actor and does not speak for it."""
_APPOSED: Final = re.compile(
    r"(?: \([^)]*\))?,\s+(?!(?:and|but|too|or|however|meanwhile)\b)[^;:]{2,200},"
    r"(?:\s+(?:also|even|then|has|have|had|is|was))*\s*"
)
"""What stands between a name and its verb, between commas: ", the mayor of the island,"."""
_AUXILIARY: Final = re.compile(r"(?:\s+(?:both|also|then|have|had|has|are|were|do|did))*\s*")
_NEAR: Final = 20
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_QUOTATION: Final = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"")
"""Whom somebody names in a quotation does not say it; a name in quotation marks is none."""
MOST_QUOTED_NAME: Final = 3
_THEY_IN: Final = re.compile(r"(?:In|At|in|at)(?: the)? $")


@dataclass(frozen=True)
class Speaker:
    """Who is said to speak or think: a known actor, or the words that name them."""

    entity: str | None
    words: str
    is_generic: bool = False
    """Whether the words name a kind of people only."""
    is_person: bool = False
    """Whether "he" or "she" can take them up."""


AUTHOR: Final = Speaker(None, "")


class Subjects:
    """Finds subjects among the actors of a text, and remembers whom a pronoun takes up."""

    def __init__(self, text: str, actors: Sequence[MentionFound]) -> None:
        self._text, self._actors = text, actors
        self.last: Speaker | None = None
        """Who spoke or acted last."""
        self.person: Speaker | None = None
        """The person who did."""

    def before_verb(self, cut: Cut, place: int, *, it: bool = False) -> Speaker | None:
        """Return who stands before a verb: the nearest actor in its clause, or a pronoun's.

        With ``it``, that pronoun too takes up who spoke last, where it is the whole subject.
        """
        before = self._text[cut.start : place]
        breaks = [found.end() for found in _CLAUSE_BREAK.finditer(before)]
        start = cut.start + (breaks[-1] if breaks else 0)
        clause = _QUOTATION.sub(_blank, self._text[start:place])
        outer = self._subjects(start, place)
        subject = self._apposed(outer, place) or (outer[-1] if outer else None)
        first = _FIRST_PERSON.search(clause)
        if first and (subject is None or start + first.start() > subject.start):
            return AUTHOR
        pronouns = list(_PRONOUN.finditer(clause))
        if pronouns and (subject is None or start + pronouns[-1].start() > subject.end):
            if it and clause.strip().lower() == "it" and self.last and not self.last.is_person:
                return self.last
            return self.antecedent(cut, start + pronouns[-1].start(), pronouns[-1][0].lower())
        role = role_before(clause)
        if subject is not None and not (
            role and role.apposition and self._within(role, subject, start)
        ):
            return self.speaker(subject)
        goes_on = re.fullmatch(r"\s*(?:also|then|and)\s*", clause)
        if goes_on or (breaks and not clause.strip()):
            return self.last
        return self._by_role(role, start) if role else None

    def _within(self, role: Role, subject: MentionFound, start: int) -> bool:
        """Tell whether an actor is only named in what is said of a role, between commas."""
        said = self._text[subject.start : subject.end]
        return start + role.start < subject.start and role.apposition.strip() != said

    def _by_role(self, role: Role, start: int) -> Speaker:
        """Return who a role is; by a document speaks whose it is, if that is said before it."""
        if role.is_document:
            low, high = start + role.start, start + role.start + len(role.words)
            for each in self._actors:
                owns = self._text[each.end : each.end + 1] in {"'", "’"}
                if low <= each.start and each.end < high and owns:
                    return self.speaker(each)
        return Speaker(None, role.words, role.is_generic)

    def beside(self, place: int, speaker: Speaker) -> Iterator[Speaker]:
        """Yield who speaks together with somebody: Cruz, in "Okeke and Cruz have warned"."""
        for one in self._actors:
            if one.end > place or place - one.end > _NEAR:
                continue
            joint = self._text.rfind(" and ", 0, one.start)
            between = self._text[joint + len(" and ") : one.start]
            if (
                joint < 0
                or between not in {"", "the "}
                or not _AUXILIARY.fullmatch(self._text, one.end, place)
            ):
                continue
            if self._text[:joint].endswith(speaker.words) and speaker.words:
                yield self.speaker(one)
                return

    def _subjects(self, start: int, place: int) -> list[MentionFound]:
        """Return the actors that can be a subject: outside of brackets, no preposition before."""
        clause = self._text[start:place]
        inside = [found.span() for found in _IN_BRACKETS.finditer(clause)]
        inside += [found.span() for found in _QUOTATION.finditer(clause) if _is_long(found[0])]
        return [
            each
            for each in self._actors
            if start <= each.start
            and each.end <= place
            and is_subject(self._text, each, start)
            and not any(low <= each.start - start < high for low, high in inside)
        ]

    def _apposed(self, outer: Sequence[MentionFound], place: int) -> MentionFound | None:
        """Return the first actor between whom and the verb stands only what is said of them."""
        for each in outer:
            if _APPOSED.fullmatch(self._text, each.end, place):
                return each
        return None

    def antecedent(self, cut: Cut, place: int, pronoun: str) -> Speaker | None:
        """Return whom a pronoun takes up: who acts earlier in the sentence, or acted last."""
        if pronoun == "it":
            return None
        before = self._subjects(cut.start, place)
        if pronoun == "they":
            seat = next((each for each in self._actors if each.end == place - 1), None)
            if seat and _THEY_IN.search(self._text[max(0, seat.start - 8) : seat.start]):
                return self.speaker(seat)
            return self.last
        people = [who for each in before if (who := self.speaker(each)).is_person]
        return people[0] if people else self.person or self.last

    def remember(self, speaker: Speaker) -> None:
        """Note who spoke or acted, whom a pronoun may take up next."""
        self.last = speaker
        self.person = speaker if speaker.is_person else self.person

    def first(self, cut: Cut, place: int) -> Speaker | None:
        """Return the first actor of a sentence that can be a subject."""
        outer = self._subjects(cut.start, place)
        return self.speaker(outer[0]) if outer else None

    def at(self, place: int, end: int, room: int = 8) -> Speaker | None:
        """Return the actor that begins at a place, or within so many code points after it."""
        for each in self._actors:
            if place - 1 <= each.start <= place + room and each.end <= end:
                return self.speaker(each)
        return None

    def starting_at(self, place: int) -> Speaker | None:
        """Return the actor that begins just there."""
        found = next((each for each in self._actors if each.start == place), None)
        return self.speaker(found) if found else None

    def ending_at(self, place: int) -> Speaker | None:
        """Return the actor that ends just there."""
        found = next((each for each in self._actors if each.end == place), None)
        return self.speaker(found) if found else None

    def speaker(self, mention: MentionFound) -> Speaker:
        """Return the speaker that a mention names."""
        said = self._text[mention.start : mention.end]
        lands = words("countries") | words("capitals") | words("regions")
        known = (mention.entity or "").startswith("actor/") and said not in lands
        person = mention.class_ == "Person" or (
            known and not words("organizations") & {*said.split()}
        )
        return Speaker(mention.entity, said, is_person=person)


def _blank(quotation: re.Match[str]) -> str:
    """Return the marks of a quotation with nothing between: who speaks in it is another."""
    return quotation[0][0] + " " * (len(quotation[0]) - 2) + quotation[0][-1]


def _is_long(quotation: str) -> bool:
    return len(quotation.split()) > MOST_QUOTED_NAME


def is_subject(text: str, mention: MentionFound, start: int) -> bool:
    """Tell whether a name can be the subject: no preposition before it, no possessive after."""
    if re.match(r"['’]s?\b", text[mention.end : mention.end + 2]):
        return False
    if _UNNAMED.match(text, mention.end):
        return False
    before = text[max(start, mention.start - 14) : mention.start]
    return _AS.search(before) is not None or not _PREPOSITION.search(before)
