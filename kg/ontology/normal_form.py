"""The one form of an ontology's triples among those that mean the same to OWL.

The OWL API, which Protégé saves with, chooses freely among them: it may turn a symmetric statement
round, write a pair as a list, declare again what is built in, and write a language tag in lower
case. All of these come out the same here; nothing that OWL tells apart does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kg.base import BASE
from kg.ontology import terms

SYMMETRIC: Final = frozenset(
    ox.NamedNode(f"{terms.OWL}{name}")
    for name in (
        *("differentFrom", "disjointWith", "equivalentClass", "equivalentProperty"),
        *("inverseOf", "propertyDisjointWith", "sameAs"),
    )
)
INVERSE: Final = ox.NamedNode(f"{terms.OWL}inverseOf")
BUILT_IN: Final = (terms.RDF, terms.RDFS, terms.OWL, terms.XSD)
"""The namespaces in which nobody may declare a term."""
OWL2_DATATYPES: Final = frozenset(
    {
        *(f"{terms.RDF}{name}" for name in ("langString", "PlainLiteral")),
        f"{terms.RDFS}Literal",
        *(
            f"{terms.XSD}{name}"
            for name in (
                *("string", "normalizedString", "token", "language", "Name", "NCName", "NMTOKEN"),
                *("boolean", "decimal", "double", "float", "hexBinary", "base64Binary", "anyURI"),
                *("integer", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger"),
                *("negativeInteger", "long", "int", "short", "byte", "unsignedLong"),
                *("unsignedInt", "unsignedShort", "unsignedByte", "dateTime", "dateTimeStamp"),
            )
        ),
    }
)
"""The OWL 2 datatype map, and rdf:langString, which the OWL API takes for rdf:PlainLiteral."""
BUILT_IN_TERMS: Final = OWL2_DATATYPES | {
    *(f"{terms.RDFS}{name}" for name in ("label", "comment", "seeAlso", "isDefinedBy")),
    *(
        f"{terms.OWL}{name}"
        for name in (
            *("Thing", "Nothing", "topObjectProperty", "bottomObjectProperty"),
            *("topDataProperty", "bottomDataProperty", "versionInfo", "deprecated"),
            *("priorVersion", "backwardCompatibleWith", "incompatibleWith"),
        )
    ),
}
"""What OWL 2 has declared itself, so that a declaration says nothing."""
LIST: Final = ox.NamedNode(f"{terms.RDF}List")
DECLARED_KINDS: Final = frozenset(
    {
        ox.NamedNode(f"{terms.RDFS}Datatype"),
        *(
            ox.NamedNode(f"{terms.OWL}{name}")
            for name in (
                *("AnnotationProperty", "ObjectProperty", "DatatypeProperty"),
                *("Class", "NamedIndividual"),
            )
        ),
    }
)
"""The types by which OWL declares a term."""

PAIRS: Final = {
    ox.NamedNode(f"{terms.OWL}{group}"): ox.NamedNode(f"{terms.OWL}{pair}")
    for group, pair in (
        ("AllDifferent", "differentFrom"),
        ("AllDisjointClasses", "disjointWith"),
        ("AllDisjointProperties", "propertyDisjointWith"),
    )
}
"""Axioms on a list of members, and the predicate that says the same of two."""
MEMBERS: Final = frozenset(
    {ox.NamedNode(f"{terms.OWL}members"), ox.NamedNode(f"{terms.OWL}distinctMembers")}
)
_BOOLEANS: Final = {"1": "true", "0": "false"}


def normal(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Return the triples in their normal form; the order of lists is left to the writer."""
    plain = {ox.Triple(s, p, _literal(o)) for s, p, o in triples}
    return {_turned(each) for each in _paired(plain) if not _idle(each)}


def is_declaration(triple: ox.Triple) -> bool:
    """Tell whether a triple declares a term."""
    return (
        triple.predicate == terms.TYPE
        and triple.object in DECLARED_KINDS
        and isinstance(triple.subject, ox.NamedNode)
    )


def _idle(triple: ox.Triple) -> bool:
    """Tell whether a triple says what is always so: that a list is one, that OWL's terms are."""
    if triple.predicate != terms.TYPE:
        return False
    if triple.object == LIST:
        return isinstance(triple.subject, ox.BlankNode)
    return is_declaration(triple) and str(triple.subject)[1:-1] in BUILT_IN_TERMS


def _literal(value: object) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    if not isinstance(value, ox.Literal):
        return value  # type: ignore[return-value]
    if value.language:
        return ox.Literal(value.value, language=value.language.lower())
    if value.datatype.value == f"{terms.XSD}boolean":
        return ox.Literal(_BOOLEANS.get(value.value, value.value), datatype=value.datatype)
    if value.datatype.value == f"{terms.XSD}integer":
        return ox.Literal(value.value.removeprefix("+"), datatype=value.datatype)
    return value


def _paired(triples: set[ox.Triple]) -> Iterator[ox.Triple]:
    """Write an axiom on a list of two as a statement about the two."""
    said: dict[object, list[ox.Triple]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode):
            said[triple.subject].append(triple)
    replaced: set[ox.Triple] = set()
    for group in list(said.values()):
        kinds = [PAIRS[t.object] for t in group if t.object in PAIRS]  # type: ignore[index]
        lists = [t.object for t in group if t.predicate in MEMBERS]
        if len(kinds) != 1 or len(lists) != 1 or len(group) != 2:
            continue
        items, cells = _list(lists[0], said)
        if len(items) == 2:
            replaced |= {*group, *cells}
            yield ox.Triple(items[0], kinds[0], items[1])  # type: ignore[arg-type]
    yield from triples - replaced


def _list(
    node: object, said: dict[object, list[ox.Triple]]
) -> tuple[list[object], list[ox.Triple]]:
    """Return the items of a list, and the triples it is made of."""
    items: list[object] = []
    cells: list[ox.Triple] = []
    while node in said and not {*said[node]} & {*cells}:
        cells += said[node]
        items += [t.object for t in said[node] if t.predicate == terms.FIRST]
        node = next((t.object for t in said[node] if t.predicate == terms.REST), terms.NIL)
    return items, cells


def _turned(triple: ox.Triple) -> ox.Triple:
    """Let a symmetric statement between two names stand with the one that sorts first, ours first.

    A statement about a name and a blank node stands with the name.
    """
    subject, predicate, value = triple
    if predicate not in SYMMETRIC or not isinstance(value, ox.NamedNode):
        return triple
    if isinstance(subject, ox.BlankNode):
        # An anonymous inverse is an expression: its direction is its meaning.
        return triple if predicate == INVERSE else ox.Triple(value, predicate, subject)
    assert isinstance(subject, ox.NamedNode)  # noqa: S101 -- for the type checker
    return ox.Triple(value, predicate, subject) if _home(value) < _home(subject) else triple


def _home(node: ox.NamedNode) -> tuple[bool, str]:
    return not node.value.startswith(BASE), node.value
