"""Axioms and statements as English sentences, with labels for names."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

import pyoxigraph as ox

from kg.prefixes import COMMON, compact
from kg.reasoning.schema import OWL, RDF_TYPE, RDFS, Schema

_RELATION_WORDS: Final = {
    f"{RDFS}subClassOf": "every {0} is {1}",
    f"{RDFS}subPropertyOf": "whatever has {0} has the same value of {1}",
    f"{RDFS}domain": "whatever has {0} is {1}",
    f"{RDFS}range": "whatever is a value of {0} is {1}",
    f"{OWL}equivalentClass": "{0} means {1}",
    f"{OWL}equivalentProperty": "{0} and {1} say the same",
    f"{OWL}disjointWith": "nothing is both {0} and {1}",
    f"{OWL}complementOf": "{0} is whatever is not {1}",
    f"{OWL}inverseOf": "{0} is {1} the other way round",
    f"{OWL}propertyDisjointWith": "nothing has the same value of {0} and of {1}",
    f"{OWL}sameAs": "{0} and {1} are the same",
    f"{OWL}differentFrom": "{0} and {1} are different",
    f"{OWL}hasKey": "{0} is told by {1}",
    f"{OWL}propertyChainAxiom": "{1}, one after the other, add up to {0}",
    f"{OWL}intersectionOf": "{0} means {1}",
    f"{OWL}unionOf": "{0} means {1}",
    f"{OWL}oneOf": "{0} means {1}",
}
_KIND_WORDS: Final = {
    f"{OWL}FunctionalProperty": "{0} has one value at most",
    f"{OWL}InverseFunctionalProperty": "a value of {0} belongs to one thing at most",
    f"{OWL}IrreflexiveProperty": "nothing has itself as a value of {0}",
    f"{OWL}SymmetricProperty": "{0} holds both ways",
    f"{OWL}AsymmetricProperty": "{0} never holds both ways",
    f"{OWL}TransitiveProperty": "{0} carries over from link to link",
    f"{OWL}AllDisjointClasses": "nothing belongs to two of {1}",
    f"{OWL}AllDisjointProperties": "nothing has the same value of two of {1}",
    f"{OWL}AllDifferent": "no two of {1} are the same",
}
_CLASS_SIDE: Final = frozenset(
    f"{prefix}{name}"
    for prefix, name in (
        (RDFS, "subClassOf"),
        (RDFS, "domain"),
        (RDFS, "range"),
        (OWL, "complementOf"),
        (OWL, "disjointWith"),
        (OWL, "equivalentClass"),
    )
)
_DENIAL: Final = f"{OWL}sourceIndividual"
_BETWEEN_PROPERTIES: Final = frozenset(
    f"{prefix}{name}"
    for prefix, name in (
        (RDFS, "subPropertyOf"),
        (OWL, "equivalentProperty"),
        (OWL, "inverseOf"),
        (OWL, "propertyDisjointWith"),
        (OWL, "propertyChainAxiom"),
        (OWL, "hasKey"),
    )
)
_OF_PROPERTIES: Final = (_BETWEEN_PROPERTIES - {f"{OWL}hasKey"}) | {
    f"{RDFS}domain",
    f"{RDFS}range",
}
_LISTS: Final = ("members", "distinctMembers")
_COUNTS: Final = {
    "minCardinality": "at least {n} values of {p}",
    "maxCardinality": "at most {n} values of {p}",
    "cardinality": "exactly {n} values of {p}",
    "minQualifiedCardinality": "at least {n} values of {p} that is {c}",
    "maxQualifiedCardinality": "at most {n} values of {p} that is {c}",
    "qualifiedCardinality": "exactly {n} values of {p} that is {c}",
}


_PROPERTIES: Final = ("p", "q")
LONGEST: Final = 64
"""Characters of a label up to which it can stand for a thing in a sentence."""


class Words:
    """Says what is said, for people; ``labels`` are those of the terms it will meet."""

    def __init__(self, schema: Schema, labels: Mapping[str, str], base: str) -> None:
        self._schema = schema
        self._labels = labels
        self._base = base

    def name(self, term: Any) -> str:
        """Name a thing, a class or a property; say what a class expression is."""
        match term:
            case ox.NamedNode():
                label = self._labels.get(term.value, "")
                return label if 0 < len(label) <= LONGEST else compact(term.value, self._base)
            case ox.BlankNode():
                return self.expression(term)
            case ox.Literal():
                return f'"{term.value}"'
            case _:
                return str(term)

    def statement(self, triple: ox.Triple) -> str:
        """Say a statement, on data or of the ontology, as a sentence without its full stop."""
        subject, predicate, value = triple
        if predicate == RDF_TYPE and isinstance(value, ox.NamedNode):
            if value.value in _KIND_WORDS:
                return _KIND_WORDS[value.value].format(self._of(subject), self._listed(subject))
            return f"{self.name(subject)} is {article(self.name(value))}"
        if predicate == RDF_TYPE:
            return f"{self.name(subject)} is {self.expression(value)}"
        if predicate.value == _DENIAL:
            return self._denial(subject)
        if predicate.value in _RELATION_WORDS:
            return self._axiom(subject, predicate.value, value)
        return f"{self.name(subject)} has {self.property(predicate)} {self.name(value)}"

    def _denial(self, node: Any) -> str:
        parts = ("sourceIndividual", "assertionProperty", "targetIndividual", "targetValue")
        found = [
            self.property(bound["v"]) if part == "assertionProperty" else self.name(bound["v"])
            for part in parts
            for bound, _ in self._schema.match((node, ox.NamedNode(OWL + part), _VALUE))
        ]
        return f"that {found[0]} has {' '.join(found[1:])} is denied" if found else "it is denied"

    def property(self, term: Any) -> str:
        """Name a property, set off from the sentence."""
        return f"“{self.name(term)}”"

    def filled(self, template: str, bound: Iterable[tuple[str, Any]]) -> str:
        """Fill a rule's words: ``a {c}`` is a class, ``{p}`` and ``{q}`` are properties."""
        known = dict(bound)

        def named(match: re.Match[str]) -> str:
            value = known[match[2]]
            if match[1]:
                return self.expression(value)
            return self.property(value) if match[2] in _PROPERTIES else self.name(value)

        filled = re.sub(r"(?:(\ba) )?\{(\w+)\}", named, template)
        return filled.replace("every something ", "every thing ")

    def axioms(self, triples: Iterable[ox.Triple]) -> tuple[str, ...]:
        """Say the axioms among these triples; those that make up an expression go with it."""
        found = (self.statement(triple) for triple in triples if self._stands_alone(triple))
        return tuple(dict.fromkeys(found))

    def expression(self, node: Any) -> str:
        """Say what belongs to a class, or to a class expression without a name."""
        if not isinstance(node, ox.BlankNode):
            return article(self.name(node)) if isinstance(node, ox.NamedNode) else self.name(node)
        for relation, made in self._makers().items():
            for bound, _ in self._schema.match((node, ox.NamedNode(OWL + relation), _VALUE)):
                return made(node, bound["v"])
        return "something without a name"

    def _stands_alone(self, triple: ox.Triple) -> bool:
        if isinstance(triple.subject, ox.BlankNode):
            is_list = triple.predicate == RDF_TYPE and bool(self._listed(triple.subject))
            return is_list or triple.predicate.value == _DENIAL
        said = (*_RELATION_WORDS, _DENIAL)
        return triple.predicate == RDF_TYPE or triple.predicate.value in said

    def _axiom(self, subject: Any, relation: str, value: Any) -> str:
        members = self._schema.members(value)
        right = self._named(members, " and ") if members else self.name(value)
        if relation == f"{OWL}unionOf":
            right = self._either(members)
        elif relation == f"{OWL}intersectionOf":
            right = self._both(members)
        elif relation == f"{OWL}oneOf":
            right = "one of " + self._named(members, ", ")
        elif relation in _CLASS_SIDE:
            right = self.expression(value)
        left = self.name(subject)
        if relation in _OF_PROPERTIES:
            left = self.property(subject)
        if relation in _BETWEEN_PROPERTIES:
            right = self._quoted(members) if members else self.property(value)
        if relation == f"{OWL}disjointWith":
            left = self.expression(subject)
        elif relation == f"{RDFS}subClassOf" and isinstance(subject, ox.BlankNode):
            left = f"thing that is {left}".replace("that is something ", "", 1)
        elif relation == f"{OWL}equivalentClass" and isinstance(subject, ox.NamedNode):
            left = article(left)
        return _RELATION_WORDS[relation].format(left, right)

    def _of(self, subject: Any) -> str:
        return self.property(subject) if isinstance(subject, ox.NamedNode) else ""

    def _quoted(self, members: Iterable[Any]) -> str:
        return " and ".join(map(self.property, members))

    def _listed(self, node: Any) -> str:
        for relation in _LISTS:
            for bound, _ in self._schema.match((node, ox.NamedNode(OWL + relation), _VALUE)):
                return self._named(self._schema.members(bound["v"]), ", ")
        return ""

    def _makers(self) -> Mapping[str, Callable[[Any, Any], str]]:
        return {
            "someValuesFrom": lambda node, value: f"something with {self._some(node, value)}",
            "allValuesFrom": lambda node, value: (
                f"something whose every value of {self._property(node)} is {self.expression(value)}"
            ),
            "hasValue": lambda node, value: (
                f"something with {self._property(node)} {self.name(value)}"
            ),
            "intersectionOf": lambda _, value: self._both(self._schema.members(value)),
            "unionOf": lambda _, value: self._either(self._schema.members(value)),
            "oneOf": lambda _, value: "one of " + self._named(self._schema.members(value), ", "),
            "complementOf": lambda _, value: f"something that is not {self.expression(value)}",
            **{count: self._counter(count) for count in _COUNTS},
        }

    def _counter(self, count: str) -> Callable[[Any, Any], str]:
        def made(node: Any, value: Any) -> str:
            kinds = self._schema.match((node, ox.NamedNode(f"{OWL}onClass"), _VALUE))
            kind = next((self.expression(bound["v"]) for bound, _ in kinds), "")
            words = _COUNTS[count].format(n=value.value, p=self._property(node), c=kind)
            return f"something with {words}"

        return made

    def _some(self, node: Any, value: Any) -> str:
        thing = f"{OWL}Thing"
        if isinstance(value, ox.NamedNode) and value.value == thing:
            return f"a value of {self._property(node)}"
        return f"a value of {self._property(node)} that is {self.expression(value)}"

    def _property(self, node: Any) -> str:
        found = self._schema.match((node, ox.NamedNode(f"{OWL}onProperty"), _VALUE))
        return next((self.property(bound["v"]) for bound, _ in found), "a property")

    def _both(self, members: Iterable[Any]) -> str:
        return " and ".join(self.expression(member) for member in members)

    def _either(self, members: Iterable[Any]) -> str:
        return " or ".join(self.expression(member) for member in members)

    def _named(self, members: Iterable[Any], between: str) -> str:
        return between.join(self.name(member) for member in members)


_VALUE: Final = ox.Variable("v")
LABEL: Final = ox.NamedNode(f"{COMMON['rdfs']}label")


def article(noun: str) -> str:
    """Put ``a`` or ``an`` before a noun.

    >>> article("event"), article("State")
    ('an event', 'a State')
    """
    vowels = ("a", "e", "i", "o", "un", "im")
    return f"{'an' if noun.lower().startswith(vowels) else 'a'} {noun}"


def labels_of(triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Return the English labels among these triples, any label where there is no English one."""
    found: dict[str, str] = {}
    english: set[str] = set()
    for triple in sorted(triples, key=str):
        subject, predicate, value = triple
        if (
            predicate != LABEL
            or not isinstance(subject, ox.NamedNode)
            or not isinstance(value, ox.Literal)
        ):
            continue
        is_english = (value.language or "en").startswith("en")
        if subject.value not in found or (is_english and subject.value not in english):
            found[subject.value] = value.value
            if is_english:
                english.add(subject.value)
    return found
