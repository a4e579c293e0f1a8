"""What the engine keeps of a term: every type derived from ``xsd:integer`` becomes that type.

So a published dump says more than the store made of it, and what an edit leaves of it must be
taken from there.
"""

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

import pyoxigraph as ox

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_NUMBERED: Final = "urn:n:"
_ANY: Final = ox.NamedNode("urn:p")


def as_stored(quads: Iterable[ox.Quad]) -> dict[ox.Quad, ox.Quad]:
    """Return each quad with what it is once it has been in a store."""
    given = list(quads)
    terms = list({quad.object for quad in given if isinstance(quad.object, ox.Literal | ox.Triple)})
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(ox.NamedNode(f"{_NUMBERED}{place}"), _ANY, term) for place, term in enumerate(terms)
    )
    stored: dict[Term, Term] = {
        terms[int(quad.subject.value.removeprefix(_NUMBERED))]: quad.object
        for quad in store
        if isinstance(quad.subject, ox.NamedNode)
    }
    return {quad: _with_object(quad, stored.get(quad.object, quad.object)) for quad in given}


def as_written(
    quads: Iterable[ox.Quad], published: Mapping[ox.Quad, ox.Quad], sent: Mapping[ox.Quad, ox.Quad]
) -> set[ox.Quad]:
    """Return stored quads with their objects as they were sent, or published, for that predicate.

    Both are given with what is stored of them; where they say several things, the store's holds.
    """
    forms: dict[tuple[ox.NamedNode, Term], set[Term]] = {}
    for known in (published, sent):
        here: dict[tuple[ox.NamedNode, Term], set[Term]] = {}
        for quad, stored in known.items():
            here.setdefault((quad.predicate, stored.object), set()).add(quad.object)
        forms |= here
    found = set()
    for quad in quads:
        said = forms.get((quad.predicate, quad.object), set())
        found.add(_with_object(quad, next(iter(said))) if len(said) == 1 else quad)
    return found


def _with_object(quad: ox.Quad, term: Term) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, term, quad.graph_name)
