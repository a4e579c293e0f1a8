"""RDF terms as their N-Triples text: what both engines and the report speak."""

import re
from functools import lru_cache
from typing import Final

import pyoxigraph as ox

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
SH: Final = "http://www.w3.org/ns/shacl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
STRING: Final = f"{XSD}string"
LANG_STRING: Final = f"{RDF}langString"

_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_CHARACTERS: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def iri(value: str) -> str:
    """Write an IRI as a term."""
    return f"<{value}>"


def sh(name: str) -> str:
    """Write a name of the SHACL vocabulary as a term."""
    return f"<{SH}{name}>"


def is_iri(term: str) -> bool:
    """Tell whether the term is an IRI."""
    return term[0] == "<"


def is_blank(term: str) -> bool:
    """Tell whether the term is a blank node."""
    return term[0] == "_"


def is_literal(term: str) -> bool:
    """Tell whether the term is a literal."""
    return term[0] == '"'


def literal(term: str) -> tuple[str, str, str]:
    """Split a literal into its lexical form, the IRI of its datatype, and its language."""
    end = term.rindex('"')
    lexical, rest = unescape(term[1:end]), term[end + 1 :]
    if not rest:
        return lexical, STRING, ""
    if rest[0] == "@":
        return lexical, LANG_STRING, rest[1:]
    return lexical, rest[3:-1], ""


def plain(term: str) -> str:
    """Return the text of a term: the IRI, the lexical form, or the label of a blank node."""
    if is_literal(term):
        return literal(term)[0]
    return term[1:-1] if is_iri(term) else term


def unescape(text: str) -> str:
    """Return what the escapes of a literal stand for."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


@lru_cache(maxsize=1 << 16)
def to_term(node: object) -> str:
    """Write a term of pyoxigraph's; a plain string never says xsd:string."""
    return str(node)


def to_node(term: str) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Turn a term into pyoxigraph's."""
    if is_iri(term):
        return ox.NamedNode(term[1:-1])
    if is_blank(term):
        return ox.BlankNode(term[2:])
    lexical, datatype, language = literal(term)
    if language:
        return ox.Literal(lexical, language=language)
    return ox.Literal(lexical, datatype=ox.NamedNode(datatype))


def to_literal(text: str, language: str = "") -> str:
    """Write a plain or a language-tagged string as a term."""
    return to_term(ox.Literal(text, language=language) if language else ox.Literal(text))


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _CHARACTERS.get(found[3], found[3])
