"""What goes on with a name: small words, fields of a ministry, numbers."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from kg.extraction.lexicon import words
from kg.extraction.tokens import Token, is_listed

_NUMBER: Final = re.compile(r"\d[\d,.]*$")
_UNITS: Final = frozenset({"Battalion", "Brigade", "Regiment", "Division", "Fleet", "Command"})
"""What has a name of its own before "of the Army"."""
_FOR: Final = frozenset(
    {"Center", "Centre", "Institute", "Agency", "Office", "Council", "Organization", "Foundation"}
    | {"Organisation", "Association", "Committee", "Department", "Bureau", "Partnership", "Act"}
    | {"Forum", "Fund", "Party", "Initiative", "Campaign", "Ministry", "Secretariat", "Network"}
    | {"Headquarters", "Endowment", "Institutes", "Coalition", "Alliance", "Academy", "School"}
    | {"Project", "Program", "Programme", "Society", "Commission", "Laboratory", "Trust", "League"}
)
"""What may have "for" in its name."""
_STUDIES: Final = frozenset(
    {"Analysis", "Study", "Prevention", "Promotion", "Protection", "History"}
)
"""What an institute is for: Center for Analysis of Reefs."""
_ON: Final = frozenset(
    {"Council", "Committee", "Commission", "Convention", "Conference", "Panel", "Outlook"}
    | {"Treaty", "Agreement", "Declaration", "Memorandum", "Protocol", "Understanding"}
)
"""What may have "on" in its name."""
_OFFICES: Final = frozenset(
    {"Secretary", "Minister", "Ministers", "Chief", "Adviser", "Advisor", "Director"}
)
"""What has its field in its name: Secretary of Defense; but the Secretary of the Council."""
_NUMBERED: Final = frozenset(
    {"Type", "Exercise", "Sabre", "Resolution", "Block", "Article", "Mark", "Order", "Mk", "Annex"}
)
"""What has a number in its name."""
_EDITION: Final = re.compile(r"\d{2,5}")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_NOT_COUNTED: Final = frozenset(
    {
        "in",
        "on",
        "at",
        "of",
        "from",
        "with",
        "and",
        "was",
        "is",
        "has",
        "had",
        "crossed",
        "sailed",
        "near",
    }
)
"""What follows a number by which nothing is counted."""
_MOST_LISTED: Final = 6
"""So many words may follow "and" in a name."""


def binds(run: Sequence[Token], tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a small word or a number goes on with the name before it."""
    text = tokens[place].text
    if text in {"of", "for", "on", "de", "al", "bin", "von", "van"}:
        return place + 1 < len(tokens) and _goes_on(tokens, place)
    if text == "the":
        return run[-1].text in {"of", "for", "on"}
    if text == "," and run[-1].text == "Washington":
        return [each.text for each in tokens[place + 1 : place + 2]] == ["D.C."]
    if text in {"and", ","}:
        return _lists_on(run, tokens, place)
    if text == "in":
        after = tokens[place + 1 : place + 2]
        texts = {each.text for each in run}
        seated = "of" in texts and bool(texts & {"Embassy", "Consulate"})
        return seated and bool(after) and is_listed(after[0].text)
    return bool(_NUMBER.match(text)) and _takes_number(run, tokens, place)


def _lists_on(run: Sequence[Token], tokens: Sequence[Token], place: int) -> bool:
    """Tell whether "and" is part of a name: Ministry of Trade and Industry.

    Such a name has a head and "of" or "for", and goes on with a field that a body may deal with, or
    breaks off with an adjective: Center for Strategic and International Studies.
    """
    texts = [each.text for each in run]
    heads = words("organizations") | {"Treaty", "Convention"}
    if not ({"of", "for", "on"} & set(texts) and heads & set(texts)):
        return False
    after: list[str] = []
    for each in islice(tokens, place + 1, place + 1 + _MOST_LISTED):
        if not (each.is_capital or (after == [] and each.text == "and")):
            break
        after.append(each.text)
    if not after or after[0] in words("organizations") | words("titles"):
        return False
    # Institute of China and Old Asia.
    if texts[-1] in words("countries") and after[-1] in words("regions") and len(after) > 1:
        return "Institute" in texts or "Center" in texts
    open_ended = texts[-1].endswith(("ic", "al", "ary", "nal", "-Range")) or (
        texts[-1] in words("demonyms") and bool(words("fields") & set(after))
    )
    return (open_ended and tokens[place].text == "and") or (
        texts[-1] in words("fields") and bool(words("fields") & set(after))
    )


