"""Who stands behind a noun of speech: "Naha's claim that", "the argument of Cruz that"."""

import re
from collections.abc import Iterator
from typing import Final

from kg.extraction.cutting import Cut
from kg.extraction.roles import role_after, role_before
from kg.extraction.subjects import Speaker, Subjects, by_role

_NOUN: Final = (
    r"(?:claims?|counter-?claims?|arguments?|counter-?arguments?|assertions?|contentions?"
    r"|allegations?"
    r"|complaints?|insistence|warnings?|accusations?|charges?|suggestions?|proposals?|demands?"
    r"|denials?"
    r"|assurances?|statements?|remarks?|admission|acknowledge?ment|conclusions?|objections?"
    r"|promises?"
    r"|pledges?|vow|threats?|predictions?|protests?|refusal|declaration|announcement|explanations?"
    r"|rhetoric|appeals?|thesis|theory|formula|version|narrative|line|story|calls?|answer|reply"
    r"|response|verdict|retort|mantra)"
)
_MODIFIERS: Final = r"(?:(?!that\b)[\w’'-]+ ){0,3}?"
_OWNED: Final = re.compile(
    rf"(?:['’]s?|\b(?P<pronoun>[Hh]is|[Hh]er|[Tt]heir|[Ii]ts)) (?P<cue>{_MODIFIERS}{_NOUN})"
    r"(?:,? (?:(?:in|at|on|to|last|this) [\w ]{1,30} )?(?:that|which holds|to the effect)\b"
    r"| (?:is|was|has (?:long |always )?been)"
    r"(?: \w+)?(?: that\b|:)|(?= (?:to|of) (?:be|have|being|having)\b)|: (?=[“\"«]?[A-Za-z]))"
)
"""A noun of speech behind whose it is, and before what is said."""
_OF: Final = re.compile(
    rf"\b(?P<cue>{_NOUN} (?:of|by|from|made by|advanced by|attributed to)) (?:the )?"
)
"""The same before whose it is; what is said follows the name."""
_SAID: Final = re.compile(r"[^.;:]{0,60}?,? that\b| to (?=[“\"]?[a-z])")

_IS_THAT: Final = re.compile(r" (?:is|was|been)\b.*(?:that|:)$")
_NEAR_START: Final = 40
"""So far from the start of a sentence it may be said whose argument the sentence is."""
_PRONOUNS: Final = {"his": "he", "her": "she", "its": "it", "their": "they"}


def leads(words: str) -> bool:
    """Tell whether a sentence begins with whose argument it is: "Its answer is that"."""
    found = _OWNED.search(words)
    return (
        found is not None and found.start() <= _NEAR_START and _IS_THAT.search(found[0]) is not None
    )


def owners(text: str, cut: Cut, subjects: Subjects) -> Iterator[tuple[Speaker, str]]:
    """Yield who says what nouns of speech stand for in a sentence, with the noun."""
    words = text[cut.start : cut.end]
    for found in _OWNED.finditer(words):
        place = cut.start + found.start()
        speaker = subjects.ending_at(place)
        if found["pronoun"]:
            pronoun = _PRONOUNS[found["pronoun"].lower()]
            speaker = subjects.antecedent(cut, place, pronoun)
            speaker = subjects.last if pronoun == "it" else speaker
        if speaker is None and (role := role_before(words[: found.start()])):
            speaker = by_role(role)
        if speaker:
            yield speaker, found["cue"]
    for found in _OF.finditer(words):
        place = cut.start + found.end()
        speaker = subjects.starting_at(place)
        if speaker is None and (role := role_after(text, place, cut.end)):
            speaker = by_role(role)
        if speaker and _SAID.match(text, place + len(speaker.words), cut.end):
            yield speaker, found["cue"]
