"""Who stands before a verb or behind a preposition: a name, a pronoun's, or a role."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.extraction.cutting import Cut
from kg.extraction.lexicon import words
from kg.extraction.mentions import MentionFound, is_name
from kg.extraction.roles import BODY, GENERIC, Role, role_before
from kg.extraction.roles import role_after as role_at

_PRONOUN: Final = re.compile(r"(?<!about )(?<!of )(?<!for )\b(?:he|she|they|it)\b", re.IGNORECASE)
_FIRST_PERSON: Final = re.compile(
    r"\b(?:I|we|you|[Tt]his (?:author|writer)"
    r"|[Tt]he (?:present )?author of these lines)\b(?! (?:\(|of\b))"
    r"|\b[Oo]ne (?=(?:can|could|may|might|must|should|has|is|would|will|cannot)\b|$)"
)
_CLAUSE_BREAK: Final = re.compile(r"[;:]|, (?:but|while|whereas|although) ")
_PREPOSITION: Final = re.compile(
    r"\b(?:of|in|to|with|from|by|at|on|for|about|against|between|near|into|and|under|over|toward"
    r"|towards|than|as)\s+(?:the\s+|its\s+|this\s+)?[“\"«]?$",
    re.IGNORECASE,
)
_AS: Final = re.compile(
    r"(?:^\s*|[,;:—–(][”\"»’]? ?|\b(?:yet|but|and|where) )as (?:for )?(?:the )?(?:(?:then|former"
    r"|late"
    r"|retired) )?$",
    re.IGNORECASE,
)
"""Who stands behind it may speak: "as Cruz said"."""
_UNNAMED: Final = re.compile(
    r" (?:and [\w.]+ )?(?:analysts|experts|observers|critics|scholars|commentators|media)\b"
    rf"| (?:senior )?(?:{GENERIC}|{BODY}|commentary|editorial|district|troops|allies)\b"
)
"""Who belongs to an actor and does not speak for it."""
_NEXT_CLAUSE: Final = re.compile(
    r"[,;][”’\"»]? (?:and|but) (?:the )?$|[”’\"»],? (?:and|but) (?:the )?$"
)
_IN_TAIL: Final = re.compile(
    r" (?:of [\w ]+ )?\w+ing \w| (?:for|of|at|from|in|with) [^,;:]*['’]s $"
)
"""What stands between a role and a name that only says more of it: "a voice of Naha's"."""
_OWNED: Final = re.compile(rf"['’]s (?:[a-z]+ ){{0,2}}(?:{GENERIC}|{BODY})\b")
_APPOSED: Final = re.compile(
    r"(?: \([^)]*\))?,\s+(?!(?:and|but|too|or|however|meanwhile)\b)[^;:]{2,200},"
    r"(?:\s+(?:also|even|then|has|have|had|is|was))*\s*"
)
"""What stands between a name and its verb, between commas: ", the mayor of the island,"."""
_AND: Final = re.compile(r"[^,;:.]{0,40}?,? and(?: (?:\w+ly|then|also))?\s*")
_ACTS: Final = re.compile(
    r"(?: [^,;:]{1,90},)?(?: [\w’'-]+){0,6}? (?:\w+ed|met|sent|told|held|flew|took|saw|gave|made"
    r"|names|calls|tells|sees|wants|meets|sends|urges|accuses) "
)
"""What an actor does, before what it does next."""
_AND_SO: Final = re.compile(r"^\s*(?:as|and|but|while|yet|or) ")
_ALONE: Final = re.compile(r"\s*(?:\w+ly|also|then|later|has|have|had)*\s*")
_OPENS: Final = re.compile(r"(?:^|[,;:—] ?|\b(?:that|and|but|as|while|what|which|if|when|where) )$")
_AUXILIARY: Final = re.compile(r"(?:\s+(?:both|also|then|have|had|has|are|were|do|did))*\s*")
_PARTICIPLE: Final = re.compile(r"(?:\w+ly )?\w+ing\b")
_CONNECTIVE: Final = re.compile(r"\s*[A-Z][a-z]+, ")
_DATELINE: Final = re.compile(
    r"[A-Z][\w .,/’'-]{2,40}(?:, [A-Z][a-z]+\.? \d{1,2})?(?: ?\([^)]{2,30}\))? (?:--|–|—) "
)
"""Where a report comes from."""
_WHO: Final = re.compile(
    r",? who(?:se office)?(?: \w+ly| also| then| later| once| has| had| have| himself"
    r"| herself)*\s*$"
)
_NEAR: Final = 20
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_QUOTATION: Final = re.compile(r"“[^”]*”|«[^»]*»|\"[^\"]*\"|(?<!\w)‘(?:[^‘’]|’(?=\w))*’(?!\w)")
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


def by_role(role: Role) -> Speaker:
    """Return the speaker that a role is."""
    return Speaker(None, role.words, role.is_generic, role.is_person)


AUTHOR: Final = Speaker(None, "")


class Subjects:
    """Finds subjects among the actors of a text, and remembers whom a pronoun takes up."""

    def __init__(self, text: str, actors: Sequence[MentionFound]) -> None:
        self._text, self._actors = text, actors
        self.last: Speaker | None = None
        """Who spoke or acted last."""
        self.person: Speaker | None = None
        """The person who did."""
        self.body: Speaker | None = None
        """The state, body or document that did."""

    def before_verb(self, cut: Cut, place: int, *, it: bool = False) -> Speaker | None:
        """Return who stands before a verb: the nearest actor in its clause, or a pronoun's.

        With ``it``, that pronoun too takes up who spoke last, where it is the whole subject.
        """
        start, broken = self._clause(cut, place)
        if named := self._before_who(start, place):
            return named
        clause = _QUOTATION.sub(_blank, self._text[start:place])
        outer = self._subjects(start, place)
        nearest = self._apposed(outer, place) or (outer[-1] if outer else None)
        if _is_authors(clause, start, nearest):
            return AUTHOR
        role = role_before(clause)
        if pronoun := _pronoun(clause, start, nearest, role):
            if it and clause.rpartition(",")[2].strip().lower() == "it":
                return self._thing(cut, start + pronoun.start())
            return self.antecedent(cut, start + pronoun.start(), pronoun[0].lower())
        if role is None and (main := self._of_participle(outer, start, place)):
            return main
        subject = self._of_first_verb(outer, nearest, place)
        if subject is not None and not (role and self._yields(subject, role, clause, start)):
            return self.speaker(subject)
        if re.fullmatch(r"\s*(?:also|then|and)\s*", clause) or (broken and not clause.strip()):
            return self.last
        if role:
            return self._by_role(role, start)
        ruled = self._subjects(start, place, ruled=True)
        return self.speaker(ruled[-1]) if ruled else None

    def _clause(self, cut: Cut, place: int) -> tuple[int, bool]:
        """Return where the clause of a verb begins, and whether another is before it."""
        before = self._text[cut.start : place]
        breaks = [found.end() for found in _CLAUSE_BREAK.finditer(before)]
        dated = _DATELINE.match(before)
        start = breaks[-1] if breaks else dated.end() if dated else 0
        return cut.start + start, bool(breaks)

    def _of_participle(
        self, outer: Sequence[MentionFound], start: int, place: int
    ) -> Speaker | None:
        """Return who opens the clause of a participle: "Some came to Naha, demanding that"."""
        if not _PARTICIPLE.match(self._text, place):
            return None
        main = role_at(self._text, start, place)
        if main and not (outer and outer[0].start <= main.start + len(main.words)):
            return by_role(main)
        opens = outer and self._text[start : outer[0].start].strip().lower() in {"", "the"}
        return self.speaker(outer[0]) if opens else None

    def _yields(self, subject: MentionFound, role: Role, clause: str, start: int) -> bool:
        """Tell whether a role is the subject, and an actor before the verb is not."""
        last = clause.rfind(",") + 1
        ends = subject.end <= start + last and self._ends(role, clause, last)
        return ends or self._in_tail(role, subject, start) or self._within(role, subject, start)

    def _before_who(self, start: int, place: int) -> Speaker | None:
        """Return whom a relative clause is about: "Cruz, who also warned"."""
        who = _WHO.search(self._text, start, place)
        return self.ending_at(who.start()) if who and who.end() == place else None

    def _thing(self, cut: Cut, place: int) -> Speaker | None:
        """Return whom "it" takes up: the body that acts in the sentence, or did before."""
        for each in self._subjects(cut.start, place):
            if not (who := self.speaker(each)).is_person:
                return who
        return self._about(cut, place) or (self.last if self._is_body(self.last) else self.body)

    def _about(self, cut: Cut, end: int) -> Speaker | None:
        role = role_at(self._text, cut.start, end)
        return by_role(role) if role and not role.is_person and not role.is_generic else None

    @staticmethod
    def _is_body(speaker: Speaker | None) -> bool:
        return speaker is not None and not speaker.is_person

    def _within(self, role: Role, subject: MentionFound, start: int) -> bool:
        """Tell whether an actor is only named in what is said of a role, between commas."""
        said = self._text[subject.start : subject.end]
        inside = bool(role.apposition) and start + role.start < subject.start
        return inside and role.apposition.strip() != said

    def _in_tail(self, role: Role, subject: MentionFound, start: int) -> bool:
        """Tell whether a name lies in what follows a role: residents living near the Naha base."""
        between = self._text[start + role.start + len(role.words) : subject.start]
        return (
            start + role.start < subject.start
            and _IN_TAIL.match(between) is not None
            and not re.search(r"[,;:]", between)
        )

    @staticmethod
    def _ends(role: Role, clause: str, after: int) -> bool:
        """Tell whether a role is all that stands behind the last comma: ", the ministry said"."""
        said = _AND_SO.sub("", clause[after:]).strip()
        rest = said.removeprefix(role.words)
        return rest != said and _ALONE.fullmatch(rest) is not None

    def _of_first_verb(
        self, outer: Sequence[MentionFound], subject: MentionFound | None, place: int
    ) -> MentionFound | None:
        """Return the subject of two verbs: Cruz, in "Cruz met Okeke and warned"."""
        if subject is None or len(outer) < len("ab") or subject is outer[0]:
            return subject
        joined = _AND.fullmatch(self._text, subject.end, place)
        before = self._text[outer[0].end : subject.start]
        return outer[0] if joined and _ACTS.match(before) else subject

    def _by_role(self, role: Role, start: int) -> Speaker:
        """Return who a role is; by a document speaks whose it is, if that is said before it."""
        if role.is_document:
            low, high = start + role.start, start + role.start + len(role.words)
            for each in self._actors:
                owns = self._text[each.end : each.end + 1] in {"'", "’"}
                if low <= each.start and each.end < high and owns:
                    return self.speaker(each)
        return by_role(role)

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

    def _subjects(self, start: int, place: int, *, ruled: bool = False) -> list[MentionFound]:
        """Return the actors that can be a subject: outside of brackets, no preposition before.

        With ``ruled``, those whose body or people follow: "Reed administration".
        """
        clause = self._text[start:place]
        inside = [found.span() for found in _IN_BRACKETS.finditer(clause)]
        inside += [found.span() for found in _QUOTATION.finditer(clause) if _is_long(found[0])]
        return [
            each
            for each in self._actors
            if start <= each.start
            and each.end <= place
            and is_subject(self._text, each, start, ruled=ruled)
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
            main = role_at(self._text, cut.start, place)
            return by_role(main) if main and main.words.endswith("s") else self.last
        people = [who for each in before if (who := self.speaker(each)).is_person]
        broken = max(self._text.rfind(mark, cut.start, place) for mark in ":;")
        earlier = self._sole(cut.start, broken) if broken > 0 else None
        return people[0] if people else earlier or self.person or self.last

    def remember(self, speaker: Speaker) -> None:
        """Note who spoke or acted, whom a pronoun may take up next."""
        self.last = speaker
        self.body = self.body if speaker.is_person else speaker
        again = speaker.words.lower().startswith("the ") and speaker.entity is None
        self.person = speaker if speaker.is_person and not (again and self.person) else self.person

    def first(self, cut: Cut, place: int) -> Speaker | None:
        """Return the first actor of a sentence that can be a subject."""
        outer = self._subjects(cut.start, place)
        return self.speaker(outer[0]) if outer else None

    def document(self, cut: Cut) -> Speaker | None:
        """Return the document or side that a sentence is about, if it begins with one."""
        opening = _CONNECTIVE.match(self._text, cut.start, cut.end)
        role = role_at(self._text, opening.end() if opening else cut.start, cut.end)
        named = any(each.start <= cut.start < each.end for each in self._actors)
        return self._by_role(role, 0) if role and not role.is_generic and not named else None

    def mentioned(self, cut: Cut) -> None:
        """Note the one person that a sentence names, where nobody else acts in it."""
        self.person = self._sole(cut.start, cut.end) or self.person

    def _sole(self, start: int, end: int) -> Speaker | None:
        """Return the one person that is named between two places."""
        people = {
            who.words: who
            for each in self._actors
            if start <= each.start < end and (who := self.speaker(each)).is_person
        }
        return next(iter(people.values())) if len(people) == 1 else None

    def at(self, place: int, end: int, room: int = 8) -> Speaker | None:
        """Return the actor that begins at a place, or within so many code points after it."""
        for each in self._actors:
            near = place - 1 <= each.start <= place + room and each.end <= end
            if near and not _UNNAMED.match(self._text, each.end):
                return self._of_owner(each) or self.speaker(each)
        return None

    def _of_owner(self, owner: MentionFound) -> Speaker | None:
        """Return who is named by whose they are: Cruz's spokesman."""
        owned = _OWNED.match(self._text, owner.end)
        if owned is None:
            return None
        words_ = self._text[owner.start : owned.end()]
        return Speaker(None, words_, is_person=not words_.endswith("s"))

    def starting_at(self, place: int) -> Speaker | None:
        """Return the actor that begins just there."""
        found = next((each for each in self._actors if each.start == place), None)
        owns = found is not None and _UNNAMED.match(self._text, found.end)
        return (self._of_owner(found) or self.speaker(found)) if found and not owns else None

    def ending_at(self, place: int) -> Speaker | None:
        """Return the actor that ends just there."""
        found = next((each for each in self._actors if each.end == place), None)
        return self.speaker(found) if found else None

    def speaker(self, mention: MentionFound) -> Speaker:
        """Return the speaker that a mention names."""
        said = self._text[mention.start : mention.end]
        plain = said if said in words("capitals") else re.sub(r"\.\s?", "", said)
        lands = words("countries") | words("capitals") | words("regions")
        known = (mention.entity or "").startswith("actor/") and plain not in lands and is_name(said)
        person = mention.class_ == "Person" or (
            known and not words("organizations") & {*said.split()}
        )
        return Speaker(mention.entity, said, is_person=person)


