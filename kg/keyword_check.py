r"""Where a word stands as a keyword, as the engine's own parser reads a text, and what it parses.

The engine has no tokens (to it, ``trueSERVICE<x>{}`` is ``true``, ``SERVICE``, an IRI, a group), so
whoever cuts a text up by other rules sees other keywords than it does. Therefore it is asked
itself: the word is disguised wherever it occurs, by another of the same length, letter case and
hexadecimal digits that no keyword begins with. Names, strings, IRIs and comments do not mind, as
long as equal names stay equal; a keyword does. Nothing is evaluated: ``SERVICE`` and ``LOAD`` would
go to the network.

pyoxigraph 0.5.13 compares keywords as ASCII without case and decodes ``\uXXXX`` only inside
strings and IRIs, so that no other spelling of a keyword exists; a test holds it to that.
"""

import re
import secrets
from collections.abc import Callable, Collection
from typing import Final

import pyoxigraph as ox

Parse = Callable[[str], None]
"""Parses a text, evaluates nothing and raises the engine's `SyntaxError`."""

MAX_FOUND: Final = 32
"""Keywords told apart in one text; in one with more, every occurrence counts."""

_NEARBY: Final = 4
_ATTEMPTS: Final = 20
_PLACE = re.compile(r"error at (\d+):(\d+)")
# No keyword begins with these or has one of them in its place; the first are hexadecimal digits.
_DISGUISE: Final = {True: "cd", False: "qxjkvw"}


def parse_query(text: str, base: str | None = None) -> None:
    """Parse a query and evaluate nothing; raises `SyntaxError`."""
    try:
        # The engine looks at these options, which exclude each other, between parsing and planning.
        ox.Store().query(
            text, base_iri=base, use_default_graph_as_union=True, default_graph=ox.DefaultGraph()
        )
    except ValueError as error:
        if "at the same time" in str(error):
            return
        raise
    raise RuntimeError("the engine evaluated a query that was only to be parsed")


def parse_update(text: str, base: str | None = None) -> None:
    """Parse an update and evaluate nothing; raises `SyntaxError`."""
    node = f"_:n{secrets.token_hex(8)}"
    # A blank node that two operations share is refused once all of them are parsed.
    shared = f"INSERT DATA {{ {node} <x:p> 1 }} ; INSERT DATA {{ {node} <x:p> 1 }}"
    # An update that is empty, or ends in a semicolon, takes no further one.
    errors = [_update_error(f"{text}\n{between}{shared}", base) for between in (";", "")]
    if not any(node in str(error) for error in errors):
        raise errors[0]


def keyword_places(text: str, word: str, *, parse: Parse) -> list[int]:
    """Return the offsets at which ``word`` stands as a keyword to the engine's parser.

    ``parse`` is `parse_query` or `parse_update`, with the base of the later evaluation. The word
    must be of three ASCII letters or more. A text in which it does not occur is not parsed, one
    with the word in names and strings alone is parsed once. Where the places cannot be told, all
    occurrences are returned: too much, never too little. Raises `SyntaxError` where the text has
    the word and does not parse, since then nothing can be said about it.
    """
    if not re.fullmatch("[A-Za-z]{3,}", word):
        raise ValueError(f"{word!r} is not a keyword of three letters or more")
    spots = [match.start() for match in re.finditer(word, text, re.IGNORECASE | re.ASCII)]
    if not spots:
        return []
    other = _other_word(text, word)
    if other is None:
        parse(text)
        return spots
    failure = _failure(parse, _disguised(text, spots, word, other))
    if failure is None:
        return []
    parse(text)
    found: set[int] = set()
    for _ in range(MAX_FOUND):
        near = [spot for spot in spots if spot <= failure and spot not in found][-_NEARBY:]
        for spot in reversed(near):
            hidden = [other_spot for other_spot in spots if other_spot not in found | {spot}]
            later = _failure(parse, _disguised(text, hidden, word, other))
            if later is None:
                return sorted(found | {spot})
            if later > failure:
                found.add(spot)
                failure = later
                break
        else:
            return spots
    return spots


def _update_error(text: str, base: str | None) -> SyntaxError:
    try:
        ox.Store().update(text, base_iri=base)
    except SyntaxError as error:
        return error
    raise RuntimeError("the engine evaluated an update that was only to be parsed")


def _other_word(text: str, word: str) -> str | None:
    """Return a disguise that occurs nowhere in the text; none where chance finds none."""
    folded = text.casefold()
    for _ in range(_ATTEMPTS):
        other = "".join(secrets.choice(_DISGUISE[c in "abcdef"]) for c in word.lower())
        if other not in folded and word.lower() != other:
            return other
    return None


def _disguised(text: str, spots: Collection[int], word: str, other: str) -> str:
    """Put the disguise at these places, each letter in the case of the letter it stands for."""
    pieces, end = [], 0
    for spot in spots:
        seen = text[spot : spot + len(word)]
        pieces.append(text[end:spot])
        pieces.append(
            "".join(o.upper() if s.isupper() else o for s, o in zip(seen, other, strict=True))
        )
        end = spot + len(word)
    return "".join([*pieces, text[end:]])


def _failure(parse: Parse, text: str) -> int | None:
    """Return how far the parser came in a text that does not parse; nothing where it does."""
    try:
        parse(text)
    except SyntaxError as error:
        place = _PLACE.match(str(error))
        if place is None:
            return -1
        line, column = int(place[1]), int(place[2])
        before = text.split("\n", line - 1)[: line - 1]
        return sum(len(earlier) + 1 for earlier in before) + column - 1
    return None
