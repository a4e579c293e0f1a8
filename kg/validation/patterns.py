"""sh:pattern: the regular expressions of XPath, as far as Python's mean the same.

Of the two, ``$`` and ``.`` differ without showing it, and are rewritten: in XPath ``$`` never
matches before a last line break, and ``.`` is no carriage return either. What only one of them
knows, or takes in another sense, is not read here.
"""

import re
from typing import Final

from kg.validation.shapes_graph import UnreadableError

_FLAGS: Final = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE}
# An escape, a class without a class inside, a group, a quantifier, or a plain character.
_PART: Final = re.compile(
    r"(?P<escape>\\[sSdDnrt\\|.?*+(){}$\[\]^-])"
    r"|(?P<class>\[\^?(?:\\[sSdDnrt\\|.?*+(){}$\[\]^-]|[^\\\[\]])+\])"
    r"|(?P<group>\((?!\?)|\))"
    r"|(?P<many>(?:[*+?]|\{[0-9]+(?:,[0-9]*)?\})\??(?![*+?{]))"
    r"|(?P<dot>\.)|(?P<end>\$)|(?P<plain>[^\\\[\]{}*+?()])",
    re.DOTALL,
)


def compile_pattern(text: str, flags: str) -> re.Pattern[str]:
    """Return what finds the pattern in a text.

    Raises `UnreadableError` where Python would not read it as XPath does.
    """
    if not set(flags) <= _FLAGS.keys():
        raise UnreadableError("its sh:flags are none that engines agree on")
    parts, at = [], 0
    while at < len(text):
        part = _PART.match(text, at)
        if part is None:
            raise UnreadableError("its sh:pattern is one that engines read in different ways")
        parts.append(_in_python(part, flags))
        at = part.end()
    try:
        return re.compile("".join(parts), sum(_FLAGS[flag] for flag in set(flags)))
    except (re.error, OverflowError) as error:
        raise UnreadableError(f"its sh:pattern cannot be read: {error}") from error


def _in_python(part: re.Match[str], flags: str) -> str:
    if part["end"] and "m" not in flags:
        return r"\Z"
    if part["dot"] and "s" not in flags:
        return r"[^\n\r]"
    return part[0]
