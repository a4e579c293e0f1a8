"""The words of a query, found without parsing it: its form, an update, a prefix.

What the engine itself reads as a keyword, only the engine can tell (`kg.keyword_check`); what is
read here decides nothing that must not be wrong.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

UPDATES: Final = frozenset(
    {"ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"}
)
MAX_PROLOGUE: Final = 10_000
"""Tokens among which the first keyword is looked for: a request must not take long to be read."""
VOLATILE: Final = frozenset({"BNODE", "NOW", "RAND", "STRUUID", "UUID"})

_MAYBE_VOLATILE = re.compile("|".join(VOLATILE) + r"|\\u", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TOKEN = re.compile(
    r"""
    (?P<skip>[ \t\r\n]+ | \#[^\r\n]*)
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20] | \\u[0-9A-Fa-f]{4} | \\U[0-9A-Fa-f]{8})*>)
  | (?P<string>
        \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<unclosed>["'].*)
  | (?P<name>(?:\w[\w.-]{0,200})?:(?:[\w:-] | %[0-9A-Fa-f]{2} | \\[_~.\-!$&'()*+,;=/?\#@%])*)
  | (?P<word>\w+)
  | (?P<symbol>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """A piece of a query; ``start`` is its offset in code points."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """Split a query into its tokens, white space and comments left out; any text will do."""
    for match in _TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "skip":
            yield Token(match.lastgroup, match[0], match.start())


def decode_escapes(text: str) -> str:
    r"""Replace ``\uXXXX`` and ``\UXXXXXXXX`` as SPARQL 1.1 does, before anything else is read."""

    def character(match: re.Match[str]) -> str:
        point = int(match[1] or match[2], 16)
        is_character = point <= 0x10FFFF and not 0xD800 <= point <= 0xDFFF
        return chr(point) if is_character else match[0]

    return _ESCAPE.sub(character, text) if "\\" in text else text


def query_form(text: str) -> str:
    """Return the first keyword after the prologue, in capitals, such as ``SELECT``; or nothing."""
    for token in islice(tokens(decode_escapes(text)), MAX_PROLOGUE):
        if token.kind == "word" and token.text.upper() not in {"BASE", "PREFIX", "VERSION"}:
            return token.text.upper()
    return ""


def is_update(text: str) -> bool:
    """Tell whether the text is a SPARQL update and not a query."""
    return query_form(text) in UPDATES


def is_volatile(text: str) -> bool:
    """Tell whether two runs on the same data may differ: it asks for the time or for chance."""
    if not _MAYBE_VOLATILE.search(text):
        return False
    return any(word in _open_part(token).upper() for token in tokens(text) for word in VOLATILE)


def undeclared_prefix(text: str) -> Token | None:
    """Return the first prefixed name whose prefix no ``PREFIX`` line declares."""
    declared = {"_:"}
    after_keyword = False
    for token in tokens(text):
        if token.kind == "name":
            prefix = token.text[: token.text.index(":") + 1]
            if after_keyword:
                declared.add(prefix)
            elif prefix not in declared:
                return token
        after_keyword = token.kind == "word" and token.text.upper() == "PREFIX"
    return None


def _open_part(token: Token) -> str:
    """Return the part of a token in which the engine could see a keyword."""
    if token.kind in ("word", "unclosed"):
        return token.text
    return token.text.partition(":")[0] if token.kind == "name" else ""
