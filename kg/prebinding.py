"""Variables of a query that have a value before it is asked, as SHACL's ``$this``.

SHACL wants such a value to be seen wherever the variable stands, inside groups, filters and BIND
too. What a SPARQL engine takes as a binding is often only joined with the outermost pattern; so the
value is written into the text of the query in place of the variable. In a query inside the query
that cannot be done; but where the inner one only passes the variable on, joining is enough.
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Final

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal
# IRIs, strings and comments are passed over.
_TOKEN: Final = re.compile(
    r"<[^<>\"{}|^`\\\s]*>"
    r'|"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|"(?:[^"\\\n\r]|\\.)*"'
    r"|'(?:[^'\\\n\r]|\\.)*'"
    r"|#[^\n\r]*"
    r"|(?P<bound>\bBOUND\s*\(\s*[$?](?P<tested>\w+)\s*\))"
    r"|[$?](?P<variable>\w+)"
    r"|(?P<open>\{)",
    re.IGNORECASE | re.DOTALL,
)
_SELECT: Final = re.compile(r"\bSELECT\b", re.IGNORECASE)
_PASSED_ON: Final = re.compile(r"\b(?:SELECT|GROUP\s+BY)\b[^{}]*", re.IGNORECASE)


def can_prebind(query: str, names: Collection[str]) -> bool:
    """Tell whether the variables can be given a value: always, but for some queries in queries."""
    text = _uncommented(query)
    if len(_SELECT.findall(text)) < 2:
        return True
    return not variables(_PASSED_ON.sub(" ", text)) & set(names)


def prebind(query: str, bindings: Mapping[str, Term]) -> str:
    """Write the values into the query; blank nodes, which cannot be written, stay variables.

    The clause in front of the first brace keeps its variables: what it asks for is what it gives.
    """
    if len(_SELECT.findall(_uncommented(query))) > 1:
        return query
    written = {
        name: str(term) for name, term in bindings.items() if not isinstance(term, ox.BlankNode)
    }
    return _TOKEN.sub(_in_body(written), query)


def variables(query: str) -> set[str]:
    """Return the names of the variables that stand in the query, outside strings and comments."""
    found = _TOKEN.finditer(query)
    return {name for token in found if (name := token["variable"] or token["tested"])}


def _uncommented(query: str) -> str:
    """Return the query without comments and strings."""
    return _TOKEN.sub(lambda token: " " if token[0][0] in "#\"'" else token[0], query)


def _in_body(written: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    inside = False

    def replace(token: re.Match[str]) -> str:
        nonlocal inside
        inside = inside or bool(token["open"])
        if not inside:
            return token[0]
        if token["tested"] in written:
            return "(true)"
        return written.get(token["variable"], token[0])

    return replace
