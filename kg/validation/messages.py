"""What a result says: its shape's message with values in their places, or what was demanded.

Both engines say the same. A blank node has no name to be told: it is ``[]``.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from kg.validation.shape import Shape
from kg.validation.terms import is_blank, literal, plain, to_literal

_PLACE: Final = re.compile(r"\{[?$](\w+)\}")


def default_message(shape: Shape, component: str) -> str | None:
    """Say what the shape demands by this component; None where it demands nothing by it."""
    says = [
        constraint.says for constraint in shape.constraints if constraint.component == component
    ]
    return to_literal(f"This breaks {', '.join(says)}.") if says else None


def filled(message: str, row: Mapping[str, str]) -> str:
    """Put the values of a row in their places in a message."""
    text, _, language = literal(message)

    def value(place: re.Match[str]) -> str:
        term = row.get(place[1], "")
        if not term:
            return place[0]
        return "[]" if is_blank(term) else plain(term)

    return to_literal(_PLACE.sub(value, text), language)


def as_filled(message: str, templates: Iterable[str], blank: Callable[[str], bool]) -> str:
    """Say a message that pyshacl filled as `filled` does: it drops tags, and names blank nodes."""
    said = literal(message)[0]
    for template in templates:
        text, _, language = literal(template)
        constant = list(map(re.escape, _PLACE.split(text)[::2]))
        found = re.fullmatch("(.*?)".join(constant), said, re.DOTALL)
        if found:
            values = ["[]" if blank(value) else value for value in found.groups()]
            parts = _PLACE.split(text)[::2]
            told = "".join(p for pair in zip(parts, [*values, ""], strict=True) for p in pair)
            return to_literal(told, language)
    return message
