"""Words that have a capital only because a sentence or a quotation begins with them."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import Final

from kg.extraction.lexicon import words
from kg.extraction.naming import ASSEMBLIES, title_length
from kg.extraction.tokens import Token, is_listed

_VERB: Final = re.compile(
    r"said|says|told|tells|has|had|will|would|wrote|writes|offered|argues|thinks|believes|warns"
    r"|insists|denies|calls|rejects|adds|notes|\w{3,}ed"
)
_NO_OPENING: Final = re.compile(
    r".*(?:s|ly|ing|ed|ion|ness|ment|ity|ance|ence|ism|ship|ure|ade|able|ible)|Tension|Talk|Television"
    r"|Work|Time|Life|Money|Trust|Support|Fear|Hope|Anger|Public|Help|Fire|Smoke|Rain|Water|Air"
    r"|Food|Fuel|Oil|Gas|Interest|Contact|Progress|Research|History|Geography|Half|Part|Much|Little"
)
"""An opening word of this kind is most often no name."""
_QUALIFIES: Final = re.compile(r".+(?:ive|ous|ent|ant|ary|ful|less|ing)")
"""An adjective that a country follows: "Successive US cabinets"."""
_KINDS: Final = frozenset(
    {
        "Missile",
        "Missiles",
        "System",
        "Systems",
        "Launcher",
        "Radar",
        "Weapon",
        "Weapons",
        "Warhead",
    }
    | {"Capability", "Interceptor", "Interceptors", "Torpedo", "Drone", "Bomber", "Destroyer"}
)
_ARTICLES: Final = frozenset({"the", "a", "an"})
_APPOSED: Final = frozenset({"the", "a", "an", "who", "whose", "then", "himself", "herself"})
_LONG_ADVERB: Final = 6
"""A shorter word in -ly or -ing may be a given name: Ely, Emily, Ming."""


def without_opening(
    run: Sequence[Token], tokens: Sequence[Token], lower: Counter[str], inner: set[str]
) -> list[Token]:
    """Leave out of a run the words that have a capital only because a sentence begins with them.

    ``lower`` counts the words that the text has in lower case, ``inner`` are those with a capital
    that begin nothing.
    """
    kept = list(run)
    if _keeps_article(kept):
        return kept
    while kept and kept[0].text.lower() in _ARTICLES:
        kept = kept[1:]
    if len(kept) == 1 and kept[0].text.endswith("ing") and _is_quoted_first(kept[0], tokens):
        return []
    if not kept or not (is_first(kept[0], tokens) or opens_quote(kept[0], tokens)):
        return kept
    while kept and kept[0].is_function and not kept[0].is_acronym:
        kept = kept[1:]
    if not kept or kept[0] is not run[0]:
        return kept
    first = kept[0]
    if title_length(kept) or first.text in ASSEMBLIES or _is_system(first, lower):
        return kept
    return _without_first(kept, tokens, lower, inner)


def _without_first(
    kept: list[Token], tokens: Sequence[Token], lower: Counter[str], inner: set[str]
) -> list[Token]:
    """Leave out the first word of a sentence where it is no part of a name."""
    first = kept[0]
    if kept[1:] and is_listed(kept[1].text) and _QUALIFIES.fullmatch(first.text):
        return kept[1:]
    if first.is_acronym or is_listed(first.text) or first.text in inner:
        return kept
    if len(kept) == 1:
        return kept if _is_subject(first, tokens, lower) else []
    adverb = len(first.text) >= _LONG_ADVERB and first.text.endswith(("ly", "ing"))
    return kept[1:] if adverb or first.text.lower() in lower else kept


def _is_quoted_first(token: Token, tokens: Sequence[Token]) -> bool:
    """Tell whether a word stands right behind an opening quotation mark."""
    place = _place(token, tokens)
    return place > 0 and tokens[place - 1].text in "“«" and len(token.text) >= _LONG_ADVERB


def _is_system(first: Token, lower: Counter[str]) -> bool:
    """Tell the name of a weapon from a kind of weapons: Aegis, but not "Missiles"."""
    kind = first.text in _KINDS or first.text.lower() in lower
    return first.text in words("systems") and not kind


def is_first(token: Token, tokens: Sequence[Token]) -> bool:
    """Tell the first word of a sentence, or of a heading or a point behind its number or dash."""
    before = islice(tokens, _place(token, tokens))
    return not any(letter.isalpha() for each in before for letter in each.text)


def _place(token: Token, tokens: Sequence[Token]) -> int:
    """Return a token's index; a sentence may have very many."""
    return bisect_left(tokens, token.start, key=lambda each: each.start)


def _keeps_article(run: Sequence[Token]) -> bool:
    return len(run) > 1 and (
        (run[0].text == "The" and run[1].text in {"Hague", "Gambia"})
        or (run[0].text == "To" and run[1].text == "Lam")
    )


def _is_subject(first: Token, tokens: Sequence[Token], lower: Counter[str]) -> bool:
    """Tell whether an opening word names who acts or is told of: "Boatco offered", "Okeke, the"."""
    if len(first.text) <= len("the") or first.text.lower() in lower:
        return False
    at = _place(first, tokens) + 1
    after = [token.text for token in islice(tokens, at, at + 2)]
    if after[:1] == ["and"] and len(after) > 1 and is_listed(after[1]):
        return not _NO_OPENING.fullmatch(first.text)
    if after[:1] == [","]:
        return first.text[-2:] != "ly" and after[1:] != [] and after[1] in _APPOSED
    if _NO_OPENING.fullmatch(first.text):
        return False
    return after != [] and _VERB.fullmatch(after[0]) is not None


def opens_quote(token: Token, tokens: Sequence[Token], *, colon: bool = True) -> bool:
    """Tell whether a word begins a quotation, or what follows a colon."""
    place = _place(token, tokens)
    if place > 0 and tokens[place - 1].text == ":":
        return colon
    return (
        place > 0
        and tokens[place - 1].text in '"“«(['
        and (place == 1 or tokens[place - 2].text in ".,:!?")
    )
