"""What a run of words with capitals names: its class, and where it is no name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.extraction.lexicon import words
from kg.extraction.tokens import LISTS, Token

_DESIGNATOR: Final = re.compile(r"[A-Z]{1,5}\d*-\d+[A-Z]*(?:-[A-Z0-9]+)?$|[A-Z]{1,3}\d{1,4}[A-Z]?$")
INSIDE: Final = frozenset({"of", "for", "the", "and", "de", "del", "al", "bin", "von", "van", "&"})
"""Small words that may stand within a name."""
_BY_LAST: Final = (
    ("Organization", "organizations"),
    ("Territory", "places"),
    ("Agreement", "agreements"),
    ("Event", "events"),
    ("WeaponSystem", "systems"),
)


_OFFICERS: Final = frozenset(
    {"Secretary", "Minister", "Adviser", "Advisor", "Chairman", "Governor", "Commissioner", "Chief"}
    | {"Spokesman", "Spokesperson", "Spokeswoman", "Director", "Undersecretary", "Ambassador"}
)
"""Words that end a title which is no list's: Fisheries Minister Ana Cruz."""
ASSEMBLIES: Final = frozenset({"Congress", "Senate", "Duma", "Diet"})
"""Bodies that one word names."""
_STATUS: Final = frozenset({"Retired", "Former", "Outgoing", "Incoming", "Then", "Acting", "Late"})
_POSTS: Final = frozenset(
    {
        "Senior",
        "Research",
        "Visiting",
        "Nonresident",
        "Associate",
        "Fellow",
        "Professor",
        "Assistant",
    }
    | {"Lecturer", "Scholar", "Analyst", "Editor", "Researcher", "Policy", "Adjunct"}
)
"""What somebody is at an institute."""
_NO_NAME: Final = frozenset(
    {"East", "West", "North", "South", "Figure", "Table", "Test", "Development", "Members", "Part"}
    | {
        "Presidency",
        "States",
        "State",
        "Parties",
        "Party",
        "Evaluation",
        "Section",
        "Chapter",
        "Annex",
        "Artillery",
        "Infantry",
        "Elimination",
    }
)
"""Words that have a capital now and then and name nothing by themselves."""


@dataclass(frozen=True)
class NewName:
    """A name of something that is no entity yet: where it stands, and what it probably is."""

    start: int
    end: int
    class_: str
    rule: str
    score: float


def named(run: Sequence[Token]) -> Iterator[NewName]:
    """Yield the name that a run is, without a demonym before a title or an office of nobody."""
    run = _without_office(_without_demonym(_without_status(run)))
    if len(run) > 1 and " ".join(each.text for each in run[-2:]) in words("capitals"):
        # The Obama White House.
        yield from named(run[:-2])
        run = run[-2:]
    while len(run) > 1 and run[-1].text in words("abbreviations"):
        run = run[:-1]
    if run:
        yield from _whole(run)


def _without_status(run: Sequence[Token]) -> Sequence[Token]:
    """Leave out "Retired" in "Retired Admiral Tom Reed"."""
    return run[1:] if run and run[0].text in _STATUS and title_length(run[1:]) else run


def _without_demonym(run: Sequence[Token]) -> Sequence[Token]:
    """Leave out "Philippine" in "Philippine National Security Adviser Ana Cruz"."""
    for count in (2, 1):
        said = " ".join(each.text for each in run[:count])
        if len(run) > count and said in words("demonyms") and title_length(run[count:]):
            return run[count:]
    return run


def _without_office(run: Sequence[Token]) -> Sequence[Token]:
    """Leave out an office that nobody's name follows: "Secretary of Defense"."""
    count = title_length(run)
    if 0 < count < len(run) and run[count].text not in {"of", "for"}:
        return run
    while 0 < count < len(run) and run[count].text in words("fields") | {"of", "for", "and"}:
        count += 1
    return run[count:] if count == len(run) else run


MOST_TITLE: Final = 5
"""A title has no more words."""


def title_length(run: Sequence[Token]) -> int:
    """Return how many words the title has with which a run begins; 0 where it begins with none."""
    texts = [each.text.rstrip(".") for each in run]
    fitting = (n for n in range(len(texts), 0, -1) if " ".join(texts[:n]) in words("titles"))
    length = next(fitting, 0)
    if length == 1 and texts[0] in {"General", "Major", "Chief"} and _heads(texts[1:2]):
        return 0
    return length or _office_of_field(texts)


def _heads(texts: Sequence[str]) -> bool:
    return any(text in words("organizations") for text in texts)


def _office_of_field(texts: Sequence[str]) -> int:
    """Return how many words an office has that begins with its field: Defense Secretary."""
    count = 0
    while count < len(texts) and texts[count] in words("fields") | {"Deputy", "Vice", "Acting"}:
        count += 1
    return count + 1 if count and texts[count : count + 1] and texts[count] in _OFFICERS else 0


def _whole(run: Sequence[Token]) -> Iterator[NewName]:
    texts = [token.text for token in run]
    whole = " ".join(texts)
    if whole in words("demonyms") or whole in words("titles") or len(whole) < 2:
        return
    if whole.removesuffix("s") in words("abbreviations") or whole in _NO_NAME:
        return
    if len(run) == 1 and (
        len(whole.rstrip(".")) == 1
        or whole in words("fields")
        or (run[0].is_function and whole not in words("countries"))
    ):
        return
    if all(text in _POSTS for text in texts):
        return
    if all(text in words("demonyms") or text.lower().endswith("ed") for text in texts):
        return
    if len(run) == 1 and (
        texts[0] in words("organizations") | words("events") | words("agreements") | words("places")
        and texts[0] not in ASSEMBLIES | {"Army", "Navy", "Marines"}
    ):
        return
    class_, rule, score = classified(texts, whole)
    yield NewName(run[0].start, run[-1].end, class_, rule, score)


def classified(texts: Sequence[str], whole: str) -> tuple[str, str, float]:
    """Return what a name probably names, the rule that says so, and how sure it is."""
    for class_, kind in LISTS.items():
        if whole in words(kind):
            return class_, "list of names", 0.97
    if "Republic" in texts or "Kingdom" in texts or whole in {"U.S.", "U. S.", "U.K."}:
        return "State", "list of names", 0.95
    if _is_titled(texts, whole):
        return "Person", "title and name", 0.95
    if texts[0] in {"Article", "Annex", "Resolution"}:
        return "Agreement", "head of a name", 0.9
    if _is_weapon(texts):
        return "WeaponSystem", "designator", 0.9
    return _by_head(texts)


def _is_weapon(texts: Sequence[str]) -> bool:
    marked = texts[0] in {"Mk", "Mark", "Type", "Block"} and texts[1:2] and texts[1][0].isdigit()
    designated = _DESIGNATOR.match(texts[-1]) is not None
    return bool(marked) or designated or any(text in words("systems") for text in texts)


def _by_head(texts: Sequence[str]) -> tuple[str, str, float]:
    heads = [text for text in texts if text not in INSIDE]
    for class_, kind in _BY_LAST:
        if any(head in words(kind) for head in (heads[-1], heads[0], heads[-2:][0])):
            return class_, "head of a name", 0.93
    if len(texts) == 1 and texts[0].isupper():
        return "Organization", "acronym", 0.85
    if 2 <= len(texts) <= 3:
        return "Person", "capitals", 0.8
    return "Entity", "capitals", 0.7


def _is_titled(texts: Sequence[str], whole: str) -> bool:
    officer = any(text in _OFFICERS for text in texts[1:4][: len(texts) - 2])
    return officer or any(whole.startswith(f"{title} ") for title in words("titles"))
