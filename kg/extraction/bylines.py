"""Names in headings and in lines about who wrote a text: bylines, sources, credits."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kg.extraction.cutting import Cut
from kg.extraction.lexicon import words
from kg.extraction.tokens import Token

_BY: Final = re.compile(
    r"\s*(?:By|BY|Posted by|Written by|Author|Authors|Source|Translated by|Editor|Reporting by"
    r"|Words|Text|Story|Photos|Photographs)\b"
    r"|.*\b(?:reporting|editing|translated|translation|written|posted|commentary|analysis|opinion"
    r"|essay|op-ed|interview|report|photo|photos|compiled|edited)(?: from (?:the )?\w+)? by\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r", (?!and |or |but )[a-z]")
_SEGMENT: Final = re.compile(r"[^,;|·•()\[\]:—\n]+")
_DESIGNATED: Final = re.compile(r"[A-Z]\w*-\d+\w*")
_PARTS_OF_PAPERS: Final = frozenset(
    {
        "Read",
        "Long",
        "Essay",
        "Review",
        "Summary",
        "Brief",
        "Key",
        "Executive",
        "Abstract",
        "Comment",
    }
    | {"Opinion", "Interview", "Feature", "Guest", "Author", "Post", "New", "Old", "First", "Last"}
)
_COMMON: Final = re.compile(
    r".*(?:ing|ion|ions|ment|ity|ance|ence|ness|ism|ics|ed|ive|ous|ble|ful|ship|ways?|ers|als|ts"
    r"|ps|ns|gs)"
)
"""Endings of words that are seldom a person's name."""
_IN_PLACE: Final = re.compile(r"(?:[A-Z][\w’'-]+ ){2,3}in (?P<place>[A-Z][\w ]+)")
_PARTS: Final = re.compile(
    r"(\s{2,}|\bat(?: the)?\b|\bwith the\b"
    r"|\b(?:and|by|in|on|By|BY|AND|from|Photographs?|Photos)\b|\d+)"
)
_WORD: Final = re.compile(r"[^\W\d_][\w.'’\-]*")
_LONG: Final = 4
"""A shorter word has a small letter in a heading of capitals too."""
_ROLES: Final = frozenset(
    {"Senior", "Fellow", "Policy", "Brief", "Analyst", "Correspondent", "Writer", "Editor"}
    | {"Special", "Staff", "Photo", "Researcher", "Associate", "Visiting", "Nonresident", "Note"}
    | {"Report"}
)
"""What somebody is or has written, beside whose name it stands."""
MOST_NAMES: Final = 4
"""A name has no more words."""


def is_sentence_like(words_of_line: str) -> bool:
    """Tell a heading in which only names have capitals from one in which every word has one.

    >>> is_sentence_like("Patrols near the shoal go on"), is_sentence_like("Patrols Near the Shoal")
    (True, False)
    """
    if _CLAUSE.search(words_of_line):
        return True
    longer = [word for word in _WORD.findall(words_of_line)[1:] if len(word) >= _LONG]
    return any(word[0].islower() and word not in words("function") for word in longer)


def is_affiliation(line: str) -> bool:
    """Tell whether a line says what somebody is, and where: "Associate Professor, Reef College"."""
    names = set(_WORD.findall(line))
    return bool(names & (_ROLES | {"Professor"})) and bool(names & words("organizations"))


def are_people(line: str) -> bool:
    """Tell two or more names of two or more words from other words: "Ana Cruz and Tom Reed"."""
    people = re.split(r", (?:and )?| and ", line)
    return len(people) > 1 and all(len(_WORD.findall(each)) > 1 for each in people)


def is_titled(line: str) -> bool:
    """Tell whether a line is a person's name with a title or a place, and nothing else."""
    place = _IN_PLACE.fullmatch(line)
    if place and place["place"] in words("capitals") | words("regions") | words("countries"):
        return True
    said = line.replace(".", "").split()
    named = all(word[0].isupper() for word in said) and len(said) <= MOST_NAMES + 1
    return named and len(said) > 1 and said[0] in words("titles") and not is_affiliation(line)


