"""Speakers without a name: "a senior officer", "the Russian side", "many analysts"."""

import re
from dataclasses import dataclass, replace
from typing import Final

_GENERIC: Final = (
    r"analysts?|experts?|observers?|critics?|commentators?|scholars?|specialists?|historians?"
    r"|islanders|residents|locals|fishermen|people|voices|pundits|economists|lawyers|researchers"
)
_BODY: Final = (
    r"officials?|diplomats?|officers?|sources?|spokes(?:man|woman|person|people|men)|ambassador"
    r"|side|government|ministry|military|administration|navy|army|embassy|consulate|delegation"
    r"|coast guard|air force|parliament|cabinet|court|tribunal|part(?:y|ies)|opposition"
    r"|adviser|advisor|committee|agency"
    r"|president|premier|prime minister|minister|chancellor|leader|leaders|leadership|mayor"
    r"|governor"
    r"|senator|lawmakers?|secretary|chief|commanders?|general|admiral|colonel|captain|envoy|aides?"
    r"|negotiators?|think tank|institute|company|team|group|colleagues?|participants?|author"
    r"|newspapers?|daily|magazine|paper|media|press|allies|governments|ministers"
)
_DOCUMENT: Final = (
    r"editorial|report|study|survey|poll|document|communiqué|communique|draft|brief|statement"
    r"|letter|strategy"
)
_NO_MODIFIER: Final = (
    r"(?:in|as|of|on|at|by|to|with|from|for|and|or|that|who|which|is|was|are|were|has|had|have|will"
    r"|would|not|but|when|if)\b"
)
_NOUN_PHRASE: Final = re.compile(
    r"(?P<who>(?:(?P<all>some|many|most|several|other|certain|few|both) )?(?:of )?"
    r"(?:(?:the|a|an|one|two|another|its|his|their|this|that) )?(?:two )?"
    rf"(?:(?!{_NO_MODIFIER})[\w.’'\-]+ ){{0,4}}"
    rf"(?:(?P<generic>{_GENERIC})|(?P<body>{_BODY})|(?P<document>{_DOCUMENT})))(?![\w’'\-])",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    r"(?:\s*,(?P<apposition>[^,;:]{2,90}(?:,[^,;:]{2,60}){0,2}),|\s+(?:from|of|in|at|with|who|for|close"
    r"|familiar|on|to|seen|obtained|published|issued|released|by|based|inside|within|near)\b[^;:“\"]{0,90}?(?:,[^,;:]{2,90},)?)?"
    r"(?:\s+(?:also|even|then|too|now|later|often|repeatedly|has|have|had|is|are|does|do))*\s*"
)
_START: Final = re.compile(
    r"(?:^|[,;:—–(“”»\"] ?"
    r"|\b(?:and|but|that|while|whereas|as|what|when|because|yet|so|where) )\s*$",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(
    r"(?:in|on|at|by|for|from|after|before|during|under|with) ", re.IGNORECASE
)
MOST_WORDS: Final = 6
"""Of so many words only the last are the speaker's."""


@dataclass(frozen=True)
class Role:
    """Who speaks without a name: the words, and whether they name a kind of people only."""

    words: str
    is_generic: bool
    is_document: bool = False
    """Whether it is a paper, by which speaks who issued it."""
    apposition: str = ""
    """What is said of it between commas, before the verb."""
    start: int = 0
    """Where it begins."""


def role_before(clause: str) -> Role | None:
    """Return the noun phrase that is the subject of a verb behind the clause.

    >>> role_before("A senior officer of the fleet ")
    Role(words='A senior officer', is_generic=False, is_document=False, apposition='', start=0)
    >>> role_before("Yesterday, many analysts ").is_generic
    True
    >>> role_before("In the draft ")
    """
    at = 0
    while found := _NOUN_PHRASE.search(clause, at):
        starts = _START.search(clause[: found.start()])
        tail = _TAIL.fullmatch(clause, found.end())
        if starts and tail and not _OPENING.match(found[0]):
            return replace(_role(found), apposition=tail["apposition"] or "")
        at = found.start() + max(1, len(found[0].partition(" ")[0]))
    return None


def role_after(text: str, place: int, end: int) -> Role | None:
    """Return the noun phrase that stands right behind "by" or "according to"."""
    found = _NOUN_PHRASE.match(text, place, end)
    return _role(found) if found else None


def _role(found: re.Match[str]) -> Role:
    generic = bool(found["generic"]) and (
        bool(found["all"]) or found["generic"][-1] in "se" or found["generic"] == "fishermen"
    )
    said = " ".join(found["who"].split()[-MOST_WORDS:])
    return Role(said, generic, bool(found["document"]), start=found.start())
