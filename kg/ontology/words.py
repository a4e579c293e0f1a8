"""What an ontology states, in words: ``disjoint with Agreement``, ``holds of Claim``.

Class expressions are spelled as in Manchester syntax, which Protégé shows.
"""

from collections.abc import Mapping
from typing import Final

import pyoxigraph as ox

from kg.base import BASE
from kg.ontology import terms
from kg.ontology.prefixes import Names
from kg.ontology.statements import Expression, Group, Meaning, Sequence, Statement

KINDS: Final[Mapping[str, str]] = {
    f"{terms.OWL}Class": "class",
    f"{terms.RDFS}Datatype": "datatype",
    f"{terms.OWL}ObjectProperty": "object property",
    f"{terms.OWL}DatatypeProperty": "data property",
    f"{terms.OWL}AnnotationProperty": "annotation property",
    f"{terms.OWL}NamedIndividual": "individual",
    f"{terms.OWL}Ontology": "ontology",
}
_CHARACTERISTICS: Final[Mapping[str, str]] = {
    f"{terms.OWL}{name}Property": name.lower()
    for name in (
        *("Functional", "InverseFunctional", "Transitive", "Symmetric", "Asymmetric"),
        *("Reflexive", "Irreflexive"),
    )
}
_PHRASES: Final[Mapping[str, str]] = {
    "rdfs:subClassOf": "kind of",
    "rdfs:subPropertyOf": "implies",
    "rdfs:domain": "holds of",
    "rdfs:range": "has as value",
    "owl:disjointWith": "disjoint with",
    "owl:disjointUnionOf": "divided into",
    "owl:equivalentClass": "the same as",
    "owl:equivalentProperty": "the same as",
    "owl:inverseOf": "inverse of",
    "owl:propertyChainAxiom": "follows from the chain",
    "owl:propertyDisjointWith": "disjoint with",
    "owl:hasKey": "identified by",
    "owl:imports": "imports",
    "owl:sameAs": "the same as",
    "owl:differentFrom": "different from",
    "owl:deprecated": "deprecated:",
    "dcterms:isReplacedBy": "replaced by",
}
_QUANTIFIERS: Final = {
    "someValuesFrom": "some",
    "allValuesFrom": "only",
    "hasValue": "value",
    "hasSelf": "Self",
    "minCardinality": "min",
    "maxCardinality": "max",
    "cardinality": "exactly",
    "minQualifiedCardinality": "min",
    "maxQualifiedCardinality": "max",
    "qualifiedCardinality": "exactly",
}
_JOINS: Final = {"intersectionOf": " and ", "unionOf": " or "}
_AXIOMS: Final[Mapping[str, str]] = {
    f"{terms.OWL}AllDisjointClasses": "disjoint with each other",
    f"{terms.OWL}AllDisjointProperties": "disjoint with each other",
    f"{terms.OWL}AllDifferent": "different from each other",
}


def name(iri: str) -> str:
    """Return how people call a term: its local name if it is ours, else with its prefix."""
    if iri.startswith(f"{BASE}ontology#"):
        return iri.removeprefix(f"{BASE}ontology#")
    short = Names().short(iri)
    return short.removeprefix(f"<{BASE}").removesuffix(">") if short.startswith("<") else short


def kind(types: set[str]) -> str:
    """Return the kind of a term with these types, such as ``object property``."""
    return next((word for iri, word in KINDS.items() if iri in types), "term")


def said(statement: Statement) -> str:
    """Put into words what a statement says of its subject."""
    if isinstance(statement.subject, Expression):
        return _axiom(statement.subject)
    predicate, value = statement.predicate, statement.value
    if predicate == terms.TYPE.value and isinstance(value, ox.NamedNode):
        if value.value in KINDS:
            return f"declared as {_article(KINDS[value.value])}"
        return _CHARACTERISTICS.get(value.value) or f"of type {name(value.value)}"
    short = Names().short(predicate)
    spelled = "" if value is None else spell(value)
    if isinstance(value, ox.Literal) and short not in _PHRASES:
        return f"{short} {spelled}"
    return f"{_PHRASES.get(short, short)} {spelled}"


def spell(value: Meaning) -> str:
    """Spell a value: a name, a literal, or an expression as Manchester syntax has it."""
    if isinstance(value, ox.NamedNode):
        return name(value.value)
    if isinstance(value, ox.Literal):
        if value.datatype.value in (f"{terms.XSD}boolean", f"{terms.XSD}integer"):
            return value.value
        return f"“{value.value}”" + (f" ({value.language})" if value.language else "")
    if isinstance(value, Sequence):
        return " o ".join(spell(item) for item in value.items)
    if isinstance(value, Group):
        return ", ".join(sorted(spell(item) for item in value.items))
    return _expression(value)


def _expression(value: Expression) -> str:
    for local, join in _JOINS.items():
        parts = value.get(local)
        if isinstance(parts, Group):
            return f"({join.join(sorted(spell(item) for item in parts.items))})"
    one_of, complement, inverse = (value.get(n) for n in ("oneOf", "complementOf", "inverseOf"))
    if one_of is not None:
        return f"{{{spell(one_of)}}}"
    if complement is not None:
        return f"not {spell(complement)}"
    if inverse is not None:
        return f"inverse({spell(inverse)})"
    on = value.get("onProperty")
    for local, word in _QUANTIFIERS.items():
        filler = value.get(local)
        if on is not None and filler is not None:
            qualified = value.get("onClass") or value.get("onDataRange")
            rest = f" {spell(qualified)}" if qualified is not None else ""
            return f"({spell(on)} {word} {spell(filler)}{rest})"
    pairs = sorted(f"{name(p)} {spell(v)}" for p, v in value.said)
    return f"[{'; '.join(pairs)}]"


def _axiom(axiom: Expression) -> str:
    members = axiom.get("members") or axiom.get("distinctMembers")
    for kind_, phrase in _AXIOMS.items():
        if kind_ in axiom.types() and members is not None:
            return f"{spell(members)}: {phrase}"
    source, predicate, target = (
        axiom.get(f"annotated{part}") for part in ("Source", "Property", "Target")
    )
    if isinstance(source, ox.NamedNode) and isinstance(predicate, ox.NamedNode) and target:
        notes = sorted(
            f"{name(p)} {spell(v)}"
            for p, v in axiom.said
            if p != terms.TYPE.value and not p.startswith(f"{terms.OWL}annotated")
        )
        about = said(Statement(source, predicate.value, target))
        return f"of “{name(source.value)} {about}”: {'; '.join(notes)}"
    general = axiom.said - {(p, v) for p, v in axiom.said if p != f"{terms.RDFS}subClassOf"}
    if general:
        rest = Expression(axiom.said - general)
        return f"{_expression(rest)} {said(Statement(ox.NamedNode('urn:x'), *next(iter(general))))}"
    return _expression(axiom)


def _article(word: str) -> str:
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
