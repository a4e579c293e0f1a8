"""Rules made ready for one ontology: what they say of data, and by which axioms they say it.

A rule of the table, such as "an instance of a class is one of its superclass", becomes a clause for
each axiom it is about: "an Island is a Territory, because of this triple". Terms are pyoxigraph's.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyoxigraph as ox

from kg.prefixes import COMMON
from kg.reasoning.rule import Rule
from kg.reasoning.rule_table import RULES
from kg.reasoning.schema import RDF_TYPE, Schema

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Variable
Atom = tuple[Term, Term, Term]
Bindings = dict[str, Any]

_ATOM: Final = re.compile(r"(any|pair|all|chain|keys)\((.*)\)|(\S+) (\S+) (\S+)")


@dataclass(frozen=True)
class Clause:
    """A rule for particular axioms: if the body holds of some data, the head does.

    ``head`` is None where the body must not hold. ``bound`` is what the rule's own variables
    stand for, as far as the axioms tell.
    """

    rule: Rule
    axioms: tuple[ox.Triple, ...]
    body: tuple[Atom, ...]
    head: Atom | None
    bound: tuple[tuple[str, Term], ...] = ()

    @property
    def is_linear(self) -> bool:
        """Whether one statement alone is enough for a conclusion."""
        return len(self.body) == 1


def compile_rules(schema: Schema, keep: Callable[[Rule], bool] = lambda _: True) -> list[Clause]:
    """Return the clauses that the rules on data make of an ontology, in a fixed order."""
    found = {
        (clause.rule.name, clause.axioms, clause.body, clause.head): clause
        for rule in RULES
        if not rule.left_out and rule.table != SCHEMA_TABLE and keep(rule)
        for clause in _clauses(rule, schema)
    }
    return sorted(found.values(), key=_order)


SCHEMA_TABLE: Final = 9


def atoms(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Read premises: each as the name of a list's premise, or nothing, and its terms."""
    for part in filter(None, text.split(" . ")):
        match = _ATOM.fullmatch(part.strip())
        if match is None:
            raise ValueError(f"{part!r} is no premise")
        if match[1]:
            yield match[1], tuple(match[2].split(", "))
        else:
            yield "", (match[3], match[4], match[5])


def term(text: str) -> Term:
    """Read a term of the table: a variable, ``a``, a prefixed name or a number."""
    if text.startswith("?"):
        return ox.Variable(text[1:])
    if text == "a":
        return RDF_TYPE
    if text.isdecimal():
        return ox.Literal(text)
    prefix, _, local = text.partition(":")
    return ox.NamedNode(COMMON[prefix] + local)


def _clauses(rule: Rule, schema: Schema) -> Iterator[Clause]:
    on_schema, on_data = _parted(rule)
    head = None if rule.is_check else _atom(next(atoms(rule.conclusion))[1])
    for bound, axioms in _matches(on_schema, schema):
        for body, more in _bodies(on_data, bound, schema):
            made = tuple(substituted(a, more) for a in body)
            conclusion = None if head is None else substituted(head, more)
            if conclusion is not None and (conclusion in made or not is_sayable(conclusion)):
                continue
            known = tuple(sorted((k, v) for k, v in more.items() if not k.startswith("#")))
            yield Clause(rule, _axioms(more, axioms), made, conclusion, known)


def _axioms(bound: Bindings, axioms: tuple[ox.Triple, ...]) -> tuple[ox.Triple, ...]:
    listed: tuple[ox.Triple, ...] = bound.get("#lists", ())
    return tuple(dict.fromkeys([*axioms, *listed]))


def _parted(rule: Rule) -> tuple[list[tuple[str, str, str]], list[tuple[str, tuple[str, ...]]]]:
    """Part the premises on the ontology from those on data, in which the lists are resolved."""
    on_schema, on_data = [], []
    for name, terms in atoms(rule.premises):
        if not name and _is_schema(terms):
            on_schema.append((terms[0], terms[1], terms[2]))
        else:
            on_data.append((name, terms))
    return on_schema, on_data


def _is_schema(terms: tuple[str, ...]) -> bool:
    _, predicate, value = terms
    if predicate == "a":
        return value in _DECLARED
    return predicate.partition(":")[0] in ("rdfs", "owl") and predicate not in _OF_DATA


