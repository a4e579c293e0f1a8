"""Faults of one triple: missing, doubled, pointing elsewhere, turned round, mistyped, misspelt."""

import random
from collections.abc import Callable
from typing import Final

import pyoxigraph as ox

from kg.base import BASE
from kg.dataset import RDF_TYPE
from tests.mutation.mutant import Mutant, owner
from tests.mutation.sound import KIND, Sound, kind_of

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
STRING: Final = f"{XSD}string"
LANG_STRING: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
STAND: Final = f"{BASE}ontology#"

CONFUSED: Final = {
    "actor": "territory",
    "territory": "actor",
    "system": "agreement",
    "agreement": "system",
    "event": "issue",
    "issue": "event",
    "document": "actor",
    "claim": "proposition",
    "proposition": "claim",
    "passage": "mention",
    "mention": "passage",
    "emendation": "passage",
    "selector": "passage",
    "designation": "territory",
    "position": "claim",
    "situation": "event",
    "silence": "claim",
    "background": "claim",
    "attribution": "claim",
    "activity": "event",
    "agent": "actor",
    "geometry": "territory",
    "certainty": "polarity",
    "polarity": "certainty",
    "reporting-mode": "speech-act",
    "speech-act": "reporting-mode",
    "deployment-status": "certainty",
    "passage-kind": "damage-cause",
    "damage-cause": "passage-kind",
}
"""Which kind a coder may most easily take for which."""

WRONG_DATATYPE: Final = {
    STRING: f"{XSD}token",
    f"{XSD}dateTime": f"{XSD}date",
    f"{XSD}boolean": STRING,
    f"{XSD}nonNegativeInteger": f"{XSD}integer",
    "http://www.opengis.net/ont/geosparql#wktLiteral": STRING,
}

QuadFault = Callable[[Sound, ox.Quad, random.Random], Mutant | None]


def drop(_sound: Sound, quad: ox.Quad, _rng: random.Random) -> Mutant | None:
    """Leave the triple out."""
    return mutant("drop", quad, removed=(quad,))


def duplicate(sound: Sound, quad: ox.Quad, rng: random.Random) -> Mutant | None:
    """Give a second value beside the first, of the same kind."""
    second = _another(sound, quad, rng)
    return mutant("duplicate", quad, added=(second,)) if second else None


def retarget(sound: Sound, quad: ox.Quad, rng: random.Random) -> Mutant | None:
    """Point at another thing of the right kind, or write another text of the right type."""
    other = _another(sound, quad, rng)
    return mutant("retarget to right kind", quad, (quad,), (other,)) if other else None


def retarget_confused(sound: Sound, quad: ox.Quad, rng: random.Random) -> Mutant | None:
    """Point at a thing of the kind that is most easily taken for the right one."""
    if not isinstance(quad.object, ox.NamedNode):
        return None
    kind = CONFUSED.get(kind_of(quad.object.value))
    other = sound.other(rng, kind, quad.object.value, _name(quad.subject)) if kind else None
    if quad.predicate == RDF_TYPE or other is None:
        return None
    return mutant("retarget to confused kind", quad, (quad,), (_to(quad, ox.NamedNode(other)),))


def retarget_wrong(sound: Sound, quad: ox.Quad, rng: random.Random) -> Mutant | None:
    """Point at a thing of quite another kind."""
    if not isinstance(quad.object, ox.NamedNode) or quad.predicate == RDF_TYPE:
        return None
    own, kinds = kind_of(quad.object.value), ("designation", "position", "geometry")
    other = sound.other(rng, rng.choice([kind for kind in kinds if kind != own]))
    assert other is not None
    return mutant("retarget to wrong kind", quad, (quad,), (_to(quad, ox.NamedNode(other)),))


def retarget_nowhere(_sound: Sound, quad: ox.Quad, _rng: random.Random) -> Mutant | None:
    """Misspell the thing pointed at."""
    if not isinstance(quad.object, ox.NamedNode) or not quad.object.value.startswith(BASE):
        return None
    return mutant("misspell object", quad, (quad,), (_to(quad, _misspelt(quad.object)),))


def misspell_subject(_sound: Sound, quad: ox.Quad, _rng: random.Random) -> Mutant | None:
    """Misspell the thing that the triple is about."""
    if not isinstance(quad.subject, ox.NamedNode) or not quad.subject.value.startswith(BASE):
        return None
    subject = _misspelt(quad.subject)
    moved = ox.Quad(subject, quad.predicate, quad.object, quad.graph_name)
    return mutant("misspell subject", quad, (quad,), (moved,))


