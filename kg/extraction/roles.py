"""Speakers without a name: "a senior officer", "the Russian side", "many analysts"."""

import re
from dataclasses import dataclass, replace
from typing import Final

from kg.extraction.lexicon import words

GENERIC: Final = (
    r"[a-z]{3,}ists|analysts?|experts?|observers?|critics?|commentators?|scholars?|specialists?"
    r"|historians?"
    r"|islanders?|residents?|locals|fishermen|people|voices|pundits?|economists?|lawyers?"
    r"|researchers?"
    r"|politicians?|strategists?|planners|watchers?|hawks?|hardliners?|doves?|activists?|sceptics?"
    r"|skeptics?"
    r"|advocates?|proponents?|supporters?|opponents?|detractors?|academics?|columnists?|bloggers?"
    r"|netizens?"
    r"|voters?|villagers?|farmers?"
)
BODY: Final = (
    r"department|office|bureau|service|secretariat|council|staff|command|union|association|crew"
    r"|envoys|"
    r"wom[ae]n|person|figure|farmer|fisherman|student|teacher|protesters?|organi[sz]ers?|activist"
    r"|pilots?"
    r"|sailors?"
    r"|representatives?|scholar|professors?|researcher|fellow|director|chairman|chairwoman|founder"
    r"|editors?|correspondents?|columnist|writer|reporters?|journalists?|priest|critic|expert"
    r"|analyst"
    r"|historian|lawyer|economist|scientist|resident|strategist|politician|lawmaker|"
    r"officials?|diplomats?|officers?|sources?|spokes(?:man|woman|person|people|men)|ambassador"
    r"|side|government|ministry|military|administration|navy|army|embassy|consulate|delegation"
    r"|coast guard|air force|parliament|cabinet|court|tribunal|part(?:y|ies)|opposition"
    r"|adviser|advisor|committee|agency"
    r"|president|premier|prime minister|minister|chancellor|leader|leaders|leadership|mayor"
    r"|governor"
    r"|senator|lawmakers?|secretary|chief|commanders?|general|admiral|colonel|captain|envoy|aides?"
    r"|negotiators?|think tank|institute|company|team|group|colleagues?|participants?|author"
    r"|employees?|insiders?|interlocutors?|counterparts?|delegates?|briefers?|planners?|hosts?"
    r"|negotiators|veterans?|aviators?|scientists?"
    r"|students?"
    r"|newspapers?|daily|magazine|paper|media|press|allies|governments|ministers"
)
_ONE: Final = re.compile(
    r"^(?:one of|one)\b|\b(?:officer|official|diplomat|spokes(?:man|woman|person)|ambassador"
    r"|adviser"
    r"|advisor|president|premier|minister|chancellor|leader|mayor|governor|senator|lawmaker"
    r"|secretary"
    r"|chief|commander|general|admiral|colonel|captain|envoy|aide|author|expert|analyst|lawyer"
    r"|insider"
    r"|scientist|historian|negotiator|veteran|employee|source|host|woman|man|person|figure|farmer"
    r"|fisherman"
    r"|student|teacher|activist"
    r"|scholar|professor|researcher|fellow|director|chairman|chairwoman|founder|columnist|writer"
    r"|priest"
    r"|critic|economist|resident|strategist|politician)$",
    re.IGNORECASE,
)
_DOCUMENT: Final = (
    r"editorial|report|study|survey|poll|document|communiqué|communique|draft|brief|statement"
    r"|letter|strategy|estimates?|figures|data|statistics|assessments?|readout|memo(?:randum)?"
    r"|commentary|op-ed|article(?! [\dIVX])|paper|proposal|plan|review|analysis|resolution|ruling"
    r"|verdict"
    r"|judge?ment|press release|transcript|memoirs?|book|essay|account|documents|reports|studies"
    r"|polls"
)
_NO_MODIFIER: Final = (
    r"(?:the|an?|in|as|of|on|at|by|to|with|from|for|and|or|that|who|which|is|was|are|were|has|had"
    r"|have|will"
    r"|would|not|but|when|if)\b"
)
_NOUN_PHRASE: Final = re.compile(
    r"(?P<who>(?:(?P<all>some|many|most|several|other|certain|few|both|all) )?(?:of |one of )?"
    r"(?:(?:the|a|an|one|two|another|its|his|their|this|that) )?(?:two )?"
    rf"(?:(?!{_NO_MODIFIER})\w[\w.’'\-]* ){{0,4}}"
    rf"(?:(?P<generic>{GENERIC})|(?P<body>{BODY})|(?P<document>{_DOCUMENT})))(?![\w’'\-])",
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    r"(?:\s*,(?P<apposition>[^,;:]{2,90}(?:,[^,;:]{2,60}){0,2}),|\s+(?:from|of|in|at|with|who|for"
    r"|such as|including|among them"
    r"|close"
    r"|familiar|on|to|seen|obtained|published|issued|released|by|based|inside|within|living"
    r"|speaking|working|serving|briefed|involved"
    r"|near)\b[^;:“\"]{0,90}?(?:,[^,;:]{2,160},)?)?"
    r"(?:\s+\w+ed(?: [\w’'-]+){0,5},? and)?(?:\s+(?:here|there|alike|also|even|then|too|now|later"
    r"|often|repeatedly|has|have|had|is|are"
    r"|does"
    r"|do))*\s*"
)
_CALENDAR: Final = "|".join(sorted(words("calendar")))
_START: Final = re.compile(
    r"(?:^|[,;:—–(“”’»\"] ?"
    r"|\b(?:and|but|that|while|whereas|as|what|when|because|yet|so|where) "
    rf"|(?:^|[,;:] )(?:(?:in|on|by|since) (?:early |late |mid-)?(?:(?:\d{{1,2}} )?(?:{_CALENDAR}) "
    r"(?:\d{1,2}, )?(?:\d{4} )?|\d{4} )"
    r"|(?:last|this|earlier this|late last) \w+ |in (?:private|public)(?: \w+)? ))\s*$",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(
    r"(?:in|on|at|by|for|from|after|before|during|under|with) ", re.IGNORECASE
)
_DEMONYM: Final = "|".join(sorted(words("demonyms")))
_DESCRIBED: Final = re.compile(
    r"(?:the |an? )?"
    rf"(?:(?!{_NO_MODIFIER})[a-z][a-z’'\-]+ |(?:{_DEMONYM})(?:[-–][a-z]+)? ){{1,6}}"
    r"(?=[A-Z])"
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

    @property
    def is_person(self) -> bool:
        """Whether it is one person, whom "he" or "she" can take up."""
        return not self.is_generic and _ONE.search(self.words) is not None


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


def described(text: str, place: int, end: int) -> re.Match[str] | None:
    """Return what is said of somebody before the name: "the Chinese naval expert" Hu.

    >>> described("local party whip Ana Cruz", 0, 25)[0]
    'local party whip '
    """
    return _DESCRIBED.match(text, place, end)


def role_after(text: str, place: int, end: int) -> Role | None:
    """Return the noun phrase that stands right behind "by" or "according to"."""
    found = _NOUN_PHRASE.match(text, place, end)
    return _role(found) if found else None


def _role(found: re.Match[str]) -> Role:
    generic = (
        bool(found["generic"])
        and not found["who"].lower().startswith("the ")
        and (bool(found["all"]) or found["generic"][-1] in "se" or found["generic"] == "fishermen")
    )
    said = " ".join(found["who"].split()[-MOST_WORDS:])
    return Role(said, generic, bool(found["document"]), start=found.start())