_OF_DATA: Final = frozenset({"owl:sameAs", "owl:differentFrom"})
_DECLARED: Final = frozenset(
    f"owl:{name}"
    for name in (
        *("FunctionalProperty", "InverseFunctionalProperty", "IrreflexiveProperty"),
        *("SymmetricProperty", "AsymmetricProperty", "TransitiveProperty"),
        *("AllDifferent", "AllDisjointClasses", "AllDisjointProperties"),
    )
)


def _matches(
    premises: Iterable[tuple[str, str, str]], schema: Schema
) -> Iterator[tuple[Bindings, tuple[ox.Triple, ...]]]:
    """Find the ways in which the ontology satisfies its premises, each with the triples used."""
    found: list[tuple[Bindings, tuple[ox.Triple, ...]]] = [({}, ())]
    for premise in premises:
        pattern = _atom(premise)
        found = [
            ({**bound, **more}, (*used, triple))
            for bound, used in found
            for more, triple in schema.match(substituted(pattern, bound))
        ]
    yield from found


def _bodies(
    premises: list[tuple[str, tuple[str, ...]]],
    bound: Bindings,
    schema: Schema,
) -> Iterator[tuple[list[Atom], Bindings]]:
    """Resolve the premises on lists: some give several bodies, some a longer one."""
    found: list[tuple[list[Atom], Bindings]] = [([], bound)]
    for name, terms in premises:
        if not name:
            found = [([*body, _atom(terms)], more) for body, more in found]
            continue
        found = [
            ([*body, *added], {**more, **extra})
            for body, more in found
            for added, extra in _LISTS[name](terms, schema.members(more[terms[0][1:]]))
        ]
        lists = tuple(schema.list_triples(bound[terms[0][1:]]))
        found = [(body, {**more, "#lists": lists}) for body, more in found]
    yield from found


Expansion = Iterator[tuple[list[Atom], Bindings]]
Members = tuple[Any, ...]


def _any(terms: tuple[str, ...], members: Members) -> Expansion:
    for member in members:
        yield [], {terms[1][1:]: member}


def _pair(terms: tuple[str, ...], members: Members) -> Expansion:
    for place, first in enumerate(members):
        for second in members[place + 1 :]:
            yield [], {terms[1][1:]: first, terms[2][1:]: second}


def _all(terms: tuple[str, ...], members: Members) -> Expansion:
    thing = term(terms[1])
    if members:
        yield [(thing, RDF_TYPE, member) for member in members], {}


def _chain(terms: tuple[str, ...], members: Members) -> Expansion:
    links = [term(terms[1]), *(ox.Variable(f"v{n}") for n in range(1, len(members)))]
    ends = [*links[1:], term(terms[2])]
    if members:
        yield list(zip(links, members, ends, strict=True)), {}


def _keys(terms: tuple[str, ...], members: Members) -> Expansion:
    body: list[Atom] = []
    for number, member in enumerate(members):
        value = ox.Variable(f"k{number}")
        body += [(term(terms[1]), member, value), (term(terms[2]), member, value)]
    if members:
        yield body, {}


_LISTS: Final[Mapping[str, Callable[[tuple[str, ...], Members], Expansion]]] = {
    "any": _any,
    "pair": _pair,
    "all": _all,
    "chain": _chain,
    "keys": _keys,
}


def _atom(terms: Iterable[str]) -> Atom:
    subject, predicate, value = map(term, terms)
    return subject, predicate, value


def substituted(atom: Atom, bound: Bindings) -> Atom:
    """Put what variables stand for in their places."""
    subject, predicate, value = (
        bound.get(part.value, part) if isinstance(part, ox.Variable) else part for part in atom
    )
    return subject, predicate, value


def as_triple(atom: tuple[Any, Any, Any]) -> ox.Triple:
    """Make a triple of an atom without variables."""
    return ox.Triple(*atom)


def is_sayable(atom: Atom) -> bool:
    """Tell whether RDF has such a triple: a literal is no subject."""
    return not isinstance(atom[0], ox.Literal) and isinstance(atom[1], ox.NamedNode | ox.Variable)


def _order(clause: Clause) -> tuple[str, ...]:
    return (clause.rule.name, *map(str, clause.axioms), str(clause.body), str(clause.head))