def misspell_predicate(_sound: Sound, quad: ox.Quad, _rng: random.Random) -> Mutant | None:
    """Misspell the property."""
    predicate = _misspelt(quad.predicate)
    moved = ox.Quad(quad.subject, predicate, quad.object, quad.graph_name)
    return mutant("misspell predicate", quad, (quad,), (moved,))


def swap(_sound: Sound, quad: ox.Quad, _rng: random.Random) -> Mutant | None:
    """Turn subject and object round."""
    if not isinstance(quad.object, ox.NamedNode) or quad.predicate == RDF_TYPE:
        return None
    turned = ox.Quad(quad.object, quad.predicate, quad.subject, quad.graph_name)
    return mutant("swap subject and object", quad, (quad,), (turned,))


def circle(sound: Sound, quad: ox.Quad, _rng: random.Random) -> Mutant | None:
    """Say of two things of one kind the same the other way round, too."""
    if not isinstance(quad.object, ox.NamedNode) or quad.predicate == RDF_TYPE:
        return None
    if kind_of(_name(quad.subject)) != kind_of(quad.object.value):
        return None
    turned = ox.Quad(quad.object, quad.predicate, quad.subject, quad.graph_name)
    if turned in sound.values(quad.object.value, quad.predicate.value):
        return None
    return mutant("circle of two", quad, added=(turned,))


def to_itself(_sound: Sound, quad: ox.Quad, _rng: random.Random) -> Mutant | None:
    """Point back at the thing itself."""
    if not isinstance(quad.object, ox.NamedNode) or quad.predicate == RDF_TYPE:
        return None
    if kind_of(_name(quad.subject)) != kind_of(quad.object.value):
        return None
    return mutant("circle of one", quad, (quad,), (_to(quad, quad.subject),))


def wrong_datatype(_sound: Sound, quad: ox.Quad, _rng: random.Random) -> Mutant | None:
    """Write the literal with another datatype."""
    if not isinstance(quad.object, ox.Literal) or quad.object.language:
        return None
    datatype = WRONG_DATATYPE[quad.object.datatype.value]
    value = quad.object.value[:10] if datatype == f"{XSD}date" else quad.object.value
    literal = ox.Literal(value, datatype=ox.NamedNode(datatype))
    return mutant("wrong datatype", quad, (quad,), (_to(quad, literal),))


def wrong_language(_sound: Sound, quad: ox.Quad, _rng: random.Random) -> Mutant | None:
    """Tag the literal with a language it is not in, or one that has none with any."""
    if not isinstance(quad.object, ox.Literal):
        return None
    if quad.object.datatype.value not in (STRING, LANG_STRING):
        return None
    literal = ox.Literal(quad.object.value, language="de" if quad.object.language else "en")
    return mutant("wrong language tag", quad, (quad,), (_to(quad, literal),))


def no_language(_sound: Sound, quad: ox.Quad, _rng: random.Random) -> Mutant | None:
    """Take the language tag away."""
    if not isinstance(quad.object, ox.Literal) or not quad.object.language:
        return None
    return mutant("no language tag", quad, (quad,), (_to(quad, ox.Literal(quad.object.value)),))


def empty(_sound: Sound, quad: ox.Quad, _rng: random.Random) -> Mutant | None:
    """Leave the text empty."""
    if not isinstance(quad.object, ox.Literal):
        return None
    if quad.object.datatype.value not in (STRING, LANG_STRING):
        return None
    literal = (
        ox.Literal("", language=quad.object.language) if quad.object.language else ox.Literal("")
    )
    return mutant("empty text", quad, (quad,), (_to(quad, literal),))


def kind_of_term(sound: Sound, quad: ox.Quad, _rng: random.Random) -> Mutant | None:
    """Write an IRI as a string, or a string as an IRI."""
    if isinstance(quad.object, ox.Literal):
        term: ox.NamedNode | ox.Literal = ox.NamedNode(f"{BASE}id/text/x")
    else:
        term = ox.Literal(_name(quad.object))
    return mutant("IRI for literal or literal for IRI", quad, (quad,), (_to(quad, term),))


def blank_object(_sound: Sound, quad: ox.Quad, _rng: random.Random) -> Mutant | None:
    """Point at a blank node."""
    if not isinstance(quad.object, ox.NamedNode) or quad.predicate == RDF_TYPE:
        return None
    return mutant("blank node as object", quad, (quad,), (_to(quad, ox.BlankNode("mutant")),))


