"""Ontology files as Protégé saves them, in whichever of its syntaxes, read as triples."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import InputError
from kg.located_yaml import shown
from kg.ontology.prefixes import declared, declared_in_xml

TURTLE: Final = "Turtle"
RDF_XML: Final = "RDF/XML"
OWL_XML: Final = "OWL/XML"
FUNCTIONAL: Final = "OWL functional syntax"
MANCHESTER: Final = "OWL Manchester syntax"
SYNTAXES: Final = (TURTLE, RDF_XML, OWL_XML, FUNCTIONAL, MANCHESTER)

_RDF_FORMATS: Final = {TURTLE: ox.RdfFormat.TURTLE, RDF_XML: ox.RdfFormat.RDF_XML}
_STARTS: Final = (
    (RDF_XML, re.compile(r"<\?xml.*?<(?:\w+:)?RDF[\s>]|<(?:\w+:)?RDF[\s>]", re.S)),
    (OWL_XML, re.compile(r"<\?xml.*?<(?:\w+:)?Ontology[\s>]|<(?:\w+:)?Ontology[\s>]", re.S)),
    (FUNCTIONAL, re.compile(r"(?:Prefix|Ontology)\s*\(")),
    (MANCHESTER, re.compile(r"(?:Prefix|Ontology|Namespace):")),
)
_COMMENTS: Final = re.compile(r"(?:\s+|#[^\n]*\n|<!--.*?-->)*", re.S)


@dataclass(frozen=True)
class Source:
    """A file's triples, with the prefixes that it declares."""

    path: Path
    syntax: str
    triples: tuple[ox.Triple, ...]
    prefixes: Mapping[str, str]


def detect(text: str) -> str:
    """Say in which syntax a text is written, by how it begins; a file's name may lie."""
    begin = text.removeprefix("\ufeff")
    begin = begin[_COMMENTS.match(begin).end() :]  # type: ignore[union-attr]
    return next((syntax for syntax, start in _STARTS if start.match(begin)), TURTLE)


def read_text(path: Path) -> str:
    """Read a file; raises `InputError` where it cannot be read or is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InputError(
            "this is not UTF-8", where=f"{shown(path)}:{line}", fix="save the file as UTF-8"
        ) from error
    except OSError as error:
        raise InputError(
            "cannot read the file", where=shown(path), cause=error.strerror or "unknown"
        ) from error


def read_rdf(path: Path) -> Source:
    """Read a file that is Turtle or RDF/XML.

    Raises `InputError` where it does not parse, with its line.
    """
    text = read_text(path)
    syntax = detect(text)
    if syntax not in _RDF_FORMATS:
        raise InputError(
            f"this is {syntax}, and the file belongs to the ontology as Turtle",
            where=shown(path),
            fix=f"standoff ontology format {shown(path)}",
        )
    return parse_rdf(text, syntax, path)


def parse_rdf(text: str, syntax: str, path: Path) -> Source:
    """Parse Turtle or RDF/XML; raises `InputError` where it does not parse, with its line."""
    try:
        triples = _triples(text, syntax)
    except SyntaxError as error:
        raise InputError(
            f"this is not {syntax}",
            where=f"{shown(path)}:{error.lineno}" if error.lineno else shown(path),
            cause=str(error.msg),
            fix="mend its syntax there, or save it anew from Protégé",
        ) from error
    prefixes = declared(text) if syntax == TURTLE else declared_in_xml(text)
    return Source(path, syntax, triples, prefixes)


@cache
def _triples(text: str, syntax: str) -> tuple[ox.Triple, ...]:
    """Parse a text, once however many files hold it."""
    # An ontology's IRIs are absolute; a base is what the parser of RDF/XML asks for.
    base = "urn:standoff:no-base"
    parsed = ox.parse(text, _RDF_FORMATS[syntax], base_iri=base, rename_blank_nodes=True)
    return tuple(quad.triple for quad in parsed)