def _blank(quotation: re.Match[str]) -> str:
    """Return the marks of a quotation with nothing between: who speaks in it is another."""
    return quotation[0][0] + " " * (len(quotation[0]) - 2) + quotation[0][-1]


def _is_authors(clause: str, start: int, nearest: MentionFound | None) -> bool:
    """Tell whether the author is the subject: "I", nearer to the verb than any actor."""
    first = _FIRST_PERSON.search(clause)
    return first is not None and (nearest is None or start + first.start() > nearest.start)


def _pronoun(
    clause: str, start: int, nearest: MentionFound | None, role: Role | None
) -> re.Match[str] | None:
    """Return the pronoun that is the subject of a verb behind the clause."""
    found = [each for each in _PRONOUN.finditer(clause) if not _is_object(clause, each)]
    if not found or (role and "," in clause[found[-1].end() : role.start]):
        return None
    nearer = nearest is None or start + found[-1].start() > nearest.end
    return found[-1] if nearer else None


def _is_object(clause: str, pronoun: re.Match[str]) -> bool:
    """Tell "it" that is done something to from one that acts: "raised it again, calling"."""
    opens = _OPENS.search(clause[: pronoun.start()])
    return pronoun[0] == "it" and not opens and not _ALONE.fullmatch(clause, pronoun.end())


def _is_long(quotation: str) -> bool:
    return len(quotation.split()) > MOST_QUOTED_NAME


def is_subject(text: str, mention: MentionFound, start: int, *, ruled: bool = False) -> bool:
    """Tell whether a name can be the subject: no preposition before it, no possessive after."""
    if re.match(r"['’]s?\b", text[mention.end : mention.end + 2]):
        return False
    if bool(_UNNAMED.match(text, mention.end)) != ruled:
        return False
    before = text[max(start, mention.start - 14) : mention.start]
    free = _AS.search(before) is not None or _NEXT_CLAUSE.search(before) is not None
    return free or not _PREPOSITION.search(before)
