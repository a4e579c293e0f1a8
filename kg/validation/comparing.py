"""Order of literals, as SPARQL has it: by value, and none between what cannot be compared."""

import re
from collections.abc import Callable
from functools import lru_cache
from operator import ge, gt, le, lt
from typing import Any, Final

import pyoxigraph as ox

from kg.validation.terms import is_literal, to_node

_STORE: Final = ox.Store()
_OPERATORS: Final[dict[str, Callable[[Any, Any], bool]]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
_LEFT: Final = ox.Variable("left")
_RIGHT: Final = ox.Variable("right")
# Of one length and one zone, such instants are ordered as their text is.
_INSTANT: Final = re.compile(
    r'"[1-9][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2}Z"'
    r"\^\^<http://www\.w3\.org/2001/XMLSchema#dateTime>"
)
_INTEGER: Final = re.compile(
    r'"(-?[0-9]{1,18})"\^\^<http://www\.w3\.org/2001/XMLSchema#(?:integer|nonNegativeInteger|int|long)>'
)


@lru_cache(maxsize=1 << 16)
def holds(left: str, operator: str, right: str) -> bool:
    """Tell whether a comparison is true; it is not where the two have no order."""
    if _INSTANT.fullmatch(left) and _INSTANT.fullmatch(right):
        return _OPERATORS[operator](left, right)
    one, other = _INTEGER.fullmatch(left), _INTEGER.fullmatch(right)
    if one and other:
        return _OPERATORS[operator](int(one[1]), int(other[1]))
    if not is_literal(left) or not is_literal(right):
        return False
    answer = _STORE.query(
        f"SELECT ?left ?right {{ FILTER ( ?left {operator} ?right ) }}",
        substitutions={_LEFT: to_node(left), _RIGHT: to_node(right)},
    )
    return isinstance(answer, ox.QuerySolutions) and any(True for _ in answer)