def is_person_line(line: str, lower: Mapping[str, int]) -> bool:
    """Tell a line that is somebody's name from a short heading: "Ana Cruz-Reyes", "Old Rules"."""
    names = line.split()
    common = any(_COMMON.fullmatch(name) or name in words("demonyms") for name in names)
    listed = {"organizations", "events", "agreements", "fields", "places", "systems", "countries"}
    kinds = any(name in words(kind) for kind in listed for name in names)
    common = common or bool(_PARTS_OF_PAPERS & {*names})
    return len(names) in {2, 3} and _is_person(line, lower) and not common and not kinds


def is_byline(line: str) -> bool:
    """Tell whether a line says who wrote, translated or edited a text."""
    return bool(_BY.match(line))


def credited(
    text: str, cut: Cut, lower: Mapping[str, int], *, heads: bool = False
) -> Iterator[tuple[int, int, str]]:
    """Yield the people and bodies between the commas and brackets of a line, with their class.

    A person is two to four words with capitals, none of which the text has in lower case; a body is
    known by its head. A line that has no body and no "by" names nobody, but where it stands before
    one that says what somebody is (``heads``).
    """
    segments = list(_segments(text, cut))
    bodies = [each for each in segments if _is_body(text[each[0] : each[1]])]
    if not heads and not (is_byline(text[cut.start : cut.end]) or (bodies and len(segments) > 1)):
        return
    for start, end in segments:
        said = text[start:end]
        if (start, end) in bodies:
            yield start, end, "Organization"
        elif _is_person(said, lower):
            yield start, end, "Person"


def _segments(text: str, cut: Cut) -> Iterator[tuple[int, int]]:
    for found in _SEGMENT.finditer(text, cut.start, cut.end):
        at = found.start()
        for part in _PARTS.split(found[0]):
            bare = part.strip()
            if bare and bare[0].isupper():
                start = at + part.index(bare)
                yield start, start + len(bare)
            at += len(part)


def _is_body(said: str) -> bool:
    names = _WORD.findall(said)
    return (
        len(names) > 1
        and not _ROLES & set(names)
        and any(name in words("organizations") for name in names)
    )


def _is_person(said: str, lower: Mapping[str, int]) -> bool:
    names = _WORD.findall(said)
    if any(name.title().removesuffix("s") in _ROLES for name in names):
        return False
    return 2 <= len(names) <= MOST_NAMES and all(
        name[0].isupper()
        and lower.get(name.lower(), 0) == 0
        and name not in _ROLES
        and name.lower() not in words("function")
        for name in names
    )


def acronyms_in(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the acronyms of a heading with their heads: NATO, the INF Treaty."""
    if all(token.is_acronym for token in tokens if len(token.text) > 1 and token.text.isalpha()):
        return
    for place, token in enumerate(tokens):
        if _DESIGNATED.fullmatch(token.text):
            yield token.start, token.end
            continue
        letters = token.text.replace(".", "").isalpha() and len(token.text) > len("AI")
        if not (token.is_acronym and letters) or token.text in words("abbreviations"):
            continue
        after = tokens[place + 1 : place + 2]
        headed = bool(after) and after[0].text in words("agreements")
        if not token.is_function and token.text not in words("countries"):
            yield token.start, after[0].end if headed else token.end


def names_again(
    text: str, cut: Cut, tokens: Sequence[Token], names: Sequence[str]
) -> Iterator[tuple[int, int, str]]:
    """Yield where a heading has a name of the sentences, the longest first, or a listed one."""
    taken: list[tuple[int, int]] = []
    for name in sorted(names, key=lambda each: -len(each)):
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text[cut.start : cut.end]):
            start, end = cut.start + found.start(), cut.start + found.end()
            if not any(start < e and s < end for s, e in taken):
                taken.append((start, end))
                yield start, end, name
    for token in tokens:
        listed = token.text in words("countries") | words("capitals") | words("regions")
        if listed and not any(s <= token.start < e for s, e in taken):
            yield token.start, token.end, ""
