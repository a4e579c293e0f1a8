"""Faults of a whole thing: what it is, whether it is there at all, and who stands behind it."""

import random
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kg.base import BASE
from kg.dataset import RDF_TYPE
from tests.mutation.mutant import Mutant, owner
from tests.mutation.sound import Sound, kind_of

STAND: Final = f"{BASE}ontology#"
ENTITIES: Final = ox.NamedNode(f"{BASE}graph/entities")
FACTS: Final = ox.NamedNode(f"{BASE}graph/facts")
SAME_AS: Final = ox.NamedNode("http://www.w3.org/2002/07/owl#sameAs")
DEPRECATED: Final = ox.NamedNode("http://www.w3.org/2002/07/owl#deprecated")
TRUE: Final = ox.Literal("true", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#boolean"))

DISJOINT: Final = {
    "Alliance": "DialogueFormat",
    "BallisticMissile": "StrategicForce",
    "Briefing": "Disaster",
    "Deployment": "MilitaryPresence",
    "DialogueFormat": "Treaty",
    "GovernmentBody": "InternationalOrganization",
    "Island": "IslandGroup",
    "IslandGroup": "Island",
    "Meeting": "Disaster",
    "MissileDefenseSystem": "BallisticMissile",
    "Partnership": "Alliance",
    "Place": "Region",
    "Region": "Place",
    "Treaty": "DialogueFormat",
}
"""What nothing can be at once, though no shape says so: only a reasoner knows."""

ThingFault = Callable[[Sound, random.Random], Iterator[Mutant]]


def term(name: str) -> ox.NamedNode:
    """Return a term of the ontology."""
    return ox.NamedNode(f"{STAND}{name}")


def concept(scheme: str, name: str) -> ox.NamedNode:
    """Return a concept."""
    return ox.NamedNode(f"{BASE}vocab/{scheme}/{name}")


def shuffled(rng: random.Random, items: Iterable[str]) -> list[str]:
    """Return the items in an order of the generator's."""
    return rng.sample(sorted(items), len(set(items)))


def things(sound: Sound, rng: random.Random) -> Iterator[tuple[str, str, list[ox.Quad]]]:
    """Give the things of each kind in turn, with their quads."""
    kinds = {kind: shuffled(rng, nodes) for kind, nodes in sound.nodes.items()}
    for place in range(max(map(len, kinds.values()))):
        for kind, nodes in kinds.items():
            if place < len(nodes) and nodes[place] in sound.about:
                yield kind, nodes[place], list(sound.about[nodes[place]])


def undescribed(sound: Sound, rng: random.Random) -> Iterator[Mutant]:
    """Take away all that is said of a thing, and leave what leads to it."""
    for kind, node, quads in things(sound, rng):
        into = sound.into.get(node, ())
        yield Mutant("undescribe", kind, _ends(node, (*quads, *into)), tuple(quads))


def unsaid(sound: Sound, rng: random.Random) -> Iterator[Mutant]:
    """Take a thing away with all that leads to it."""
    for kind, node, quads in things(sound, rng):
        into = sound.into.get(node, ())
        removed = tuple(dict.fromkeys((*quads, *into)))
        yield Mutant("remove", kind, _ends(node, removed), removed)


def blank(sound: Sound, rng: random.Random) -> Iterator[Mutant]:
    """Give a blank node to a thing, wherever it stands."""
    for kind, node, quads in things(sound, rng):
        if kind == "agent":
            continue
        into = sound.into.get(node, ())
        nameless = ox.BlankNode("mutant")
        added = [ox.Quad(nameless, q.predicate, q.object, q.graph_name) for q in quads]
        added += [ox.Quad(q.subject, q.predicate, nameless, q.graph_name) for q in into]
        yield Mutant("blank node", kind, ("_:mutant", node), (*quads, *into), tuple(added))


def retyped(sound: Sound, rng: random.Random) -> Iterator[Mutant]:
    """Call a thing something else: the class above, one of another kind, one that is unknown."""
    for kind, node, quads in things(sound, rng):
        for quad in [q for q in quads if q.predicate == RDF_TYPE]:
            for name in ("Entity", "Territory", "Claim", "Actor", "Situation", "Issue"):
                if term(name).value not in sound.types[node]:
                    yield _typed(f"retype to {name}", kind, quad, name, keep=False)
                    yield _typed(f"type as {name} too", kind, quad, name, keep=True)
            yield _typed("retype to unknown class", kind, quad, "Actr", keep=False)
            disjoint = DISJOINT.get(quad.object.value.removeprefix(STAND))
            if disjoint is not None:
                yield _typed("type as a disjoint sibling too", kind, quad, disjoint, keep=True)


def same_as(sound: Sound, rng: random.Random) -> Iterator[Mutant]:
    """Say that two things are the same."""
    for kind, node, quads in things(sound, rng):
        other = sound.other(rng, kind, node)
        if other is not None and kind != "agent":
            said = ox.Quad(ox.NamedNode(node), SAME_AS, ox.NamedNode(other), quads[0].graph_name)
            yield Mutant("owl:sameAs", kind, (owner(node), owner(other)), (), (said,))


def deprecated(sound: Sound, rng: random.Random) -> Iterator[Mutant]:
    """Deprecate a term that the data uses."""
    ontology = ox.NamedNode(f"{BASE}graph/ontology")
    used = {q.predicate for q in sound.quads}
    used |= {q.object for q in sound.quads if q.predicate == RDF_TYPE}
    names = [t.value for t in used if isinstance(t, ox.NamedNode) and t.value.startswith(STAND)]
    for name in shuffled(rng, names):
        said = ox.Quad(ox.NamedNode(name), DEPRECATED, TRUE, ontology)
        yield Mutant("deprecate a term in use", name, (name,), (), (said,))


def exchanged(sound: Sound, rng: random.Random) -> Iterator[Mutant]:
    """Exchange the values that two things of a kind have of one property."""
    for predicate in sorted(sound.by_predicate):
        quads = list(sound.by_predicate[predicate])
        rng.shuffle(quads)
        for one, other in zip(quads[::2], quads[1::2], strict=False):
            same_kind = kind_of(one.subject.value) == kind_of(other.subject.value)
            if one.object == other.object or one.predicate == RDF_TYPE or not same_kind:
                continue
            nodes = _ends(owner(one.subject.value), (one, other))
            swapped = (
                ox.Quad(one.subject, one.predicate, other.object, one.graph_name),
                ox.Quad(other.subject, other.predicate, one.object, other.graph_name),
            )
            if owner(one.subject.value) != owner(other.subject.value):
                yield Mutant("exchange values", predicate, nodes, (one, other), swapped)


THING_FAULTS: Final[tuple[ThingFault, ...]] = (
    undescribed,
    unsaid,
    blank,
    retyped,
    same_as,
    deprecated,
    exchanged,
)


def _ends(first: str, quads: Iterable[ox.Quad]) -> tuple[str, ...]:
    ends = [term for quad in quads for term in (quad.subject, quad.object)]
    names = [end.value for end in ends if isinstance(end, ox.NamedNode)]
    found = (owner(name) for name in names if name.startswith(f"{BASE}id/"))
    return tuple(dict.fromkeys((owner(first), *found)))


def _typed(operator: str, kind: str, quad: ox.Quad, name: str, *, keep: bool) -> Mutant:
    node = quad.subject.value if isinstance(quad.subject, ox.NamedNode) else str(quad.subject)
    added = ox.Quad(quad.subject, RDF_TYPE, term(name), quad.graph_name)
    return Mutant(operator, kind, (owner(node),), () if keep else (quad,), (added,))
