"""Ontologies and data drawn by chance: most constructs of the rules, few names, much data."""

import random
from collections.abc import Callable
from typing import Final

from tests.reasoning.closures import Triples, parse

CLASSES: Final = tuple(f":C{n}" for n in range(6))
PROPERTIES: Final = tuple(f":p{n}" for n in range(5))
THINGS: Final = tuple(f":t{n}" for n in range(7))


def generated(seed: int) -> Triples:
    """Draw some axioms and some data; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 -- nothing is kept secret
    axioms = [chance.choice(_AXIOMS)(chance) for _ in range(chance.randint(2, 7))]
    data = [_statement(chance) for _ in range(chance.randint(4, 14))]
    return parse("\n".join([*axioms, *data]))


def _statement(chance: random.Random) -> str:
    thing = chance.choice(THINGS)
    if chance.random() < 0.4:
        return f"{thing} a {chance.choice(CLASSES)} ."
    return f"{thing} {chance.choice(PROPERTIES)} {chance.choice(THINGS)} ."


def _two(chance: random.Random, names: tuple[str, ...]) -> tuple[str, str]:
    first, second = chance.sample(names, 2)
    return first, second


def _between_classes(relation: str) -> Callable[[random.Random], str]:
    return lambda chance: f" {relation} ".join(_two(chance, CLASSES)) + " ."


def _between_properties(relation: str) -> Callable[[random.Random], str]:
    return lambda chance: f" {relation} ".join(_two(chance, PROPERTIES)) + " ."


def _to_class(relation: str) -> Callable[[random.Random], str]:
    return lambda chance: f"{chance.choice(PROPERTIES)} {relation} {chance.choice(CLASSES)} ."


def _is(kind: str) -> Callable[[random.Random], str]:
    return lambda chance: f"{chance.choice(PROPERTIES)} a {kind} ."


def _list(relation: str, names: tuple[str, ...]) -> Callable[[random.Random], str]:
    return lambda chance: (
        f"{chance.choice(CLASSES)} {relation} ( {' '.join(chance.sample(names, 2))} ) ."
    )


def _restricted(side: str, what: Callable[[random.Random], str]) -> Callable[[random.Random], str]:
    def made(chance: random.Random) -> str:
        kind, on = chance.choice(CLASSES), chance.choice(PROPERTIES)
        inner = f"[ a owl:Restriction ; owl:onProperty {on} ; {what(chance)} ]"
        return f"{kind} {side} {inner} ."

    return made


def _chain(chance: random.Random) -> str:
    links = " ".join(chance.choices(PROPERTIES, k=2))
    return f"{chance.choice(PROPERTIES)} owl:propertyChainAxiom ( {links} ) ."


def _same(chance: random.Random) -> str:
    first, second = _two(chance, THINGS)
    return f"{first} owl:sameAs {second} ."


def _disjoint(chance: random.Random) -> str:
    members = " ".join(chance.sample(CLASSES, 3))
    return f"[] a owl:AllDisjointClasses ; owl:members ( {members} ) ."


_AXIOMS: Final = (
    *(_between_classes(f"rdfs:{name}") for name in ("subClassOf",) * 4),
    *(_between_classes(f"owl:{name}") for name in ("equivalentClass", "disjointWith")),
    *(_between_properties(f"rdfs:{name}") for name in ("subPropertyOf",) * 2),
    *(_between_properties(f"owl:{name}") for name in ("inverseOf", "equivalentProperty")),
    _between_properties("owl:propertyDisjointWith"),
    *(_to_class(f"rdfs:{name}") for name in ("domain", "range") * 2),
    *(
        _is(f"owl:{name}Property")
        for name in (
            *("Transitive", "Symmetric", "Asymmetric", "Irreflexive"),
            *("Functional", "InverseFunctional"),
        )
    ),
    _list("owl:intersectionOf", CLASSES),
    _list("owl:unionOf", CLASSES),
    _list("owl:oneOf", THINGS),
    _restricted("owl:equivalentClass", lambda c: f"owl:someValuesFrom {c.choice(CLASSES)}"),
    _restricted("rdfs:subClassOf", lambda c: f"owl:allValuesFrom {c.choice(CLASSES)}"),
    _restricted("owl:equivalentClass", lambda c: f"owl:hasValue {c.choice(THINGS)}"),
    _restricted("rdfs:subClassOf", lambda _: 'owl:maxCardinality "1"^^xsd:nonNegativeInteger'),
    _chain,
    _same,
    _disjoint,
)
