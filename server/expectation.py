"""What could stand at a place in a query, in words, as the engine's parser tells it."""

import re
from typing import Final

from kg.keyword_check import parse_query

# Wider than any keyword, so that no attempt at one reaches the end of the text.
PADDING: Final = " " * 40

_EXPECTED: Final = re.compile(r"error at \d+:\d+: expected (?:one of )?(.*)", re.DOTALL)
_LITERAL: Final = re.compile(r'"((?:[^"\\]|\\.)+)"')
_NUMBER: Final = "['0'"
_KEYWORD: Final = "[_]"
_WORDS: Final = {
    "$": "a variable",
    "?": "a variable",
    "<": "an IRI",
    ":": "a prefixed name",
    "'": "a string",
    '"': "a string",
    "'''": "a string",
    '"""': "a string",
    "_:": "a blank node",
}


def expected_after(text: str, base: str) -> tuple[str, ...]:
    """Return what the engine would take next after this beginning of a query; nothing if unknown.

    Symbols stand for themselves, such as ``}``.
    """
    try:
        parse_query(text + PADDING, base)
    except SyntaxError as error:
        match = _EXPECTED.match(str(error))
        return _in_words(match[1]) if match else ()
    except RuntimeError:
        pass
    return ()


def _in_words(said: str) -> tuple[str, ...]:
    found = [re.sub(r"\\(.)", r"\1", literal) for literal in _LITERAL.findall(said)]
    # Beside the other comparisons, this one is no IRI's beginning.
    words = {**_WORDS, "<": "<"} if "<=" in found else _WORDS
    named = [words.get(symbol, symbol) for symbol in found]
    if _NUMBER in said:
        named.append("a number")
    if _KEYWORD in said:
        named.append("a keyword")
    return tuple(dict.fromkeys(named))
