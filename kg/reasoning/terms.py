"""A statement as people write it: full IRIs, prefixed names, literals."""

import re
from typing import Final

import pyoxigraph as ox

from kg.errors import InputError
from kg.prefixes import COMMON, prefixes
from kg.reasoning.schema import RDF_TYPE

_LITERAL: Final = re.compile(r'"(.*)"(?:@([A-Za-z0-9-]+)|\^\^(\S+))?', re.DOTALL)
_NAME: Final = re.compile(r"([A-Za-z][A-Za-z0-9-]*):(.*)")
_ON_THE_WEB: Final = re.compile(r"(?:https?|urn):")
XSD: Final = COMMON["xsd"]
HINT: Final = "write an IRI or a prefixed name, such as id:actor/russia or stand:partOf"


def read_statement(subject: str, predicate: str, value: str, base: str) -> ox.Triple:
    """Read the three parts of a statement.

    Raises `InputError`, which says which part is wrong and how it is mended.
    """
    return ox.Triple(
        read_iri(subject, "subject", base),
        RDF_TYPE if predicate == "a" else read_iri(predicate, "predicate", base),
        _value(value, base),
    )


def _value(text: str, base: str) -> ox.NamedNode | ox.Literal:
    if text in ("true", "false"):
        return ox.Literal(text, datatype=ox.NamedNode(f"{XSD}boolean"))
    if re.fullmatch(r"[+-]?[0-9]+", text):
        return ox.Literal(text, datatype=ox.NamedNode(f"{XSD}integer"))
    match = _LITERAL.fullmatch(text)
    if match is None:
        return read_iri(text, "object", base, or_literal=True)
    try:
        if match[2]:
            return ox.Literal(match[1], language=match[2])
    except ValueError as error:
        raise InputError(
            f"{text!r} has no language tag", where="object", cause=str(error), fix='write "…"@en'
        ) from error
    if match[3]:
        return ox.Literal(match[1], datatype=read_iri(match[3], "datatype of the object", base))
    return ox.Literal(match[1])


def read_iri(text: str, where: str, base: str, *, or_literal: bool = False) -> ox.NamedNode:
    """Read an IRI, in full or as a prefixed name; ``where`` is what an `InputError` calls it."""
    hint = HINT + (', or a literal, such as "Russia"@en' if or_literal else "")
    if not text:
        raise InputError("there is nothing", where=where, fix=hint)
    if text.startswith("<") and text.endswith(">"):
        return _checked(text[1:-1], where, hint)
    if _ON_THE_WEB.match(text):
        return _checked(text, where, hint)
    match = _NAME.fullmatch(text)
    if match is None:
        raise InputError(f"{text!r} is no name", where=where, fix=hint)
    known = prefixes(base)
    if match[1] not in known:
        raise InputError(
            f"the prefix {match[1]!r} is unknown",
            where=where,
            fix=f"take one of {', '.join(sorted(known))}, or write the IRI in full",
        )
    return _checked(known[match[1]] + match[2].replace("\\", ""), where, hint)


def _checked(iri: str, where: str, hint: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise InputError(f"{iri!r} is no IRI", where=where, cause=str(error), fix=hint) from error
