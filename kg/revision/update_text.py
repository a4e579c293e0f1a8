"""The text of a SPARQL update before it is run: what it may not ask for, and its dataset.

``LOAD`` reads addresses and files, ``SERVICE`` calls addresses: no update may. Both are looked for
as the engine's own parser reads them (`kg.keyword_check`). The engine takes no dataset for an
update, as the SPARQL 1.1 Protocol has it in ``using-graph-uri`` and ``using-named-graph-uri``; so
it is written into the text as the ``USING`` clauses that the protocol means by it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

import pyoxigraph as ox

from kg.errors import RevisionError
from kg.keyword_check import keyword_places, parse_update

FETCHING: Final = ("LOAD", "SERVICE")

# What can hide a brace or a word; anything else is one character.
_TOKEN: Final = re.compile(
    r"""
    (?P<skip>\s+ | \#[^\r\n]* | <[^<>"{}|^`\\\s]*>
      | \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
      | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*'
      | [?$]\w+ | [\w.-]*:(?:[\w:.%-] | \\.)*)
  | (?P<word>\w+)
  | (?P<symbol>.)
    """,
    re.VERBOSE | re.DOTALL,
)


def executable_update(
    text: str, *, base: str | None, using: Sequence[str], using_named: Sequence[str]
) -> str:
    """Return the text to run; raises `RevisionError` where it is wrong or asks for too much."""
    try:
        parse = partial(parse_update, base=base)
        parse(text)
        for word in FETCHING:
            if keyword_places(text, word, parse=parse):
                raise RevisionError(
                    "refused",
                    f"{word} is not allowed in an update: it would fetch data from elsewhere",
                    fix="send the data itself, by INSERT DATA or to the graph store",
                )
        if using or using_named:
            return _with_dataset(text, using, using_named, parse)
    except SyntaxError as error:
        raise RevisionError(
            "malformed", "this is not a SPARQL update", cause=error.msg, fix="mend its syntax"
        ) from error
    except ValueError as error:
        raise RevisionError("malformed", "the base is no absolute IRI", cause=str(error)) from error
    return text


def _with_dataset(
    text: str, using: Sequence[str], using_named: Sequence[str], parse: Callable[[str], None]
) -> str:
    for word in ("USING", "WITH"):
        if keyword_places(text, word, parse=parse):
            raise RevisionError(
                "malformed",
                f"the update has {word}, and the request gives it a dataset as well",
                fix="remove using-graph-uri and using-named-graph-uri, or the clause",
            )
    clauses = " ".join(
        [f"USING {_iri(iri)}" for iri in using]
        + [f"USING NAMED {_iri(iri)}" for iri in using_named]
    )
    expanded = "".join(_pieces(text, clauses))
    parse(expanded)
    return expanded


def _iri(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise RevisionError(
            "malformed",
            f"{iri!r} is no absolute IRI",
            cause=str(error),
            fix="give using-graph-uri and using-named-graph-uri absolute IRIs",
        ) from error


def _pieces(text: str, clauses: str) -> Iterator[str]:
    """Put the clauses before each ``WHERE`` that no braces enclose.

    ``DELETE WHERE`` takes no clause, but its pattern is its template: ``DELETE {…} USING … WHERE``.
    """
    found = list(_TOKEN.finditer(text))
    depth, last_word = 0, ""
    for place, match in enumerate(found):
        piece = match[0]
        depth += {"{": 1, "}": -1}.get(piece, 0)
        if match["word"] and depth == 0 and piece.upper() == "WHERE":
            template = _group(found, place + 1) if last_word == "DELETE" else ""
            piece = f"{template} {clauses} {piece}"
        if not match["skip"]:
            last_word = match[0].upper()
        yield piece


def _group(found: Sequence[re.Match[str]], start: int) -> str:
    depth, pieces = 0, []
    for match in found[start:]:
        pieces.append("\n" if match[0].startswith("#") else match[0])
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if match[0] == "}" and depth == 0:
            break
    return "".join(pieces)
