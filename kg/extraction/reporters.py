"""Who is the subject of a verb of speaking: before it, behind it, or behind "by"."""

import re
from collections.abc import Sequence
from typing import Final

from kg.extraction.cutting import Cut
from kg.extraction.mentions import MentionFound, is_name
from kg.extraction.roles import described, role_after, role_before
from kg.extraction.subjects import Speaker, Subjects, by_role

_BEING: Final = re.compile(r"\b(?:is|are|was|were|been|being)\b")
_DONE_BY: Final = re.compile(r"(?!respond|counter|repl|react|began|start)\w+ed")
_BY: Final = re.compile(r"\s+(?:\w+ly )?by (?:the )?")
_PASSIVE: Final = frozenset({"described", "characterized", "characterised"})
_INVERTED: Final = re.compile(r"\w+(?:s|ed|[a-z]id|wrote|told)")
_THEY: Final = re.compile(r"\b[Tt]hey $")
_STATES: Final = re.compile(
    r"says?|said|states?|stated|provide[sd]|stipulate[sd]|requires?|defines?"
)
_OF_ITS_OWN: Final = re.compile(
    r"(?: of (?:the )?[A-Z][\w ]+)?(?: (?:still|also|only|expressly))? "
)
_SAY: Final = re.compile(
    r"said|says|wrote|writes|added|adds|warned|warns|argued|argues|noted|notes|explained|explains"
    r"|asked|asks|insisted|insists|claimed|claims|declared|replied|announced|stressed|emphasi[sz]ed"
)
"""What may stand before its subject behind a comma alone."""
_SAID: Final = re.compile(r"(?:[”’\"»]|(?:^|[,;:—–] ?)[Ss]o)\s*$")


class Reporters:
    """Finds who says it among the mentions of a text."""

    def __init__(self, text: str, mentions: Sequence[MentionFound], subjects: Subjects) -> None:
        self._text, self._mentions, self._subjects = text, mentions, subjects

    def speaker(self, cut: Cut, words: str, found: re.Match[str]) -> Speaker | None:
        """Return who says it: before the verb, or after "by" where the verb is in the passive."""
        if found["plural"] and not _THEY.search(words[: found.start()]):
            return many(words[: found.start()])
        passive = _BEING.search(words, found.start(), found.start("cue")) is not None
        passive = passive and not found["cue"].endswith("ing")
        passive = passive or (
            words.startswith(" by ", found.end()) and _DONE_BY.fullmatch(found["cue"]) is not None
        )
        as_such = found["cue"] in _PASSIVE and words.startswith(" as ", found.end())
        if not passive and not as_such:
            behind = self._behind(cut, words, found)
            return behind or self._subjects.before_verb(cut, cut.start + found.start(), it=True)
        by = _BY.match(words, found.end())
        if by is None:
            return None
        return self._at(cut.start + by.end(), cut.end, room=0)

    def document(self, cut: Cut, found: re.Match[str]) -> Speaker | None:
        """Return the treaty or the manual right before a verb: "Article IV provides that"."""
        if not _STATES.fullmatch(found["cue"]):
            return None
        for each in self._mentions:
            words = self._text[each.start : each.end]
            gap = self._text[each.end : cut.start + found.start("cue")]
            if cut.start <= each.start and _OF_ITS_OWN.fullmatch(gap) and is_name(words):
                return Speaker(None, words)
        return None

    def _behind(self, cut: Cut, words: str, found: re.Match[str]) -> Speaker | None:
        """Return who stands behind the verb that ends a quotation: “…,” said Cruz."""
        before = words[: found.start("cue")]
        said = _SAY.fullmatch(found["cue"]) and before.rstrip().endswith(",")
        if not said and not (_INVERTED.fullmatch(found["cue"]) and _SAID.search(before)):
            return None
        return self._at(cut.start + found.end() + 1, cut.end, room=len("the "))

    def _at(self, place: int, end: int, room: int) -> Speaker | None:
        """Return who is named at a place, as somebody described or by a role."""
        known_by = described(self._text, place, end)
        if known_by and (named := self._subjects.starting_at(known_by.end())):
            return named
        role = role_after(self._text, place, end)
        return self._subjects.at(place, end, room) or (by_role(role) if role else None)


def many(clause: str) -> Speaker | None:
    """Return the people before a verb that has no ending: "Naha envoys say"."""
    many = role_before(clause)
    if many and many.words.endswith(("s", "people", "men")):
        return by_role(many)
    return None