def _goes_on(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether "of" joins two parts of one name: Ministry of Defence, not visit of Putin."""
    head = tokens[place - 1].text
    unit = head in _UNITS or (place > 1 and head == "Force" and tokens[place - 2].text == "Task")
    if place > 1 and unit and tokens[place - 2].is_capital:
        return False
    joins = words("organizations") | words("agreements") | words("places") | {"Republic", "Gulf"}
    joins |= {
        "Law",
        "Rules",
        "Forum",
        "Conference",
        "Chiefs",
        "Government",
        "People",
        "Union",
        "Kingdom",
    }
    following = tokens[place + 1 : place + 3]
    if {"Ministry", "Department"} & {each.text for each in tokens[max(0, place - 4) : place]}:
        last = following[-1].text if following[0].text == "the" else following[0].text
        if head in words("fields") and (last in words("countries") or last == "Russian"):
            return True
    if head in _OFFICES:
        return following[0].text in words("fields")
    if tokens[place].text == "of" and (_is_treaty_on(tokens, place) or _is_studied(tokens, place)):
        return following[0].text[0].isupper()
    if tokens[place].text == "of" and _has_name_behind(tokens, place):
        return True
    if head not in joins or _is_second_body(tokens, place):
        return False
    if tokens[place].text == "for" and head not in _FOR:
        return False
    if tokens[place].text == "on" and head not in _ON:
        return False
    return any(each.is_capital for each in following[:1]) or (
        len(following) > 1 and following[0].text == "the" and following[1].is_capital
    )


def _has_name_behind(tokens: Sequence[Token], place: int) -> bool:
    """Tell an office of a state before a name: President of Chile Ana Cruz."""
    state, *name = tokens[place + 1 : place + 4]
    texts = [each.text for each in name]
    office = tokens[place - 1].text in {"President", "Premier", "Chancellor", "King", "Emperor"}
    named = len(texts) > 1 and all(text[0].isupper() and not text.isupper() for text in texts)
    return office and state.text in words("countries") and named


def _is_studied(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether it is named what an institute is for: Center for Analysis of Reefs."""
    before = {each.text for each in tokens[max(0, place - 3) : place - 1]}
    return tokens[place - 1].text in _STUDIES and bool({"for", "of"} & before)


def _is_treaty_on(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a treaty's subject is being named: Treaty on the Elimination of ..."""
    before = [each.text for each in tokens[max(0, place - 6) : place]]
    return "on" in before and before[-1][0].isupper() and bool({"Treaty", "Convention"} & {*before})


def _is_second_body(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether "of" leads from a body to the one that it belongs to.

    So in Center for Reef Studies of the Academy; the Department of the Navy is one body.
    """
    if tokens[place].text != "of":
        return False
    before = [each.text for each in tokens[max(0, place - 8) : place]]
    after = [each.text for each in tokens[place + 1 : place + 3] if each.text != "the"]
    at = max((n for n, text in enumerate(before) if text in {"of", "for"}), default=0)
    if at == 0 or not all(text[0].isupper() for text in before[at + 1 :] if text != "the"):
        return False
    return (
        before[at - 1] in words("organizations")
        and after[:1] != []
        and (after[0] in words("organizations"))
    )


def _takes_number(run: Sequence[Token], tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a number ends a name: Type 12, Salaknib 24; not Reuters 12 times, Cabinet 2024.

    A number of two to five digits that is no year does so where nothing is counted by it.
    """
    if run[-1].text in _NUMBERED:
        return True
    number, after = tokens[place].text, tokens[place + 1 : place + 2]
    if not _EDITION.fullmatch(number) or _YEAR.fullmatch(number) or is_listed(run[-1].text):
        return False
    if any(tokens[place].end == each.start and each.text in ",-–‑%" for each in after):
        goes_on = tokens[place + 2 : place + 3]
        return bool(goes_on) and goes_on[0].start > after[0].end
    return all(not each.text[0].isalnum() or each.text in _NOT_COUNTED for each in after)
