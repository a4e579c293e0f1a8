"""Values on one line: a backslash, a tab or a line break in them is written as an escape."""

import re
from typing import Final

_ODD: Final = re.compile(r"[\\\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ESCAPE: Final = re.compile(r"\\(?:\\|u([0-9a-f]{4}))")


def escaped(value: str) -> str:
    r"""Write a backslash as ``\\`` and what would break the line as ``\uXXXX``."""
    return _ODD.sub(
        lambda odd: "\\\\" if odd[0] == "\\" else f"\\u{ord(odd[0]):04x}",
        value,
    )


def unescaped(value: str) -> str:
    """Undo `escaped`; a backslash that begins no escape stands for itself."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else "\\", value)