def wrong_graph(sound: Sound, quad: ox.Quad, rng: random.Random) -> Mutant | None:
    """Put the triple into another graph."""
    graph = rng.choice([name for name in sound.data_graphs if name != quad.graph_name])
    moved = ox.Quad(*quad.triple, graph)
    return mutant("move to another graph", quad, (quad,), (moved,))


def both_graphs(sound: Sound, quad: ox.Quad, rng: random.Random) -> Mutant | None:
    """Copy the triple into another graph."""
    graph = rng.choice([name for name in sound.data_graphs if name != quad.graph_name])
    return mutant("copy to another graph", quad, added=(ox.Quad(*quad.triple, graph),))


QUAD_FAULTS: Final[tuple[QuadFault, ...]] = (
    drop,
    duplicate,
    retarget,
    retarget_confused,
    retarget_wrong,
    retarget_nowhere,
    misspell_subject,
    misspell_predicate,
    swap,
    circle,
    to_itself,
    wrong_datatype,
    wrong_language,
    no_language,
    empty,
    kind_of_term,
    blank_object,
    wrong_graph,
    both_graphs,
)


def mutant(
    operator: str,
    quad: ox.Quad,
    removed: tuple[ox.Quad, ...] = (),
    added: tuple[ox.Quad, ...] = (),
) -> Mutant:
    """Make a mutant of what is done at one quad."""
    ends = [_name(end) for q in (quad, *added) for end in (q.subject, q.object) if _named(end)]
    assert removed or added
    return Mutant(operator, quad.predicate.value, tuple(dict.fromkeys(ends)), removed, added)


def _named(term: object) -> bool:
    # A concept or a class is at the end of too many triples to say where the fault is.
    return isinstance(term, ox.NamedNode) and not term.value.startswith((f"{BASE}vocab/", STAND))


def _name(node: object) -> str:
    return owner(node.value) if isinstance(node, ox.NamedNode) else str(node)


def _to(quad: ox.Quad, term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, term, quad.graph_name)


def _misspelt(node: ox.NamedNode) -> ox.NamedNode:
    """Double the last letter: ``…/c07`` becomes ``…/c077``, as a finger does."""
    return ox.NamedNode(node.value + node.value[-1])


def _another(sound: Sound, quad: ox.Quad, rng: random.Random) -> ox.Quad | None:
    if isinstance(quad.object, ox.Literal):
        return _to(quad, _other_literal(quad.object))
    if not isinstance(quad.object, ox.NamedNode):
        return None
    if quad.predicate == RDF_TYPE:
        return _sibling(sound, quad, rng)
    if not KIND.match(quad.object.value):
        return _other_value(sound, quad, rng)
    taken = [q.object.value for q in sound.values(quad.subject.value, quad.predicate.value)]
    kind = kind_of(quad.object.value)
    if kind == "situation":
        return None
    other = sound.other(rng, kind, quad.subject.value, *taken)
    return _to(quad, ox.NamedNode(other)) if other else None


def _other_value(sound: Sound, quad: ox.Quad, rng: random.Random) -> ox.Quad | None:
    """Draw another value that the property has elsewhere: a property's name, a link's target."""
    known = {q.object for q in sound.by_predicate[quad.predicate.value]} - {quad.object}
    values = sorted((o for o in known if isinstance(o, ox.NamedNode)), key=str)
    return _to(quad, rng.choice(values)) if values else None


def _sibling(sound: Sound, quad: ox.Quad, rng: random.Random) -> ox.Quad | None:
    assert isinstance(quad.object, ox.NamedNode)
    names = sound.siblings.get(quad.object.value, ())
    return _to(quad, ox.NamedNode(rng.choice(names))) if names else None


def _other_literal(literal: ox.Literal) -> ox.Literal:
    value = literal.value
    if literal.language:
        return ox.Literal(f"{value} too", language=literal.language)
    match literal.datatype.value.rpartition("#")[2]:
        case "boolean":
            value = "false" if value == "true" else "true"
        case "nonNegativeInteger":
            value = str(int(value) + 1)
        case "dateTime":
            value = f"{int(value[:4]) + 1}{value[4:]}"
        case "wktLiteral":
            value = "POINT(1.5 2.5)"
        case _:
            value = _other_text(value)
    return ox.Literal(value, datatype=literal.datatype)


def _other_text(value: str) -> str:
    if len(value) == 64 and all(letter in "0123456789abcdef" for letter in value):
        return ("1" if value[0] == "0" else "0") + value[1:]
    if value[:4].isdigit() or value.startswith("../"):
        return "1999"
    return f"{value} too" if " " in value else value[:-1] + ("x" if value[-1] != "x" else "y")
